"""The agreement: sent with its text, answered with a code or on paper, and who is paid."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.opening import accept_grant, make_due, plan_payments
from quartierlibre.domain.grants.operations.payees import Body, payee_for
from quartierlibre.domain.grants.rules import agreement as rules
from quartierlibre.domain.grants.rules.agreement import PAYEE_OF, Way
from quartierlibre.domain.grants.states import AcceptanceKind, GrantState, InstalmentKind
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.people.rules import compact
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.operations import Upload
from quartierlibre.foundation.personal_links import code_of, is_code, is_token, token_of

CODE, LINK = "grants.agreement.code", "grants.holder"


def owner_key_of(grant: Grant) -> str:
    """The scope under which foundation.files counts and shows the papers of one grant."""
    return f"grant:{grant.pk}"


def link_of(grant: Grant) -> str:
    """The secret of the personal link of a holder: it opens the file, as their code does."""
    return token_of(LINK, grant.public_id)


def opens(grant: Grant, token: str) -> bool:
    return is_token(LINK, grant.public_id, token)


@transaction.atomic
def send_agreement(*, by: Actor, grant: Grant, pdf: bytes) -> Grant:
    """Keep the printed agreement and write to its holder. Sent again, it replaces the one not answered yet."""
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    rules.may_send(state=GrantState(held.state)).enforce()
    held.agreement_file = _kept(held, pdf)
    held.agreement_sent_at = timezone.now()
    held.save(update_fields=["agreement_file", "agreement_sent_at"])
    tell("grants.agreement.sent", by=by, grant=held)
    return held


def _kept(grant: Grant, pdf: bytes) -> StoredFile:
    name = _("convention-%(number)s.pdf") % {"number": grant.application.number}
    return files.keep_made(content=pdf, name=name, owner_key=owner_key_of(grant), purpose="grants.agreement")


def waiting_agreements(session: Session) -> list[Grant]:
    """The grants of an evening whose agreement has not left yet."""
    found = Grant.objects.filter(
        decision__case__session=session, state=GrantState.TO_AGREE, agreement_sent_at=None
    ).select_related("application", "fund__territory", "decision", "regulation", "fund_year")
    return list(found.order_by("decision__number"))


@transaction.atomic
def ask_code(*, by: Actor | None, grant: Grant) -> None:
    """Send a code to the address of the file, good for this text and for an hour."""
    held = hold_grant(grant)
    rules.may_ask_code(
        state=GrantState(held.state),
        has_email=bool(held.application.contact_email),
        has_text=held.agreement_file_id is not None,
    ).enforce()
    tell("grants.agreement.code_asked", by=by, grant=held)


def acceptance_code(grant: Grant) -> str:
    """The code of this hour for the text that was sent."""
    return code_of(CODE, _text_of(grant), at=timezone.now())


def _text_of(grant: Grant) -> str:
    return f"{grant.pk}:{grant.agreement_file.sha256 if grant.agreement_file else ''}"


@transaction.atomic
def accept_with_code(*, by: Actor | None, grant: Grant, code: str, said_by: str) -> Grant:
    """Whoever holds the code received at the address of the file accepts, in their name: a simple signature."""
    held = hold_grant(grant)
    known = held.agreement_file_id is not None and is_code(CODE, _text_of(held), code, at=timezone.now())
    rules.may_accept_by_code(right_code=known).enforce()
    return accept_grant(by=by, grant=held, how=AcceptanceKind.CODE, said_by=said_by)


@transaction.atomic
def accept_on_paper(*, by: Actor, grant: Grant, said_by: str, paper: Upload | None) -> Grant:
    """The team notes a signed sheet, with its photo."""
    ensure_right(by, Permission.FOLLOW_GRANTS, grant.fund.territory)
    kept = None
    if paper is not None:
        kept = files.store(
            upload=paper,
            owner_key=owner_key_of(grant),
            purpose="grants.signed_agreement",
            by=is_person(by),
            on_behalf=True,
        )
    return accept_grant(by=by, grant=grant, how=AcceptanceKind.PAPER, said_by=said_by, paper=kept)


def ways_of(grant: Grant) -> tuple[Way, ...]:
    """The ways to be paid that the rulebook of the decision leaves open to this holder."""
    modes = grant.regulation.rulebook.value("payment.modes")
    return rules.ways_open(HolderKind(grant.application.holder_kind), None if modes is None else set(modes))


@transaction.atomic
def name_payee(
    *,
    by: Actor | None,
    grant: Grant,
    way: Way,
    name: str = "",
    siret: str = "",
    email: str = "",
    phone: str = "",
    printed: Callable[[Grant], bytes] | None = None,
) -> Grant:
    """Say where the money goes: a body or a person to pay, or the invoices of the suppliers.

    A body known by its SIRET in this territory is the same payee, with the account it already has. When that changes
    the payments of an agreement sent and not answered yet, `printed` gives its new text: what is accepted is what will
    be paid. Without it the text sent is taken back, and is to be sent again.
    """
    held = hold_grant(grant)
    siret = compact(siret)
    rules.may_name_payee(
        way=way,
        ways=ways_of(held),
        name=name,
        siret=siret,
        state=GrantState(held.state),
        paid=held.orders.exists(),
    ).enforce()
    is_holder = way != Way.SUPPORT  # a structure is somebody else: it is not written to at the holder's address
    kind = PAYEE_OF.get(way)
    held.payee = payee_for(held, Body(kind, name.strip(), siret, email, phone, is_holder)) if kind else None
    held.save(update_fields=["payee"])
    if _plan_again(held, by_invoices=way == Way.INVOICES) and held.state == GrantState.TO_AGREE:
        _write_again(held, printed)
    tell("grants.payee.named", by=by, grant=held, way=way)
    return held


def _plan_again(grant: Grant, *, by_invoices: bool) -> bool:
    """The payments follow the way chosen; nothing moves, and it is false, when the plan is already of that kind."""
    planned = grant.instalments.filter(kind=InstalmentKind.INVOICES).exists()
    if planned == by_invoices:
        return False
    grant.instalments.all().delete()
    plan_payments(grant, by_invoices=by_invoices)
    if grant.state != GrantState.TO_AGREE:
        make_due(grant)
    return True


def _write_again(grant: Grant, printed: Callable[[Grant], bytes] | None) -> None:
    """The text waiting for an answer says the new payments; a code received for the old one is worth nothing now."""
    if grant.agreement_file_id is None:
        return
    grant.agreement_file = _kept(grant, printed(grant)) if printed else None
    grant.agreement_sent_at = grant.agreement_sent_at if printed else None
    grant.save(update_fields=["agreement_file", "agreement_sent_at"])
