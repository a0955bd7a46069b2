"""The answer to a holder, in the same words by e-mail and on paper: what, why, how much, what next, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Decision
from quartierlibre.domain.committees.queries.minutes import bounds_said
from quartierlibre.domain.committees.states import FAVOURABLE, Outcome
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.sentences import sentence
from quartierlibre.foundation.money import Cents, format_euros

REEXAMINATION = ("session.reexamination", "session.reexamination_within")


@dataclass(frozen=True)
class Answer:
    """Sentences ready to be read, in order; an empty one is left out by who prints it."""

    number: str
    title: str
    holder: str
    fund: str
    committee: str
    decided_at: datetime
    subject: str
    verdict: str
    reason: str
    amount: tuple[str, ...]
    conditions: str
    next_steps: tuple[str, ...]
    appeal: tuple[str, ...]
    contact: tuple[str, ...]
    is_favourable: bool


def answer_to(decision: Decision) -> Answer:
    """The answer of a decision loaded with its case, application, fund, regulation and committee."""
    application, fund = decision.case.application, decision.fund
    return Answer(
        number=application.number,
        title=application.title,
        holder=application.holder_name or application.group_name,
        fund=fund.name,
        committee=decision.case.session.committee.name,
        decided_at=decision.decided_at,
        subject=_("Réponse du comité à votre dossier %(number)s") % {"number": application.number},
        verdict=_verdict(decision),
        reason=decision.reason,
        amount=tuple(_amount(decision)),
        conditions=decision.conditions,
        next_steps=tuple(_next_steps(decision)),
        appeal=tuple(_appeal(decision)),
        contact=contact_of(fund),
        is_favourable=decision.outcome in FAVOURABLE,
    )


def told_decisions(application: Application) -> list[Decision]:
    """The decisions in force on a file that are public or whose answer has left, oldest first. One query."""
    told = Q(published_at__isnull=False) | Q(letter__isnull=False)
    found = Decision.objects.filter(told, case__application=application, superseded_at=None)
    related = ("case__application__fund", "case__session__committee", "fund", "regulation")
    return list(found.select_related(*related).order_by("decided_at", "pk"))


def contact_of(fund: Fund) -> tuple[str, ...]:
    """Who to call or write to: name, phone, address, whatever is known."""
    phone = readable_phone(fund.contact_phone) if fund.contact_phone else ""
    return tuple(each for each in (fund.contact_name, phone, fund.contact_email) if each)


def _verdict(decision: Decision) -> str:
    said = {"amount": _euros(decision.amount_cents), "asked": _euros(decision.asked_cents)}
    match decision.outcome:
        case Outcome.GRANTED:
            return _("Bonne nouvelle : le comité accorde %(amount)s à votre projet.") % said
        case Outcome.PART if decision.asked_cents:
            return _("Bonne nouvelle : le comité accorde %(amount)s à votre projet, sur %(asked)s demandés.") % said
        case Outcome.PART:
            return _("Bonne nouvelle : le comité accorde %(amount)s à votre projet.") % said
        case Outcome.CONDITIONS:
            return _("Le comité accorde %(amount)s à votre projet, sous conditions.") % said
        case Outcome.ADJOURNED:
            return _("Le comité n’a pas encore décidé : votre projet revient à une prochaine séance.")
    return _("Le comité n’a pas retenu votre projet.")


def _euros(cents: int | None) -> str:
    return "" if cents is None else format_euros(Cents(cents))


def _amount(decision: Decision) -> Iterator[str]:
    """Why this sum and not the one asked."""
    if decision.outcome not in FAVOURABLE or decision.amount_cents == decision.asked_cents:
        return
    bounds = bounds_said(decision)
    for bound in bounds:
        yield _("Ce qui limite la somme : %(reason)s.") % {"reason": bound[:1].lower() + bound[1:]}
    if not bounds:
        yield _("Les règles du fonds permettaient davantage : cette somme est le choix du comité.")


def _next_steps(decision: Decision) -> Iterator[str]:
    if decision.outcome in FAVOURABLE:
        yield _("L’équipe du fonds vous contacte pour préparer le versement.")
        yield _("Gardez vos devis et vos factures : ils serviront au bilan.")
        if decision.amount_cents != decision.asked_cents:
            yield _("Dites-lui si le projet reste possible avec cette somme, ou ce qu’il faudrait changer.")
    elif decision.outcome == Outcome.ADJOURNED:
        yield _("Rien à refaire : votre dossier garde sa place. L’équipe du fonds vous dit ce qui manque et la date.")
    else:
        yield _("L’équipe du fonds peut vous expliquer cette décision et vous aider à préparer un autre projet.")


def _appeal(decision: Decision) -> Iterator[str]:
    """What the rulebook says of a second look; when it says nothing, whom to ask, and no invented delay."""
    rulebook = decision.regulation.rulebook
    clauses = [clause for key in REEXAMINATION for clause in rulebook.all(key)]
    yield from (sentence(clause).text for clause in clauses)
    whom = ", ".join(contact_of(decision.fund)) or decision.fund.name
    if not clauses:
        yield _("Le règlement du fonds ne dit pas comment demander un nouvel examen.")
    yield _("Pour comprendre ou contester cette décision, adressez-vous à l’équipe du fonds : %(whom)s.") % {
        "whom": whom
    }
