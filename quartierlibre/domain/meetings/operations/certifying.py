"""Certify that people were there: once each, by a code that proves it and names nobody."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from quartierlibre.domain.applications import codes
from quartierlibre.domain.applications.contacts import name_key
from quartierlibre.domain.meetings.models import Certificate, Cycle, Desk, Meeting, Participant
from quartierlibre.domain.meetings.operations.actors import Actor
from quartierlibre.domain.meetings.operations.desks import hold_as_organiser
from quartierlibre.domain.meetings.operations.lines import tell_of
from quartierlibre.domain.meetings.rules import after as rules
from quartierlibre.foundation.verdicts import Verdict


@transaction.atomic
def certify(*, by: Actor, participant: Participant) -> Certificate:
    """Their certificate: made once, found again afterwards. Raises Refused when they were not there, or too soon."""
    desk = hold_as_organiser(by, participant.registration.desk)
    participant = Participant.objects.select_related("registration").get(pk=participant.pk)
    known = Certificate.objects.filter(participant=participant).first()
    if known is not None:
        return known
    made = _certificate(desk, participant)
    made.save()
    tell_of("meetings.certificate.issued", by=by, registration=participant.registration, desk=desk, days=made.days)
    return made


def certify_everyone(*, by: Actor, desk: Desk) -> list[Certificate]:
    """All those who may be, in the order of the desk."""
    people = Participant.objects.filter(registration__desk=desk, holds_place=True).select_related("registration__desk")
    found = []
    for each in people.order_by("registration__number", "position"):
        if _verdict(desk, each):
            found.append(certify(by=by, participant=each))
    return found


def _certificate(desk: Desk, participant: Participant) -> Certificate:
    _verdict(desk, participant).enforce()
    cycle: Cycle | None = getattr(desk, "cycle", None)
    attended = _days_attended(desk, participant)
    return Certificate(
        code=codes.compact(codes.new_code()),
        meeting=None if cycle else desk.meeting,
        cycle=cycle,
        participant=participant,
        name_hash=name_hash(participant.name),
        days=len(attended),
        minutes=_minutes(attended),
    )


def _verdict(desk: Desk, participant: Participant) -> Verdict:
    cycle: Cycle | None = getattr(desk, "cycle", None)
    days = [each.meeting for each in cycle.days.select_related("meeting")] if cycle else [desk.meeting]
    ends = max(each.last_moment for each in days)
    required = rules.required_of(len(days), cycle.training.required_days if cycle else None)
    attended = _days_attended(desk, participant)
    return rules.may_certify(is_over=ends <= timezone.now(), days=len(attended), required=required)


def _days_attended(desk: Desk, participant: Participant) -> list[Meeting]:
    if not hasattr(desk, "cycle"):
        return [desk.meeting] if participant.arrived_at else []
    there = participant.presences.exclude(arrived_at=None).select_related("day__meeting")
    return [each.day.meeting for each in there.order_by("day__meeting__starts_at")]


def _minutes(days: list[Meeting]) -> int | None:
    """How long in all; None when the hours of one of the days are not known."""
    if any(each.ends_at is None or not each.has_hour for each in days):
        return None
    lengths = (each.ends_at - each.starts_at for each in days if each.ends_at)
    return int(sum(lengths, timedelta()) / timedelta(minutes=1))


def name_hash(name: str, *, secret: str | bytes | None = None) -> str:
    """A keyed hash of a name, whatever its case and its accents."""
    words = name_key(name) or name.strip()
    return salted_hmac("meetings.certificate", words, secret=secret, algorithm="sha256").hexdigest()


def is_name_of(certificate: Certificate, name: str) -> bool:
    """Whether the certificate was given under this name, with today's key or a former one."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(certificate.name_hash, name_hash(name, secret=each)) for each in secrets)
