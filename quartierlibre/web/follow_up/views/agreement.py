"""Read the agreement, accept it with a code, decline it, and say where the money goes."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.agreement import ways_of
from quartierlibre.domain.grants.queries.agreement import agreement_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import GrantState
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from quartierlibre.pagekit.projects.opened import person_of
from quartierlibre.web.follow_up.access import own_grant
from quartierlibre.web.follow_up.forms import AcceptForm, DeclineForm, PayeeForm


def _address(name: str, grant: Grant) -> str:
    return reverse(f"follow_up:{name}", args=[grant.application.public_id])


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.accept")
def read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The words of the agreement; posting the code accepts them."""
    grant = own_grant(request, public_id)
    named = {"said_by": grant.application.holder_name}
    if request.method != "POST":
        return _page(request, grant, AcceptForm(initial=named))
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _page(request, grant, form, 422)
    given = form.cleaned_data
    by = person_of(request)
    return acted(
        request,
        lambda: operations.accept_with_code(by=by, grant=grant, code=given["code"], said_by=given["said_by"]),
        then=_address("grant", grant),
        show=lambda status: _page(request, grant, form, status),
        said=_("C’est accepté, merci. L’argent peut partir."),
    )


def _page(request: HttpRequest, grant: Grant, form: AcceptForm, status: int = 200) -> HttpResponse:
    context = {
        "grant": grant,
        "said": agreement_of(grant),
        "form": form,
        "decline": DeclineForm(),
        "is_waiting": grant.state == GrantState.TO_AGREE and grant.agreement_file_id is not None,
        "code_asked": "code" in request.GET or form.is_bound,
        "address": _hidden(grant.application.contact_email),
    }
    return render(request, "follow_up/agreement.html", context, status=status)


def _hidden(address: str) -> str:
    """« am…@exemple.fr »: enough to know which box to open, on a screen others may see."""
    name, at, domain = address.partition("@")
    return f"{name[:2]}…{at}{domain}" if at else ""


@login_not_required
@never_cache
@require_POST
@once("grants.ask_code")
def ask_code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One tap: the code leaves for the address of the file."""
    grant = own_grant(request, public_id)
    named = {"said_by": grant.application.holder_name}
    return acted(
        request,
        lambda: operations.ask_code(by=person_of(request), grant=grant),
        then=_address("agreement", grant) + "?code=1#accepter",
        show=lambda status: _page(request, grant, AcceptForm(initial=named), status),
        said=_("Un code vient de partir. Il arrive en une minute : regardez aussi les indésirables."),
    )


@login_not_required
@never_cache
@require_POST
@once("grants.decline")
def decline(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The holder gives the money up."""
    grant = own_grant(request, public_id)
    because = request.POST.get("because", "")
    return acted(
        request,
        lambda: operations.decline_grant(by=person_of(request), grant=grant, because=because),
        then=_address("grant", grant),
        show=lambda status: _page(request, grant, AcceptForm(), status),
        said=_("C’est noté : l’argent revient au fonds, pour d’autres projets."),
    )


@login_not_required
@never_cache
@require_safe
def printed(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The sheet as it was sent."""
    grant = own_grant(request, public_id)
    if grant.agreement_file is None:
        raise Http404
    return files.serve(request, grant.agreement_file)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("grants.name_payee")
def payee(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One question: where the money goes."""
    grant = own_grant(request, public_id)
    ways = ways_of(grant)
    if request.method != "POST":
        first = ways[0] if len(ways) == 1 else None
        known = grant.payee.name if grant.payee else grant.application.group_name
        form = PayeeForm(ways=ways, initial={"way": first, "name": known, "siret": grant.application.siret})
        return _payee_page(request, grant, form)
    form = PayeeForm(request.POST, ways=ways)
    if not form.is_valid():
        return _payee_page(request, grant, form, 422)
    given = form.cleaned_data
    by, way = person_of(request), Way(given["way"])
    return acted(
        request,
        lambda: operations.name_payee(
            by=by, grant=grant, way=way, name=given["name"], siret=given["siret"], printed=printed_agreement
        ),
        then=_address("grant", grant),
        show=lambda status: _payee_page(request, grant, form, status),
        said=_("C’est noté."),
    )


def _payee_page(request: HttpRequest, grant: Grant, form: PayeeForm, status: int = 200) -> HttpResponse:
    return render(request, "follow_up/payee.html", {"grant": grant, "form": form}, status=status)
