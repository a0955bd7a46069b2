"""The roll of a round and the facts its outcome will be computed from: written at its opening, never after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from quartierlibre.domain.committees.models import Attendance, Case, Round, Voter
from quartierlibre.domain.committees.queries.sessions import Floor, Voice, quorum_on, rulebook_of
from quartierlibre.domain.committees.rules.outcomes import RoundFacts
from quartierlibre.domain.committees.states import IN_THE_ROOM, BallotMode, Presence


def facts_now(case: Case, mode: BallotMode, floor: Floor, voices: Sequence[Voice]) -> RoundFacts:
    """Everything the outcome depends on, as it is at this instant. The session must be locked."""
    session, rulebook = case.session, rulebook_of(case.session)
    members = [each for each in floor.roll if each.may_vote]
    on_the_roll = {voice.attendance.seat_id for voice in voices}
    return RoundFacts(
        enrolled=len(members),
        present=sum(_takes_part(each) for each in members),
        recused=sum(each.seat_id in floor.aside for each in members),
        voices=len(voices),
        mode=mode.value,
        majority=rulebook.value("session.majority"),
        tie=rulebook.value("session.tie"),
        recusal=rulebook.value("session.recusal"),
        chair=session.chair_id if session.chair_id in on_the_roll else None,
        roll=digest_of((voice.attendance.pk, voice.cast_by.pk) for voice in voices),
        quorum=asdict(quorum_on(floor, session)),
    )


def _takes_part(member: Attendance) -> bool:
    return member.left_at is None and member.presence in (*IN_THE_ROOM, Presence.PROXY)


def digest_of(roll: Iterable[tuple[int, int]]) -> str:
    """SHA-256 of « whose voice > who casts it », one line each, in order: anyone can make it again from the rows."""
    lines = "\n".join(f"{owner}>{bearer}" for owner, bearer in sorted(roll))
    return hashlib.sha256(lines.encode()).hexdigest()


def write_roll(held: Round, voices: Iterable[Voice]) -> None:
    Voter.objects.bulk_create(Voter(round=held, attendance=voice.attendance, cast_by=voice.cast_by) for voice in voices)
