"""The tables of the accounts, written once for the page, the PDF and the spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quartierlibre.domain.funds.queries import EnvelopeFigures, FunderFigures, FundFigures, MonthFlows, Statement
from quartierlibre.domain.funds.queries.year import FunderMonth
from quartierlibre.domain.funds.states import ContributionPurpose
from quartierlibre.domain.grants.queries.dashboard import PaidLine
from quartierlibre.domain.grants.queries.yearly import Headings, Indicators, ProjectYear
from quartierlibre.domain.grants.states import GIVEN_UP
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.words import month_name, short_date
from quartierlibre.pagekit.workbooks import Euros, Sheet

TWO_THINGS = gettext_lazy(
    "Promettre et payer sont deux choses : ce qui est promis n’est pas encore sorti de la caisse, "
    "et l’argent en caisse peut être déjà promis."
)
THREE_YEARS = gettext_lazy(
    "Trois années sont tenues à part : celle de la décision, celle de la réalisation, celle du bilan. "
    "Les sommes sont celles de l’année de décision."
)


@dataclass(frozen=True)
class Table:
    """Rows of words, numbers, days and `Euros`; `wide` are the columns of words, the others are figures."""

    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] = ()
    wide: frozenset[int] = field(default=frozenset({0}))

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each title, and whether its column holds figures."""
        return [(title, at not in self.wide) for at, title in enumerate(self.header)]

    @property
    def lines(self) -> list[list[tuple[str, str, bool]]]:
        """For a page: title of the column, words of the cell, whether it is a figure."""
        return [self._line(row) for row in self.rows]

    @property
    def last(self) -> list[tuple[str, str, bool]]:
        return self._line(self.total)

    def _line(self, row: Sequence[Any]) -> list[tuple[str, str, bool]]:
        return [(self.header[at], said(value), at not in self.wide) for at, value in enumerate(row)]

    def sheet(self, title: str) -> Sheet:
        rows = [*self.rows, self.total] if self.total else self.rows
        return Sheet(title, self.header, rows, self.wide)


def said(value: object) -> str:
    """A value in words, for paper and for pages."""
    if isinstance(value, Euros):
        return "—" if value.cents is None else format_euros(Cents(value.cents))
    if isinstance(value, date):
        return short_date(value)
    return "" if value is None else str(value)


def sectors(read: Statement) -> Table:
    """What each sector promised and paid in the month, and what it has left at its end."""
    whole = _("Tout le fonds")
    rows = [_sector(each.name or whole, each) for each in read.sectors]
    total = _sector(_("Total"), read.total) if len(rows) > 1 else ()
    header = [
        _("Secteur"),
        _("Promis dans le mois"),
        _("Versé dans le mois"),
        _("Versé depuis le début"),
        _("Reste à verser"),
        _("Reste à promettre"),
    ]
    return Table(header, rows, total)


def _sector(name: str, each: Any) -> list[Any]:
    month, so_far = each.month, each.so_far
    return [name, *map(Euros, (month.granted, month.spent, so_far.spent, so_far.promised, so_far.left))]


def funders_of_month(funders: Iterable[FunderMonth]) -> Table:
    """Whose euros came in and went out."""
    listed = list(funders)
    columns = ("received", "paid", "received_so_far", "paid_so_far")
    rows = [[name_of(each), *(Euros(getattr(each, one)) for one in columns)] for each in listed]
    total = [_("Total"), *(Euros(sum(getattr(each, one) for each in listed)) for one in columns)]
    header = [
        _("Financeur"),
        _("Reçu dans le mois"),
        _("Versé dans le mois"),
        _("Reçu depuis le début"),
        _("Versé depuis le début"),
    ]
    return Table(header, rows, total if len(rows) > 1 else ())


