"""The year told to funders: each project of the year, and the numbers that sum it up.

Three years are kept apart: that of the decision (the fund year), that of realisation, that of the report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TypeAlias

from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import ApplicationState, HolderKind
from quartierlibre.domain.committees.models import Decision
from quartierlibre.domain.committees.states import FAVOURABLE
from quartierlibre.domain.funds.models import Commitment, FundYear
from quartierlibre.domain.funds.states import MovementKind
from quartierlibre.domain.grants.models import Grant, Report
from quartierlibre.domain.grants.states import GrantState, ReportState
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.domain.places.states import LocationStatus, NeighbourhoodKind
from quartierlibre.foundation.money import Cents

Headings: TypeAlias = tuple[tuple[str, int, Cents], ...]


@dataclass(frozen=True)
class ProjectYear:
    """One project granted in the year, as a funder reads it; amounts in cents, people as counts, nobody named.

    `holder` is the name of an association or a group; a person who carries a project alone is not named.
    `justified` is what was paid when its report is checked. `report` is None until something is written.
    """

    number: str
    title: str
    pitch: str
    holder: str
    holder_kind: HolderKind | None
    sector: str
    places: tuple[str, ...]
    themes: tuple[str, ...]
    asked: Cents | None
    granted: Cents
    final: Cents | None
    paid: Cents
    left: Cents
    justified: Cents
    decided_on: date
    realised_from: date | None
    realised_to: date | None
    reported_on: date | None
    grant_state: GrantState | None
    report_state: ReportState | None
    report: Report | None
    without_report: bool

    @property
    def years(self) -> tuple[int, int | None, int | None]:
        """The year it was decided, carried out, and reported on."""
        ended, told = self.realised_to, self.reported_on
        return self.decided_on.year, ended.year if ended else None, told.year if told else None


def projects_of(fund_year: FundYear) -> list[ProjectYear]:
    """Every project granted in the year, in the order of the register. The same few queries whatever their number."""
    granted = Decision.objects.filter(fund_year=fund_year, outcome__in=FAVOURABLE, superseded_at=None)
    decisions = list(
        granted.select_related("case__application", "envelope__sector", "grant__report")
        .prefetch_related("case__application__themes", "case__application__neighbourhoods")
        .order_by("number")
    )
    money = _money(each.entry_id for each in decisions)
    return [_project(each, money.get(each.entry_id or 0, NO_MONEY)) for each in decisions]


@dataclass(frozen=True)
class _Money:
    paid: int
    left: int


NO_MONEY = _Money(0, 0)


def _money(reservations: Iterable[int | None]) -> Mapping[int, _Money]:
    """By reservation: what is paid, less what came back, and what is left to pay."""
    paid: dict[int, int] = defaultdict(int)
    left: dict[int, int] = defaultdict(int)
    for promise in Commitment.objects.filter(reservation__in=list(reservations)).order_by():
        paid[promise.reservation_id] += promise.paid_cents - promise.recovered_cents
        left[promise.reservation_id] += promise.left_cents
    return {key: _Money(paid[key], left[key]) for key in paid}


def _project(decision: Decision, money: _Money) -> ProjectYear:
    application = decision.case.application
    grant: Grant | None = getattr(decision, "grant", None)
    report: Report | None = getattr(grant, "report", None) if grant else None
    checked = report is not None and report.state == ReportState.CHECKED
    sent = report is not None and report.state != ReportState.DRAFT
    sector = decision.envelope.sector if decision.envelope else None
    return ProjectYear(
        number=application.number,
        title=application.title,
        pitch=application.pitch,
        holder=application.group_name if application.holder_kind != HolderKind.INDIVIDUAL else "",
        holder_kind=HolderKind(application.holder_kind) if application.holder_kind else None,
        sector=sector.name if sector else "",
        places=_places(application),
        themes=tuple(each.label for each in application.themes.all()),
        asked=None if decision.asked_cents is None else Cents(decision.asked_cents),
        granted=Cents(decision.amount_cents or 0),
        final=None if grant is None or grant.final_cents is None else Cents(grant.final_cents),
        paid=Cents(money.paid),
        left=Cents(money.left),
        justified=Cents(money.paid if checked else 0),
        decided_on=timezone.localdate(decision.decided_at),
        realised_from=(report and report.realised_from) or (grant.realised_from if grant else None),
        realised_to=(report and report.realised_to) or (grant.realised_to if grant else None),
        reported_on=timezone.localdate(report.sent_at) if report and sent and report.sent_at else None,
        grant_state=GrantState(grant.state) if grant else None,
        report_state=ReportState(report.state) if report else None,
        report=report if sent else None,
        without_report=bool(grant and grant.without_report),
    )


def _places(application: Application) -> tuple[str, ...]:
    """The neighbourhoods it is for, with their kind when it is not a priority one.

    A project of none is said to be of none: what a fund lets happen elsewhere is counted in the open, never left out.
    """
    names = tuple(
        each.name if each.kind == NeighbourhoodKind.PRIORITY else f"{each.name} ({_kind_said(each)})"
        for each in application.neighbourhoods.all()
    )
    is_out = application.location_status == LocationStatus.OUT
    return names or (str(LocationStatus.OUT.label) if is_out else _("Quartier non précisé"),)


def _kind_said(neighbourhood: Neighbourhood) -> str:
    label = str(NeighbourhoodKind(neighbourhood.kind).label)
    return label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Indicators:
    """The year in numbers (money in cents). A delay is the middle one, in days; None when nothing says it.

    `first_time` are holders of the year never granted before in this fund. People are added from checked reports.
    """

    filed: int
    admissible: int
    granted: int
    refused: int
    withdrawn: int
    asked: Cents
    given: Cents
    paid: Cents
    justified: Cents
    first_time: int
    repeated: int
    by_theme: Headings
    by_place: Headings
    by_holder: Headings
    reports: int
    people: int
    women: int
    men: int
    under_18: int
    from_neighbourhood: int
    volunteers: int
    hours: int
    days_to_decide: int | None
    days_to_pay: int | None

    @property
    def average(self) -> Cents:
        return Cents(self.given // self.granted) if self.granted else Cents(0)


def indicators_of(fund_year: FundYear, projects: Iterable[ProjectYear]) -> Indicators:
    """What the year was, beside its projects already read (domain.md 6.2)."""
    listed = list(projects)
    filed = Counter(_filed(fund_year).values_list("state", flat=True))
    checked = [each.report for each in listed if each.report and each.report_state == ReportState.CHECKED]
    to_decide, to_pay = _delays(fund_year)
    first_time, repeated = _holders(fund_year)
    return Indicators(
        filed=sum(filed.values()),
        admissible=sum(filed[state] for state in _AFTER_SCREENING),
        granted=len(listed),
        refused=filed[ApplicationState.REFUSED] + filed[ApplicationState.INADMISSIBLE],
        withdrawn=filed[ApplicationState.WITHDRAWN],
        asked=Cents(sum(each.asked or 0 for each in listed)),
        given=Cents(sum(each.granted for each in listed)),
        paid=Cents(sum(each.paid for each in listed)),
        justified=Cents(sum(each.justified for each in listed)),
        first_time=first_time,
        repeated=repeated,
        by_theme=_by(listed, lambda each: each.themes),
        by_place=_by(listed, lambda each: each.places),
        by_holder=_by(listed, lambda each: (str(each.holder_kind.label),) if each.holder_kind else ()),
        reports=len(checked),
        **{name: _sum(checked, name) for name in ("people", "women", "men", "under_18", "from_neighbourhood")},
        volunteers=_sum(checked, "volunteers"),
        hours=_sum(checked, "volunteer_hours"),
        days_to_decide=to_decide,
        days_to_pay=to_pay,
    )


_AFTER_SCREENING = (ApplicationState.ADMISSIBLE, ApplicationState.GRANTED, ApplicationState.REFUSED)


def _filed(fund_year: FundYear) -> QuerySet[Application]:
    return Application.objects.filed().filter(fund=fund_year.fund_id, filing_year=fund_year.year).order_by()


def _sum(reports: Iterable[Report], name: str) -> int:
    return sum(getattr(each, name) or 0 for each in reports)


def _by(projects: Iterable[ProjectYear], keys: Callable[[ProjectYear], Iterable[str]]) -> Headings:
    """How many projects and how much under each heading, the largest sum first. A project may have several."""
    count: Counter[str] = Counter()
    cents: dict[str, int] = defaultdict(int)
    for each in projects:
        for key in keys(each):
            count[key] += 1
            cents[key] += each.granted
    return tuple((key, count[key], Cents(cents[key])) for key in sorted(count, key=lambda key: (-cents[key], key)))


def _delays(fund_year: FundYear) -> tuple[int | None, int | None]:
    """The middle delay from filing to decision, and from decision to first payment, in days."""
    granted = Decision.objects.filter(fund_year=fund_year, outcome__in=FAVOURABLE, superseded_at=None)
    moves = "entry__commitments__movements"
    first = Min(f"{moves}__entry__at", filter=Q(**{f"{moves}__kind": MovementKind.PAID}))
    rows = granted.order_by().annotate(paid_at=first)
    decide, pay = [], []
    for filed_on, decided_at, paid_at in rows.values_list("case__application__filed_on", "decided_at", "paid_at"):
        day = timezone.localdate(decided_at)
        decide += [(day - filed_on).days] if filed_on else []
        pay += [max(timedelta(0), paid_at - decided_at).days] if paid_at else []
    return (round(median(decide)) if decide else None), (round(median(pay)) if pay else None)


def _holders(fund_year: FundYear) -> tuple[int, int]:
    """Holders granted this year: for the first time in this fund, and again."""
    granted = Decision.objects.filter(fund=fund_year.fund_id, outcome__in=FAVOURABLE, superseded_at=None).order_by()
    years: dict[str, set[int]] = defaultdict(set)
    for key, year in granted.values_list("case__application__name_key", "fund_year__year"):
        if key:
            years[key].add(year)
    now = [seen for seen in years.values() if fund_year.year in seen]
    first = sum(min(seen) == fund_year.year for seen in now)
    return first, len(now) - first
