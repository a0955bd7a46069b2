"""Make a meeting from a few answers: its page, its programme, its registration, all at once or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from quartierlibre.domain.meetings.coming import DeskFacts
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.operations.actors import Actor
from quartierlibre.domain.meetings.operations.desks import set_desk
from quartierlibre.domain.meetings.operations.publishing import publish_meeting
from quartierlibre.domain.meetings.operations.topics import in_series
from quartierlibre.domain.meetings.operations.writing import create_meeting
from quartierlibre.domain.meetings.states import ItemKind


@transaction.atomic
def organise(
    *, by: Actor, facts: Facts, desk: DeskFacts, tables: Sequence[str] = (), new_series: str = "", publish: bool
) -> Meeting:
    """The page, its programme with these tables, registration open; read by anyone when `publish`. Raises Refused.

    It belongs to the series named `new_series`, when that is not empty, rather than to the one of its facts.
    """
    named = in_series(replace(facts, title=facts.title.strip() or _usual_title(facts)), by=by, title=new_series)
    meeting = create_meeting(by=by, facts=named, programme=_programme(named, tables))
    set_desk(by=by, meeting=meeting, facts=desk)
    if publish:
        meeting = publish_meeting(by=by, meeting=meeting)
    return meeting


def _usual_title(facts: Facts) -> str:
    """« PIC Lab à Hautefosse »: what it is, and where."""
    kind = str(facts.kind.label)
    return _("%(kind)s à %(town)s") % {"kind": kind, "town": facts.town} if facts.town.strip() else kind


def _programme(facts: Facts, tables: Sequence[str]) -> list[Item]:
    times = facts.times
    named = [Item(name.strip(), ItemKind.CARREFOUR) for name in tables if name.strip()]
    first = [Item(_("Accueil"), ItemKind.WELCOME, times.welcome_at)] if times.welcome_at else []
    last = [Item(_("Clôture"), ItemKind.CLOSING, times.ends_at)] if times.ends_at and times.has_hour else []
    return [*first, *named, *last] if named else []
