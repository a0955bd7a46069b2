"""Corrections: asked by the team, done by the holder, accepted by the team. The file waits meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.merging import merge
from quartierlibre.domain.applications.models import Application, Correction
from quartierlibre.domain.applications.operations.desk import missing_list
from quartierlibre.domain.applications.operations.drafts import keep
from quartierlibre.domain.applications.operations.numbering import freeze, note_findings
from quartierlibre.domain.applications.operations.screening import held, may_screen_in, record
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.reading import EXTRA_NAMES, LONGEST_TEXT, clean, known_names
from quartierlibre.domain.applications.states import UNDER_WAY, ApplicationState, CorrectionReason
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def ask_correction(
    *,
    by: Person,
    application: Application,
    reason: CorrectionReason,
    text: str,
    deadline: date,
    question: str = "",
    follows: Correction | None = None,
) -> Correction:
    """Ask the holder for one thing, before a last day. The file waits until they say it is done.

    `question` is the key of a question of the form, reopened for them; empty for a paper or anything else. `follows`
    is the correction asked again: it is closed. Raises Refused without the right, without words, or for a past day.
    """
    application = held(application)
    rules.may_screen(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    rules.may_say(text, code="text").enforce()
    rules.may_ask_correction(deadline=deadline, today=queries.today()).enforce()
    known = {each.key for each in queries.form_of(application).all_questions()}
    if follows is not None:
        _close(follows, application)
    asked = Correction.objects.create(
        application=application,
        reason=reason,
        question=question if question in known else "",
        text=text.strip(),
        deadline=deadline,
        asked_by=by,
        asked_at=queries.now(),
        follows=follows,
    )
    _seen(application)
    data = {"reason": str(reason), "deadline": deadline.isoformat(), "again": follows is not None}
    record("applications.correction.asked", by, application, correction=asked.pk, **data)
    return asked


def _seen(application: Application) -> None:
    """Whoever asks for a correction has read the file."""
    application.seen_at = application.seen_at or queries.now()
    application.save(update_fields=["seen_at"])


def _close(former: Correction, application: Application) -> None:
    former = application.corrections.select_for_update(of=("self",)).get(pk=former.pk)
    rules.may_settle_correction(
        is_open=former.is_open, said_done=former.said_done_at is not None, accepts=False
    ).enforce()
    former.cancelled_at = queries.now()
    former.save(update_fields=["cancelled_at"])


@transaction.atomic
def say_done(*, by: Person | None, correction: Correction, said: str = "") -> Correction:
    """The holder says « c’est fait »; nobody else can. The door has checked who they are. Raises Refused once said."""
    application = held(correction.application)
    correction = application.corrections.select_for_update(of=("self",)).get(pk=correction.pk)
    rules.may_answer_correction(ApplicationState(application.state), is_waiting=correction.is_waiting).enforce()
    correction.said_done_at, correction.said_done_by = queries.now(), by
    correction.said = said.strip()[:LONGEST_TEXT]
    correction.save(update_fields=["said_done_at", "said_done_by", "said"])
    record("applications.correction.done", by, application, correction=correction.pk)
    return correction


@transaction.atomic
def accept_correction(*, by: Person, correction: Correction) -> Correction:
    """The team has looked: it is right. Raises Refused before the holder said so."""
    return _settle(by, correction, accepts=True)


@transaction.atomic
def cancel_correction(*, by: Person, correction: Correction) -> Correction:
    """It is no longer asked."""
    return _settle(by, correction, accepts=False)


def _settle(by: Person, correction: Correction, *, accepts: bool) -> Correction:
    application = held(correction.application)
    correction = application.corrections.select_for_update(of=("self",)).get(pk=correction.pk)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    said_done = correction.said_done_at is not None
    rules.may_settle_correction(is_open=correction.is_open, said_done=said_done, accepts=accepts).enforce()
    field = "accepted_at" if accepts else "cancelled_at"
    setattr(correction, field, queries.now())
    correction.save(update_fields=[field])
    name = "applications.correction.accepted" if accepts else "applications.correction.cancelled"
    record(name, by, application, correction=correction.pk)
    return correction


@transaction.atomic
def rewrite_answers(
    *, by: Person | None, application: Application, changes: Mapping[str, Any], base_revision: int | None = None
) -> Application:
    """The holder changes the answers they were asked to change, or any of them after an adjournment.

    What was filed stays in its frozen version, and the new answers are frozen as the next one. Raises Refused for an
    answer nobody asked about, or once the file is no longer under way.
    """
    application = held(application)
    merged = merge(
        seen=queries.seen_by_device(application, application.revision if base_revision is None else base_revision, ""),
        current=application.answers,
        arriving=_arriving(application, changes),
    )
    rules.may_rewrite(
        ApplicationState(application.state),
        asked=writable_fields(application),
        changed=frozenset(merged.after),
        adjourned=application.adjourned_at is not None,
    ).enforce()
    if merged.is_empty:
        return application
    keep(by=by, application=application, merged=merged, base=application.revision, device="")
    application.missing = missing_list(application)
    note_findings(application)
    application.save()
    version = freeze(by=by, application=application)
    record("applications.answers.corrected", by, application, version=version.version)
    return application


def _arriving(application: Application, changes: Mapping[str, Any]) -> dict[str, Any]:
    known = known_names(queries.form_of(application))
    arriving = {name: clean(value) for name, value in changes.items() if name in known}
    rules.may_keep(arriving).enforce()
    return arriving


def writable_fields(application: Application) -> frozenset[str]:
    """The fields of the questions that waiting corrections point to; the point on the map goes with its question."""
    asked = set(application.corrections.waiting().exclude(question="").values_list("question", flat=True))
    questions = [each for each in queries.form_of(application).all_questions() if each.key in asked]
    fields = {field.name for each in questions for field in each.fields}
    return frozenset(fields | (EXTRA_NAMES if "place_text" in fields else frozenset()))


@transaction.atomic
def present_again(*, by: Person | None, application: Application) -> Application:
    """After an adjournment the holder presents the project again: same file, number and rank, screened again.

    Raises Refused unless a committee has put its decision off.
    """
    application = held(application)
    rules.may_present_again(
        ApplicationState(application.state), adjourned=application.adjourned_at is not None
    ).enforce()
    application.state, application.adjourned_at = ApplicationState.SUBMITTED, None
    application.updated_at = queries.now()
    application.save(update_fields=["state", "adjourned_at", "updated_at"])
    version = freeze(by=by, application=application)
    record("applications.application.presented_again", by, application, version=version.version)
    return application


@transaction.atomic
def remind_late() -> int:
    """Write once to the holders whose last day has passed. Returns how many corrections that makes."""
    late = Correction.objects.late(queries.today()).filter(reminded_at=None, application__state__in=UNDER_WAY)
    found = list(late.select_for_update(skip_locked=True, of=("self",)).select_related("application__fund"))
    for correction in found:
        correction.reminded_at = queries.now()
        correction.save(update_fields=["reminded_at"])
        record(
            "applications.correction.reminded",
            journal.Machine("remind_late"),
            correction.application,
            correction=correction.pk,
        )
    return len(found)
