"""Ask members in writing, once a sitting lacked its quorum: open, remind once, close and count.

Locks: session, consultation, then each case and its round, in the order of the day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.committees.models import Case, Consultation, Round, Session
from quartierlibre.domain.committees.operations.actors import Actor, ensure_runs, lock_case, lock_session
from quartierlibre.domain.committees.operations.annulling import annul
from quartierlibre.domain.committees.operations.rolls import facts_now
from quartierlibre.domain.committees.operations.votes import count_and_close, hold_round, put_to_vote
from quartierlibre.domain.committees.queries import consultations as queries
from quartierlibre.domain.committees.queries.sessions import Floor, Voice, floor_of, quorum_on, rulebook_of
from quartierlibre.domain.committees.rules import consultations as rules
from quartierlibre.domain.committees.states import BallotMode, Presence, RoundState, SessionState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.jobs.chores import each_apart
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine

CHORE = Machine("committees.close_due")


@dataclass(frozen=True)
class _Asked:
    """A file heard without its quorum, and whose answers count on it."""

    case: Case
    floor: Floor
    voices: Sequence[Voice]


@transaction.atomic
def open_consultation(
    *, by: Actor, session: Session, last_day: date | None = None, mode: BallotMode | str | None = None
) -> Consultation:
    """Ask every member with a voice about each file heard without its quorum: one vote per file, open together.

    `last_day` is typed where the regulation gives no time to answer, `mode` where it does not say how to vote. Who was
    there that evening is settled. Raises Refused.
    """
    session = lock_session(session)
    ensure_runs(by, session)
    chosen, verdict = rules.mode_in_writing(
        rulebook_of(session).value("session.ballot"), BallotMode(mode) if mode else None
    )
    heard = queries.heard_files(session) if session.state == SessionState.OPEN else []
    lacking = [each for case in heard if (each := _lacking(session, case)) is not None]
    facts = _facts(session, last_day, heard=len(heard), lacking=lacking)
    (rules.may_consult(facts) & verdict).enforce()
    opened = _write(by, session, facts.by_rule or last_day)
    for each in lacking:
        if each.voices:
            _put(by, each, opened, chosen)
    session.attendances.filter(presence=Presence.EXPECTED).update(presence=Presence.ABSENT)
    _tell("committees.consultation.opened", by=by, consultation=opened, session=session)
    return opened


def _lacking(session: Session, case: Case) -> _Asked | None:
    case.session = session
    case = lock_case(case)
    floor = floor_of(case)
    return None if quorum_on(floor, session).met else _Asked(case, floor, queries.voices_in_writing(floor))


def _facts(session: Session, last_day: date | None, *, heard: int, lacking: list[_Asked]) -> rules.ConsultingFacts:
    today = timezone.localdate()
    return rules.ConsultingFacts(
        policy=rulebook_of(session).value("session.no_quorum"),
        is_open=session.state == SessionState.OPEN,
        under_way=queries.open_consultation_of(session) is not None,
        heard=heard,
        lacking=len(lacking),
        askable=sum(bool(each.voices) for each in lacking),
        last_day=last_day,
        by_rule=queries.last_day_by_rule(session, today),
        today=today,
    )


def _write(by: Actor, session: Session, last_day: date | None) -> Consultation:
    assert last_day is not None  # noqa: S101 - refused without one
    return Consultation.objects.create(
        session=session,
        number=session.consultations.count() + 1,
        last_day=last_day,
        opened_by=by if isinstance(by, Person) else None,
    )


def _put(by: Actor, asked: _Asked, consultation: Consultation, mode: BallotMode) -> Round:
    """The holders went home: nobody listens to a vote in writing."""
    case = asked.case
    if case.holder_in_room:
        case.holder_in_room = False
        case.save(update_fields=["holder_in_room"])
    wanted = queries.answers_wanted(asked.floor, case.session)
    facts = replace(facts_now(case, mode, asked.floor, asked.voices), written=asdict(wanted))
    return put_to_vote(by=by, case=case, facts=facts, voices=asked.voices, consultation=consultation)


@transaction.atomic
def remind_silent(*, by: Actor, consultation: Consultation) -> Consultation:
    """Write once more, and once only, to members some of whose answers are still to come. Raises Refused."""
    session, held = _hold(consultation)
    ensure_runs(by, session)
    silent = list(queries.silent(held).values_list("pk", flat=True))
    rules.may_remind(
        is_open=held.closed_at is None and held.is_in_time(),
        already=held.reminded_at is not None,
        waiting=len(silent),
    ).enforce()
    held.reminded_at = timezone.now()
    held.save(update_fields=["reminded_at"])
    _tell("committees.consultation.reminded", by=by, consultation=held, session=session, attendances=silent)
    return held


@transaction.atomic
def close_consultation(*, by: Actor, consultation: Consultation) -> Consultation:
    """Close every vote for good and count. Closed again, nothing changes. Raises Refused while answers may still come.

    A vote with fewer answers than the regulation asks for is annulled, uncounted; its file was heard and not decided.
    """
    session, held = _hold(consultation)
    ensure_runs(by, session)
    if held.closed_at is not None:
        return held
    rules.may_close(is_over=not held.is_in_time(), waiting=queries.waiting_voices(held).count()).enforce()
    for pk in held.rounds.filter(state=RoundState.OPEN).order_by("case__position", "pk").values_list("pk", flat=True):
        _count(by, session, pk)
    held.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    _tell("committees.consultation.closed", by=by, consultation=held, session=session, by_itself=by == CHORE)
    return held


def _count(by: Actor, session: Session, round_id: int) -> None:
    known = Case.objects.get(rounds=round_id)
    known.session = session
    case, held = lock_case(known), hold_round(round_id)
    held.case = case
    enough = rules.may_count(rules.Answers.read(held.facts["written"]), queries.answers_to(held))
    if enough.refusals:
        annul(by, case, held, str(enough.refusals[0].message), code="too_few_answers")
    else:
        count_and_close(by, case, held)


def _hold(consultation: Consultation) -> tuple[Session, Consultation]:
    session = lock_session(Session(pk=consultation.session_id))
    return session, Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)


def close_due() -> int:
    """Close the consultations whose last day is over, each in its own transaction; how many. Safe to run twice.

    One that cannot be closed holds up no other and waits for the next run: what was wrong is raised at the end.
    """
    due = Consultation.objects.filter(closed_at=None, last_day__lt=timezone.localdate()).order_by("last_day", "pk")
    return len(each_apart("consultation", due, lambda each: close_consultation(by=CHORE, consultation=each)))


def _tell(name: str, *, by: Actor, consultation: Consultation, session: Session, **data: object) -> None:
    territory = session.committee.fund.territory_id
    journal.record(name, by=by, about=consultation, territory=territory, session=session.pk, **data)