def name_of(each: FunderMonth | FunderFigures) -> str:
    """The funder, and what tells its money apart: one sector only, not for projects, carried over from another year."""
    contribution = each.contribution
    parts = [contribution.funder.name]
    if contribution.sector_id and contribution.sector:
        parts.append(contribution.sector.name)
    if contribution.purpose == ContributionPurpose.ENGINEERING:
        parts.append(contribution.get_purpose_display())
    if contribution.carried_from_id:
        parts.append(_("report de l’année précédente"))
    return " · ".join(parts)


def funders(figures: Iterable[FunderFigures]) -> Table:
    """The six sums of each funder, in the order money goes; after closing, what left besides, so that they add up."""
    listed = list(figures)
    columns = ["called", "received", "committed", "paid", "justified", "unused"]
    header = [_("Financeur"), _("Appelé"), _("Reçu"), _("Engagé"), _("Versé"), _("Justifié"), _("Non utilisé")]
    if any(each.settled for each in listed):
        columns.append("settled")
        header.append(_("Reporté, déduit ou rendu"))
    rows = [[name_of(each), *(Euros(getattr(each, one)) for one in columns)] for each in listed]
    total = [_("Total"), *(Euros(sum(getattr(each, one) for each in listed)) for one in columns)]
    return Table(header, rows, total if len(rows) > 1 else ())


def sums_of(figures: FundFigures | EnvelopeFigures) -> list[tuple[str, Cents]]:
    """Where the money of a fund, or of one sector, is: title and cents."""
    return [
        (_("Reçu"), figures.received),
        (_("Reste à promettre"), figures.available),
        (_("Promis, à verser"), figures.reserved),
        (_("Versé"), figures.paid),
    ]


def pots(figures: FundFigures) -> Table:
    """What each sector has left to promise."""
    rows = [[each.sector_name or _("Tout le fonds"), *_euros(each)] for each in figures.sectors]
    header = [_("Secteur"), *(title for title, _cents in sums_of(figures))]
    return Table(header, rows, [_("Total"), *_euros(figures)] if len(rows) > 1 else ())


def _euros(figures: FundFigures | EnvelopeFigures) -> list[Euros]:
    return [Euros(cents) for _title, cents in sums_of(figures)]


def months(listed: Iterable[MonthFlows]) -> Table:
    columns = ("received", "granted", "released", "paid", "returned")
    rows = [[month_name(each.month), *(Euros(getattr(each.flows, one)) for one in columns)] for each in listed]
    header = [_("Mois"), _("Reçu"), _("Promis"), _("Revenu sans être versé"), _("Versé"), _("Rendu par les porteurs")]
    return Table(header, rows)


def projects(listed: Iterable[ProjectYear]) -> Table:
    """Each project of the year with its three years."""
    header = [
        _("Numéro"),
        _("Projet"),
        _("Porté par"),
        _("Secteur"),
        _("Thèmes"),
        _("Quartiers"),
        _("Décidé le"),
        _("Réalisé le"),
        _("Bilan remis le"),
        _("Demandé"),
        _("Accordé"),
        _("Versé"),
        _("Reste à verser"),
        _("Justifié"),
        _("Participants"),
        _("Bilan"),
    ]
    return Table(header, [_project(each) for each in listed], wide=frozenset({1, 2, 3, 4, 5, 15}))


def _project(each: ProjectYear) -> list[Any]:
    what = [each.number, each.title, each.holder, each.sector, ", ".join(each.themes), ", ".join(each.places)]
    when = [each.decided_on, each.realised_to, each.reported_on]
    sums = map(Euros, (each.asked, each.granted, each.paid, each.left, each.justified))
    return [*what, *when, *sums, each.report.people if each.report else None, report_said(each)]


def short_projects(listed: Iterable[ProjectYear]) -> Table:
    """The same for a page of paper."""
    header = [_("Projet"), _("Bilan"), _("Accordé"), _("Versé"), _("Justifié")]
    rows = [
        [f"{each.number} {each.title}", report_said(each), *map(Euros, (each.granted, each.paid, each.justified))]
        for each in listed
    ]
    return Table(header, rows, wide=frozenset({0, 1}))


