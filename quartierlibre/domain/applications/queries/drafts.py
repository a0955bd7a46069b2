"""Reads about a draft: its form, what it said before, who may come back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.applications.contacts import normal_email, normal_phone
from quartierlibre.domain.applications.form import FieldKind, Form, common_form
from quartierlibre.domain.applications.models import Application, DraftRevision, FormVersion
from quartierlibre.domain.applications.reading import Reading, is_blank, read
from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.questions import answers, objects

_PAPERS = """
    SELECT joined.public_id, file.original_name, file.media_type
    FROM applications_document joined JOIN files_storedfile file ON file.id = joined.file_id
    WHERE joined.application_id = %(application)s AND joined.removed_at IS NULL ORDER BY joined.id
"""
# Every page of a holder asks. Who carries a file is what `Application.objects.held_by` says, by hand.
_CARRIED = """
WHERE file.public_id = %(file)s AND (%(opened)s OR file.holder_id = %(person)s OR EXISTS (
    SELECT FROM applications_application_team team WHERE team.application_id = file.id AND team.person_id = %(person)s
))
"""
_FILE = "FROM applications_application file JOIN funds_fund fund ON fund.id = file.fund_id"
_WITH_FORM = f"{_FILE} JOIN applications_formversion form ON form.id = file.form_version_id"
TYPED = frozenset({FieldKind.LINE, FieldKind.TEXT, FieldKind.LINES, FieldKind.DATE, FieldKind.NUMBER, FieldKind.MONEY})


@dataclass(frozen=True)
class Earlier:
    """Words that were in a draft and are no longer current: they can be taken back by saving them again."""

    field: str
    label: str
    value: Any
    written_at: datetime
    device: str


@dataclass(frozen=True)
class Paper:
    """A photo or a quote joined to a file."""

    public_id: UUID
    name: str
    is_picture: bool


def carried_file(public_id: UUID, person: int | None, *, opened: bool, with_form: bool) -> Application | None:
    """A file with its fund, draft or filed, if this person holds it or is of its team, or this browser has `opened` it.

    `with_form` reads along the version of the form it answers. None otherwise, whether the file exists or not.
    """
    if person is None and not opened:
        return None
    facts = {"file": public_id, "opened": opened, "person": person}
    question, tables = _FILE, {"file": Application, "fund": Fund}
    if with_form:
        question, tables = _WITH_FORM, {**tables, "form": FormVersion}
    for application, fund, *form in objects(f"{question} {_CARRIED}", facts, **tables):
        application.fund = fund
        if form:
            application.form_version = form[0]
        return cast(Application, application)
    return None


def now() -> datetime:
    return timezone.now()


def today() -> date:
    """Today in Paris."""
    return timezone.localdate()


def latest_form(fund: Fund) -> FormVersion | None:
    """The fund's own last form, else the last common one; None before anyone has started a draft here."""
    asked = FormVersion.objects.filter(Q(fund=fund) | Q(fund=None))
    return asked.order_by(F("fund_id").asc(nulls_last=True), "-version").first()


def form_for(fund: Fund) -> Form:
    """The questions a person starting today in this fund will be asked."""
    version = latest_form(fund)
    return Form.from_data(version.questions) if version else common_form()


def form_of(application: Application) -> Form:
    """The questions this file was started with: they do not change under a person's hands."""
    return application.form_version.form


def papers_of(application: Application) -> list[Paper]:
    """What is joined to this file, in the order it came."""
    found = answers(_PAPERS, {"application": application.pk})
    return [Paper(public_id, name, media_type.startswith("image/")) for public_id, name, media_type in found]


def reading_of(application: Application, form: Form | None = None) -> Reading:
    """What can be read of the answers as typed."""
    return read(form or form_of(application), application.answers)


def seen_by_device(application: Application, base: int, device: str) -> Mapping[str, Any]:
    """The answers as a device knows them: those of revision `base`, plus what it wrote itself since.

    Reads only the revisions since `base`: usually none.
    """
    seen = dict(application.answers)
    if base >= application.revision:
        return seen
    own: set[str] = set()
    since = DraftRevision.objects.filter(application=application, number__gt=base).order_by("-number")
    for revision in since.only("before", "device"):
        if device and revision.device == device:
            own.update(revision.before)
            continue
        seen.update({name: value for name, value in revision.before.items() if name not in own})
    return seen


def earlier_answers(application: Application) -> list[Earlier]:
    """What was written and then replaced or erased, newest first; steps of a word being typed are left out."""
    form = form_of(application)
    labels = {each.name: each.label for each in form.fields() if each.kind in TYPED}
    found: list[Earlier] = []
    for revision in application.revisions.order_by("-number"):
        for name, value in revision.before.items():
            if name not in labels or is_blank(value):
                continue
            shown = [application.answers.get(name), *(each.value for each in found if each.field == name)]
            if not any(_holds(other, value) for other in shown):
                found.append(Earlier(name, labels[name], value, revision.saved_at, revision.device))
    return found


def _holds(other: Any, value: Any) -> bool:
    """True when nothing of `value` would be lost by keeping only `other`."""
    if isinstance(other, str) and isinstance(value, str):
        return value.strip() in other
    if isinstance(other, list) and isinstance(value, list):
        return all(any(_row_holds(row, kept) for row in other) for kept in value if not is_blank(kept))
    return bool(other == value)


def _row_holds(row: Any, kept: Any) -> bool:
    if isinstance(row, Mapping) and isinstance(kept, Mapping):
        return all(_holds(row.get(key) or "", part or "") for key, part in kept.items())
    return bool(row == kept)


def files_of_contact(contact: str) -> list[Application]:
    """The files of one address or number that can still be opened, newest first, at most five.

    Only for someone who has proved the contact is theirs, or to write to it: never to be shown as it comes.
    """
    email, phone = normal_email(contact), normal_phone(contact)
    known = Application.objects.exclude(state=ApplicationState.WITHDRAWN).select_related("fund")
    if email:
        return list(known.filter(contact_email=email).order_by("-updated_at")[:5])
    return list(known.filter(contact_phone=phone).order_by("-updated_at")[:5]) if phone else []


def drafts_beside(application: Application) -> list[Application]:
    """Other drafts of the same contact in this fund: offered only to somebody who has just typed this one's code."""
    if not (application.contact_email or application.contact_phone):
        return []
    drafts = Application.objects.filter(state=ApplicationState.DRAFT, fund=application.fund_id)
    if application.contact_email:
        same = drafts.filter(contact_email=application.contact_email)
    else:
        same = drafts.filter(contact_phone=application.contact_phone)
    return list(same.exclude(pk=application.pk).order_by("-updated_at")[:5])


def opened_by(public_ids: Iterable[str]) -> list[Application]:
    """The files a browser has opened by code, newest first."""
    return list(Application.objects.opened_by_code(public_ids).select_related("fund").order_by("-updated_at"))
