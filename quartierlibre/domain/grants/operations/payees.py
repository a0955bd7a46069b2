"""Who is really paid: known once, found again without typing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.grants.models import Grant, Payee
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, tell
from quartierlibre.domain.grants.states import REGRANTED, InstalmentKind, PayeeKind
from quartierlibre.domain.people.models import Group, GroupKind, Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import refuse_if


@dataclass(frozen=True)
class Body:
    """Whom one would pay. `is_holder`: who carries the project, paid under the contact and the group of its file."""

    kind: PayeeKind
    name: str
    siret: str = ""
    email: str = ""
    phone: str = ""
    is_holder: bool = False


def payee_for(grant: Grant, body: Body, *, by_name: bool = False) -> Payee:
    """Found again in the territory of this grant, or written down.

    The same SIRET is the same body; without one, the group of an association is; `by_name`, its exact name too. Only
    the team finds by name: a holder who types one does not point at the account of somebody else. What is known of a
    body found again is not rewritten: whoever names it does not speak for it.
    """
    return _found(grant, body, by_name) or _written(grant, body)


def _found(grant: Grant, body: Body, by_name: bool) -> Payee | None:
    same = Payee.objects.filter(territory=grant.fund.territory, kind=body.kind).order_by("pk")
    group = _group_of(grant, body)
    known = Q(siret=body.siret) if body.siret else Q(group=group) if group else None
    if by_name:
        named = Q(name__iexact=body.name, siret__in={"", body.siret})
        known = named if known is None else known | named
    return same.filter(known).first() if known is not None else None


def _group_of(grant: Grant, body: Body) -> Group | None:
    """The association of the file, when it is the body paid."""
    group = grant.application.group
    is_it = body.is_holder and body.kind == PayeeKind.ASSOCIATION
    return group if is_it and group and group.kind == GroupKind.ASSOCIATION else None


def _written(grant: Grant, body: Body) -> Payee:
    file = grant.application
    return Payee.objects.create(
        territory=grant.fund.territory,
        kind=body.kind,
        name=body.name[:160],
        siret=body.siret,
        group=_group_of(grant, body),
        person=file.holder if body.is_holder and body.kind == PayeeKind.RESIDENT else None,
        contact_email=body.email or (file.contact_email if body.is_holder else ""),
        contact_phone=body.phone or (file.contact_phone if body.is_holder else ""),
    )


def payee_of(grant: Grant) -> Payee | None:
    """Who this grant is paid to, when known without asking: the association that holds it. Hold the grant first."""
    file = grant.application
    if grant.payee_id or file.holder_kind != HolderKind.ASSOCIATION:
        return grant.payee
    if grant.instalments.filter(kind=InstalmentKind.INVOICES).exists():
        return None
    name = file.group_name or file.holder_name or file.title
    grant.payee = payee_for(grant, Body(PayeeKind.ASSOCIATION, name, file.siret, is_holder=True))
    grant.save(update_fields=["payee"])
    return grant.payee


@transaction.atomic
def association_of(*, by: Actor | None, grant: Grant) -> Payee | None:
    """The association this grant is paid to, written down if it was not; None when somebody must say who is paid.

    `by` None: the holder themselves, whom the page let in.
    """
    held = hold_grant(grant)
    if by is not None and not (isinstance(by, Person) and Grant.objects.held_by(by).filter(pk=held.pk).exists()):
        ensure_right(by, Permission.PREPARE_PAYMENTS, held.fund.territory)
    return payee_of(held)


@transaction.atomic
def note_payee(
    *,
    by: Actor,
    grant: Grant,
    kind: PayeeKind,
    name: str,
    siret: str = "",
    contact_email: str = "",
    contact_phone: str = "",
) -> Payee:
    """Say who is paid for this grant. A body that receives the grant becomes its payee; suppliers are only kept.

    The same name and kind in a territory is the same payee.
    """
    held = hold_grant(grant)
    ensure_right(by, Permission.PREPARE_PAYMENTS, held.fund.territory)
    refuse_if(not name.strip(), "payee.no_name", _("Écrivez le nom de qui reçoit l’argent.")).enforce()
    payee = payee_for(held, Body(kind, name.strip(), siret, contact_email, contact_phone), by_name=True)
    if kind in REGRANTED:
        held.payee = grant.payee = payee
        held.save(update_fields=["payee"])
    tell("grants.payee.noted", by=by, grant=held, payee=payee.pk, kind=kind)
    return payee
