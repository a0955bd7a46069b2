"""Projects granted: the list, the map, the download, one project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierlibre.domain.applications.models.application import number_said
from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.grants.queries.photos import shown_photos
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.pagekit import files, kept_page, sheets
from quartierlibre.web.discover.catalogue import Catalogue, read_sieve
from quartierlibre.web.discover.project_map import ProjectMap
from quartierlibre.web.discover.project_page import ProjectPage


@login_not_required
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The list is made again only when something is published."""
    page = Catalogue(request.GET)
    return kept_page.page(request, lambda: page.mark, lambda: render(request, "discover/projects.html", {"page": page}))


@login_not_required
@require_safe
def projects_map(request: HttpRequest) -> HttpResponse:
    page = ProjectMap(read_sieve(request.GET))
    return kept_page.page(
        request,
        lambda: page.mark,
        lambda: render(request, "discover/projects_map.html", {"page": page.read()}),
    )


def _lines(request: HttpRequest) -> Iterator[tuple[Any, ...]]:
    here = request.build_absolute_uri("/").rstrip("/")
    for year, number, day, title, holder, where, themes, fund, asked, amount, public_id in public.every_project(
        read_sieve(request.GET)
    ):
        address = here + reverse("discover:project", args=[public_id])
        said = number_said(year, number), day, title, holder, where, themes, fund
        yield (*said, sheets.amount(asked), sheets.amount(amount), address)


@login_not_required
@require_safe
def projects_csv(request: HttpRequest) -> HttpResponseBase:
    """The same list as on the page, whole."""
    header = (
        *(_("Numéro de décision"), _("Date de décision"), _("Projet"), _("Porté par"), _("Quartiers"), _("Thèmes")),
        *(_("Fonds"), _("Demandé (€)"), _("Accordé (€)"), _("Adresse")),
    )
    return sheets.download("projets", header, _lines(request))


@login_not_required
@require_safe
def project(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything public of a project granted: read again only when something is published."""

    def made() -> HttpResponse:
        found = public.project(public_id)
        if found is None:
            raise Http404
        return render(request, "discover/project.html", {"page": ProjectPage(found, photos)})

    photos = shown_photos(public_id)
    return kept_page.page(request, lambda: kept_page.this_hour(public.revision(), *photos), made)


@login_not_required
@require_safe
def project_photo(request: HttpRequest, public_id: UUID, photo_id: int) -> HttpResponseBase:
    """Shown as long as the people on it agree: asked again at each request, and kept by nobody on the way."""
    shown = [photo.file for photo in shown_photos(public_id) if photo.pk == photo_id]
    return files.serve_thumbnail(request, get_object_or_404(StoredFile, pk__in=shown))
