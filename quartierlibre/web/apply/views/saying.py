"""Screen 1: say it. Every button keeps what is typed before it does anything else."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations.drafts import DraftSave
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.foundation.money import format_euros
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.projects.opened import own_file
from quartierlibre.pagekit.projects.typed import answers_in
from quartierlibre.pagekit.words import hour
from quartierlibre.web.apply.codes import known_code
from quartierlibre.web.apply.keeping import keep_answers, keep_changes, keep_papers, say_received, say_refused
from quartierlibre.web.apply.presenters import SayPage, advice_for, words_before

MOST_ROWS_SHOWN = 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, public_id: UUID) -> HttpResponse:
    is_sent = request.method == "POST"
    application = own_file(request, public_id, with_form=is_sent)
    if not application.is_draft:
        return redirect("apply:sent", public_id)
    if is_sent:
        return _kept(request, application)
    return _page(request, SayPage(application, rows=_rows_wanted(request)))


def _page(request: HttpRequest, page: SayPage, status: int = 200) -> HttpResponse:
    context = {"page": page, "application": page.application, "code": known_code(request, page.application)}
    return render(request, "apply/say.html", context, status=status)


def _rows_wanted(request: HttpRequest) -> int:
    text = request.GET.get("lignes", "")
    return min(int(text), MOST_ROWS_SHOWN) if text.isascii() and text.isdigit() else 0


def _kept(request: HttpRequest, application: Application) -> HttpResponse:
    try:
        saved = keep_answers(request, application)
    except Refused as refused:
        say_refused(request, refused)
        answers = answers_in(request.POST, queries.form_of(application))
        return _page(request, SayPage(application, answers=answers), status=409)
    received = keep_papers(request, saved.application)
    say_received(request, received)
    return _after(request, saved)


def _after(request: HttpRequest, saved: DraftSave) -> HttpResponse:
    """Where each button leads, once everything is kept."""
    action, public_id = request.POST.get("action", "save"), saved.application.public_id
    if action == "check" and saved.problems:
        return _page(request, SayPage(saved.application, alarm=True), status=422)
    match action:
        case "check":
            return redirect("apply:check", public_id)
        case "place":
            return redirect("apply:place", public_id)
        case "line":
            rows = len(saved.application.answers.get("lines") or []) + 1
            return _back(public_id, f"?lignes={max(rows, _rows_sent(request)) + 1}#q-money")
        case "fill":
            return _filled(request, saved.application)
        case "later":
            return redirect("apply:say", public_id)
    return _back(public_id, "")


def _back(public_id: UUID, where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("apply:say", args=[public_id]) + where)


def _rows_sent(request: HttpRequest) -> int:
    return sum(1 for key in request.POST if key.startswith("lines-") and key.endswith("-label"))


def _filled(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask for what is lacking: the total of the lines, less what one already has."""
    lacking = SayPage(application).lacking
    amount = format_euros(lacking).removesuffix("\u00a0€")
    keep_changes(request, application, {"asked": amount})
    return _back(application.public_id, "#q-money")


@login_not_required
@never_cache
@require_POST
def autosave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep the fields that changed; says when, and what the rules say now. 409 once the file is filed."""
    application = own_file(request, public_id)
    try:
        saved = keep_answers(request, application)
    except Refused as refused:
        reasons = [str(each.message) for each in refused.verdict.refusals]
        return JsonResponse({"refused": reasons, "closed": "draft.already_filed" in refused.verdict.codes}, status=409)
    labels = {each.name: each.label for each in queries.form_of(application).fields()}
    return JsonResponse(
        {
            "revision": saved.revision,
            "time": hour(timezone.now()),
            "problems": dict(saved.problems),
            "conflicts": [labels.get(each.field, each.field) for each in saved.conflicts],
            "verdicts": _advice_part(request, saved.application),
        }
    )


def _advice_part(request: HttpRequest, application: Application) -> str:
    verdicts, sitting = advice_for(application)
    return render_to_string("apply/advice.html#findings", {"verdicts": verdicts, "sitting": sitting}, request)


@login_not_required
@never_cache
@require_safe
def advice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the rules say of the file as it stands: a page, or the part of it a script asks for."""
    application = own_file(request, public_id)
    verdicts, sitting = advice_for(application)
    template = "apply/advice.html" + ("#findings" if "X-Ql-Fragment" in request.headers else "")
    return render(request, template, {"application": application, "verdicts": verdicts, "sitting": sitting})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def earlier(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Words that were replaced or erased, and the button that puts them back."""
    application = own_file(request, public_id)
    found = queries.earlier_answers(application)
    if request.method == "POST" and application.is_draft:
        chosen = request.POST.get("word", "")
        if chosen.isascii() and chosen.isdigit() and int(chosen) < len(found):
            word = found[int(chosen)]
            keep_changes(request, application, {word.field: word.value})
            return _back(public_id, f"#id_{word.field}")
    return render(request, "apply/earlier.html", {"application": application, "found": words_before(found)})
