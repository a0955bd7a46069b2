"""Projects granted by the thousand, over several funds, towns and years: weight for the public pages, not a story.

Decisions are written in bulk and the database's own triggers make the public copy, the headings and the counts. The
books are left alone: each decision points at an entry without lines.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from bench.scale import PARIS, WHAT, WHOSE
from quartierlibre.domain.applications.models import Application, ApplicationNeighbourhood
from quartierlibre.domain.applications.operations.forms import form_to_start_with
from quartierlibre.domain.applications.states import ApplicationState, HolderKind
from quartierlibre.domain.committees.models import Case, Committee, Decision, PublishedDecision, Session
from quartierlibre.domain.committees.states import CaseState, Outcome, SessionState
from quartierlibre.domain.funds.models import Fund, Regulation, Theme
from quartierlibre.domain.funds.operations import open_year
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.ledger.models import Entry

BENCH = Machine("bench")
YEARS, AT_ONCE, PER_SESSION = 5, 5_000, 25
OUTCOMES = (*[Outcome.GRANTED] * 6, Outcome.PART, Outcome.PART, Outcome.CONDITIONS, Outcome.REFUSED)
REASON = "Un projet ouvert à tous, préparé avec le centre social, dans un lieu qui en avait besoin. "


def fill(count: int) -> None:
    """Bring the published decisions to `count`, spread over the funds that have a committee."""
    missing = count - PublishedDecision.objects.count()
    chance = random.Random(count)
    funds = [_Ground(fund) for fund in Fund.objects.filter(committees__isnull=False, is_reference=False).distinct()]
    while missing > 0:
        with transaction.atomic(), _books_aside():
            made = min(missing, AT_ONCE)
            _publish(chance, funds, made)
        missing -= made


class _Ground:
    """What the decisions of a fund point at."""

    def __init__(self, fund: Fund) -> None:
        self.fund = fund
        self.committees = list(Committee.objects.filter(fund=fund))
        self.regulation: Regulation = current_regulation(fund)  # type: ignore[assignment]
        self.form = form_to_start_with(fund)
        self.places = list(fund.neighbourhoods.values_list("pk", flat=True))
        self.themes = list(Theme.objects.filter(theme_set=self.regulation.theme_set_id).values_list("pk", flat=True))
        newest = timezone.localdate().year
        self.envelopes = {year: self._envelopes(year) for year in range(newest - YEARS + 1, newest + 1)}
        self.numbers = {
            year: Decision.objects.filter(fund_year__fund=fund, fund_year__year=year).count() for year in self.envelopes
        }
        self.filed = {
            year: Application.objects.filed().filter(fund=fund, filing_year=year).count() for year in self.envelopes
        }

    def _envelopes(self, year: int) -> list:
        known = self.fund.years.filter(year=year).first() or open_year(by=BENCH, fund=self.fund, year=year)
        return list(known.envelopes.all())

    def sit(self, at: datetime) -> Session:
        committee = self.committees[at.day % len(self.committees)]
        same = Session.objects.filter(committee=committee, starts_at=at).first()
        return same or Session.objects.create(
            committee=committee, starts_at=at, state=SessionState.HELD, regulation=self.regulation, opened_at=at,
            closed_at=at,
        )  # fmt: skip


def _publish(chance: random.Random, grounds: list[_Ground], count: int) -> None:
    """Applications, cases, then decisions: the last statement publishes them all."""
    evenings = [_evening(chance, grounds) for _ in range(count // PER_SESSION + 1)]
    where = [evenings[at % len(evenings)] for at in range(count)]
    applications = Application.objects.bulk_create([_application(chance, *each) for each in where], batch_size=1_000)
    _attach(chance, applications, [ground for ground, _session in where])
    first = Case.objects.count()
    cases = Case.objects.bulk_create(
        [
            Case(session=session, application=one, position=(first + at) % 30_000, state=CaseState.DECIDED)
            for at, (one, (_ground, session)) in enumerate(zip(applications, where, strict=True))
        ],
        batch_size=2_000,
    )
    entries = Entry.objects.bulk_create([_entry(chance, case) for case in cases], batch_size=2_000)
    decided = [_decision(chance, case, entry, *each) for case, entry, each in zip(cases, entries, where, strict=True)]
    Decision.objects.bulk_create(decided, batch_size=AT_ONCE)


def _evening(chance: random.Random, grounds: list[_Ground]) -> tuple[_Ground, Session]:
    ground = chance.choice(grounds)
    day = timezone.localdate() - timedelta(days=1 + chance.randrange(365 * (YEARS - 1)))
    return ground, ground.sit(datetime.combine(day, time(18, 30), tzinfo=PARIS))


def _application(chance: random.Random, ground: _Ground, session: Session) -> Application:
    filed_on: date = timezone.localdate(session.starts_at) - timedelta(days=20)
    year = filed_on.year if filed_on.year in ground.filed else filed_on.year + 1
    ground.filed[year] += 1
    return Application(
        fund=ground.fund,
        form_version=ground.form,
        regulation=ground.regulation,
        state=ApplicationState.SUBMITTED,
        title=f"{chance.choice(WHAT)} {chance.choice(WHOSE)} n° {ground.filed[year]}",
        pitch="Un projet d’habitants, pour se rencontrer et faire ensemble. " * 6,
        holder_kind=chance.choice(HolderKind.values),
        group_name=f"Collectif n° {chance.randrange(4000)}",
        holder_name=f"Personne {chance.randrange(4000)}",
        asked_cents=chance.randrange(200, 1500) * 100,
        starts_on=filed_on + timedelta(days=60),
        filing_year=year,
        filing_number=1_000_000 + ground.filed[year],
        filed_on=filed_on,
        submitted_at=session.starts_at,
    )


def _attach(chance: random.Random, made: list[Application], grounds: list[_Ground]) -> None:
    """One neighbourhood each, one theme or two."""
    link = Application.themes.through
    pairs = list(zip(made, grounds, strict=True))
    ApplicationNeighbourhood.objects.bulk_create(
        [ApplicationNeighbourhood(application=one, neighbourhood_id=chance.choice(g.places)) for one, g in pairs],
        batch_size=5_000,
    )
    link.objects.bulk_create(
        [link(application=one, theme_id=key) for one, g in pairs for key in set(chance.choices(g.themes, k=2))],
        batch_size=5_000,
    )


def _entry(chance: random.Random, case: Case) -> Entry:
    """What is asked, or fifty euros less one time in three."""
    less = chance.choice([0, 0, 5_000])
    return Entry(reason="bench", reference=f"bench {case.pk}", amount_cents=case.application.asked_cents - less)


def _decision(chance: random.Random, case: Case, entry: Entry, ground: _Ground, session: Session) -> Decision:
    year = timezone.localdate(session.starts_at).year
    envelope = chance.choice(ground.envelopes[year])
    ground.numbers[year] += 1
    outcome = chance.choice(OUTCOMES)
    granted = outcome != Outcome.REFUSED
    return Decision(
        case=case,
        fund=ground.fund,
        fund_year_id=envelope.fund_year_id,
        envelope=envelope,
        regulation=ground.regulation,
        number=1_000_000 + ground.numbers[year],
        outcome=outcome,
        asked_cents=case.application.asked_cents,
        amount_cents=entry.amount_cents if granted else None,
        entry=entry if granted else None,
        reason=REASON * 2,
        conditions="Fournir l’assurance." if outcome == Outcome.CONDITIONS else "",
        decided_at=session.starts_at,
        published_at=timezone.now(),
    )


def leave_the_books() -> None:
    """Entries without lines go, before the books are proved: nothing else of theirs was ever in the ledger."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "DELETE FROM ledger_entry AS entry"
            " WHERE NOT EXISTS (SELECT FROM ledger_line AS line WHERE line.entry_id = entry.id)"
        )


@contextmanager
def _books_aside() -> Iterator[None]:
    """Entries without lines, which the books would refuse: only here, on a database thrown away."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
