"""How a grant is paid: which parts, in which order, to whom. What the rulebook does not say is left to a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds.shares import split
from quartierlibre.domain.grants.states import InstalmentKind
from quartierlibre.foundation.money import Cents

DIRECT, SUPPORT = "supplier_invoice", "support_structure"


@dataclass(frozen=True)
class PlannedPart:
    """One payment to come: its share of the grant (None when it has none of its own) and its amount in cents."""

    kind: InstalmentKind
    percent: int | None
    amount: Cents


def pays_invoices(holder: HolderKind, modes: Collection[str] | None) -> bool | None:
    """True when suppliers are paid directly, False when a body receives the money, None when a person must choose.

    A group without legal body cannot receive public money: a structure carries it, or the fund pays the invoices.
    """
    if holder == HolderKind.ASSOCIATION:
        return None if modes is None else modes == {DIRECT}
    ways = {DIRECT, SUPPORT} & set(modes or ())
    return ways == {DIRECT} if len(ways) == 1 else None


def plan(amount: Cents, percents: Sequence[int] | None, *, by_invoices: bool) -> list[PlannedPart]:
    """The payments of a grant, adding up to it to the cent; the first parts take the cent that does not divide."""
    if by_invoices:
        return [PlannedPart(InstalmentKind.INVOICES, None, amount)]
    if not percents or len(percents) == 1:
        return [PlannedPart(InstalmentKind.SINGLE, 100 if percents else None, amount)]
    cents = split(amount, [Fraction(percent) for percent in percents], [amount] * len(percents))
    kinds = [InstalmentKind.ADVANCE] * (len(percents) - 1) + [InstalmentKind.BALANCE]
    return [PlannedPart(kind, share, part) for kind, share, part in zip(kinds, percents, cents, strict=True)]
