"""Which funds, which rulebook, how much money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext

from quartierlibre.domain.funds.models import (
    Contribution,
    Envelope,
    Fund,
    FunderLogo,
    FundQuerySet,
    FundYear,
    Regulation,
    Sector,
)
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents, format_euros


def open_funds(on: date | None = None) -> FundQuerySet:
    """Funds one may file in that day (today when not said), with their scheme and territory."""
    return Fund.objects.open_on(on or timezone.localdate()).select_related("scheme", "territory")


def funds_of(territory_ids: Iterable[int]) -> FundQuerySet:
    """Funds of these territories, open or not, with their scheme and territory."""
    return Fund.objects.of_territories(list(territory_ids)).select_related("scheme", "territory")


def funds_for_location(
    *, neighbourhood_codes: Iterable[str] = (), commune_codes: Iterable[str] = (), on: date | None = None
) -> FundQuerySet:
    """Open funds whose perimeter holds one of these neighbourhoods or communes.

    Codes of neighbourhoods differ from one vintage to the next, so a code names one outline.
    """
    through_places = Fund.neighbourhoods.through.objects.filter(
        fund=OuterRef("pk"), neighbourhood__code__in=list(neighbourhood_codes)
    )
    through_communes = Fund.communes.through.objects.filter(fund=OuterRef("pk"), commune__in=list(commune_codes))
    return open_funds(on).filter(Exists(through_places) | Exists(through_communes))


def sectors_for_location(
    fund: Fund, *, neighbourhood_codes: Iterable[str] = (), commune_codes: Iterable[str] = ()
) -> QuerySet[Sector]:
    """Sectors of a fund that hold one of these neighbourhoods or communes, in the fund's own order."""
    holds = Q(neighbourhoods__code__in=list(neighbourhood_codes)) | Q(communes__in=list(commune_codes))
    found = Sector.objects.filter(holds, fund=fund).values("pk")
    return Sector.objects.filter(pk__in=found).order_by("position", "slug")


def towns_of(fund: Fund) -> frozenset[str]:
    """INSEE codes of the communes a fund serves: its own, and those its neighbourhoods lie in. Two queries."""
    own = set(fund.communes.values_list("pk", flat=True))
    return frozenset(own.union(*fund.neighbourhoods.values_list("commune_codes", flat=True)))


def current_regulation(fund: Fund, on: date | None = None) -> Regulation | None:
    """The newest published version whose known dates include that day (today when not said), if there is one."""
    in_force = Regulation.objects.in_force(on or timezone.localdate()).filter(fund=fund)
    return in_force.select_related("theme_set").order_by("-version").first()


def current_regulations(fund_ids: Iterable[int], on: date | None = None) -> dict[int, Regulation]:
    """The same for many funds, by key of fund, in one query."""
    in_force = Regulation.objects.in_force(on or timezone.localdate()).filter(fund__in=list(fund_ids))
    return {regulation.fund_id: regulation for regulation in in_force.distinct("fund").order_by("fund_id", "-version")}


def current_theme_set(fund: Fund) -> int | None:
    """The key of the list of themes of the version in force today, if it names one."""
    in_force = Regulation.objects.in_force(timezone.localdate()).filter(fund=fund)
    return in_force.order_by("-version").values_list("theme_set_id", flat=True).first()


def versions_visible_to(person: Person | AnonymousUser, fund: Fund) -> QuerySet[Regulation]:
    """Every version of a fund's rulebook this person may read, newest first, with its list of themes (two queries)."""
    versions = Regulation.objects.visible_to(person).filter(fund=fund).order_by("-version")
    return versions.select_related("theme_set").prefetch_related("theme_set__themes")


def open_year_of(fund: Fund, year: int | None = None) -> FundYear | None:
    """The open year of a fund: the one asked for, else the newest."""
    years = FundYear.objects.filter(fund=fund, state=YearState.OPEN)
    return (years.filter(year=year) if year else years).order_by("-year").first()


@dataclass(frozen=True)
class EnvelopeFigures:
    """The pots of one sector, in cents; `sector_id` None is the whole fund. `ahead` is promised, not received yet."""

    envelope_id: int
    sector_id: int | None
    sector_name: str
    received: Cents
    available: Cents
    reserved: Cents
    paid: Cents
    ahead: Cents

    @property
    def is_balanced(self) -> bool:
        """Left, promised and paid together make what was received and what was promised ahead."""
        return self.available + self.reserved + self.paid == self.received + self.ahead

    @property
    def spent(self) -> Cents:
        """Promised or paid: what can no longer be given."""
        return Cents(self.reserved + self.paid)


