"""The figures of a fund year, as bars and tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.queries import register
from quartierlibre.domain.committees.queries.register import Figure, YearFigures
from quartierlibre.domain.funds import queries as funds
from quartierlibre.domain.funds.models import Fund, FundYear
from quartierlibre.domain.funds.queries import FundFigures
from quartierlibre.domain.funds.states import YearState
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar, Pair
from quartierlibre.web.discover.register_page import read_year


class FiguresPage:
    """One year of a fund: the newest unless another is asked for."""

    def __init__(self, fund: Fund, asked: QueryDict) -> None:
        self.fund = fund
        self.asked = read_year(asked)

    @cached_property
    def years(self) -> Sequence[FundYear]:
        return list(FundYear.objects.filter(fund=self.fund).exclude(state=YearState.PREPARING).order_by("-year"))

    @cached_property
    def year(self) -> FundYear | None:
        chosen = [each for each in self.years if each.year == self.asked]
        return next(iter([*chosen, *self.years]), None)

    @cached_property
    def money(self) -> FundFigures | None:
        return funds.fund_figures(self.year) if self.year else None

    @cached_property
    def figures(self) -> YearFigures | None:
        return register.figures(self.year) if self.year else None

    @property
    def themes(self) -> Sequence[Pair]:
        return _pairs(self.figures.themes, _("Sans thème")) if self.figures else []

    @property
    def sectors(self) -> Sequence[Pair]:
        """Only where there are several to tell apart."""
        sectors = self.figures.sectors if self.figures else ()
        return _pairs(sectors, _("Tout le fonds")) if len(sectors) > 1 else []

    @property
    def months(self) -> Sequence[Bar]:
        months = self.figures.months if self.figures else ()
        return [Bar(date_format(day, "F Y"), figure.granted) for day, figure in months]


def _pairs(figures: Sequence[Figure], unnamed: str) -> Sequence[Pair]:
    return [Pair(figure.label or unnamed, figure.asked, figure.granted) for figure in figures]
