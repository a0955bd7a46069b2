"""Committees, who sits on them, and the ties their members declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.states import SeatBasis, SeatTitle
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Funder, FunderKind
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.operations import person_for, person_without_address

SENIOR = timedelta(days=2)


def seats_acts(stage: Stage) -> Iterator[Act]:
    places = {said.get("sector", ""): said for said in stage.data["committees"]}
    for said in stage.data["seats"]:
        sector = said.get("sector", "")
        yield Act(clock.moment(stage.first_open_day(1), "11:00"), partial(_form, stage, sector, places[sector]["name"]))
        yield Act(clock.moment(said["since"], "18:30"), partial(_give_seats, stage, sector, said))
    for said in stage.data["links"]:
        latest = max(each["since"] for each in stage.data["seats"]) + SENIOR
        yield Act(clock.moment(latest, "19:00"), partial(_declare, stage, said))


def _form(stage: Stage, sector: str, name: str) -> None:
    place = stage.fund.sectors.get(slug=sector) if sector else None
    stage.committees[sector] = committees.form_committee(by=stage.manager, fund=stage.fund, sector=place, name=name)


def _give_seats(stage: Stage, sector: str, said: Data) -> None:
    titles = {said["chair"]: SeatTitle.CHAIR, said["secretary"]: SeatTitle.SECRETARY}
    for slug, name, *more in said["members"]:
        college, group = more or ("residents", "")
        stage.seats[sector, slug] = committees.give_seat(
            by=stage.manager,
            committee=stage.committees[sector],
            person=_person(stage, slug, name, said),
            college=college,
            basis=said["basis"] if college == "residents" else SeatBasis.APPOINTED,
            votes=college in ("residents", "associations"),
            title=titles.get(slug, SeatTitle.MEMBER),
            group_name=group,
            starts_on=said["since"],
        )
    if "funder" in said:
        _seat_of_funder(stage, sector, said)


def _seat_of_funder(stage: Stage, sector: str, said: Data) -> None:
    """The representative of who pays sits without a vote, and always shows as such."""
    slug, name, payer = said["funder"]
    stage.seats[sector, slug] = committees.give_seat(
        by=stage.manager,
        committee=stage.committees[sector],
        person=_person(stage, slug, name, said),
        college="funders",
        basis=SeatBasis.BY_RIGHT,
        votes=False,
        funder=_funder(stage, payer),
        starts_on=said["since"],
    )


def _funder(stage: Stage, name: str) -> Funder:
    kind = next(each["kind"] for each in stage.data["contributions"] if each["funder"] == name)
    return funds.note_funder(by=stage.manager, territory=stage.territory, name=name, kind=FunderKind(kind))


def _person(stage: Stage, slug: str, name: str, said: Data) -> Person:
    """Someone without e-mail is called by phone, and by letter."""
    if slug not in stage.people:
        phone = said.get("by_phone", {}).get(slug)
        stage.people[slug] = (
            person_without_address(name=name, phone=phone)
            if phone
            else person_for(email=f"{slug}@demo.example", name=name)
        )
    return stage.people[slug]


def _declare(stage: Stage, said: Data) -> None:
    committees.declare_link(
        by=stage.manager, person=stage.people[said["person"]], nature=said["nature"], name=said["name"]
    )
