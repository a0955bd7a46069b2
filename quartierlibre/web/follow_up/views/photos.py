"""A photo: what it shows, who agrees to which use, and how one changes one's mind."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import ReportPhoto
from quartierlibre.domain.grants.states import PhotoUse
from quartierlibre.foundation.files.states import FileState
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.web.follow_up.access import own_grant
from quartierlibre.web.follow_up.forms import ConsentForm, PhotoForm


def _photo(request: HttpRequest, public_id: UUID, photo_id: int) -> ReportPhoto:
    grant = own_grant(request, public_id)
    kept = ReportPhoto.objects.filter(report__grant=grant, file__state=FileState.KEPT)
    return get_object_or_404(kept.select_related("report__grant__application", "file"), pk=photo_id)


def _here(photo: ReportPhoto) -> str:
    return reverse("follow_up:photo", args=[photo.report.grant.application.public_id, photo.pk])


def _page(
    request: HttpRequest,
    photo: ReportPhoto,
    *,
    about: PhotoForm | None = None,
    consent: ConsentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = {True: "minors" if photo.shows_minors else "adults", False: "no", None: ""}[photo.shows_people]
    context = {
        "photo": photo,
        "application": photo.report.grant.application,
        "about": about or PhotoForm(initial={"words": photo.alternative, "people": seen}),
        "consent": consent or ConsentForm(),
        "given": list(photo.consents.filter(withdrawn_at=None)),
        "is_described": photo.shows_people is not None,
    }
    return render(request, "follow_up/photo.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.describe_photo")
def describe(request: HttpRequest, public_id: UUID, photo_id: int) -> HttpResponse:
    photo = _photo(request, public_id, photo_id)
    if request.method != "POST":
        return _page(request, photo)
    form = PhotoForm(request.POST)
    if not form.is_valid():
        return _page(request, photo, about=form, status=422)
    people = form.cleaned_data["people"]
    return acted(
        request,
        lambda: operations.describe_photo(
            photo=photo,
            words=form.cleaned_data["words"],
            shows_people=people != "no",
            shows_minors=people == "minors",
        ),
        then=_here(photo),
        show=lambda status: _page(request, photo, about=form, status=status),
        said=_("C’est noté. Dites maintenant où l’on peut la montrer, si les personnes sont d’accord."),
    )


@login_not_required
@never_cache
@require_POST
@once("grants.give_consent")
def consent(request: HttpRequest, public_id: UUID, photo_id: int) -> HttpResponse:
    photo = _photo(request, public_id, photo_id)
    form = ConsentForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, photo, consent=form, status=422)
    given = form.cleaned_data
    return acted(
        request,
        lambda: operations.give_consent(
            by=person_of(request),
            photo=photo,
            uses=[PhotoUse(use) for use in given["uses"]],
            given_by=given["given_by"],
            paper=given["paper"],
        ),
        then=_here(photo),
        show=lambda status: _page(request, photo, consent=form, status=status),
        said=_("Merci. La photo peut être montrée, jusqu’à ce que quelqu’un change d’avis."),
    )


@login_not_required
@never_cache
@require_POST
@once("grants.withdraw_consent")
def withdraw(request: HttpRequest, public_id: UUID, photo_id: int) -> HttpResponse:
    """At once: the photo is shown nowhere from this moment."""
    photo = _photo(request, public_id, photo_id)
    return acted(
        request,
        lambda: operations.withdraw_consent(by=person_of(request), photo=photo),
        then=_here(photo),
        show=lambda status: _page(request, photo, status=status),
        said=_("La photo n’est plus montrée nulle part sur ce site."),
    )


@login_not_required
@never_cache
@require_POST
@once("grants.remove_photo")
def remove(request: HttpRequest, public_id: UUID, photo_id: int) -> HttpResponse:
    photo = _photo(request, public_id, photo_id)
    return acted(
        request,
        lambda: operations.remove_photo(by=person_of(request), photo=photo),
        then=reverse("follow_up:grant", args=[public_id]),
        show=lambda status: _page(request, photo, status=status),
        said=_("La photo est enlevée."),
    )