@dataclass(frozen=True)
class FundFigures:
    """The pots of a fund year, by sector and in all, in cents."""

    sectors: tuple[EnvelopeFigures, ...]

    @property
    def received(self) -> Cents:
        return Cents(sum(part.received for part in self.sectors))

    @property
    def available(self) -> Cents:
        return Cents(sum(part.available for part in self.sectors))

    @property
    def reserved(self) -> Cents:
        return Cents(sum(part.reserved for part in self.sectors))

    @property
    def paid(self) -> Cents:
        return Cents(sum(part.paid for part in self.sectors))

    @property
    def ahead(self) -> Cents:
        return Cents(sum(part.ahead for part in self.sectors))

    def of_sector(self, sector_id: int | None) -> EnvelopeFigures | None:
        return next((part for part in self.sectors if part.sector_id == sector_id), None)


def fund_figures(fund_year: FundYear) -> FundFigures:
    """What was received, what is left, what is promised and what is paid, by sector, in one query."""
    return FundFigures(tuple(map(figures_of_envelope, _pots().filter(fund_year=fund_year))))


def figures_by_fund(fund_ids: Iterable[int]) -> dict[int, tuple[FundYear, FundFigures]]:
    """The newest open year of each of these funds, with its figures, by key of fund: two queries, however many.

    A fund without an open year is not there.
    """
    opened = FundYear.objects.filter(fund__in=list(fund_ids), state=YearState.OPEN)
    years = {year.pk: year for year in opened.order_by("fund_id", "-year").distinct("fund_id")}
    pots: dict[int, list[EnvelopeFigures]] = {key: [] for key in years}
    for envelope in _pots().filter(fund_year__in=years):
        pots[envelope.fund_year_id].append(figures_of_envelope(envelope))
    return {years[key].fund_id: (years[key], FundFigures(tuple(found))) for key, found in pots.items()}


def _pots() -> QuerySet[Envelope]:
    return Envelope.objects.select_related("sector", "outside", "available", "reserved", "paid", "ahead")


def left_in_open_year(fund: Fund) -> dict[int | None, Cents]:
    """What is left to promise in the newest open year of a fund, in cents, in one light query.

    By key of sector (None: the pot of the whole fund); empty when no year is open.
    """
    newest = FundYear.objects.filter(fund=fund, state=YearState.OPEN).order_by("-year").values("pk")[:1]
    pots = Envelope.objects.filter(fund_year=newest).values_list("sector_id", "available__balance_cents")
    return {sector_id: Cents(cents) for sector_id, cents in pots.order_by()}


def figures_of_envelope(envelope: Envelope) -> EnvelopeFigures:
    return EnvelopeFigures(
        envelope_id=envelope.pk,
        sector_id=envelope.sector_id,
        sector_name=envelope.sector.name if envelope.sector else "",
        received=Cents(-envelope.outside.balance_cents),
        available=Cents(envelope.available.balance_cents),
        reserved=Cents(envelope.reserved.balance_cents),
        paid=Cents(envelope.paid.balance_cents),
        ahead=Cents(-envelope.ahead.balance_cents),
    )


def envelope_faults() -> Iterator[str]:
    """Envelopes whose pots do not make what was received and promised ahead, one French sentence each, as a stream."""
    for figures in map(figures_of_envelope, _pots().order_by("pk").iterator()):
        if not figures.is_balanced:
            there = format_euros(Cents(figures.available + figures.spent))
            due = format_euros(Cents(figures.received + figures.ahead))
            said = {"id": figures.envelope_id, "there": there, "due": due}
            yield gettext("enveloppe %(id)s : ses pots font %(there)s, reçu et promis d’avance font %(due)s") % said


def contributions_of(fund_year: FundYear) -> QuerySet[Contribution]:
    """What each funder brings to a year, with `received_cents`, what it really paid so far (None: nothing yet)."""
    listed = Contribution.objects.filter(fund_year=fund_year).select_related("funder", "sector")
    return listed.annotate(received_cents=Sum("payments__entry__amount_cents"))


def logos_of(fund_id: int) -> dict[int, StoredFile]:
    """The logos one fund shows, by key of the funder."""
    return {each.funder_id: each.file for each in FunderLogo.objects.filter(fund=fund_id).select_related("file")}
