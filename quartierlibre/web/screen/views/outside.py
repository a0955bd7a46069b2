"""The page of somebody outside, opened by their personal link: the project without anybody's contact, and an answer."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Opinion
from quartierlibre.domain.applications.operations.opinions import FoundOpinion
from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.personal_page import discreet
from quartierlibre.pagekit.visitor import address_of
from quartierlibre.web.screen.forms import AnswerForm

MASKED_PATH = "/avis/"
# An address or a number somebody wrote in their answers is theirs to give, not ours.
CONTACTS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:\+33[ .-]?|\b0)[1-9](?:[ .-]?\d{2}){4}\b")


@csrf_exempt  # the link itself is the proof, no cookie is: and Django would log the address it refuses
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@discreet(MASKED_PATH)
@once("applications.give_opinion")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Read the project and answer once; read again as often as wanted until the link expires."""
    found = operations.opinion_of_token(token=token, address=address_of(request))
    if found.opinion is None:
        return _nothing(request, found)
    return _answering(request, token, found.opinion)


def _nothing(request: HttpRequest, found: FoundOpinion) -> HttpResponse:
    """The same answer for a link that never was and for one mistyped."""
    status = 429 if "code.too_many_tries" in found.verdict.codes else 404
    return render(request, "screen/no_opinion.html", {"refusals": found.verdict.refusals}, status=status)


def _answering(request: HttpRequest, token: str, opinion: Opinion) -> HttpResponse:
    if request.method != "POST":
        return _page(request, opinion, AnswerForm())
    return _given(request, token, opinion)


def _given(request: HttpRequest, token: str, opinion: Opinion) -> HttpResponse:
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, opinion, form, status=422)
    given = form.cleaned_data
    try:
        operations.give_opinion(opinion=opinion, answer=given["answer"], text=given["text"], upload=given["file"])
    except Refused as refused:
        return _page(request, opinion, form, status=409, refused=refused)
    return redirect("screen:answer", token)


def _page(
    request: HttpRequest, opinion: Opinion, form: AnswerForm, *, status: int = 200, refused: Refused | None = None
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "opinion": opinion,
        "form": form,
        "project": Told(opinion.application),
        "is_expired": opinion.is_expired(today),
        "is_pending": opinion.is_pending(today),
        "refusals": refused.verdict.refusals if refused else (),
    }
    return render(request, "screen/answer.html", context, status=status)


class Told:
    """A project as somebody outside may read it: what, where, when, how much; nobody's name, address or number."""

    def __init__(self, application: Application) -> None:
        self.application = application

    @property
    def title(self) -> str:
        return without_contacts(self.application.title)

    @property
    def pitch(self) -> str:
        return without_contacts(self.application.pitch)

    @property
    def audience(self) -> str:
        return without_contacts(self.application.audience)

    @property
    def holder(self) -> str:
        """The name of a group is public; that of a person alone is not."""
        kind = self.application.holder_kind
        return "" if kind == HolderKind.INDIVIDUAL else without_contacts(self.application.group_name)

    @property
    def neighbourhoods(self) -> str:
        links = self.application.neighbourhood_links.select_related("neighbourhood").order_by("pk")
        return ", ".join(link.neighbourhood.name for link in links)


def without_contacts(text: str) -> str:
    """The same words, e-mail addresses and telephone numbers hidden."""
    return CONTACTS.sub("•••", text)
