"""Answer every holder in one action: e-mails, and one PDF of letters for those who have none."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import DecisionLetter, Minutes, Session
from quartierlibre.domain.committees.operations.minutes import channel_of, unanswered
from quartierlibre.domain.committees.queries.answers import answer_to
from quartierlibre.domain.committees.states import LetterChannel
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access, printing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("committees.send_answers")
def answers(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Each answer as its holder will read it, then one button."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    if request.method != "POST":
        return _page(request, session)
    waiting = unanswered(session)
    on_paper = [each for each in waiting if channel_of(each) == LetterChannel.PRINTED]
    pdf = printing.answers(session, on_paper) if on_paper else b""
    said = ngettext("%(n)s réponse est partie.", "%(n)s réponses sont parties.", len(waiting)) % {"n": len(waiting)}
    return acted(
        request,
        lambda: operations.send_answers(by=by, session=session, printed=pdf),
        then=reverse("deliberate:answers", args=[session_id]),
        said=said,
        show=lambda status: _page(request, session, status=status),
    )


def _page(request: HttpRequest, session: Session, *, status: int = 200) -> HttpResponse:
    waiting = unanswered(session)
    sent = DecisionLetter.objects.filter(decision__case__session=session).select_related("decision__case__application")
    context = {
        "session": session,
        "waiting": [(each, answer_to(each), channel_of(each) == LetterChannel.PRINTED) for each in waiting],
        "sent": list(sent.order_by("decision__case__position", "pk")),
        "printed": _printed(session) is not None,
        "minutes": Minutes.objects.filter(session=session).first(),
        "here": "answers",
    }
    return render(request, "deliberate/answers.html", context, status=status)


def _printed(session: Session) -> StoredFile | None:
    """The letters as they were printed the last time."""
    letters = DecisionLetter.objects.filter(decision__case__session=session, file__isnull=False)
    last = letters.select_related("file").order_by("-sent_at", "-pk").first()
    return last.file if last else None


@never_cache
@require_safe
def printed(request: SignedInRequest, session_id: UUID) -> HttpResponseBase:
    session = access.session_to_run(request.user, session_id)
    held = _printed(session)
    if held is None:
        raise Http404
    return files.serve(request, held, sensitive=True, territory=session.committee.fund.territory_id)
