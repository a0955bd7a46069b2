"""One file: read it, say it was read, say its person was told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.applications.operations import desk
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import file_in_charge, filed_in_charge, person_of
from quartierlibre.web.manage.casefile import FilePage


@never_cache
@require_safe
def file(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Reading changes nothing: marking it as read is said by a button."""
    files = filed_in_charge(request.user, Permission.READ_APPLICATIONS)
    application = get_object_or_404(files, public_id=public_id)
    page = FilePage(files, application, request.user, today=timezone.localdate())
    return render(request, "manage/file.html", {"page": page, "application": page.application})


@require_POST
@once("applications.mark_seen")
def seen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The file leaves the new ones of everyone in the team."""
    person = person_of(request)
    application = file_in_charge(person, public_id, Permission.SCREEN_APPLICATIONS)
    desk.mark_seen(by=person, application=application)
    messages.success(request, _("Marqué comme lu : ce dossier n’est plus parmi les nouveaux."))
    return redirect("manage:file", public_id)


@require_POST
@once("applications.mark_told")
def told(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The person was told by phone, by letter or face to face."""
    person = person_of(request)
    application = file_in_charge(person, public_id, Permission.ENTER_PAPER)
    desk.mark_told(by=person, application=application)
    messages.success(request, _("C’est noté : la personne est prévenue."))
    return redirect("manage:file", public_id)
