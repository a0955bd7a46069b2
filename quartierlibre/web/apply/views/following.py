"""Once it is filed: do what is asked, write to the team, change and present again what was put off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Correction
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.reading import LONGEST_TEXT
from quartierlibre.foundation.money import format_euros
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import OPENED, own_file, person_of, remember
from quartierlibre.pagekit.projects.typed import answers_in, base_revision
from quartierlibre.web.apply.codes import remember_code
from quartierlibre.web.apply.following import Following
from quartierlibre.web.apply.forms import WriteForm
from quartierlibre.web.apply.keeping import keep_papers, say_received, say_refused
from quartierlibre.web.apply.presenters import AmendPage

MOST_ROWS_SHOWN = 60


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, public_id: UUID, correction_id: UUID) -> HttpResponse:
    """Do the one thing that was asked. What is typed is kept whatever the button; done is said on its own button."""
    application = own_file(request, public_id)
    correction = get_object_or_404(application.corrections.select_related("application"), public_id=correction_id)
    if not correction.is_waiting:
        return redirect("apply:sent", public_id)
    amending = Amending(request, application, correction)
    return amending.kept() if request.method == "POST" else amending.page()


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """After a report: any answer may change, then the project is presented again, same number and rank."""
    application = own_file(request, public_id)
    if not Following(application).may_change:
        return redirect("apply:sent", public_id)
    amending = Amending(request, application)
    return amending.kept() if request.method == "POST" else amending.page()


class Amending:
    """One request on the answers of a filed project: those a correction asks about, or all of them."""

    def __init__(self, request: HttpRequest, application: Application, correction: Correction | None = None) -> None:
        self.request, self.application, self.correction = request, application, correction

    @property
    def question(self) -> str | None:
        return self.correction.question if self.correction else None

    @property
    def word(self) -> str:
        """Where a word for the team waits until « c’est fait » is pressed."""
        return f"said:{self.correction.public_id}" if self.correction else "said"

    @property
    def here(self) -> str:
        more = (self.correction.public_id,) if self.correction else ()
        return reverse(f"apply:{'correct' if more else 'change'}", args=[self.application.public_id, *more])

    def page(self, *, answers: Mapping[str, Any] | None = None, alarm: bool = False, status: int = 200) -> HttpResponse:
        rows = self.request.GET.get("lignes", "")
        shown = min(int(rows), MOST_ROWS_SHOWN) if rows.isascii() and rows.isdigit() else 0
        page = AmendPage(self.application, self.question, answers=answers, rows=shown, alarm=alarm)
        context = {
            "page": page,
            "application": self.application,
            "correction": self.correction,
            "is_late": bool(self.correction and self.correction.is_late(timezone.localdate())),
            "documents": queries.papers_of(self.application),
            "said": self.request.POST.get("said") or self.request.session.get(self.word, ""),
        }
        return render(self.request, "apply/amend.html", context, status=status)

    def kept(self) -> HttpResponse:
        """Everything typed is kept before anything else; what cannot be read is told beside its field."""
        typed = self._typed()
        try:
            self.application = self._rewritten(typed)
        except Refused as refused:
            for refusal in refused.verdict.refusals:
                messages.error(self.request, str(refusal.message))
            return self.page(answers=typed, status=409)
        say_received(self.request, keep_papers(self.request, self.application))
        if said := self.request.POST.get("said", "").strip():
            self.request.session[self.word] = said[:LONGEST_TEXT]
        return self._after()

    def _typed(self) -> dict[str, Any]:
        """The answers of the questions shown, and no other: a browser says nothing of the boxes it was not given."""
        shown = {
            part.bound.name for each in AmendPage(self.application, self.question).questions for part in each.fields
        }
        typed = answers_in(self.request.POST, queries.form_of(self.application))
        return {name: value for name, value in typed.items() if name in shown}

    def _rewritten(self, typed: Mapping[str, Any]) -> Application:
        revision = base_revision(self.request.POST)
        return operations.rewrite_answers(
            by=person_of(self.request), application=self.application, changes=typed, base_revision=revision
        )

    def _after(self) -> HttpResponse:
        match self.request.POST.get("action", "later"):
            case "line":
                rows = len(self.application.answers.get("lines") or []) + 1
                return HttpResponseRedirect(f"{self.here}?lignes={rows}#q-money")
            case "fill":
                lacking = format_euros(AmendPage(self.application).lacking).removesuffix("\u00a0€")
                self._rewritten({"asked": lacking})
                return HttpResponseRedirect(f"{self.here}#q-money")
            case "place":
                return redirect("apply:place", self.application.public_id)
            case "done":
                return self._done()
        messages.success(self.request, _("C’est enregistré. Revenez quand vous voulez pour finir."))
        return HttpResponseRedirect(self.here)

    def _done(self) -> HttpResponse:
        if AmendPage(self.application, self.question).faults:
            return self.page(alarm=True, status=422)
        by = person_of(self.request)
        try:
            if self.correction:
                said = self.request.POST.get("said", "")
                operations.say_done(by=by, correction=self.correction, said=said)
                self.request.session.pop(self.word, None)
                messages.success(self.request, _("Merci ! L’équipe du fonds est prévenue."))
            else:
                operations.present_again(by=by, application=self.application)
                messages.success(self.request, _("Votre projet est présenté à nouveau."))
        except Refused as refused:  # said meanwhile from another device: the page tells where it is
            for refusal in refused.verdict.refusals:
                messages.info(self.request, str(refusal.message))
        return redirect("apply:sent", self.application.public_id)


@login_not_required
@never_cache
@require_POST
@once("applications.write_to_team")
def write(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A message to the team; they find it in their queue."""
    application = own_file(request, public_id)
    form = WriteForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            operations.write_to_team(by=person_of(request), application=application, text=form.cleaned_data["text"])
        except Refused as refused:
            status = 409
            form.add_error("text", [str(each.message) for each in refused.verdict.refusals])
        else:
            messages.success(request, _("Votre message est envoyé à l’équipe du fonds."))
            return HttpResponseRedirect(reverse("apply:sent", args=[public_id]) + "#echanges")
    return followed(request, application, form, status)


@login_not_required
@never_cache
@require_POST
@once("applications.copy", session_keys=[OPENED])
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A new project that starts from the words of one turned down or taken back; the first one stays as it is."""
    application = own_file(request, public_id)
    try:
        opened = operations.copy_as_draft(by=person_of(request), application=application)
    except Refused as refused:
        say_refused(request, refused)
        context = {"application": application, "title": _("Ce projet ne peut pas être repris")}
        return render(request, "apply/refused.html", context, status=409)
    remember(request, opened.application)
    messages.success(request, _("Vos réponses sont reprises dans un nouveau projet. Changez ce qu’il faut."))
    response = redirect("apply:say", opened.application.public_id)
    remember_code(response, opened.application, opened.code)
    return response


def followed(
    request: HttpRequest, application: Application, form: WriteForm | None = None, status: int = 200
) -> HttpResponse:
    """Where the project is, and everything its holder may do."""
    context = {"application": application, "page": Following(application), "write": form or WriteForm()}
    return render(request, "apply/follow.html", context, status=status)
