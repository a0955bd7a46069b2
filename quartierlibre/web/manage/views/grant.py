"""One grant: everything the team does with it, one short form for each act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, GrantChange, GrantCondition, Recovery
from quartierlibre.domain.grants.operations.agreement import owner_key_of, ways_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.forms import QLForm
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from quartierlibre.web.manage import grants_forms as forms
from quartierlibre.web.manage.access import person_of
from quartierlibre.web.manage.grant_page import GrantDesk
from quartierlibre.web.manage.grants import grant_in_charge


@dataclass(frozen=True)
class Doing:
    """One act asked for: who, on what, and what the form said (`key` names the row it is about, if any)."""

    by: Person
    grant: Grant
    given: Mapping[str, Any]
    key: str

    def row(self, rows: Any) -> Any:
        """The condition, the change… the act is about; never one of another grant."""
        return get_object_or_404(rows, pk=int(self.key) if self.key.isascii() and self.key.isdigit() else 0)


def _accept_paper(doing: Doing) -> object:
    given = doing.given
    return operations.accept_on_paper(by=doing.by, grant=doing.grant, said_by=given["said_by"], paper=given["paper"])


def _send_again(doing: Doing) -> object:
    return operations.send_agreement(by=doing.by, grant=doing.grant, pdf=printed_agreement(doing.grant))


def _decline(doing: Doing) -> object:
    return operations.decline_grant(by=doing.by, grant=doing.grant, because=doing.given["because"])


def _meet(doing: Doing) -> object:
    condition: GrantCondition = doing.row(doing.grant.conditions.select_related("grant"))
    return operations.meet_condition(by=doing.by, condition=condition, note=doing.given["note"])


def _name_payee(doing: Doing) -> object:
    given = doing.given
    return operations.name_payee(
        by=doing.by,
        grant=doing.grant,
        way=Way(given["way"]),
        name=given["name"],
        siret=given["siret"],
        email=given["email"],
        printed=printed_agreement,
    )


def _answer(doing: Doing) -> object:
    change: GrantChange = doing.row(doing.grant.changes.select_related("grant"))
    given = doing.given
    return operations.answer_change(
        by=doing.by,
        change=change,
        accept=given["accept"] == "yes",
        answer=given["answer"],
        keep_cents=given["keep"] or Cents(0),
    )


def _balance(doing: Doing) -> object:
    return operations.make_balance_due(by=doing.by, grant=doing.grant)


def _close(doing: Doing) -> object:
    return operations.close_without_report(by=doing.by, grant=doing.grant, because=doing.given["because"])


def _claim(doing: Doing) -> object:
    given = doing.given
    return operations.claim(
        by=doing.by, grant=doing.grant, amount=given["amount"], reason=given["reason"], due_on=given["due_on"]
    )


def _recovery(doing: Doing) -> Recovery:
    recovery: Recovery = doing.row(doing.grant.recoveries.select_related("grant"))
    return recovery


def _repaid(doing: Doing) -> object:
    return operations.note_repaid(by=doing.by, recovery=_recovery(doing), amount=doing.given["amount"])


def _write_off(doing: Doing) -> object:
    return operations.write_off(by=doing.by, recovery=_recovery(doing), because=doing.given["because"])


@dataclass(frozen=True)
class Verb:
    """An act: its form, what it does, and what is said once it is done."""

    form: type[QLForm]
    act: Callable[[Doing], object]
    said: StrOrPromise


VERBS: Mapping[str, Verb] = {
    "papier": Verb(forms.PaperForm, _accept_paper, _("La convention signée est notée : l’argent peut partir.")),
    "renvoyer": Verb(QLForm, _send_again, _("La convention est envoyée à nouveau.")),
    "renoncer": Verb(forms.CloseForm, _decline, _("C’est noté : l’argent revient au fonds.")),
    "condition": Verb(forms.ConditionForm, _meet, _("La condition est remplie.")),
    "payer-a": Verb(forms.WayForm, _name_payee, _("C’est noté.")),
    "changement": Verb(forms.AnswerForm, _answer, _("La réponse est envoyée au porteur.")),
    "solde": Verb(QLForm, _balance, _("Le solde est à payer.")),
    "fermer": Verb(forms.CloseForm, _close, _("Les comptes de ce projet sont fermés, bilan manquant.")),
    "reclamer": Verb(forms.ClaimForm, _claim, _("La demande est envoyée au porteur.")),
    "rendu": Verb(forms.RepaidForm, _repaid, _("La somme rendue est dans les livres du fonds.")),
    "abandon": Verb(forms.WriteOffForm, _write_off, _("C’est noté : le fonds y renonce.")),
}


@never_cache
@require_safe
def grant(request: SignedInRequest, slug: str, grant_id: UUID) -> HttpResponse:
    return _page(request, grant_in_charge(person_of(request), slug, grant_id))


def _page(
    request: HttpRequest, found: Grant, wrong: QLForm | None = None, verb: str = "", status: int = 200
) -> HttpResponse:
    page = GrantDesk(found, person_of(request), wrong=(verb, request.POST.get("about", ""), wrong) if wrong else None)
    return render(request, "manage/grant.html", {"page": page, "grant": found}, status=status)


@require_POST
@once("grants.desk_act")
def act(request: HttpRequest, slug: str, grant_id: UUID, verb: str) -> HttpResponse:
    """One act on one grant. Every act checks its own right again."""
    by = person_of(request)
    found = grant_in_charge(by, slug, grant_id)
    doing = VERBS.get(verb)
    if doing is None:
        raise Http404
    more = {"ways": ways_of(found)} if doing.form is forms.WayForm else {}
    form = doing.form(request.POST, request.FILES, **more)
    if not form.is_valid():
        return _page(request, found, form, verb, 422)
    asked = Doing(by, found, form.cleaned_data, request.POST.get("about", ""))
    return acted(
        request,
        lambda: doing.act(asked),
        then=reverse("manage:grant", args=[slug, grant_id]),
        show=lambda status: _page(request, found, form, verb, status),
        said=str(doing.said),
    )


def _file(request: HttpRequest, slug: str, grant_id: UUID, file_id: UUID) -> StoredFile:
    found = grant_in_charge(person_of(request), slug, grant_id)
    return get_object_or_404(StoredFile.objects.of(owner_key_of(found)), public_id=file_id)


@require_safe
def paper(request: SignedInRequest, slug: str, grant_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Agreement, receipt, photo, signed sheet: the right is checked again at every download."""
    return files.serve(request, _file(request, slug, grant_id, file_id))


@require_safe
def thumbnail(request: SignedInRequest, slug: str, grant_id: UUID, file_id: UUID) -> HttpResponseBase:
    return files.serve_thumbnail(request, _file(request, slug, grant_id, file_id))
