"""What the team of a fund does with a filed application: open it, tell its person, complete it, enter a paper sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.merging import merge
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations.drafts import keep
from quartierlibre.domain.applications.operations.forms import form_to_start_with
from quartierlibre.domain.applications.operations.numbering import file_away, freeze, note_findings
from quartierlibre.domain.applications.operations.papers import add_document
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries.filing import missing_of
from quartierlibre.domain.applications.reading import clean, known_names
from quartierlibre.domain.applications.states import ApplicationState, Channel, DocumentKind, HolderKind, TellBy
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files.operations import Upload
from quartierlibre.foundation.journal import operations as journal

UNSIGNED = "signature"


@transaction.atomic
def enter_paper_sheet(
    *,
    by: Person,
    fund: Fund,
    answers: Mapping[str, Any],
    received_on: date,
    signed: bool = True,
    accept_cer: bool = False,
    scan: Upload | None = None,
) -> Application:
    """Type a paper sheet in one go: filed at once, on the day it was received, with what is written on it.

    Missing or unreadable answers do not stop it: they are listed in `missing`, with "signature" when the sheet is not
    signed (signing it accepts the rulebook in force that day). Raises Refused without the right, or for a day to come.
    """
    regulation = current_regulation(fund, received_on) or current_regulation(fund)
    rules.may_enter(
        has_right=by.may(Permission.ENTER_PAPER, within=fund.territory),
        received_on=received_on,
        today=queries.today(),
        has_regulation=regulation is not None,
    ).enforce()
    application = Application.objects.create(
        fund=fund, form_version=form_to_start_with(fund), channel=Channel.PAPER, regulation=regulation
    )
    _write(by=by, application=application, answers=answers)
    if signed:
        _sign(application, accept_cer=accept_cer)
    application.missing = missing_list(application)
    application.seen_at = queries.now()
    file_away(by=by, application=application, filed_on=received_on, event="applications.application.entered")
    if scan is not None:
        add_document(by=by, application=application, upload=scan, kind=DocumentKind.SCAN)
    return application


@transaction.atomic
def complete_application(
    *, by: Person, application: Application, answers: Mapping[str, Any], signed: bool = False, accept_cer: bool = False
) -> Application:
    """The team writes down what the holder brought or corrected; what was filed before is kept as it was.

    Raises Refused without the right, or when the file is not under way.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    right = by.may(Permission.ENTER_PAPER, within=application.fund.territory)
    rules.may_complete(ApplicationState(application.state), has_right=right).enforce()
    before = application.revision
    _write(by=by, application=application, answers=answers)
    if signed:
        _sign(application, accept_cer=accept_cer)
    application.missing = missing_list(application)
    note_findings(application)
    application.save()
    version = freeze(by=by, application=application)
    journal.record(
        "applications.application.completed",
        by=by,
        about=application,
        territory=application.fund.territory_id,
        version=version.version,
        answers_changed=application.revision > before,
    )
    return application


@transaction.atomic
def mark_seen(*, by: Person, application: Application) -> None:
    """The team has opened a new file: it leaves the list of new files. Said again, it changes nothing."""
    now = queries.now()
    if Application.objects.filter(pk=application.pk, seen_at=None).update(seen_at=now):
        application.seen_at = now
        journal.record(
            "applications.application.seen", by=by, about=application, territory=application.fund.territory_id
        )


@transaction.atomic
def mark_told(*, by: Person, application: Application) -> None:
    """The person a file is about was told by phone, by letter or face to face. Said again, it changes nothing."""
    waiting = Application.objects.filter(pk=application.pk, told_at=None, tell_by__in=[TellBy.PHONE, TellBy.LETTER])
    if waiting.update(told_at=queries.now()):
        journal.record(
            "applications.person.told",
            by=by,
            about=application,
            territory=application.fund.territory_id,
            means=application.tell_by,
        )


def missing_list(application: Application) -> list[str]:
    """Fields of a filed application that hold no answer yet, with "signature" for a sheet nobody signed."""
    fields = [each.field for each in missing_of(application)]
    return fields + ([UNSIGNED] if application.regulation_accepted_at is None else [])


def _write(*, by: Person, application: Application, answers: Mapping[str, Any]) -> None:
    known = known_names(queries.form_of(application))
    arriving = {name: clean(value) for name, value in answers.items() if name in known}
    rules.may_keep(arriving).enforce()
    merged = merge(seen=application.answers, current=application.answers, arriving=arriving)
    if not merged.is_empty:
        keep(by=by, application=application, merged=merged, base=application.revision, device="desk")


def _sign(application: Application, *, accept_cer: bool) -> None:
    """A signature on paper accepts the rulebook it was filed under, and the republican contract if it says so."""
    now = timezone.now()
    application.regulation_accepted_at, application.regulation_accepted_by = now, application.holder_name
    if accept_cer and application.holder_kind == HolderKind.ASSOCIATION:
        application.cer_accepted_at, application.cer_accepted_by = now, application.holder_name
