"""Where to file, and the start of a draft."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.domain.applications.operations import drafts
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.states import Channel
from quartierlibre.domain.committees.queries import next_session_days
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation, open_funds
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import OPENED, opened_ids, person_of, remember
from quartierlibre.web.apply.codes import remember_code
from quartierlibre.web.apply.forms import StartForm
from quartierlibre.web.apply.keeping import say_refused
from quartierlibre.web.apply.presenters import sitting_for


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The open funds, by place. With a single one there is nothing to choose."""
    offered = open_funds().prefetch_related("neighbourhoods", "communes")
    funds = sorted(offered, key=lambda fund: alphabetical(fund.name))
    if len(funds) == 1:
        return redirect("apply:begin", funds[0].slug)
    days = next_session_days(funds)
    listed = [(fund, days.get(fund.pk)) for fund in funds]
    return render(request, "apply/choose.html", {"funds": listed})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.open", session_keys=[OPENED])
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is in three lines, and the button. Reading it writes nothing: a draft begins with the POST."""
    fund = get_object_or_404(Fund.objects.visible_to(request.user).filter(is_reference=False), slug=slug)
    form = StartForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return _opened(request, fund, helps=form.cleaned_data["who"] == "helper")
        except Refused as refused:
            say_refused(request, refused)
            status = 409
    return render(request, "apply/begin.html", _context(request, fund, form), status=status)


def _opened(request: HttpRequest, fund: Fund, *, helps: bool) -> HttpResponse:
    channel = Channel.HELPER if helps else Channel.WEB
    opened = drafts.open_draft(by=person_of(request), fund=fund, channel=channel)
    remember(request, opened.application)
    response = redirect("apply:helper" if helps else "apply:say", opened.application.public_id)
    remember_code(response, opened.application, opened.code)
    return response


def _context(request: HttpRequest, fund: Fund, form: StartForm) -> dict[str, object]:
    """Drafts of this browser come first: people who press the link again start the same project four times."""
    ids = opened_ids(request)
    drafts_here = [each for each in queries.opened_by(ids) if each.is_draft and each.fund_id == fund.pk] if ids else []
    return {
        "fund": fund,
        "form": form,
        "is_open": fund.is_open(timezone.localdate()),
        "opened": drafts_here,
        "sitting": sitting_for(fund, current_regulation(fund)),
    }
