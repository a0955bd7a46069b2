"""Which order a line of the bank's statement is about, and what is not alike. Pure; a person says yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.states import LineState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.search.marks import unaccent
from quartierlibre.foundation.verdicts import Verdict, refuse_if

SOONEST, LATEST = timedelta(days=1), timedelta(days=20)  # around the day it left; a cheque is cashed later, on its name
RECEIPT_AROUND = timedelta(days=31)
SHORTEST_NAME = 4


class About(StrEnum):
    ORDER = "order"
    BATCH = "batch"
    RETURN = "return"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Candidate:
    """Something a line may be about: an order gone, a batch, a funder's receipt. `amount` in cents, never negative."""

    about: About
    key: int
    amount: Cents
    day: date
    reference: str = ""
    name: str = ""


@dataclass(frozen=True)
class Proposal:
    """What it would be, and why; with `is_sure` false a person looks for it."""

    candidate: Candidate | None
    why: str
    is_sure: bool = False


def propose(*, day: date, amount: int, label: str, end_to_end: str, candidates: Sequence[Candidate]) -> Proposal:
    """First the reference the bank repeats, then the same amount with the name, then with the day."""
    if amount > 0:
        return _propose_credit(day, amount, end_to_end, candidates)
    gone = [each for each in candidates if each.about in (About.ORDER, About.BATCH)]
    wanted = Cents(-amount)
    for each in gone:
        if each.reference and each.reference == end_to_end:
            return _by_reference(each, wanted)
    same = [each for each in gone if each.amount == wanted and _is_near(each, day)]
    named = [each for each in gone if _is_named(each, label)]
    both = [each for each in same if each in named]
    if len(both) == 1:
        return Proposal(both[0], gettext("Même montant, même nom."), True)
    if len(same) == 1:
        return Proposal(same[0], gettext("Même montant, date proche."), True)
    if same:
        return Proposal(None, gettext("Plusieurs paiements de ce montant : choisissez lequel."))
    if len(named) == 1:
        return Proposal(named[0], difference(wanted, named[0].amount))
    return Proposal(None, gettext("Aucun paiement parti ne correspond."))


def _propose_credit(day: date, amount: int, end_to_end: str, candidates: Sequence[Candidate]) -> Proposal:
    for each in candidates:
        if each.about == About.ORDER and end_to_end and each.reference == end_to_end:
            returned = Candidate(About.RETURN, each.key, each.amount, each.day, each.reference, each.name)
            if each.amount == amount:
                return Proposal(returned, gettext("La banque a rendu ce paiement."), True)
            return Proposal(returned, difference(Cents(amount), each.amount))
    receipts = [each for each in candidates if each.about == About.RECEIPT and each.amount == amount]
    near = [each for each in receipts if abs(each.day - day) <= RECEIPT_AROUND]
    if len(near) == 1:
        return Proposal(near[0], gettext("Même montant que le versement de %(who)s.") % {"who": near[0].name}, True)
    if near:
        return Proposal(None, gettext("Plusieurs versements de ce montant : choisissez lequel."))
    return Proposal(None, gettext("Aucun versement de financeur de ce montant n’est noté."))


def _by_reference(found: Candidate, wanted: Cents) -> Proposal:
    if found.amount == wanted:
        return Proposal(found, gettext("Même référence, même montant."), True)
    return Proposal(found, difference(wanted, found.amount))


def difference(seen: Cents, ordered: Cents) -> str:
    """« Montant différent : 12 € de moins que l’ordre »."""
    gap = format_euros(Cents(abs(seen - ordered)))
    if seen < ordered:
        return gettext("Montant différent : %(gap)s de moins que l’ordre.") % {"gap": gap}
    return gettext("Montant différent : %(gap)s de plus que l’ordre.") % {"gap": gap}


def _is_near(each: Candidate, day: date) -> bool:
    return -SOONEST <= day - each.day <= LATEST


def _is_named(each: Candidate, label: str) -> bool:
    name, said = _plain(each.name), _plain(label)
    return len(name) >= SHORTEST_NAME and name in said


def _plain(text: str) -> str:
    return "".join(sign for sign in unaccent(text).lower() if sign.isalnum())


def may_match(*, state: LineState, seen: Cents, ordered: Cents, is_free: bool) -> Verdict:
    """To the cent, and each thing once. What is not alike is said, and left to look at."""
    return (
        refuse_if(state == LineState.MATCHED, "line.matched", _("Cette ligne est déjà rapprochée."))
        & refuse_if(seen != ordered, "line.other_amount", difference(seen, ordered))
        & refuse_if(not is_free, "line.taken", _("Ce paiement est déjà rapproché d’une autre ligne."))
    )


def may_leave_out(*, state: LineState) -> Verdict:
    return refuse_if(state == LineState.MATCHED, "line.matched", _("Cette ligne est déjà rapprochée."))


def has_answer(*, found: bool) -> Verdict:
    return refuse_if(not found, "line.nothing", _("Dites de quel paiement il s’agit."))


def is_new(*, known: bool) -> Verdict:
    return refuse_if(known, "statement.known", _("Ce relevé est déjà importé : rien n’a changé."))
