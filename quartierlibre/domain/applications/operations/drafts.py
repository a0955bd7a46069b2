"""Starting a draft and saving it: nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.merging import Conflict, Merge, merge
from quartierlibre.domain.applications.models import Application, DraftRevision
from quartierlibre.domain.applications.operations.codes import issue_code
from quartierlibre.domain.applications.operations.forms import form_to_start_with
from quartierlibre.domain.applications.operations.projection import project
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.reading import Reading, clean, known_names, read
from quartierlibre.domain.applications.states import ApplicationState, Channel
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.rows import hand_on, has_read


@dataclass(frozen=True)
class Opened:
    """A new draft and the code that brings it back: shown once, never stored as such."""

    application: Application
    code: str


@dataclass(frozen=True)
class DraftSave:
    """The revision to send next time, the fields two devices wrote in, the answers we could not read."""

    revision: int
    conflicts: tuple[Conflict, ...]
    problems: Mapping[str, str]
    application: Application


@transaction.atomic
def open_draft(
    *,
    by: Person | None,
    fund: Fund,
    answers: Mapping[str, Any] | None = None,
    channel: Channel = Channel.WEB,
    device: str = "",
    continues: Application | None = None,
) -> Opened:
    """Start a file in an open fund, with or without an account. Raises Refused when the fund is closed.

    `by` becomes its holder, unless they help someone else (`Channel.HELPER`). When an e-mail is among the first
    answers, the code is sent there too.
    """
    rules.may_open(fund_is_open=fund.is_open(queries.today())).enforce()
    application = Application.objects.create(
        fund=fund,
        form_version=form_to_start_with(fund),
        channel=channel,
        holder=by if channel == Channel.WEB else None,
        continues=continues,
    )
    if answers:  # nobody else can see the row yet: there is nothing to lock
        _save(by, application, answers, base_revision=0, device=device)
    journal.record("applications.draft.opened", by=by, about=application, territory=fund.territory_id, channel=channel)
    return Opened(application, issue_code(application))


@transaction.atomic
def save_draft(
    *, by: Person | None, application: Application, changes: Mapping[str, Any], base_revision: int, device: str = ""
) -> DraftSave:
    """Keep what was typed, whatever it is: an unreadable answer is kept too, and named in `problems`.

    `changes` holds the fields that one device sends, `base_revision` the last revision it has seen. Two devices never
    erase each other (see `merging`). Who may write is the door's affair: the holder signed in, or who has the code.
    Raises Refused once the file is filed, or for an answer larger than any form.
    """
    application = hold(application)
    rules.may_write(ApplicationState(application.state)).enforce()
    return _save(by, application, changes, base_revision=base_revision, device=device)


def hold(application: Application) -> Application:
    """The file as it is now, with its fund and its questions, locked until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("fund", "form_version")
    held = rows.get(pk=application.pk)
    if has_read(application, "fund"):
        hand_on(application.fund, held.fund, "territory")
    return held


def _save(
    by: Person | None, application: Application, changes: Mapping[str, Any], *, base_revision: int, device: str
) -> DraftSave:
    """The row must be locked, or made in this transaction."""
    merged = _merge(application, changes, base_revision, device)
    if merged.is_empty:
        return DraftSave(application.revision, (), queries.reading_of(application).problems, application)
    reading = keep(by=by, application=application, merged=merged, base=base_revision, device=device)
    return DraftSave(application.revision, merged.conflicts, reading.problems, application)


def _merge(application: Application, changes: Mapping[str, Any], base_revision: int, device: str) -> Merge:
    known = known_names(queries.form_of(application))
    arriving = {name: clean(value) for name, value in changes.items() if name in known}
    rules.may_keep(arriving).enforce()
    seen = queries.seen_by_device(application, max(base_revision, 0), device)
    return merge(seen=seen, current=application.answers, arriving=arriving)


def keep(*, by: Person | None, application: Application, merged: Merge, base: int, device: str) -> Reading:
    """Write one revision and what can be read of the answers. The application must be locked by the caller."""
    application.revision += 1
    DraftRevision.objects.create(
        application=application,
        number=application.revision,
        base=min(max(base, 0), application.revision - 1),
        before=dict(merged.before),
        after=dict(merged.after),
        kept_back=dict(merged.kept_back),
        device=device[:64],
        saved_by=by,
    )
    application.answers = {**application.answers, **merged.after}
    application.updated_at = queries.now()
    reading = read(queries.form_of(application), application.answers)
    project(application, reading, changed=frozenset(merged.after))
    return reading


@transaction.atomic
def copy_as_draft(*, by: Person | None, application: Application) -> Opened:
    """A new draft with the answers of a project that was turned down or taken back: a new project, of the same line.

    Raises Refused while the first one is still under way or was granted, or when the fund is closed.
    """
    application = Application.objects.select_related("fund").get(pk=application.pk)
    rules.may_copy(ApplicationState(application.state)).enforce()
    return open_draft(by=by, fund=application.fund, answers=application.answers, continues=application)


@transaction.atomic
def claim_files(*, by: Person) -> int:
    """A person who signed in with an e-mailed code becomes the holder of the files that give this address as contact.

    Signing in has proved the address is theirs. Files that already have a holder are left alone. Returns how many.
    """
    if not by.email:
        return 0
    return Application.objects.filter(holder=None, contact_email=by.email.lower()).update(holder=by)
