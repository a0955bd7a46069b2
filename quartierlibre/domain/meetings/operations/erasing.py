"""Forget people, on time: what they needed, then who they were. Numbers stay, with nobody in them."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.meetings.models import Certificate, Desk, Participant, Registration
from quartierlibre.domain.meetings.operations.lines import hold_line, tell_of
from quartierlibre.domain.meetings.queries.after import last_moment_of
from quartierlibre.domain.meetings.rules import after as rules
from quartierlibre.foundation import personal_links
from quartierlibre.foundation.journal.operations import Machine

ERASER = Machine("erase_participants")
NOBODY = "–"


def erase_due(*, now: datetime | None = None) -> int:
    """What `docs/retention.md` promises, tonight; how many rows changed. Safe to run twice."""
    now = now or timezone.now()
    done = _forget_certificates(now)
    for desk in Desk.objects.select_related("meeting").order_by("pk"):
        ended = last_moment_of(desk)
        if ended + rules.NEEDS_KEPT <= now:
            done += _forget_needs(desk)
        if ended + rules.PEOPLE_KEPT <= now:
            done += _forget_people(desk, now)
    return done


def _forget_needs(desk: Desk) -> int:
    people = Participant.objects.filter(registration__desk=desk)
    return people.exclude(needs=[], needs_note="").update(needs=[], needs_note="")


@transaction.atomic
def _forget_people(desk: Desk, now: datetime) -> int:
    desk = hold_line(desk.pk)
    done = 0
    for each in Registration.objects.filter(desk=desk, erased_at=None).order_by("number"):
        _forget(each, now)
        tell_of("meetings.registration.erased", by=ERASER, registration=each, desk=desk)
        done += 1
    if desk.contact:
        desk.contact = ""
        desk.save(update_fields=["contact"])
    return done


def _forget(registration: Registration, now: datetime) -> None:
    """The link opens nothing any more; what is left says how many of which category came from where."""
    registration.people.update(name=NOBODY, function="", organisation="", needs=[], needs_note="")
    Certificate.objects.filter(participant__registration=registration).update(participant=None)
    registration.email = registration.phone = ""
    registration.must_call = False
    registration.token_hash = personal_links.digest_of(secrets.token_urlsafe(32))
    registration.erased_at = now
    registration.save(update_fields=["email", "phone", "must_call", "token_hash", "erased_at"])


def _forget_certificates(now: datetime) -> int:
    gone, _ = Certificate.objects.filter(issued_at__lte=now - rules.CERTIFICATES_KEPT).delete()
    return gone
