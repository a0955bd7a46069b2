"""Situations reached through the operations, as users reach them: a story fails when the journey breaks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import AgreementKind, Channel
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from tests.factories import applications, personas
from tests.support.memory import remembered


@remembered
def draft(fund: Fund | None = None, *, by: Person | None = None, **changed: Any) -> Application:
    """A complete draft, not filed yet."""
    opened = operations.open_draft(by=by, fund=fund or applications.fund(), answers=applications.answers(**changed))
    return opened.application


@remembered
def submitted(fund: Fund | None = None, *, by: Person | None = None, **changed: Any) -> Application:
    """A complete file, filed under the first version of the rulebook."""
    return operations.submit_application(
        by=by, application=draft(fund, by=by, **changed), accept_version=1, accept_cer=True
    )


@remembered
def helped(fund: Fund | None = None, **changed: Any) -> Application:
    """A file that a technician filed for a person who can only be reached by phone."""
    fund = fund or applications.fund()
    helper = personas.thomas(fund.territory)
    contact = {"contact_kind": "phone", "contact_phone": "06 12 34 56 78", "contact_email": ""}
    opened = operations.open_draft(
        by=helper, fund=fund, channel=Channel.HELPER, answers=applications.answers(**{**contact, **changed})
    )
    operations.record_agreement(
        by=helper, application=opened.application, helper_name=helper.name, kind=AgreementKind.ORAL
    )
    return operations.submit_application(by=helper, application=opened.application, accept_version=1, accept_cer=True)


@remembered
def on_paper(fund: Fund | None = None, *, received_on: date | None = None, **changed: Any) -> Application:
    """A paper sheet typed by a technician; `signed=False` for one nobody signed."""
    signed = changed.pop("signed", True)
    fund = fund or applications.fund()
    return operations.enter_paper_sheet(
        by=personas.thomas(fund.territory),
        fund=fund,
        answers=applications.answers(**changed),
        received_on=received_on or timezone.localdate(),
        signed=signed,
    )
