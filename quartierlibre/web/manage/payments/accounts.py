"""RIB: written down, confirmed after a call, refused, shown whole to who proves who they are."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee
from quartierlibre.domain.grants.queries import accounts as queries
from quartierlibre.domain.grants.states import PayeeKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.account_form import field_of
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.payments import waiting
from quartierlibre.web.manage.payments.access import account_in, ensure, grant_in, payees_of, paying_fund
from quartierlibre.web.manage.payments.due import shared
from quartierlibre.web.manage.payments.forms import CallBackForm, GivenAccountForm
from quartierlibre.web.manage.payments.rows import who

SHOWN = 300


@never_cache
@require_safe
def accounts(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everyone who is paid, and where their account stands; what waits for a call comes first."""
    fund = paying_fund(request.user, slug)
    payees = list(payees_of(fund).order_by("name")[:SHOWN])
    known = queries.accounts_of(payees)
    listed = [(payee, known.get(payee.pk, queries.Accounts())) for payee in payees]
    listed.sort(key=lambda each: each[1].pending is None)
    own = queries.accounts_of_fund(fund)
    context = {**shared(request.user, fund, "accounts"), "payees": listed, "own": own}
    return render(request, "manage/payments/accounts.html", context)


@sensitive_variables("form")
@sensitive_post_parameters("iban", "bic")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.give_account")
def account(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The account of one payee: as it stands, and the form to give or change it."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    payee = get_object_or_404(payees_of(fund), public_id=public_id)
    form = GivenAccountForm(_typed(request), whom=payee.name)
    return _given(request, person, fund, form, payee=payee)


@sensitive_variables("form")
@sensitive_post_parameters("iban", "bic")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.give_own_account")
def own_account(request: HttpRequest, slug: str) -> HttpResponse:
    """The account the fund pays from."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    return _given(request, person, fund, GivenAccountForm(_typed(request), whom=""))


@sensitive_variables("form")
@sensitive_post_parameters("iban", "bic")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.give_grant_account")
def grant_account(request: HttpRequest, slug: str, public_id: UUID) -> HttpResponse:
    """The account a grant is paid on, when nobody was paid for it yet: an association is known, another is named."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    grant = grant_in(fund, public_id)
    if grant.payee:
        return redirect("manage:account", slug, grant.payee.public_id)
    is_known = grant.application.holder_kind == "association"
    form = GivenAccountForm(
        _typed(request), whom=grant.application.group_name if is_known else "", asks_who=not is_known
    )
    return _given(request, person, fund, form, grant=grant)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@sensitive_variables("form")
def _given(
    request: HttpRequest,
    person: Person,
    fund: Fund,
    form: GivenAccountForm,
    *,
    payee: Payee | None = None,
    grant: Grant | None = None,
) -> HttpResponse:
    about = {"payee": payee, "grant": grant}
    if request.method != "POST":
        return _page(request, person, fund, form, about)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    if not form.is_valid():
        return _page(request, person, fund, form, about, 422)
    try:
        with transaction.atomic():
            held = _keep(person, fund, form.cleaned_data, payee, grant)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            form.add_error(field_of(refusal.code), str(refusal.message))
        return _page(request, person, fund, form, about, 409)
    messages.success(request, _("Le RIB est enregistré. Rappelez la personne pour le confirmer avant de payer."))
    if held.payee:
        return redirect("manage:account", fund.slug, held.payee.public_id)
    return redirect("manage:own_account", fund.slug)


def _keep(person: Person, fund: Fund, given: dict[str, Any], payee: Payee | None, grant: Grant | None) -> BankAccount:
    said = {"by": person, "iban": given["iban"], "holder_name": given["holder_name"], "bic": given["bic"]}
    if grant is not None:
        payee = _payee_of(person, grant, given)
    if payee is not None:
        return operations.give_account(payee=payee, **said)
    return operations.give_account(fund=fund, **said)


def _payee_of(person: Person, grant: Grant, given: dict[str, Any]) -> Payee:
    if "name" not in given:
        found = operations.association_of(by=person, grant=grant)
        if found is None:
            raise Http404
        return found
    email = given["contact_email"]
    return operations.note_payee(
        by=person, grant=grant, kind=PayeeKind.SUPPORT, name=given["name"], contact_email=email
    )


def _page(
    request: HttpRequest, person: Person, fund: Fund, form: GivenAccountForm, about: dict[str, Any], status: int = 200
) -> HttpResponse:
    payee = about["payee"]
    known = queries.Accounts()
    if payee or about["grant"] is None:
        known = queries.accounts_of_payee(payee) if payee else queries.accounts_of_fund(fund)
    pending = known.pending
    context = {
        **shared(person, fund, "accounts"),
        **about,
        "known": known,
        "verdict": known.may_receive(),
        "changed": queries.changed_lately(known.confirmed),
        "twins": [str(each.payee or each.fund) for each in queries.elsewhere(pending)] if pending else [],
        "given_by": who(pending.given_by) if pending and pending.given_by_id else "",
        "typed_alone": bool(pending and pending.second_person_asked and pending.given_by_id == person.pk),
        "form": form,
        "call_form": CallBackForm(),
        "typed": waiting.instalments_for(request, fund, payee) if known.confirmed and not pending else [],
    }
    return render(request, "manage/payments/account.html", context, status=status)


@require_POST
@once("grants.settle_account")
def settle_account(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Confirm it after a call, or refuse it."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    found = account_in(fund, key)
    action, note = request.POST.get("action", ""), request.POST.get("note", "")
    if action not in ("confirm", "refuse"):
        raise Http404

    def act() -> object:
        if action == "confirm":
            return operations.confirm_account(by=person, account=found, note=note)
        return operations.refuse_account(by=person, account=found)

    def show(status: int) -> HttpResponse:
        form = GivenAccountForm(whom=found.payee.name if found.payee else "")
        return _page(request, person, fund, form, {"payee": found.payee, "grant": None}, status)

    own = reverse("manage:own_account", args=[slug])
    then = reverse("manage:account", args=[slug, found.payee.public_id]) if found.payee else own
    said = _("Ce RIB est confirmé.") if action == "confirm" else _("Ce RIB est refusé : l’ancien reste valable.")
    return acted(request, act, then=then, show=show, said=said)


@never_cache
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator] # allauth is not typed
@sensitive_variables("iban")
def reveal(request: SignedInRequest, slug: str, key: int) -> HttpResponse:
    """The whole IBAN, once, on a page nobody keeps; who looked stays in the journal."""
    fund = paying_fund(request.user, slug)
    ensure(request.user, fund, Permission.PREPARE_PAYMENTS)
    found = account_in(fund, key)
    try:
        iban = operations.reveal_iban(by=request.user, account=found)
    except Refused as refused:
        messages.error(request, " ".join(str(each) for each in refused.verdict.messages))
        form = GivenAccountForm(whom=found.holder_name)
        return _page(request, request.user, fund, form, {"payee": found.payee, "grant": None}, 409)
    grouped = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
    context = {**shared(request.user, fund, "accounts"), "account": found, "iban": grouped}
    return render(request, "manage/payments/reveal.html", context)
