"""Filing a draft, taking it back, and noting the agreement of a person who was helped."""

from __future__ import annotations

from django.db import transaction

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.contacts import normal_email, normal_phone
from quartierlibre.domain.applications.models import Application, FilingAgreement
from quartierlibre.domain.applications.operations.codes import is_code_of
from quartierlibre.domain.applications.operations.drafts import hold
from quartierlibre.domain.applications.operations.numbering import file_away
from quartierlibre.domain.applications.operations.papers import owner_key_of
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries import filing as facts
from quartierlibre.domain.applications.states import AgreementKind, ApplicationState, Channel, HolderKind
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def submit_application(
    *,
    by: Person | None,
    application: Application,
    accept_version: int | None,
    accepted_by: str = "",
    accept_cer: bool = False,
) -> Application:
    """File a complete draft under the rulebook in force. Filing twice files once and gives the same number.

    `accept_version` is the version of the rulebook the person was shown and accepted; `accepted_by` their name (the
    holder's when not said). Eligibility informs and never stops a filing. Raises Refused, with every missing answer
    (codes `missing.<field>`).
    """
    application = hold(application)
    if application.state not in {ApplicationState.DRAFT, ApplicationState.WITHDRAWN}:
        return application
    regulation = current_regulation(application.fund)
    rules.may_submit(facts.filing_facts(application, regulation, accept_version, accept_cer)).enforce()
    signature, now = (accepted_by.strip() or application.holder_name)[:120], queries.now()
    application.regulation = regulation
    application.regulation_accepted_at, application.regulation_accepted_by = now, signature
    if application.holder_kind == HolderKind.ASSOCIATION:
        application.cer_accepted_at, application.cer_accepted_by = now, signature
    if hasattr(application, "agreement"):
        application.channel = Channel.HELPER
    file_away(by=by, application=application, filed_on=queries.today(), event="applications.application.submitted")
    return application


@transaction.atomic
def withdraw_application(*, by: Person | None, application: Application) -> Application:
    """The holder takes a filed application back: it keeps its number and no longer counts in the year."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    rules.may_withdraw(ApplicationState(application.state)).enforce()
    application.state, application.withdrawn_at = ApplicationState.WITHDRAWN, queries.now()
    application.updated_at = application.withdrawn_at
    application.save(update_fields=["state", "withdrawn_at", "updated_at"])
    journal.record(
        "applications.application.withdrawn", by=by, about=application, territory=application.fund.territory_id
    )
    return application


@transaction.atomic
def record_agreement(
    *,
    by: Person | None,
    application: Application,
    helper_name: str,
    kind: AgreementKind,
    helper_organisation: str = "",
    helper_contact: str = "",
    code: str = "",
    evidence: StoredFile | None = None,
) -> FilingAgreement:
    """Note that the person a draft is about agreed to be helped, and how: their code, a signature, or their word.

    Said again, it replaces the former note of the same draft. Raises Refused when the proof is not there.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    rules.may_write(ApplicationState(application.state)).enforce()
    right = kind == AgreementKind.CODE and is_code_of(application, code)
    rules.may_agree(
        kind,
        code_is_right=right,
        has_evidence=evidence is not None and evidence.owner_key == owner_key_of(application),
        helper_name=helper_name,
    ).enforce()
    said = _helper(by, helper_name, helper_organisation, helper_contact)
    said |= {"kind": kind, "evidence": evidence, "agreed_at": queries.now()}
    agreement, _created = FilingAgreement.objects.update_or_create(application=application, defaults=said)
    journal.record(
        "applications.agreement.recorded",
        by=by,
        about=application,
        territory=application.fund.territory_id,
        kind=kind,
        helper=by.pk if by else None,
    )
    return agreement


def _helper(person: Person | None, name: str, organisation: str, contact: str) -> dict[str, object]:
    """Who helps, as the agreement keeps it; a contact is an address or a telephone."""
    return {
        "helper": person,
        "helper_name": name.strip()[:120],
        "helper_organisation": organisation.strip()[:160],
        "helper_email": normal_email(contact),
        "helper_phone": normal_phone(contact),
    }
