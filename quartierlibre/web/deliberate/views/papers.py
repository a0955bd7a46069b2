"""What is printed before the evening: agenda, cards, letters to members without e-mail."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance
from quartierlibre.domain.committees.states import SessionState
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.web.deliberate import access, printing
from quartierlibre.web.deliberate.preparing import PreparePage


@never_cache
@require_safe
def agenda(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """Any member may print it."""
    return shown_pdf(printing.agenda(access.session_to_read(request.user, session_id)), _("ordre-du-jour.pdf"))


@never_cache
@require_safe
def convocations(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    session = access.session_to_run(request.user, session_id)
    if not PreparePage(session).by_letter:
        raise Http404
    return shown_pdf(printing.convocations(session), _("convocations.pdf"))


@require_POST
def cards(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """New cards for everyone on the roll: those printed before stop working, which a lost sheet calls for."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    roll = Attendance.objects.filter(session=session).select_related("seat__person", "session__committee__fund")
    listed = list(roll.order_by("seat__person__name", "pk"))
    if session.state not in (SessionState.CALLED, SessionState.OPEN) or not listed:
        messages.error(request, _("Convoquez d’abord les membres : chaque carte est à un nom."))
        return redirect("deliberate:prepare", session_id)
    try:
        made = [
            (each.seat.person.name, each.seat.college, operations.new_card(by=by, attendance=each)) for each in listed
        ]
    except Refused:
        raise Http404 from None
    return shown_pdf(printing.cards(session, made, site=settings.SITE_URL), _("cartes.pdf"))
