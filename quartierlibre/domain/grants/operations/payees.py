"""Who is really paid: known once, found again without typing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.grants.models import Grant, Payee
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, tell
from quartierlibre.domain.grants.states import REGRANTED, InstalmentKind, PayeeKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.verdicts import refuse_if


def payee_of(grant: Grant) -> Payee | None:
    """Who this grant is paid to, when it is known without asking: the association that holds it. Hold the grant first.

    An association already paid in this territory is found again by its numbers, its group, or its exact name.
    """
    if grant.payee_id or grant.application.holder_kind != HolderKind.ASSOCIATION:
        return grant.payee
    if grant.instalments.filter(kind=InstalmentKind.INVOICES).exists():
        return None
    grant.payee = _known(grant) or _of_association(grant)
    grant.save(update_fields=["payee"])
    return grant.payee


def _known(grant: Grant) -> Payee | None:
    file = grant.application
    same = Payee.objects.filter(territory=grant.fund.territory, kind=PayeeKind.ASSOCIATION).order_by("pk")
    if file.siret:
        return same.filter(siret=file.siret).first()
    return same.filter(group=file.group_id).first() if file.group_id else None


def _of_association(grant: Grant) -> Payee:
    file = grant.application
    return Payee.objects.create(
        territory=grant.fund.territory,
        kind=PayeeKind.ASSOCIATION,
        name=(file.group_name or file.holder_name or file.title)[:160],
        siret=file.siret,
        group_id=file.group_id,
        contact_email=file.contact_email,
        contact_phone=file.contact_phone,
    )


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
    same = Payee.objects.filter(territory=held.fund.territory, kind=kind, name__iexact=name.strip())
    payee = same.filter(siret__in=["", siret]).order_by("pk").first() or Payee.objects.create(
        territory=held.fund.territory,
        kind=kind,
        name=name.strip(),
        siret=siret,
        contact_email=contact_email,
        contact_phone=contact_phone,
    )
    if kind in REGRANTED:
        held.payee = grant.payee = payee
        held.save(update_fields=["payee"])
    tell("grants.payee.noted", by=by, grant=held, payee=payee.pk, kind=kind)
    return payee
