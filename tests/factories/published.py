"""Decisions published, written as they stand once the minutes are sealed: what public pages start from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Case, Committee, Decision, Minutes, Session
from quartierlibre.domain.committees.states import FAVOURABLE, CaseState, MinutesState, Outcome, SessionState
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Envelope, Fund, FundYear
from quartierlibre.foundation.ledger.models import Entry, Line
from quartierlibre.foundation.money import Cents
from tests.factories import applications, stories, votes
from tests.factories import funds as money
from tests.support import shelf
from tests.support.memory import remembered

PARIS = ZoneInfo("Europe/Paris")
_n = shelf.counter()


@remembered
def decided(fund: Fund | None = None, *, amount: int = 30_000, outcome: str = Outcome.GRANTED, **said: Any) -> Decision:
    """A decision in force, published today unless `published_at=None`; `on` is its day, the rest is the file's."""
    day = said.pop("on", timezone.localdate())
    reason = said.pop("reason", "Le comité aime ce projet ouvert à tous.")
    conditions = said.pop("conditions", "Assurance à fournir." if outcome == Outcome.CONDITIONS else "")
    published_at = said.pop("published_at", timezone.now())
    application = stories.submitted(fund or applications.fund(), by=said.pop("by", None), **said)
    at = datetime.combine(day, time(18, 30), tzinfo=PARIS)
    session = evening(application.fund, at, application.regulation)
    envelope = endowed(application.fund, day.year)
    granted = outcome in FAVOURABLE
    number = next(_n)
    entry = funds.reserve_grant(by=None, envelope=envelope, amount=Cents(amount), reference=f"décision {number}")
    case = Case.objects.create(
        session=session, application=application, envelope=envelope, position=number % 1000, state=CaseState.DECIDED
    )
    return Decision.objects.create(
        case=case,
        fund=application.fund,
        fund_year=envelope.fund_year,
        envelope=envelope,
        regulation=application.regulation,
        number=number,
        outcome=outcome,
        asked_cents=application.asked_cents,
        amount_cents=amount if granted else None,
        entry=entry if granted else None,
        reason=reason,
        conditions=conditions,
        decided_at=at,
        published_at=published_at,
    )


def alike(of: Decision, number: int, *, title: str = "{}", days: Callable[[int], int] = int) -> list[Decision]:
    """So many more decisions like this one, `days(n)` before it for the n-th: rows, for tests of crowds."""
    cases = votes.many(of.case, number)
    _called([case.application for case in cases], title, of.case.application)
    entries = _entries_like(of, number)
    kept = {field.attname: getattr(of, field.attname) for field in Decision._meta.concrete_fields}
    for own in ("id", "public_id", "case_id", "number", "entry_id", "decided_at"):
        kept.pop(own)
    return Decision.objects.bulk_create(
        Decision(case=case, number=next(_n), entry=entry, decided_at=of.decided_at - timedelta(days=days(n)), **kept)
        for n, (case, entry) in enumerate(zip(cases, entries, strict=True), start=1)
    )


def _called(files: list[Application], title: str, like: Application) -> None:
    """Their titles, and the themes of the first."""
    for n, file in enumerate(files, start=1):
        file.title = title.format(n)
    Application.objects.bulk_update(files, ["title"])
    themed = Application.themes.through
    themes = list(like.themes.all())
    themed.objects.bulk_create(themed(application=file, theme=theme) for file in files for theme in themes)


def _entries_like(of: Decision, number: int) -> list[Entry | None]:
    """The money of each of them, set aside like that of the first; none for a refusal."""
    if of.entry is None:
        return [None] * number
    said = {"reason": of.entry.reason, "amount_cents": of.entry.amount_cents}
    made = Entry.objects.bulk_create(Entry(reference=f"comme {of.pk} {next(_n)}", **said) for _ in range(number))
    lines = list(of.entry.lines.all())
    Line.objects.bulk_create(
        Line(entry=each, account_id=line.account_id, amount_cents=line.amount_cents) for each in made for line in lines
    )
    return list(made)


def evening(fund: Fund, at: datetime, regulation: Any) -> Session:
    """The sitting of that moment, held."""
    committee, _new = Committee.objects.get_or_create(fund=fund, sector=None, defaults={"name": "Comité du fonds"})
    found = Session.objects.filter(committee=committee, starts_at=at).first()
    return found or Session.objects.create(
        committee=committee,
        starts_at=at,
        state=SessionState.HELD,
        regulation=regulation,
        number=committee.sessions.count() + 1,
        opened_at=at,
        closed_at=at,
    )


def endowed(fund: Fund, year: int) -> Envelope:
    """The envelope of that year, with money in it."""
    known = FundYear.objects.filter(fund=fund, year=year).first()
    if known:
        return known.envelopes.get()
    envelope = funds.open_year(by=money.TESTS, fund=fund, year=year).envelopes.get()
    money.pay_in(envelope, 10_000_000, regrant_allowed=True)
    return envelope


@remembered
def sealed(decision: Decision) -> Minutes:
    """The minutes of its sitting, signed and sealed."""
    return Minutes.objects.create(
        session=decision.case.session,
        state=MinutesState.SEALED,
        published_file='{"seal": "0123"}',
        sha256="0123" * 16,
        sealed_at=timezone.now(),
    )
