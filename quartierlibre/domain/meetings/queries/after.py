"""What is read once a meeting is over: its end, its certificates, what people thought, an article to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from quartierlibre.domain.applications import codes
from quartierlibre.domain.meetings.models import Certificate, Cycle, Desk, Meeting, Tally
from quartierlibre.domain.meetings.rules import after as rules
from quartierlibre.domain.meetings.states import Mark, Question


def last_moment_of(desk: Desk) -> datetime:
    """The end of the meeting, or of the last day of the cycle one registers to here."""
    cycle: Cycle | None = getattr(desk, "cycle", None)
    days = [each.meeting for each in cycle.days.select_related("meeting")] if cycle else [desk.meeting]
    return max(_end(each) for each in days)


def _end(meeting: Meeting) -> datetime:
    return meeting.ends_at or meeting.starts_at


def certificate_of(code: str) -> Certificate | None:
    """The certificate that bears this code, however it is typed."""
    found = Certificate.objects.select_related("meeting__territory", "cycle__training", "cycle__territory")
    return found.filter(code=codes.compact(code)).first()


def days_of(certificate: Certificate) -> Sequence[Meeting]:
    """The days it is about, in order."""
    if certificate.cycle is None:
        return [certificate.meeting] if certificate.meeting else []
    return [each.meeting for each in certificate.cycle.days.select_related("meeting")]


@dataclass(frozen=True)
class Said:
    """The answers to one question; `counts` is None while too few answered to show any."""

    question: Question
    counts: Mapping[str, int] | None


def opinions_of(meeting: Meeting) -> list[Said]:
    """What people thought, in numbers, each question masked below five answers."""
    counted: dict[str, dict[str, int]] = {question: dict.fromkeys(Mark.values, 0) for question in Question.values}
    for row in Tally.objects.filter(meeting=meeting):
        counted[row.question][row.mark] = row.count
    return [Said(question, rules.masked(counted[question])) for question in Question]
