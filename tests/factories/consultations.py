"""An evening without its quorum, whose members are asked in writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import time_machine
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Consultation, Session
from quartierlibre.domain.committees.states import HolderPresence
from quartierlibre.domain.funds.models import Fund
from tests.factories import committees, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause
from tests.support.memory import remembered

THREE = {**clause(3, "members"), "source": "text"}
WRITTEN = {"session__quorum": THREE, "session__no_quorum": choice("written"), "session__ballot": choice("by_name")}
DAYS = 10


@remembered
def lacking(
    *, of: Fund | None = None, files: int = 1, members: int = 5, here: int = 2, **rules_said: Any
) -> list[Case]:
    """Heard files of an open evening with two members in the room where the regulation wants three.

    A rule said None is left out of the regulation.
    """
    fund = of or votes.fund(**{key: said for key, said in (WRITTEN | rules_said).items() if said is not None})
    held = committees.session(committees.committee(fund), members=members)
    made = [
        committees.case(held, title=f"Repas de la tour {n}", contact_email=f"tour-{n}@exemple.fr", asked="150")
        for n in range(files)
    ]
    Session.objects.filter(pk=held.pk).update(starts_at=timezone.now())
    committees.opened(held, here=here)
    for each in made:
        each.session.refresh_from_db()
        operations.hear(by=MACHINE, case=each, holder_presence=HolderPresence.PRESENT)
    return [Case.objects.select_related("session__committee__fund").get(pk=each.pk) for each in made]


@remembered
def opened(of: Session, **said: Any) -> Consultation:
    """Asked in writing, for ten days unless said otherwise."""
    last_day = timezone.localdate() + timedelta(days=DAYS)
    return operations.open_consultation(by=MACHINE, session=of, **{"last_day": last_day, **said})


def over(held: Consultation) -> str:
    """A day after the last one, for `time_machine.travel`."""
    return f"{held.last_day + timedelta(days=1)}T06:00:00+00:00"


SIGNS = {"+": votes.FOR, "-": votes.AGAINST, "0": votes.ABSTAIN}


@remembered
def answered(of: Session, choices: str = "++-", **said: Any) -> Consultation:
    """Asked, and answered by the first members (+ for, - against, 0 abstention) on every file."""
    held = opened(of, **said)
    for vote in held.rounds.order_by("pk"):
        for voter, sign in zip(votes.voters(vote), choices, strict=False):
            votes.cast(voter, SIGNS[sign])
    return held


def close(held: Consultation) -> Consultation:
    """The morning after its last day."""
    with time_machine.travel(over(held)):
        return operations.close_consultation(by=MACHINE, consultation=held)
