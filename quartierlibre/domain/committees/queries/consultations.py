"""A consultation in writing as its tables tell it: which files, who is asked, who has answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from quartierlibre.domain.committees.models import Attendance, Case, Consultation, Round, Session, Voter
from quartierlibre.domain.committees.queries.sessions import Floor, Voice, rulebook_of
from quartierlibre.domain.committees.queries.votes import counting_round, result_of
from quartierlibre.domain.committees.rules.consultations import Answers, answers_needed
from quartierlibre.domain.committees.rules.outcomes import Result
from quartierlibre.domain.committees.states import CaseState, RoundState
from quartierlibre.domain.funds.criteria import step_forward


def consultation_of(session: Session) -> Consultation | None:
    """The last one of this sitting, open or closed."""
    return Consultation.objects.filter(session=session).order_by("-number").first()


def open_consultation_of(session: Session) -> Consultation | None:
    return Consultation.objects.filter(session=session, closed_at=None).first()


def heard_files(session: Session) -> list[Case]:
    """Files heard that wait for a vote, and those whose tie in writing calls for a second one."""
    listed = session.cases.filter(state__in=(CaseState.HEARD, CaseState.VOTED)).order_by("position", "pk")
    return [each for each in listed if each.state == CaseState.HEARD or _is_tied_in_writing(each)]


def _is_tied_in_writing(case: Case) -> bool:
    held = counting_round(case)
    return held is not None and held.consultation_id is not None and result_of(held) == Result.SECOND_ROUND


def voices_in_writing(floor: Floor) -> tuple[Voice, ...]:
    """Everyone on the roll with a voice who does not step aside: each answers for themselves, come or not."""
    return tuple(Voice(each, each) for each in floor.roll if each.may_vote and each.seat_id not in floor.aside)


def answers_wanted(floor: Floor, session: Session) -> Answers:
    """How many answers the regulation asks for on this file; none when it does not say."""
    rulebook = rulebook_of(session)
    clause = rulebook.one("session.written_quorum")
    leaves = rulebook.value("session.recusal") == "leaves_not_counted"
    stay = [each for each in floor.roll if each.may_vote and not (leaves and each.seat_id in floor.aside)]
    return answers_needed(clause.unit if clause else None, clause.value if clause else 0, len(stay))


def last_day_by_rule(session: Session, today: date) -> date | None:
    """The day the regulation's own time leads to; None when it gives none."""
    clause = rulebook_of(session).one("session.written_days")
    return None if clause is None else step_forward(today, clause.value, clause.unit)


def answers_to(held: Round) -> int:
    """How many members answered; who stepped aside afterwards had answered."""
    return Voter.objects.filter(round=held, has_voted=True).count()


def waiting_voices(consultation: Consultation) -> QuerySet[Voter]:
    """Voices of its open votes that are still to come."""
    return Voter.objects.filter(
        round__consultation=consultation, round__state=RoundState.OPEN, has_voted=False, voided_at=None
    )


def asked(consultation: Consultation) -> QuerySet[Attendance]:
    """Every member it was sent to, ready to be written to."""
    return _members(Voter.objects.filter(round__consultation=consultation))


def silent(consultation: Consultation) -> QuerySet[Attendance]:
    """Members some of whose answers are still to come."""
    return _members(waiting_voices(consultation))


def is_asked() -> Exists:
    """Of a place on a roll: a consultation still open asks its member, whatever became of the mandate meanwhile."""
    under_way = Consultation.objects.filter(closed_at=None)
    return Exists(Voter.objects.filter(attendance=OuterRef("pk"), round__consultation__in=under_way))


def _members(voters: QuerySet[Voter]) -> QuerySet[Attendance]:
    found = Attendance.objects.filter(pk__in=voters.values("attendance")).order_by("seat__person__name", "pk")
    return found.select_related("seat__person", "session__committee__fund__territory", "session__regulation")


@dataclass(frozen=True)
class Asked:
    """One member of a consultation, and how many of the votes that are theirs they answered."""

    name: str
    voices: int
    cast: int


def who_answered(consultation: Consultation) -> list[Asked]:
    """By name; members who stepped aside from every file since are left out."""
    voters = Voter.objects.filter(round__consultation=consultation, voided_at=None)
    listed = (
        voters.values("attendance__seat__person__name", "attendance")
        .annotate(voices=Count("pk"), cast=Count("pk", filter=Q(has_voted=True)))
        .order_by("attendance__seat__person__name", "attendance")
    )
    return [Asked(each["attendance__seat__person__name"], each["voices"], each["cast"]) for each in listed]


def files_to_answer(consultation: Consultation, member: Attendance) -> QuerySet[Case]:
    """Files this member is asked about and has not answered yet, in the order of the day."""
    voices = waiting_voices(consultation).filter(attendance=member)
    return _in_order(Case.objects.filter(pk__in=voices.values("round__case")))


def files_voted(consultation: Consultation) -> QuerySet[Case]:
    """Every file of the consultation."""
    return _in_order(Case.objects.filter(pk__in=consultation.rounds.values("case")))


def _in_order(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("application__fund", "session").order_by("position", "pk")
