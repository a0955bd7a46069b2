"""What the journeys meet: invented, built by the operations people use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.funds.models import Fund
from tests.factories import applications

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class World:
    fund: Fund


def build(*, session_on: date) -> World:
    fund = applications.fund("Fonds des Glycines")
    fund.neighbourhoods.add(applications.square("QN05902M", west=3.02, name="Cité du Canal"))
    plan_committee(fund, session_on)
    return World(fund)


def plan_committee(fund: Fund, day: date) -> None:
    committee = committees.form_committee(by=None, fund=fund, name="Comité des Glycines")
    committees.plan_session(
        by=None,
        committee=committee,
        starts_at=datetime.combine(day, time(18, 30), tzinfo=PARIS),
        place="Centre social, grande salle",
    )
