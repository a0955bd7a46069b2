"""A fund year in figures, by sector, by funder, by month: read from balances and kept months, never from lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Sum

from quartierlibre.domain.funds.criteria import step_forward
from quartierlibre.domain.funds.models import Contribution, Envelope, Fund, FundYear, Purse, Scheme
from quartierlibre.domain.funds.queries.following import FunderFigures, committed_by_purse, figures_by_funder
from quartierlibre.domain.funds.queries.reading import FundFigures, figures_of_envelope
from quartierlibre.domain.funds.states import ContributionPurpose, YearState
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.ledger.models import MonthTotal
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.questions import objects

POTS = ("outside", "available", "reserved", "paid", "ahead")
RECEIVED, CARRIED = "funds.contribution.received", "funds.year.carried"
GRANTED, RELEASED = "funds.grant.reserved", "funds.grant.released"
PAID, REVERSED, RECOVERED = "funds.grant.paid", "funds.grant.payment_reversed", "funds.grant.recovered"
SETTLED = "funds.year.settled"
FILLED, SPENT, RETURNED = "funds.purse.filled", "funds.purse.spent", "funds.purse.returned"
RUNNING_SPENT = "funds.running_costs.spent"
NOTHING = Cents(0)
_YEARS = """
FROM funds_fundyear year
JOIN funds_fund fund ON fund.id = year.fund_id
JOIN places_territory territory ON territory.id = fund.territory_id
JOIN funds_scheme scheme ON scheme.id = fund.scheme_id
WHERE fund.slug = %(slug)s AND fund.territory_id = ANY(%(territories)s) AND NOT fund.is_reference
ORDER BY year.year DESC
"""


@dataclass(frozen=True)
class Flows:
    """What moved in a time, in cents. `paid` is less the payments that failed; `returned` came back from payees."""

    received: Cents = NOTHING
    carried: Cents = NOTHING
    granted: Cents = NOTHING
    released: Cents = NOTHING
    paid: Cents = NOTHING
    returned: Cents = NOTHING
    settled: Cents = NOTHING

    @property
    def spent(self) -> Cents:
        """What really left: paid, less what came back."""
        return Cents(self.paid - self.returned)

    @property
    def left(self) -> Cents:
        """What may still be promised when these are all the flows there ever were. Below zero: promised ahead."""
        return Cents(self.received + self.carried - self.granted + self.released + self.returned - self.settled)

    @property
    def promised(self) -> Cents:
        """Granted, neither paid nor given up."""
        return Cents(self.granted - self.released - self.paid)


@dataclass(frozen=True)
class MonthFlows:
    month: date
    flows: Flows


@dataclass(frozen=True)
class YearFigures:
    """Everything a dashboard shows of a fund year."""

    fund_year: FundYear
    pots: FundFigures
    funders: tuple[FunderFigures, ...]
    months: tuple[MonthFlows, ...]

    @property
    def projects(self) -> list[FunderFigures]:
        return [one for one in self.funders if one.contribution.purpose == ContributionPurpose.PROJECTS]

    @property
    def engineering(self) -> list[FunderFigures]:
        return [one for one in self.funders if one.contribution.purpose == ContributionPurpose.ENGINEERING]

    @property
    def in_hand(self) -> Cents:
        return Cents(sum(one.in_hand for one in self.projects))

    @property
    def late(self) -> Cents:
        return Cents(sum(one.late for one in self.funders))

    @property
    def unused(self) -> Cents:
        return Cents(sum(one.unused for one in self.funders))

    @property
    def to_share(self) -> Cents:
        """What came back, or was left, after the year closed: to be carried over, deducted or repaid."""
        return self.unused if self.fund_year.state == YearState.CLOSED else NOTHING

    @property
    def flows(self) -> Flows:
        return added(month.flows for month in self.months)


def years_of(slug: str, territory_ids: Collection[int]) -> tuple[FundYear, ...]:
    """The years of a fund of these territories, newest first, with their fund, its territory and its scheme.

    Every page of its accounts asks. None for an example of rulebook, for no year prepared, or for a fund elsewhere.
    """
    facts = {"slug": slug, "territories": list(territory_ids)}
    found = objects(_YEARS, facts, year=FundYear, fund=Fund, territory=Territory, scheme=Scheme)
    for year, fund, territory, scheme in found:
        year.fund, fund.territory, fund.scheme = fund, territory, scheme
    return tuple(year for year, *_linked in found)


def envelopes_of(fund_year: FundYear) -> list[Envelope]:
    return list(Envelope.objects.filter(fund_year=fund_year).select_related("sector", *POTS))


def year_figures(fund_year: FundYear, on: date) -> YearFigures:
    """Pots, funders and months in four queries, whatever the number of lines in the books."""
    envelopes = envelopes_of(fund_year)
    return YearFigures(
        fund_year=fund_year,
        pots=FundFigures(tuple(figures_of_envelope(one) for one in envelopes)),
        funders=tuple(figures_by_funder(fund_year, purses_in(fund_year, envelopes), on)),
        months=tuple(months_of(envelopes)),
    )


def purses_in(fund_year: FundYear, envelopes: Iterable[Envelope]) -> list[Purse]:
    """Every purse of the year with its accounts, beside envelopes already loaded."""
    known = {one.pk: one for one in envelopes}
    listed = Purse.objects.filter(contribution__fund_year=fund_year)
    purses = list(listed.select_related("contribution__funder", "given", "cash", "spent").order_by("pk"))
    for purse in purses:
        purse.envelope = known.get(purse.envelope_id) if purse.envelope_id else None
    return purses


def months_of(envelopes: Iterable[Envelope]) -> list[MonthFlows]:
    """What moved in each month from the first where something did to the last, in one query over the kept totals.

    A month between two others where nothing moved is there too, at zero: missing, it would look forgotten.
    """
    listed = list(envelopes)
    rows = _project_totals(listed).values("month", "reason").annotate(total=Sum("cents")).order_by("month")
    by_month: dict[date, dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_month[row["month"]][row["reason"]] = row["total"]
    return [MonthFlows(month, flows_of(by_month.get(month, {}))) for month in _from_first_to_last(list(by_month))]


def _from_first_to_last(months: Sequence[date]) -> list[date]:
    """Every month from the first to the last of these, which are in order."""
    if not months:
        return []
    first, last = months[0], months[-1]
    later = (last.year - first.year) * 12 + last.month - first.month
    return [step_forward(first, each, "months") for each in range(later + 1)]


def _project_totals(envelopes: Iterable[Envelope]) -> QuerySet[MonthTotal]:
    """One side only of each entry: what came from outside or went to grants, and what was set aside or released."""
    listed = list(envelopes)
    ends = [pot for one in listed for pot in (one.outside_id, one.paid_id)]
    aside = [one.reserved_id for one in listed]
    return MonthTotal.objects.filter(
        Q(account__in=ends) | Q(account__in=aside, reason__in=(GRANTED, RELEASED))
    ).order_by()


def flows_of(totals: Mapping[str, int]) -> Flows:
    """From what each reason did to the pots of `_project_totals`."""
    return Flows(
        received=Cents(-totals.get(RECEIVED, 0)),
        carried=Cents(-totals.get(CARRIED, 0)),
        granted=Cents(totals.get(GRANTED, 0)),
        released=Cents(-totals.get(RELEASED, 0)),
        paid=Cents(totals.get(PAID, 0) + totals.get(REVERSED, 0)),
        returned=Cents(-totals.get(RECOVERED, 0)),
        settled=Cents(totals.get(SETTLED, 0)),
    )


@dataclass(frozen=True)
class Leftover:
    """What a funder has in hand in one purse, promised to nobody, in cents: after closing, it is to be shared out."""

    purse: Purse
    amount: Cents

    @property
    def sector(self) -> str:
        envelope = self.purse.envelope
        return envelope.sector.name if envelope and envelope.sector else ""


def leftovers_of(fund_year: FundYear) -> list[Leftover]:
    """Every purse of the year that still holds euros promised to nobody, in two queries."""
    purses = purses_in(fund_year, envelopes_of(fund_year))
    borne = committed_by_purse(purses)
    listed = [Leftover(one, Cents(one.cash.balance_cents - borne.get(one.pk, 0))) for one in purses]
    return [one for one in listed if one.amount > 0]


@dataclass(frozen=True)
class SectorMonth:
    """One sector in a monthly statement: the month, and the year to the end of it."""

    name: str
    month: Flows
    so_far: Flows


@dataclass(frozen=True)
class FunderMonth:
    """One funder in a monthly statement, in cents: this month, and to the end of it."""

    contribution: Contribution
    received: Cents
    paid: Cents
    received_so_far: Cents
    paid_so_far: Cents


@dataclass(frozen=True)
class Statement:
    """The expenditure of one month as the books said it at its end. `running` is the manager's own work, apart."""

    fund_year: FundYear
    month: date
    sectors: tuple[SectorMonth, ...]
    total: SectorMonth
    funders: tuple[FunderMonth, ...]
    running: tuple[FunderMonth, ...] = field(default=())


