"""What the front door shows of a fund: the next committee, the money left, who pays, where it applies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from quartierlibre.domain.committees import queries as committees
from quartierlibre.domain.committees.queries import NextSitting
from quartierlibre.domain.funds import queries
from quartierlibre.domain.funds.models import Contribution, Fund, FundYear, Regulation
from quartierlibre.domain.funds.queries import FundFigures
from quartierlibre.domain.grants.queries.photos import PicturedProject, pictured_projects
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.web.discover.rules_presenters import KeyFigure, key_figures

PICTURED = 2  # side by side, beside what the fund says of itself


@dataclass(frozen=True)
class FundCard:
    """One fund in a list: where it applies, when its next committee sits, until when one files for it."""

    fund: Fund
    places: str
    sitting: NextSitting | None


def fund_cards(funds: Iterable[Fund], *, today: date) -> list[FundCard]:
    """Cards in three queries, whatever the number of funds."""
    listed = sorted(funds, key=lambda fund: alphabetical(fund.name))
    rulebooks = {key: found.rulebook for key, found in queries.current_regulations(f.pk for f in listed).items()}
    sittings = committees.next_sittings(listed, rulebooks, today=today)
    places = _places_of(listed)
    return [FundCard(fund, places.get(fund.pk, ""), sittings.get(fund.pk)) for fund in listed]


def _places_of(funds: Sequence[Fund]) -> dict[int, str]:
    """Names of the neighbourhoods of each fund, in one line."""
    rows = Neighbourhood.objects.filter(funds__in=funds).order_by().values_list("funds", "name")
    names: dict[int, list[str]] = {}
    for fund, name in rows:
        names.setdefault(fund, []).append(name)
    return {fund: ", ".join(sorted(set(found), key=alphabetical)) for fund, found in names.items()}


@dataclass(frozen=True)
class FundPage:
    fund: Fund
    today: date
    is_open: bool
    year: FundYear | None
    figures: FundFigures | None
    contributions: Sequence[Contribution]
    regulation: Regulation | None
    key_figures: Sequence[KeyFigure]
    sitting: NextSitting | None
    neighbourhoods: Sequence[tuple[str, str]]
    pictured: Sequence[PicturedProject]

    @property
    def sectors(self) -> FundFigures | None:
        """Sub-envelopes, only where there are several to tell apart."""
        return self.figures if self.figures and len(self.figures.sectors) > 1 else None

    @property
    def delay(self) -> str:
        """How long before a committee one files, in the words of the regulation."""
        clause = self.regulation.rulebook.one("filing.lead_time") if self.regulation else None
        return clause.said() if clause else ""


def fund_page(fund: Fund, *, today: date) -> FundPage:
    """Everything the page says, in seven queries at most."""
    year = queries.open_year_of(fund)
    regulation = queries.current_regulation(fund, today)
    rulebook = regulation.rulebook if regulation else None
    places = fund.neighbourhoods.order_by("code").values_list("code", "name")
    return FundPage(
        fund=fund,
        today=today,
        is_open=fund.is_open(today),
        year=year,
        figures=queries.fund_figures(year) if year else None,
        contributions=list(queries.contributions_of(year)) if year else [],
        regulation=regulation,
        key_figures=key_figures(rulebook) if rulebook else [],
        sitting=committees.next_sitting(fund, rulebook, today=today),
        neighbourhoods=sorted(places, key=lambda place: alphabetical(place[1])),
        pictured=pictured_projects(PICTURED, fund=fund.pk),
    )
