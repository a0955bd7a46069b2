"""One page of eight questions: the page of the meeting, its registration, its poster and its table cards follow."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.meetings import operations
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.web.meet.organise_access import organiser_of, territories_of
from quartierlibre.web.meet.wizard_forms import WizardForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("meetings.organise")
def wizard(request: HttpRequest) -> HttpResponse:
    """« Publier » makes it read by anyone; « Garder en brouillon » keeps it for those who organise."""
    by = organiser_of(request)
    form = WizardForm(request.POST if request.method == "POST" else None, territories=territories_of(by))
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    publish = request.POST.get("then") == "publish"
    try:
        made = operations.organise(
            by=by,
            facts=form.facts(),
            desk=form.desk(),
            tables=form.tables_named(),
            new_series=form.cleaned_data["new_series"],
            publish=publish,
        )
    except Refused as refused:
        return _page(request, form, status=409, refused=refused)
    messages.success(
        request,
        _("La rencontre est publiée, et les inscriptions sont ouvertes.")
        if publish
        else _("Le brouillon est gardé. Les inscriptions ouvriront avec la page."),
    )
    return redirect("meet:desk", made.slug)


def _page(request: HttpRequest, form: WizardForm, *, status: int = 200, refused: Refused | None = None) -> HttpResponse:
    refusals = refused.verdict.refusals if refused else ()
    context = {"form": form, "refusals": refusals, "here": "home", "meeting": None}
    return render(request, "meet/wizard.html", context, status=status)