def statement(fund_year: FundYear, month: date) -> Statement:
    """The statement of that month (its first day), in three queries. It never changes once the month is over."""
    envelopes = envelopes_of(fund_year)
    purses = purses_in(fund_year, envelopes)
    now, before = _totals(envelopes, purses, month)
    sectors = tuple(_sector(one, now, before) for one in envelopes)
    funders = [_funder(mine, now, before) for mine in _by_contribution(purses)]
    return Statement(
        fund_year=fund_year,
        month=month,
        sectors=sectors,
        total=SectorMonth("", added([one.month for one in sectors]), added([one.so_far for one in sectors])),
        funders=tuple(one for one in funders if one.contribution.purpose == ContributionPurpose.PROJECTS),
        running=tuple(one for one in funders if one.contribution.purpose == ContributionPurpose.ENGINEERING),
    )


Totals = Mapping[int, Mapping[str, int]]


def _totals(envelopes: Iterable[Envelope], purses: Iterable[Purse], month: date) -> tuple[Totals, Totals]:
    """By account and reason: what the month did, and what all months to its end did."""
    pots = [pot for one in envelopes for pot in (one.outside_id, one.reserved_id, one.paid_id)]
    mine = [pot for one in purses for pot in (one.given_id, one.spent_id)]
    rows = MonthTotal.objects.filter(account__in=[*pots, *mine], month__lte=month).order_by()
    listed = rows.values("account", "reason").annotate(all=Sum("cents"), now=Sum("cents", filter=Q(month=month)))
    now: dict[int, dict[str, int]] = defaultdict(dict)
    so_far: dict[int, dict[str, int]] = defaultdict(dict)
    for row in listed:
        now[row["account"]][row["reason"]] = row["now"] or 0
        so_far[row["account"]][row["reason"]] = row["all"]
    return now, so_far


