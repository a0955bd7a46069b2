"""What a fund decided: the register, its download, the figures; and the page of a committee, with its proofs."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.models.application import number_said
from quartierlibre.domain.committees.models import Committee, Minutes
from quartierlibre.domain.committees.queries import public, register
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.domain.funds.models import Fund
from quartierlibre.pagekit import kept, kept_page, sheets
from quartierlibre.web.discover.committee_page import CommitteePage, SessionPage
from quartierlibre.web.discover.figures_page import FiguresPage
from quartierlibre.web.discover.register_page import RegisterPage, read_year


def _fund(request: HttpRequest, slug: str) -> Fund:
    """What anyone may see is the same for all: asked once an hour; a fund being prepared, each time."""

    def found() -> Fund:
        seen = Fund.objects.visible_to(request.user).only("slug", "name", "territory_id")
        return get_object_or_404(seen, slug=slug)

    return found() if request.user.is_authenticated else kept.part(kept_page.this_hour("fund", slug), found)


@login_not_required
@require_safe
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    """The register, the last decisions first."""

    def made() -> HttpResponse:
        page = RegisterPage(_fund(request, slug), request.GET)
        return render(request, "discover/decisions.html", {"page": page})

    asked = request.GET.get("annee", ""), request.GET.get("depuis", "")
    return kept_page.page(request, lambda: kept_page.this_hour(public.revision(), *asked), made)


def _lines(fund: Fund, year: int) -> Iterator[tuple[Any, ...]]:
    for line in register.every_decision(fund, year=year):
        said = number_said(line.year, line.number), line.decided_on, str(Outcome(line.outcome).label)
        yield (*said, line.title, line.holder, line.themes, sheets.amount(line.amount))


@login_not_required
@require_safe
def decisions_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    header = (
        *(_("Numéro"), _("Date"), _("Décision"), _("Projet"), _("Porté par"), _("Thèmes")),
        _("Accordé (€)"),
    )
    fund = _fund(request, slug)
    return sheets.download(f"decisions-{fund.slug}", header, _lines(fund, read_year(request.GET)))


@login_not_required
@require_safe
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """The money of a fund and what it became, year by year."""
    fund = _fund(request, slug)

    def mark() -> Hashable:
        return kept.mark((public.revision(), request.GET.get("annee", "")), territories=[fund.territory_id])

    return kept_page.page(
        request, mark, lambda: render(request, "discover/figures.html", {"page": FiguresPage(fund, request.GET)})
    )


def _committee(request: HttpRequest, public_id: UUID) -> Committee:
    seen = Committee.objects.filter(fund__in=Fund.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("fund", "sector"), public_id=public_id)


@login_not_required
@require_safe
def committee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _committee(request, public_id)

    def mark() -> Hashable:
        return kept.mark(public.revision(), territories=[found.fund.territory_id])

    return kept_page.page(
        request, mark, lambda: render(request, "discover/committee.html", {"page": CommitteePage(found)})
    )


def _sealed(public_id: UUID) -> Minutes:
    sealed = register.sealed_minutes(public_id)
    if sealed is None:
        raise Http404
    return sealed


@login_not_required
@require_safe
def session(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a sitting decided. The signed minutes name people: they stay with those who sat."""

    def made() -> HttpResponse:
        return render(request, "discover/session.html", {"page": SessionPage(_sealed(public_id))})

    return kept_page.page(request, lambda: kept_page.this_hour(public.revision()), made)


@login_not_required
@require_safe
def session_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The published file of a sitting, byte for byte as it was sealed; it names nobody."""
    answer = HttpResponse(_sealed(public_id).published_file, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="seance-{public_id}.json"'
    return answer


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    return render(request, "discover/verify.html")