def report_said(each: ProjectYear) -> str:
    if each.without_report:
        return _("Bilan manquant")
    if each.grant_state in GIVEN_UP:
        return str(each.grant_state.label)
    return str(each.report_state.label) if each.report_state else _("Pas encore de bilan")


def sheets(listed: Iterable[ProjectYear]) -> Table:
    """The simplified sheets as rows."""
    header = [
        _("Numéro"),
        _("Projet"),
        _("Thèmes"),
        _("Effet sur le thème"),
        _("Difficultés"),
        _("Note sur 5"),
        _("Participants"),
        _("Bénévoles"),
    ]
    return Table(header, [_sheet(each) for each in listed], wide=frozenset({1, 2, 3, 4}))


def _sheet(each: ProjectYear) -> list[Any]:
    report = each.report
    start = [each.number, each.title, ", ".join(each.themes)]
    if report is None:
        return [*start, report_said(each), "", None, None, None]
    return [*start, report.effect, report.difficulties, report.self_rating, report.people, report.volunteers]


def payments(lines: Iterable[PaidLine]) -> Iterator[list[Any]]:
    """The payments of a month, one by one, as a stream."""
    for each in lines:
        day, kind = timezone.localdate(each.at), str(each.kind.label)
        yield [day, each.number, each.title, each.sector, kind, Euros(each.amount)]


def payments_header() -> list[str]:
    return [_("Date"), _("Dossier"), _("Projet"), _("Secteur"), _("Mouvement"), _("Somme")]


def indicator_facts(read: Indicators) -> list[tuple[str, str]]:
    """The year in numbers, in words; what nobody said stays out."""
    facts = [
        (_("Demandes déposées"), str(read.filed)),
        (_("Demandes recevables"), str(read.admissible)),
        (_("Aides accordées"), str(read.granted)),
        (_("Demandes refusées ou non recevables"), str(read.refused)),
        (_("Demandes retirées"), str(read.withdrawn)),
        (_("Aide moyenne"), format_euros(read.average)),
        (_("Porteurs aidés pour la première fois"), str(read.first_time)),
        (_("Porteurs déjà aidés une autre année"), str(read.repeated)),
        (_("Bilans vérifiés"), str(read.reports)),
        (_("Participants"), str(read.people) if read.reports else ""),
        (_("dont femmes"), str(read.women) if read.women else ""),
        (_("dont hommes"), str(read.men) if read.men else ""),
        (_("dont moins de 18 ans"), str(read.under_18) if read.under_18 else ""),
        (_("dont habitants du quartier"), str(read.from_neighbourhood) if read.from_neighbourhood else ""),
        (_("Bénévoles"), str(read.volunteers) if read.volunteers else ""),
        (_("Heures de bénévolat"), str(read.hours) if read.hours else ""),
        (_("Du dépôt à la décision"), _days(read.days_to_decide)),
        (_("De la décision au premier versement"), _days(read.days_to_pay)),
    ]
    return [fact for fact in facts if fact[1]]


def _days(count: int | None) -> str:
    """The middle delay, in words; nothing when nobody knows."""
    return "" if count is None else ngettext("%(n)s jour", "%(n)s jours", max(count, 1)) % {"n": count}


def breakdowns(read: Indicators) -> list[tuple[str, Table]]:
    """The grants by theme, by neighbourhood, by kind of holder; a project may count under several."""
    parts: list[tuple[str, Headings]] = [
        (_("Par thème"), read.by_theme),
        (_("Par quartier"), read.by_place),
        (_("Par sorte de porteur"), read.by_holder),
    ]
    header = ["", _("Projets"), _("Accordé")]
    return [
        (title, Table([title, *header[1:]], [[name, count, Euros(cents)] for name, count, cents in headings]))
        for title, headings in parts
        if headings
    ]
