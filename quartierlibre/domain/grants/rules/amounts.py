"""What the aid becomes once the real cost is known, and how the payments to come share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.grants.states import InstalmentKind
from quartierlibre.foundation.money import Cents, format_euros


@dataclass(frozen=True)
class FinalAmount:
    """What the aid becomes, in cents, with the sentences that explain it; None when a person must say it."""

    amount: Cents | None
    lines: tuple[str, ...]


def final_amount(
    rule: str | None, *, granted: Cents, planned: Cents | None, spent: Cents, resources: Cents
) -> FinalAmount:
    """The rule « le projet a coûté moins » applied to the accepted expenses. The aid never grows."""
    said = _("Dépenses acceptées : %(spent)s.") % {"spent": format_euros(spent)}
    match rule:
        case "same_rate" if planned:
            return _same_rate(said, granted, planned, spent)
        case "at_most_cost":
            return _bounded(said, granted, spent, ())
        case "at_most_need":
            need = Cents(max(0, spent - resources))
            words = _("Autres ressources : %(money)s. Reste à financer : %(need)s.")
            return _bounded(
                said, granted, need, (words % {"money": format_euros(resources), "need": format_euros(need)},)
            )
    why = (
        _("Le budget prévu n’est pas connu : le montant se décide à la main.")
        if rule
        else _("Le règlement ne dit pas ce que devient l’aide : le montant se décide à la main.")
    )
    return FinalAmount(None, (said, why))


def _bounded(said: str, granted: Cents, bound: Cents, more: tuple[str, ...]) -> FinalAmount:
    amount = Cents(min(granted, bound))
    return FinalAmount(amount, (said, *more, _conclusion(granted, amount)))


def _same_rate(said: str, granted: Cents, planned: Cents, spent: Cents) -> FinalAmount:
    """The same share of the cost as decided; what does not divide stays with the fund."""
    amount = granted if spent >= planned else Cents(granted * spent // planned)
    words = _("Dépenses prévues : %(planned)s, pour une aide de %(granted)s.")
    line = words % {"planned": format_euros(planned), "granted": format_euros(granted)}
    return FinalAmount(amount, (said, line, _conclusion(granted, amount)))


def _conclusion(granted: Cents, amount: Cents) -> str:
    if amount == granted:
        return _("L’aide reste de %(amount)s.") % {"amount": format_euros(amount)}
    words = _("L’aide passe de %(granted)s à %(amount)s.")
    return words % {"granted": format_euros(granted), "amount": format_euros(amount)}


@dataclass(frozen=True)
class Part:
    """A payment not made yet: its rank, its kind, what was planned, in cents."""

    rank: int
    kind: InstalmentKind
    planned: Cents


def parts_after(left: Cents, parts: Sequence[Part]) -> dict[int, Cents]:
    """What each payment to come becomes, by rank: none beyond its plan but the last, which takes all that is left."""
    shared: dict[int, Cents] = {}
    for part in parts:
        last = part is parts[-1]
        shared[part.rank] = left if last else Cents(min(part.planned, left))
        left = Cents(left - shared[part.rank])
    return shared
