"""What the manager gives back: the financial report of the year, the sheets of projects, the accountant's file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.funds.queries import FunderFigures, year_figures
from quartierlibre.domain.funds.queries.export import accounting_file
from quartierlibre.domain.grants.queries.yearly import Indicators, ProjectYear, indicators_of, projects_of
from quartierlibre.pagekit import workbooks
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar
from quartierlibre.web.manage.books import papers, tables
from quartierlibre.web.manage.books.access import Desk, desk_of, year_of
from quartierlibre.web.manage.books.dashboard import form_of
from quartierlibre.web.manage.books.tables import Table

PARIS = ZoneInfo("Europe/Paris")
SHOWN = 30


def _read(desk: Desk) -> tuple[list[ProjectYear], Indicators]:
    projects = projects_of(year_of(desk))
    return projects, indicators_of(year_of(desk), projects)


@never_cache
@require_safe
def report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The yearly rendering as a page, with a report for each funder to download."""
    desk = desk_of(request, slug, year=year)
    projects, indicators = _read(desk)
    figures = year_figures(year_of(desk), timezone.localdate()).funders
    context = {
        "desk": desk,
        "here": "report",
        "facts": tables.indicator_facts(indicators),
        "breakdowns": [(title, [_bar(row) for row in table.rows]) for title, table in tables.breakdowns(indicators)],
        "projects": tables.short_projects(projects[:SHOWN]),
        "count": len(projects),
        "shown": min(len(projects), SHOWN),
        "funders": tables.funders(figures),
        "receivers": list({each.contribution.funder_id: each.contribution.funder for each in figures}.values()),
        "three_years": tables.THREE_YEARS,
        "calendar_years": sorted({each.year for each in desk.years} | {timezone.localdate().year}, reverse=True),
    }
    return render(request, "manage/books/report.html", context)


def _bar(row: Sequence[Any]) -> Bar:
    """Name, number of projects, sum: the sum is drawn."""
    return Bar(row[0], row[2].cents or 0)


@never_cache
@require_safe
def report_file(request: HttpRequest, slug: str, year: int, funder: int, form: str) -> HttpResponse:
    """The financial report to one funder: its own sums, the projects, the indicators."""
    desk = desk_of(request, slug, year=year)
    read = year_figures(year_of(desk), timezone.localdate())
    mine = [each for each in read.funders if each.contribution.funder_id == funder]
    if not mine:
        raise Http404
    projects, indicators = _read(desk)
    name = f"compte-rendu-{slug}-{year}-{funder}"
    if form == "pdf":
        whose = _("La participation de %(funder)s") % {"funder": mine[0].contribution.funder.name}
        parts = [(whose, tables.funders(mine)), (_("Les projets"), tables.short_projects(projects))]
        return shown_pdf(papers.financial_report(year_of(desk), parts, indicators), f"{name}.pdf")
    return workbooks.download(name, _workbook(mine, projects, indicators), form_of(form))


def _workbook(
    figures: list[FunderFigures], projects: list[ProjectYear], indicators: Indicators
) -> list[workbooks.Sheet]:
    facts = Table([_("Indicateur"), _("Valeur")], tables.indicator_facts(indicators), wide=frozenset({0}))
    parts = [table.sheet(title) for title, table in tables.breakdowns(indicators)]
    return [
        tables.funders(figures).sheet(_("Financeurs")),
        tables.projects(projects).sheet(_("Projets")),
        tables.sheets(projects).sheet(_("Fiches-actions")),
        facts.sheet(_("Indicateurs")),
        *parts,
    ]


@never_cache
@require_safe
def sheets(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One simplified sheet a project, for the Region."""
    desk = desk_of(request, slug, year=year)
    return shown_pdf(papers.sheets(year_of(desk), projects_of(year_of(desk))), f"fiches-actions-{slug}-{year}.pdf")


@never_cache
@require_safe
def workbook(request: HttpRequest, slug: str, year: int, form: str) -> HttpResponse:
    """Everything of the year in one workbook: kept before closing, and after."""
    desk = desk_of(request, slug, year=year)
    read = year_figures(year_of(desk), timezone.localdate())
    projects, indicators = _read(desk)
    pages = [
        tables.pots(read.pots).sheet(_("Secteurs")),
        tables.months(read.months).sheet(_("Mois")),
        *_workbook(list(read.funders), projects, indicators),
    ]
    state = year_of(desk).get_state_display().lower()
    return workbooks.download(f"comptes-{slug}-{year}-{state}", pages, form_of(form))


@never_cache
@require_safe
def accounting(request: HttpRequest, slug: str, calendar_year: int) -> StreamingHttpResponse:
    """The accountant's file of a calendar year, sent as the database writes it."""
    desk = desk_of(request, slug)
    if not 2000 <= calendar_year <= 2100:
        raise Http404
    start, end = (datetime(each, 1, 1, tzinfo=PARIS) for each in (calendar_year, calendar_year + 1))
    answer = StreamingHttpResponse(
        accounting_file(desk.fund, start, end), content_type="text/tab-separated-values; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="ecritures-{slug}-{calendar_year}.txt"'
    answer["Cache-Control"] = "private, no-store"
    return answer
