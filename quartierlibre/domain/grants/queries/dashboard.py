"""What the desk reads of a fund year besides its sums: payments of a month, promises still open, who is written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from quartierlibre.domain.committees.models import Committee, Decision, Seat
from quartierlibre.domain.funds.models import Commitment, Fund, FunderContact, FundYear, Movement
from quartierlibre.domain.funds.queries.year import PAID, RECOVERED, REVERSED
from quartierlibre.domain.funds.states import MovementKind
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import GrantState
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents

SHOWN, LOOKED_AT = 20, 200
Line: TypeAlias = tuple[datetime, str, int, int | None, int | None, str | None, str | None]


@dataclass(frozen=True)
class PaidLine:
    """One payment, or money that came back (minus), in cents: the project only, never who was paid."""

    at: datetime
    kind: MovementKind
    amount: Cents
    number: str
    title: str
    sector: str


def bounds_of(month: date) -> tuple[datetime, datetime]:
    """The instants a month of Paris begins and ends before."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(timezone.make_aware(datetime.combine(day, time())) for day in (month, after))  # type: ignore[return-value]


def payments_of(fund_year: FundYear, month: date) -> QuerySet[Movement]:
    """What was paid, came back or failed in that month, newest first."""
    start, end = bounds_of(month)
    listed = Movement.objects.filter(commitment__envelope__fund_year=fund_year, entry__at__gte=start, entry__at__lt=end)
    return listed.exclude(kind=MovementKind.RELEASED).order_by("-entry__at", "-pk")


def paid_lines(fund_year: FundYear, month: date, *, most: int | None = SHOWN) -> Iterator[PaidLine]:
    """The same as lines to read; `most` None is all of them, as a stream."""
    rows = payments_of(fund_year, month).values_list(
        "entry__at",
        "kind",
        "entry__amount_cents",
        "commitment__reservation__decision__case__application__filing_year",
        "commitment__reservation__decision__case__application__filing_number",
        "commitment__reservation__decision__case__application__title",
        "commitment__envelope__sector__name",
    )
    for at, kind, cents, year, number, title, sector in _newest(rows, month, most) if most else rows.iterator():
        said = f"{year}-{number:03d}" if number else ""
        amount = Cents(cents if kind == MovementKind.PAID else -cents)
        yield PaidLine(at, MovementKind(kind), amount, said, title or "", sector or "")


def _newest(rows: QuerySet[Movement, Line], month: date, most: int) -> Sequence[Line]:
    """The newest rows. Most often they are among the last entries of the month: looked for there first.

    Read whole, a month of a large fund would be sorted to show twenty lines.
    """
    start, end = bounds_of(month)
    moved = Entry.objects.filter(at__gte=start, at__lt=end, reason__in=(PAID, REVERSED, RECOVERED)).order_by("-at")
    found = list(rows.filter(entry__in=moved.values("pk")[:LOOKED_AT])[:most])
    return found if len(found) == most else list(rows[:most])


@dataclass(frozen=True)
class OpenPromise:
    """A grant still to be paid, in part or in whole, at the end of a year. `grant` None: its agreement is not made."""

    decision: Decision
    grant: Grant | None
    left: Cents

    @property
    def is_over(self) -> bool:
        """Nothing more will be paid: what is left goes back to the fund."""
        return self.grant is not None and self.grant.state in (
            GrantState.CLOSED,
            GrantState.DECLINED,
            GrantState.CANCELLED,
        )

    @property
    def lacks_report(self) -> bool:
        """Its project runs, or ran, and no report is checked."""
        return self.grant is not None and self.grant.state == GrantState.RUNNING


def open_promises(fund_year: FundYear) -> list[OpenPromise]:
    """Every grant of the year which still holds money, oldest decision first."""
    still = Commitment.objects.filter(
        envelope__fund_year=fund_year, granted_cents__gt=F("released_cents") + F("paid_cents")
    )
    left: dict[int, int] = defaultdict(int)
    for promise in still.order_by():
        left[promise.reservation_id] += promise.left_cents
    decisions = Decision.objects.filter(entry__in=left).select_related("case__application", "grant", "entry")
    return [
        OpenPromise(each, getattr(each, "grant", None), Cents(left[each.entry_id or 0]))
        for each in decisions.order_by("decided_at", "pk")
    ]


def missing_reports(fund_year: FundYear) -> QuerySet[Grant]:
    """Projects of the year whose report is not there: running, with or without money still to pay."""
    listed = Grant.objects.filter(fund_year=fund_year, state=GrantState.RUNNING)
    return listed.select_related("application", "decision").order_by("report_due_on", "pk")


@dataclass(frozen=True)
class Reader:
    """Somebody a monthly statement is sent to, and why."""

    email: str
    why: str


def readers_of(fund: Fund, on: date) -> list[Reader]:
    """Funders' contacts of this fund, then the members who sit that day and have an address. Nobody twice."""
    funders = FunderContact.objects.filter(fund=fund).select_related("funder").order_by("funder__name", "email")
    committees = Committee.objects.filter(fund=fund).order_by().values("pk")
    seats = Seat.objects.held_on(on).filter(committee__in=committees, person__is_active=True)
    members = seats.filter(~Q(person__email=None), ~Q(person__email="")).order_by("person__email").distinct()
    found = {each.email: each.funder.name for each in funders}
    for email in members.values_list("person__email", flat=True):
        found.setdefault(email or "", "")
    return [Reader(email, why) for email, why in found.items()]
