"""Screening a file: a person's word on each point, then admissible or not."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.models import Application, CheckAnswer, Overruling
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries.screening import screening_of
from quartierlibre.domain.applications.states import MOVES, ApplicationState, CheckAnswerKind, OverrulingVerdict
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.rows import hand_on, has_read
from quartierlibre.foundation.states import may_move
from quartierlibre.foundation.verdicts import refuse_if


def held(application: Application) -> Application:
    """The file, locked until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self",))
    if not has_read(application, "fund__territory"):
        return rows.select_related("fund__territory").get(pk=application.pk)
    found = rows.get(pk=application.pk)
    hand_on(application, found, "fund", "regulation")
    return found


def may_screen_in(by: Person, application: Application) -> bool:
    return by.may(Permission.SCREEN_APPLICATIONS, within=application.fund.territory)


def record(name: str, by: Person | journal.Machine | None, application: Application, **data: object) -> Event:
    """An event about the file, in its territory."""
    return journal.record(name, by=by, about=application, territory=application.fund.territory_id, **data)


@transaction.atomic
def overrule(*, by: Person, application: Application, code: str, verdict: OverrulingVerdict, reason: str) -> Overruling:
    """A person says otherwise than the machine about one finding, and why. Raises Refused without right or reason."""
    application = held(application)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    rules.may_say(reason, code="reason").enforce()
    said = Overruling.objects.create(
        application=application, code=code, verdict=verdict, reason=reason.strip(), by=by, at=queries.now()
    )
    record("applications.check.overruled", by, application, code=code, verdict=str(verdict), overruling=said.pk)
    return said


@transaction.atomic
def withdraw_overruling(*, by: Person, application: Application, code: str) -> int:
    """Let the machine speak again on this point. What was said stays readable. Returns how many were withdrawn."""
    application = held(application)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    gone = application.overrulings.filter(code=code, withdrawn_at=None).update(withdrawn_at=queries.now())
    if gone:
        record("applications.check.restored", by, application, code=code)
    return gone


@transaction.atomic
def answer_check(
    *, by: Person, application: Application, code: str, answer: CheckAnswerKind, note: str = ""
) -> CheckAnswer:
    """Answer a check that no machine can do: yes, no, or not known yet. A no says why. Raises Refused."""
    application = held(application)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    if answer == CheckAnswerKind.NO:
        rules.may_say(note, code="reason").enforce()
    said = CheckAnswer.objects.create(
        application=application, code=code, answer=answer, note=note.strip(), by=by, at=queries.now()
    )
    record("applications.check.answered", by, application, code=code, answer=str(answer))
    return said


@transaction.atomic
def declare_admissible(*, by: Person, application: Application, next_session: date | None = None) -> Application:
    """The file may go to a committee. Said twice, it is said once.

    Raises Refused while a finding blocks that nobody overruled (each one is named), or a correction is open.
    """
    application = held(application)
    if application.state == ApplicationState.ADMISSIBLE:
        return application
    rules.may_screen(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    found = screening_of(application, today=queries.today(), next_session=next_session)
    blocking = [each.words for each in found.checklist.blocking]
    rules.may_admit(blocking=blocking, open_corrections=application.corrections.open().count()).enforce()
    _screened(by, application, ApplicationState.ADMISSIBLE, "")
    unknown = [each.code for each in found.checklist.to_check]
    record("applications.application.admitted", by, application, unknown=unknown)
    return application


@transaction.atomic
def declare_inadmissible(*, by: Person, application: Application, reason: str) -> Application:
    """The file does not go to a committee, for a reason its holder will read. Open corrections are closed.

    Raises Refused without the right, without a reason, or when the file is no longer to screen.
    """
    application = held(application)
    rules.may_screen(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    rules.may_say(reason, code="reason").enforce()
    application.corrections.open().update(cancelled_at=queries.now())
    _screened(by, application, ApplicationState.INADMISSIBLE, reason.strip())
    record("applications.application.turned_down", by, application)
    return application


def _screened(by: Person, application: Application, state: ApplicationState, reason: str) -> None:
    now = queries.now()
    application.state, application.screening_reason = state, reason
    application.screened_at, application.screened_by, application.updated_at = now, by, now
    application.seen_at = application.seen_at or now
    application.save(update_fields=["state", "screening_reason", "screened_at", "screened_by", "seen_at", "updated_at"])


@transaction.atomic
def screen_again(*, by: Person, application: Application, reason: str) -> Application:
    """Examine a file again that was declared inadmissible: its holder contested, or something new came up."""
    application = held(application)
    refuse_if(
        not may_screen_in(by, application),
        "screening.no_right",
        _("Votre rôle ne permet pas d’instruire ce dossier."),
    ).enforce()
    rules.may_say(reason, code="reason").enforce()
    refuse_if(
        application.state != ApplicationState.INADMISSIBLE,
        "screening.not_inadmissible",
        _("Seul un dossier non recevable peut être examiné à nouveau."),
    ).enforce()
    may_move(MOVES, ApplicationState(application.state), ApplicationState.SUBMITTED).enforce()
    application.state, application.screening_reason, application.updated_at = (
        ApplicationState.SUBMITTED,
        "",
        queries.now(),
    )
    application.save(update_fields=["state", "screening_reason", "updated_at"])
    keep_note(by=by, application=application, text=reason)
    record("applications.application.screened_again", by, application)
    return application


def keep_note(*, by: Person, application: Application, text: str) -> None:
    """A word the team keeps for itself, in the thread of the file."""
    application.messages.create(side="team", kind="note", author=by, text=text.strip(), at=queries.now())
