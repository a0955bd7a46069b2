"""The vote on a file and its decision: one button at the same place, that opens, closes, decides and goes on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Round
from quartierlibre.domain.committees.queries.votes import open_round_of
from quartierlibre.domain.committees.states import BallotMode
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.casework import CasePage
from quartierlibre.web.deliberate.forms import DecisionForm, NamedForm, TotalsForm
from quartierlibre.web.deliberate.views.case import here, show

VOTE = "#vote"


@require_POST
@once("committees.open_round")
def open_vote(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Who votes and how the outcome is computed are written now."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    said = request.POST.get("mode", "")
    mode = said if said in BallotMode.values else None
    return acted(
        request,
        lambda: operations.open_round(by=by, case=found, mode=mode),
        then=here(found, VOTE),
        show=lambda status: show(request, found, status=status),
    )


def _open_round(found: Case) -> Round:
    """The vote under way; 404 when it was closed meanwhile."""
    held = open_round_of(found)
    return get_object_or_404(Round.objects.select_related("case__session"), pk=held.pk if held else None)


@require_POST
@once("committees.close_round")
def close_vote(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    held = _open_round(found)
    return acted(
        request,
        lambda: operations.close_round(by=by, round=held),
        then=here(found, "#decision"),
        show=lambda status: show(request, found, status=status),
    )


@require_POST
@once("committees.enter_totals")
def totals(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Raised hands, counted: the totals close the vote."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    held = _open_round(found)
    form = TotalsForm(request.POST)
    if not form.is_valid():
        return show(request, found, totals=form, status=422)
    return acted(
        request,
        lambda: operations.enter_totals(by=by, round=held, **form.cleaned_data),
        then=here(found, "#decision"),
        show=lambda status: show(request, found, totals=form, status=status),
    )


@require_POST
@once("committees.enter_named")
def named(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Raised hands, name by name; those who voted on their phone are not asked again."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    held = _open_round(found)
    form = NamedForm(request.POST, voices=CasePage(found).voices_to_note)
    if not form.is_valid():
        return show(request, found, status=422)
    return acted(
        request,
        lambda: operations.enter_named(by=by, round=held, voices=form.said()),
        then=here(found, VOTE),
        show=lambda status: show(request, found, status=status),
    )


@require_POST
@once("committees.decide")
def decide(request: HttpRequest, session_id: UUID, case_id: UUID) -> HttpResponse:
    """Decide, put on the waiting list, or promise ahead of the money for a written reason; then the next file."""
    by = access.person_of(request)
    found = access.case_to_run(by, session_id, case_id)
    page = CasePage(found)
    form = DecisionForm(request.POST, sentences=page.sentences)
    if not form.is_valid():
        return show(request, found, decision=form, status=422)
    following = page.next_case
    answer = acted(
        request,
        lambda: _settle(request, found, form),
        then=_after(found, following),
        show=lambda status: show(request, found, decision=form, status=status),
    )
    if answer.status_code < 400:
        messages.success(request, _said(found, form))
    return answer


def _settle(request: HttpRequest, found: Case, form: DecisionForm) -> object:
    by, given = access.person_of(request), form.cleaned_data
    words = {"reason": given["reason"], "conditions": given["conditions"]}
    act = request.POST.get("act", "decide")
    if act == "wait":
        return operations.wait_for_money(by=by, case=found, amount=given["amount"] or Cents(0), **words)
    override = given["override"] if act == "override" else ""
    return operations.decide(
        by=by, case=found, outcome=given["outcome"], amount=given["amount"], override=override, **words
    )


def _after(found: Case, following: Case | None) -> str:
    session = found.session.public_id
    if following is None:
        return reverse("deliberate:evening", args=[session])
    return reverse("deliberate:case", args=[session, following.public_id])


def _said(found: Case, form: DecisionForm) -> str:
    amount = form.cleaned_data["amount"]
    said = {"title": found.application.title, "amount": format_euros(amount) if amount else ""}
    if amount and form.cleaned_data["outcome"] not in ("refused", "adjourned"):
        return _("« %(title)s » : %(amount)s. C’est écrit.") % said
    return _("« %(title)s » : la décision est écrite.") % said