def _sector(envelope: Envelope, now: Totals, so_far: Totals) -> SectorMonth:
    name = envelope.sector.name if envelope.sector else ""
    return SectorMonth(name, flows_of(_merged(envelope, now)), flows_of(_merged(envelope, so_far)))


def _merged(envelope: Envelope, totals: Totals) -> dict[str, int]:
    aside = totals.get(envelope.reserved_id, {})
    ends = {**totals.get(envelope.outside_id, {}), **totals.get(envelope.paid_id, {})}
    return {**ends, **{reason: aside.get(reason, 0) for reason in (GRANTED, RELEASED)}}


def added(parts: Iterable[Flows]) -> Flows:
    listed = list(parts)
    names = ("received", "carried", "granted", "released", "paid", "returned", "settled")
    return Flows(**{name: Cents(sum(getattr(part, name) for part in listed)) for name in names})


def _by_contribution(purses: Iterable[Purse]) -> list[list[Purse]]:
    mine: dict[int, list[Purse]] = defaultdict(list)
    for purse in purses:
        mine[purse.contribution_id].append(purse)
    return [mine[key] for key in sorted(mine)]


def _funder(purses: list[Purse], now: Totals, so_far: Totals) -> FunderMonth:
    return FunderMonth(
        contribution=purses[0].contribution,
        received=_came(purses, now),
        paid=_went(purses, now),
        received_so_far=_came(purses, so_far),
        paid_so_far=_went(purses, so_far),
    )


def _came(purses: Iterable[Purse], totals: Totals) -> Cents:
    return Cents(-sum(totals.get(purse.given_id, {}).get(FILLED, 0) for purse in purses))


def _went(purses: Iterable[Purse], totals: Totals) -> Cents:
    return Cents(sum(sum(totals.get(purse.spent_id, {}).values()) for purse in purses))
