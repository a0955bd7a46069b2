"""The dashboard of a fund, and the monthly statement."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.funds.criteria import step_back, step_forward
from quartierlibre.domain.funds.models import Fund, FundYear
from quartierlibre.domain.funds.queries import (
    FunderFigures,
    FundFigures,
    Statement,
    YearFigures,
    figures_by_fund,
    statement,
    year_figures,
)
from quartierlibre.domain.grants.models import MonthlyStatement, StatementCopy
from quartierlibre.domain.grants.operations.yearly import send_statement
from quartierlibre.domain.grants.queries.dashboard import SHOWN, paid_lines
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import personal_links
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit import kept, workbooks
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar, Pair, Part
from quartierlibre.pagekit.words import month_name
from quartierlibre.web.manage.access import person_of, territories_of
from quartierlibre.web.manage.books import papers, tables
from quartierlibre.web.manage.books.access import Desk, desk_of, month_said, year_of

MASKED = "/gerer/etat/"


@never_cache
@require_safe
def all_books(request: HttpRequest) -> HttpResponse:
    """The funds whose accounts this person may read, and where the money of their open year is. Three queries."""
    territories = territories_of(person_of(request), Permission.READ_BOOKS)
    listed = Fund.objects.filter(territory__in=territories, is_reference=False).select_related("territory")
    funds = sorted(listed, key=lambda fund: alphabetical(fund.name))
    opened = figures_by_fund(fund.pk for fund in funds)
    together = FundFigures(tuple(pot for _year, found in opened.values() for pot in found.sectors))
    context = {
        "funds": list(_lines(funds, opened)),
        "heads": [title for title, _cents in tables.sums_of(together)],
        "total": tables.sums_of(together) if len(opened) > 1 else [],
        "parts": promise_parts(together),
        "left": [Bar(fund.name, opened[fund.pk][1].available) for fund in funds if fund.pk in opened],
    }
    return render(request, "manage/books/all.html", context)


def _lines(funds: Iterable[Fund], opened: Mapping[int, tuple[FundYear, FundFigures]]) -> Iterator[tuple[Any, ...]]:
    """Each fund, its open year if it has one, and the sums of that year."""
    for fund in funds:
        year, figures = opened.get(fund.pk, (None, None))
        yield fund, year, tables.sums_of(figures) if figures else []


@never_cache
@require_safe
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """What is left, by sector, by funder, by month."""
    desk = desk_of(request, slug)
    if desk.year is None:
        return render(request, "manage/books/no_year.html", {"desk": desk, "here": "dashboard"})
    body = kept_body(desk, "manage/books/dashboard_body.html", lambda: _dashboard(desk), desk.keeps)
    return render(request, "manage/books/dashboard.html", {"desk": desk, "here": "dashboard", "body": body})


def _dashboard(desk: Desk) -> dict[str, object]:
    read = year_figures(year_of(desk), timezone.localdate())
    return {"desk": desk, "read": read, **_drawn(read), "last_month": _last_month(read)}


def kept_body(desk: Desk, template: str, context: Callable[[], dict[str, object]], *more: Hashable) -> SafeString:
    """The figures of a page, kept until something moves in the territory: each act on money writes in the journal.

    Nothing in it belongs to one reader or one answer: no form, no token.
    """
    thing = ("books", template, year_of(desk).pk, *more)
    key = kept.mark(thing, territories=[desk.fund.territory_id])
    return kept.part(key, lambda: render_to_string(template, context()))


def _drawn(read: YearFigures) -> dict[str, object]:
    """Each figure of the page: a drawing and its words."""
    return {
        "money": money_parts(read.projects),
        "promises": promise_parts(read.pots),
        "sectors": [Bar(each.sector_name or _("Tout le fonds"), each.available) for each in read.pots.sectors],
        "pots": tables.pots(read.pots),
        "funders": tables.funders(read.projects),
        "months": [Pair(month_name(each.month), each.flows.granted, each.flows.spent) for each in read.months],
        "months_table": tables.months(read.months),
        "two_things": tables.TWO_THINGS,
    }


def money_parts(funders: Sequence[FunderFigures]) -> list[Part]:
    """The money itself: where what was received is."""
    settled = sum(each.settled for each in funders)
    parts = [
        Part(_("Versé aux projets"), sum(each.paid for each in funders)),
        Part(_("En caisse, déjà promis"), sum(each.committed for each in funders), "reserved"),
        Part(_("En caisse, libre"), sum(each.unused for each in funders), "free"),
    ]
    return [*parts, Part(_("Reporté, déduit ou rendu"), settled)] if settled else parts


def promise_parts(pots: FundFigures) -> list[Part]:
    """The promises: what was granted, and what may still be."""
    return [
        Part(_("Promis et versé"), pots.paid),
        Part(_("Promis, à verser"), pots.reserved, "reserved"),
        Part(_("Reste à promettre"), pots.available, "free"),
    ]


def _last_month(read: YearFigures) -> str:
    """The newest month something happened in, as an address says it."""
    return f"{read.months[-1].month:%Y-%m}" if read.months else f"{timezone.localdate():%Y-%m}"


@never_cache
@require_safe
def month(request: HttpRequest, slug: str, year: int, month: str) -> HttpResponse:
    """The statement of a month, as it is sent."""
    desk = desk_of(request, slug, year=year)
    return _month_page(request, desk, year_of(desk), month_said(month))


def _month_page(request: HttpRequest, desk: Desk, year: FundYear, month: date, status: int = 200) -> HttpResponse:
    is_over = (month.year, month.month) < (timezone.localdate().year, timezone.localdate().month)
    context = {
        "desk": desk,
        "here": "month",
        "month": month,
        "before": step_back(month, 1, "months"),
        "after": step_forward(month, 1, "months"),
        "may_send": desk.follows and is_over,
        "body": kept_body(desk, "manage/books/month_body.html", lambda: _month(year, month), month),
    }
    return render(request, "manage/books/month.html", context, status=status)


def _month(year: FundYear, month: date) -> dict[str, object]:
    sent = MonthlyStatement.objects.filter(fund_year=year, month=month).first()
    return {"sent": sent, **month_context(year, month)}


def month_context(year: FundYear, month: date) -> dict[str, object]:
    """What the page says, for the desk and for who opens their link."""
    read = statement(year, month)
    lines = list(paid_lines(year, month, most=SHOWN + 1))
    return {
        "read": read,
        "month": month,
        "sectors": tables.sectors(read),
        "funders": tables.funders_of_month(read.funders),
        "running": tables.funders_of_month(read.running),
        "bars": _month_bars(read),
        "lines": lines[:SHOWN],
        "is_cut": len(lines) > SHOWN,
        "two_things": tables.TWO_THINGS,
    }


def _month_bars(read: Statement) -> list[Pair]:
    return [
        Pair(each.name or _("Tout le fonds"), each.month.granted, Cents(max(0, each.month.spent)))
        for each in read.sectors
    ]


@never_cache
@require_safe
def month_file(request: HttpRequest, slug: str, year: int, month: str, form: str) -> HttpResponse:
    """The same on paper, or as a workbook with every payment of the month."""
    desk = desk_of(request, slug, year=year)
    return month_answer(year_of(desk), month_said(month), form)


def month_answer(year: FundYear, month: date, form: str) -> HttpResponse:
    read = statement(year, month)
    name = f"etat-{year.fund.slug}-{month:%Y-%m}"
    if form == "pdf":
        return shown_pdf(papers.statement(read), f"{name}.pdf")
    pages = [
        tables.sectors(read).sheet(_("Secteurs")),
        tables.funders_of_month([*read.funders, *read.running]).sheet(_("Financeurs")),
        workbooks.Sheet(
            _("Versements"),
            tables.payments_header(),
            tables.payments(paid_lines(year, month, most=None)),
            frozenset({2, 4}),
        ),
    ]
    return workbooks.download(name, pages, form_of(form))


def form_of(said: str) -> workbooks.Format:
    """Raises Http404 for anything but the two formats."""
    if said == "xlsx":
        return "xlsx"
    if said == "ods":
        return "ods"
    raise Http404


@require_POST
@once("grants.send_statement")
def send(request: HttpRequest, slug: str, year: int, month: str) -> HttpResponse:
    """To the funders' contacts and to the members who have an address."""
    desk = desk_of(request, slug, Permission.FOLLOW_GRANTS, year=year)
    first = month_said(month)
    return acted(
        request,
        lambda: send_statement(by=desk.person, fund_year=year_of(desk), month=first),
        then=reverse("manage:month", args=[slug, year, month]),
        show=lambda status: _month_page(request, desk, year_of(desk), first, status),
        said=_("L’état du mois part : chacun reçoit un lien qui n’est qu’à lui."),
    )


@login_not_required
@never_cache
@require_safe
@discreet(MASKED)
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The statement read by who received its link."""
    sent = _copy(token).statement
    told = month_context(sent.fund_year, sent.month)
    context = {"fund": sent.fund_year.fund, "token": token, "sent": None, **told}
    return render(request, "manage/books/copy.html", context)


@login_not_required
@never_cache
@require_safe
@discreet(MASKED)
def copy_file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    sent = _copy(token).statement
    return month_answer(sent.fund_year, sent.month, form)


def _copy(token: str) -> StatementCopy:
    copies = StatementCopy.objects.select_related("statement__fund_year__fund__scheme")
    return get_object_or_404(copies, token_hash=personal_links.digest_of(token))
