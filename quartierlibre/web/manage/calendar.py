"""The committees of a fund and the dates they sit, as the team sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Committee, Session
from quartierlibre.domain.committees.states import SessionState
from quartierlibre.domain.funds.criteria import last_day_to_file
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.words import days_from

MOST_PAST = 12
ANNOUNCED = (SessionState.PLANNED, SessionState.CALLED)
WHOLE_FUND = "fund"


@dataclass(frozen=True)
class Sitting:
    """A session with its last day to file (None: the rulebook sets no delay)."""

    session: Session
    last_day: date | None
    today: date

    @property
    def is_planned(self) -> bool:
        return self.session.state in ANNOUNCED

    @property
    def last_day_said(self) -> str:
        return days_from(self.last_day, self.today) if self.last_day else ""


class SessionsPage:
    """Dates to come, soonest first, then the last past or cancelled ones."""

    def __init__(self, fund: Fund) -> None:
        self.today = timezone.localdate()
        regulation = current_regulation(fund)
        rulebook = regulation.rulebook if regulation else Rulebook()
        self.has_delay = "filing.lead_time" in rulebook
        every = Session.objects.filter(committee__fund=fund).select_related("committee__sector")
        now = timezone.now()
        to_come = Q(state__in=ANNOUNCED, starts_at__gte=now) | Q(state=SessionState.OPEN)
        coming = every.filter(to_come).order_by("starts_at", "pk")
        past = every.exclude(to_come).order_by("-starts_at", "-pk")
        self.coming = [
            Sitting(
                each, last_day_to_file(rulebook, timezone.localdate(each.starts_at)) if rulebook else None, self.today
            )
            for each in coming
        ]
        self.past = [Sitting(each, None, self.today) for each in past[:MOST_PAST]]
        self.names_committee = len({each.session.committee_id for each in (*self.coming, *self.past)}) > 1


def committees_of(fund: Fund) -> Sequence[tuple[str, str]]:
    """What a date may be announced for: the committees there are, and the sectors that have none yet."""
    formed = list(Committee.objects.filter(fund=fund).select_related("sector"))
    with_one = {each.sector_id for each in formed}
    choices = [(f"committee-{each.pk}", each.name) for each in formed]
    choices += [
        (f"sector-{each.pk}", _("Comité du secteur %(name)s") % {"name": each.name})
        for each in fund.sectors.all()
        if each.pk not in with_one
    ]
    return choices or [(WHOLE_FUND, committee_name(fund))]


def committee_name(fund: Fund) -> str:
    return (_("Comité : %(fund)s") % {"fund": fund.name})[:120]


def committee_named(fund: Fund, choice: str, *, by: Person) -> Committee:
    """The committee of a choice of `committees_of`, formed on the way when it has no member of its own yet."""
    kind, _dash, key = choice.partition("-")
    if kind == "committee":
        return Committee.objects.get(fund=fund, pk=key)
    sector = fund.sectors.get(pk=key) if kind == "sector" else None
    name = _("Comité du secteur %(name)s") % {"name": sector.name} if sector else committee_name(fund)
    return operations.form_committee(by=by, fund=fund, sector=sector, name=name[:120])
