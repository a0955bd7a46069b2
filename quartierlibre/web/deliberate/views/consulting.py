"""Members asked in writing: open, print, remind once, close."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.queries.consultations import consultation_of
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access, printing
from quartierlibre.web.deliberate.consulting import ConsultingDesk
from quartierlibre.web.deliberate.views.evening import consulting_form, here, show

PART = "#par-ecrit"


@require_POST
@once("committees.open_consultation")
def consult(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """No quorum: every member with a voice is asked about the files heard, until the last day."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    form = consulting_form(ConsultingDesk(session), request.POST)
    if not form.is_valid():
        return show(request, session, consulting=form, status=422)
    said = form.cleaned_data
    return acted(
        request,
        lambda: operations.open_consultation(
            by=by, session=session, last_day=said.get("last_day"), mode=said.get("mode") or None
        ),
        then=here(session, PART),
        said=_("Les courriels partent. Imprimez les lettres des membres sans courriel."),
        show=lambda status: show(request, session, consulting=form, status=status),
    )


@require_POST
@once("committees.remind_silent")
def remind(request: HttpRequest, session_id: UUID) -> HttpResponse:
    said = _("Le rappel part à celles et ceux qui n’ont pas tout répondu.")
    return _followed(request, session_id, operations.remind_silent, said)


@require_POST
@once("committees.close_consultation")
def close(request: HttpRequest, session_id: UUID) -> HttpResponse:
    said = _("La consultation est close et comptée. Il reste à décider chaque dossier.")
    return _followed(request, session_id, operations.close_consultation, said)


def _followed(request: HttpRequest, session_id: UUID, act: Callable[..., object], said: str) -> HttpResponse:
    """An act on the consultation of this sitting, closed or not; 404 when nobody was asked."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    held = consultation_of(session)
    if held is None:
        raise Http404
    return acted(
        request,
        lambda: act(by=by, consultation=held),
        then=here(session, PART),
        said=said,
        show=lambda status: show(request, session, status=status),
    )


@require_POST
def letters(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A letter for each member without e-mail still to answer, with a new card: one printed before stops working."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    desk = ConsultingDesk(session)
    if desk.held is None or not desk.by_letter:
        messages.error(request, _("Aucune lettre à imprimer : personne n’attend la sienne."))
        return redirect(here(session, PART))
    try:
        made = [(each, operations.new_card(by=by, attendance=each)) for each in desk.by_letter]
    except Refused:
        raise Http404 from None
    return shown_pdf(printing.consultation_letters(desk.held, made, site=settings.SITE_URL), _("consultation.pdf"))
