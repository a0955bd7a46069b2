"""The batches: made, signed, handed to the bank once, read again for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations, payment_files
from quartierlibre.domain.grants.models import PaymentBatch
from quartierlibre.domain.grants.queries import batches as queries
from quartierlibre.domain.grants.queries.accounts import accounts_of_fund
from quartierlibre.domain.grants.states import BatchState, Means
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.html import Tone
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.payments import printing
from quartierlibre.web.manage.payments.access import batch_in, ensure, paying_fund
from quartierlibre.web.manage.payments.due import shared
from quartierlibre.web.manage.payments.forms import BatchForm
from quartierlibre.web.manage.payments.rows import BATCH_TONES, rows_of, said_of_all, who

SHOWN, RECENT = 60, 6
BATCHES_WAITING = (BatchState.PREPARED, BatchState.SIGNED)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.prepare_batch")
def batches(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a batch, by means; then every batch, the last first."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    if request.method != "POST":
        return _list(request, person, fund)
    ensure(person, fund, Permission.PREPARE_PAYMENTS)
    form = BatchForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _list(request, person, fund, form, status=422)
    means, day = Means(form.cleaned_data["means"]), form.cleaned_data["execute_on"]
    try:
        with transaction.atomic():
            made = operations.prepare_batch(by=person, fund=fund, means=means, execute_on=day)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return _list(request, person, fund, status=409)
    messages.success(request, _("Le lot est préparé : il attend une signature."))
    return redirect("manage:batch", slug, made.number)


def _list(
    request: HttpRequest, person: Person, fund: Fund, wrong: BatchForm | None = None, *, status: int = 200
) -> HttpResponse:
    waiting = queries.waiting_by_means(fund)
    today = timezone.localdate()
    asked = wrong.data.get("means") if wrong else ""
    forms = [
        {
            "label": label,
            "waiting": waiting[value],
            "form": wrong
            if wrong and value == asked
            else BatchForm(today=today, initial={"means": value}, auto_id=f"{value}-%s"),
        }
        for value, label in Means.choices
        if value in waiting
    ]
    context = {
        **shared(person, fund, "batches"),
        "forms": forms,
        "wrong": wrong,
        **_listed(queries.batches_of(fund)[:SHOWN]),
        "account": accounts_of_fund(fund),
    }
    return render(request, "manage/payments/batches.html", context, status=status)


def _listed(found: Iterable[PaymentBatch]) -> dict[str, list[tuple[PaymentBatch, Tone]]]:
    """Those which wait for somebody; the last of the others; those before them."""
    rows = [(each, BATCH_TONES[BatchState(each.state)]) for each in found]
    live = [row for row in rows if row[0].state in BATCHES_WAITING]
    past = [row for row in rows if row[0].state not in BATCHES_WAITING]
    return {"live": live, "past": past[:RECENT], "older": past[RECENT:]}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.act_on_batch")
def batch(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One batch with all its orders, and the next thing to do with it."""
    person = person_of(request)
    fund = paying_fund(person, slug)
    found = batch_in(fund, number)
    if request.method != "POST":
        return _page(request, person, fund, found)
    act, said = _act(request, person, found)
    return acted(
        request,
        act,
        then=reverse("manage:batch", args=[slug, number]),
        show=lambda status: _page(request, person, fund, batch_in(fund, number), status=status),
        said=said,
    )


def _act(request: HttpRequest, person: Person, found: PaymentBatch) -> tuple[Callable[[], object], str]:
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "sign": (lambda: operations.sign_batch(by=person, batch=found), _("Le lot est signé.")),
        "export": (
            lambda: operations.export_batch(by=person, batch=found),
            _("Le fichier est fait et l’argent est sorti des livres : téléchargez-le, puis remettez-le à la banque."),
        ),
        "cancel": (
            lambda: operations.cancel_batch(by=person, batch=found),
            _("Le lot est abandonné : ses ordres attendent un autre lot."),
        ),
    }
    action = request.POST.get("action", "")
    if action not in acts:
        raise Http404
    return acts[action]


def _page(request: HttpRequest, person: Person, fund: Fund, found: PaymentBatch, *, status: int = 200) -> HttpResponse:
    state, orders = BatchState(found.state), rows_of(queries.orders_in(found))
    context = {
        **shared(person, fund, "batches"),
        "batch": found,
        "tone": BATCH_TONES[state],
        "orders": orders,
        "said_of_all": said_of_all(orders),
        "prepared_by": who(found.prepared_by),
        "signed_by": who(found.signed_by),
        "is_transfer": found.means == Means.TRANSFER,
        "is_cash": found.means == Means.CASH,
        "is_prepared": state == BatchState.PREPARED,
        "is_signed": state == BatchState.SIGNED,
        "is_exported": state == BatchState.EXPORTED,
        "signs_alone": bool(found.two_people_asked) and found.prepared_by_id == person.pk,
    }
    return render(request, "manage/payments/batch.html", context, status=status)


@never_cache
@require_safe
def batch_file(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The bytes handed to the bank, the same each time; the journal keeps who took them."""
    fund = paying_fund(request.user, slug)
    ensure(request.user, fund, Permission.PREPARE_PAYMENTS)
    found = batch_in(fund, number)
    if found.state != BatchState.EXPORTED:
        raise Http404
    try:
        content = operations.download_again(by=request.user, batch=found)
    except Refused as refused:
        for refusal in refused.verdict.refusals:
            messages.error(request, str(refusal.message))
        return _page(request, request.user, fund, found, status=409)
    kind = "application/xml" if found.means == Means.TRANSFER else "text/csv; charset=utf-8"
    return files.saved(content, kind, payment_files.file_name(found))


@never_cache
@require_safe
def slip(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The list to sign and keep, as an accessible PDF; receipts to have signed, for cash."""
    fund = paying_fund(request.user, slug)
    found = batch_in(fund, number)
    content = printing.slip(found, rows_of(queries.orders_in(found)))
    return files.saved(content, "application/pdf", f"{fund.slug}-lot-{number}.pdf")
