"""Whose euros pay: the split of a sum between funders, to the cent. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class Holding:
    """What one funder has in an envelope, in cents: still in hand, already spent. `weight` is its part of the whole."""

    weight: Fraction
    cash: Cents
    spent: Cents


@dataclass(frozen=True)
class Promise:
    """What an agreement says of a funder's part; either may be unknown. `received` is what really came, in cents."""

    share_percent: Fraction | None
    amount: Cents | None
    received: Cents


def weights(promises: Sequence[Promise]) -> list[Fraction]:
    """The part of each funder: the shares if all are written, else the amounts if all are, else what really came."""
    shares = [promise.share_percent for promise in promises]
    amounts = [promise.amount for promise in promises]
    if None not in shares:
        return [Fraction(share or 0) for share in shares]
    if None not in amounts:
        return [Fraction(amount or 0) for amount in amounts]
    return [Fraction(promise.received) for promise in promises]


def split(amount: Cents, parts: Sequence[Fraction], most: Sequence[Cents]) -> list[Cents]:
    """Share a sum in these parts, never more than `most` for each.

    The cent that does not divide goes to the largest rest. What one cannot bear goes to the
    others. Raises ValueError when all of them together cannot bear the sum.
    """
    if amount > sum(most):
        raise ValueError("The sum is more than all of them can bear.")
    taken = [0] * len(parts)
    while (rest := amount - sum(taken)) > 0:
        room = [limit - have for limit, have in zip(most, taken, strict=True)]
        for at, more in enumerate(_once(rest, parts, room)):
            taken[at] += more
    return [Cents(cents) for cents in taken]


def _once(rest: int, parts: Sequence[Fraction], room: Sequence[int]) -> list[int]:
    """One round: by parts among those with room (by their room when no part is known), cut at the room of each."""
    open_parts = [part if left > 0 else Fraction(0) for part, left in zip(parts, room, strict=True)]
    if not sum(open_parts):
        open_parts = [Fraction(max(0, left)) for left in room]
    whole = sum(open_parts)
    exact = [rest * part / whole for part in open_parts]
    given = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda at: (given[at] - exact[at], at))
    for at in by_rest[: rest - sum(given)]:
        given[at] += 1
    return [min(share, left) for share, left in zip(given, room, strict=True)]


def attribute(amount: Cents, holdings: Sequence[Holding]) -> list[Cents]:
    """Whose euros pay this sum: each pays what brings it closest to its part of all that was spent so far.

    A funder whose money came late, or may not pay associations, catches up with the next payments it may make.
    Raises ValueError when there is not enough in hand.
    """
    cash = [holding.cash for holding in holdings]
    parts = [holding.weight for holding in holdings]
    whole = sum(parts)
    if not whole:
        return split(amount, parts, cash)
    spent = sum(holding.spent for holding in holdings) + amount
    due = [max(0, int(spent * part / whole) - holding.spent) for part, holding in zip(parts, holdings, strict=True)]
    wanted = [min(owed, have) for owed, have in zip(due, cash, strict=True)]
    if sum(wanted) >= amount:
        return split(amount, [Fraction(part) for part in wanted], [Cents(part) for part in wanted])
    room = [Cents(have - want) for have, want in zip(cash, wanted, strict=True)]
    rest = split(Cents(amount - sum(wanted)), parts, room)
    return [Cents(want + more) for want, more in zip(wanted, rest, strict=True)]
