"""A file before its committee, with money in the envelope: ready to be voted and decided."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Decision, Round, Session, Voter
from quartierlibre.domain.committees.states import BallotMode, Choice, Outcome
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Envelope, Fund
from quartierlibre.foundation.money import Cents
from tests.factories import applications, committees
from tests.factories import funds as money
from tests.factories.applications import MACHINE
from tests.factories.committees import choice, rules
from tests.support.memory import remembered

SIMPLE = {"session__majority": choice("simple"), "session__tie": choice("refused")}
FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


@remembered
def fund(cents: int = 100_000, **rules_said: Any) -> Fund:
    """A fund whose open year holds this much, voting by simple majority unless said otherwise."""
    made = applications.fund(rules=rules(**(SIMPLE | rules_said)))
    endow(made, cents)
    return made


@remembered
def endow(of: Fund, cents: int) -> Envelope:
    """The one envelope of this year, with this much more in it."""
    year = of.years.first() or funds.open_year(by=MACHINE, fund=of, year=timezone.localdate().year)
    envelope = year.envelopes.get()
    if cents:
        money.pay_in(envelope, cents)
    return envelope


@remembered
def cases(of: Fund, *, files: int = 1, members: int = 3, **answers: Any) -> list[Case]:
    """So many files heard in one open sitting, each by a holder of its own."""
    held = committees.session(committees.committee(of), members=members)
    made = [committees.case(held, **{**_holder(n), **answers}) for n in range(files)]
    Session.objects.filter(pk=held.pk).update(starts_at=timezone.now())
    committees.opened(held)
    for each in made:
        each.session.refresh_from_db()
    return made


def _holder(n: int) -> dict[str, str]:
    return {
        "group_name": f"Les voisins de la tour {n}",
        "contact_email": f"tour-{n}@exemple.fr",
        "title": f"Repas de la tour {n}",
        "asked": "150",
    }


@remembered
def case(*, cents: int = 100_000, members: int = 3, answers: dict[str, Any] | None = None, **rules_said: Any) -> Case:
    """One file, one open sitting, money in the envelope."""
    return cases(fund(cents, **rules_said), members=members, **(answers or {}))[0]


@remembered
def opened(of: Case, mode: BallotMode | None = BallotMode.BY_NAME) -> Round:
    return operations.open_round(by=MACHINE, case=of, mode=mode)


def voters(held: Round) -> list[Voter]:
    return list(held.voters.select_related("cast_by__seat__person", "attendance__seat").order_by("pk"))


def cast(voter: Voter, choice: Choice = FOR, amount: int | None = None) -> operations.Cast:
    by = voter.cast_by.seat.person
    return operations.cast_ballot(by=by, voter=voter, choice=choice, amount=None if amount is None else Cents(amount))


@remembered
def voted(of: Case, votes_for: int = 3, votes_against: int = 0, abstentions: int = 0, **more: Any) -> Round:
    """Hands counted: the vote is closed."""
    held = opened(of, BallotMode.TOTALS)
    return operations.enter_totals(
        by=MACHINE, round=held, votes_for=votes_for, votes_against=votes_against, abstentions=abstentions, **more
    )


@remembered
def decided(of: Case, outcome: Outcome = Outcome.GRANTED, **said: Any) -> Decision:
    """Voted as the outcome asks, and decided."""
    against = outcome == Outcome.REFUSED
    voted(of, votes_for=0 if against else 3, votes_against=3 if against else 0)
    return decide(of, outcome, **said)


@remembered
def decide(of: Case, outcome: Outcome = Outcome.GRANTED, **said: Any) -> Decision:
    return operations.decide(by=MACHINE, case=of, outcome=outcome, **{"reason": "Un projet utile à tous.", **said})


def file_of(of: Case) -> Application:
    return Application.objects.get(pk=of.application_id)


def pots(of: Envelope) -> tuple[int, int, int]:
    """Available, reserved, promised ahead, in cents."""
    found = Envelope.objects.select_related("available", "reserved", "ahead").get(pk=of.pk)
    return found.available.balance_cents, found.reserved.balance_cents, -found.ahead.balance_cents


def many(of: Case, number: int, *, sessions: int = 1) -> list[Case]:
    """So many more files like this one, on so many open sittings of the same committee: rows, for tests of crowds."""
    evenings = [of.session, *(_like(of.session) for _ in range(1, sessions))]
    last = Application.objects.order_by("-filing_number").values_list("filing_number", flat=True)[0]
    files = Application.objects.bulk_create(_copy_of(of.application, last + n) for n in range(1, number + 1))
    return Case.objects.bulk_create(
        Case(
            session=evenings[n % sessions],
            application=each,
            envelope=of.envelope,
            position=n + 10,
            state=of.state,
        )
        for n, each in enumerate(files)
    )


def _like(session: Session) -> Session:
    copy = Session.objects.get(pk=session.pk)
    later = timedelta(minutes=Session.objects.count())
    copy.pk, copy.public_id, copy.starts_at = None, uuid.uuid4(), session.starts_at + later
    copy.save(force_insert=True)
    return copy


def _copy_of(file: Application, number: int) -> Application:
    copy = Application.objects.get(pk=file.pk)
    copy.pk, copy.public_id, copy.filing_number = None, uuid.uuid4(), number
    copy.contact_email, copy.name_key, copy.holder_id = f"copie-{number}@exemple.fr", f"copie {number}", None
    return copy


def rounds_of(cases: list[Case], like: Round) -> list[Round]:
    """The same vote on each of these files, as it stands: rows, without its voices."""
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(state=like.case.state)
    kept = {field.attname: getattr(like, field.attname) for field in Round._meta.concrete_fields}
    for own in ("id", "public_id", "case_id"):
        kept.pop(own)
    return Round.objects.bulk_create(Round(case=case, **kept) for case in cases)


def rolls_of(rounds: list[Round], like: Round) -> list[Voter]:
    """The roll of a vote, on each of these others."""
    roll = list(like.voters.order_by("pk"))
    return Voter.objects.bulk_create(
        Voter(round=each, attendance_id=voice.attendance_id, cast_by_id=voice.cast_by_id)
        for each in rounds
        for voice in roll
    )
