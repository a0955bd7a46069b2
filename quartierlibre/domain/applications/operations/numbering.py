"""The moment a file becomes an application: its number, its frozen answers, what the rulebook says of it."""

from __future__ import annotations

from datetime import date

from django.db.models import F

from quartierlibre.domain.applications.models import Application, FiledVersion, FilingCounter
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries.filing import snapshot_of
from quartierlibre.domain.applications.queries.verdicts import verdicts
from quartierlibre.domain.applications.states import ApplicationState, Channel, TellBy
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal


def file_away(*, by: Person | None, application: Application, filed_on: date, event: str) -> None:
    """Give a number, freeze the answers, note the findings of the day and tell the journal. The row must be locked."""
    application.state = ApplicationState.SUBMITTED
    application.submitted_at = application.updated_at = queries.now()
    application.filed_on = filed_on
    application.filing_year, application.filing_number = filed_on.year, next_number(application, filed_on.year)
    application.tell_by = tell_by(application)
    note_findings(application)
    application.save()
    freeze(by=by, application=application)
    journal.record(
        event,
        by=by,
        about=application,
        territory=application.fund.territory_id,
        fund=application.fund_id,
        regulation=application.regulation_id,
        number=application.number,
        asked_cents=application.asked_cents,
        channel=application.channel,
    )


def next_number(application: Application, year: int) -> int:
    """The next number of this fund and year. The counter stays locked until the filing commits, or gives it back."""
    counter = FilingCounter.objects.filter(fund=application.fund_id, year=year)
    if not counter.update(last=F("last") + 1):
        FilingCounter.objects.get_or_create(fund_id=application.fund_id, year=year)
        counter.update(last=F("last") + 1)
    return counter.values_list("last", flat=True).get()


def freeze(*, by: Person | None, application: Application) -> FiledVersion:
    """Keep the answers as they are now; earlier frozen versions stay."""
    last = FiledVersion.objects.filter(application=application).count()
    return FiledVersion.objects.create(
        application=application, version=last + 1, snapshot=snapshot_of(application), filed_by=by
    )


def note_findings(application: Application) -> None:
    """What the rulebook says on this day, kept for lists; a file's page computes it afresh."""
    told = verdicts(application, today=queries.today(), next_session=None)
    application.findings = [
        {"code": finding.code, "tone": finding.tone.value, "message": finding.message} for finding in told.to_look_at
    ]
    application.allowed_cents = told.amount.allowed_cents


def tell_by(application: Application) -> TellBy:
    """How to tell a person of a file that somebody else filed or typed for them; nobody when they did it themselves."""
    if application.channel == Channel.WEB:
        return TellBy.NOBODY
    if application.contact_email:
        return TellBy.EMAIL
    return TellBy.PHONE if application.contact_phone else TellBy.LETTER
