"""The holder gives the bank account the grant is paid on, from their phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Payee
from quartierlibre.domain.grants.queries.accounts import accounts_of_payee
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.account_form import AccountForm, field_of
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.web.follow_up.access import own_grant


@sensitive_variables("form")
@sensitive_post_parameters("iban", "bic")
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.give_own_grant_account")
def account(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What a RIB says; nothing of the former account is shown but its ends."""
    grant = own_grant(request, public_id)
    payee = grant.payee
    if payee is None:
        raise Http404
    if request.method != "POST":
        return _page(request, grant, AccountForm(initial={"holder_name": payee.name}), payee)
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _page(request, grant, form, payee, 422)
    try:
        with transaction.atomic():
            _give(request, payee, form.cleaned_data)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error(field_of(refusal.code), str(refusal.message))
        return _page(request, grant, form, payee, 409)
    messages.success(request, _("Merci. L’équipe du fonds va vous appeler pour vérifier ce RIB avant de payer."))
    return redirect("follow_up:grant", public_id)


def _give(request: HttpRequest, payee: Payee, given: dict[str, Any]) -> None:
    operations.give_account(
        by=person_of(request), payee=payee, iban=given["iban"], holder_name=given["holder_name"], bic=given["bic"]
    )


def _page(request: HttpRequest, grant: Grant, form: AccountForm, payee: Payee, status: int = 200) -> HttpResponse:
    context = {"grant": grant, "form": form, "known": accounts_of_payee(payee)}
    return render(request, "follow_up/account.html", context, status=status)
