"""One fund, from the first mandate to this morning's file, as its TOML file tells it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.db import transaction

from quartierlibre.console.demo import cast, clock
from quartierlibre.console.demo.acts import Act, Data, Stage, play
from quartierlibre.console.demo.ground import DATA, DEMO, NEWER, rulebook
from quartierlibre.console.demo.money import money_acts
from quartierlibre.console.demo.projects import project_acts
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.files import RulebookFile
from quartierlibre.domain.funds.models import Fund, Scheme
from quartierlibre.domain.people.operations import give_mandate
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Commune, Neighbourhood
from quartierlibre.domain.places.operations import create_territory

SAID_BY_THE_LOADER = frozenset({"slug", "communes", "is_reference"})


def shipped() -> list[Data]:
    """The stories of the repository, in the order of their files."""
    paths = sorted((DATA / "stories").glob("*.toml"))
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]


def fund_of(data: Data) -> RulebookFile:
    """The first version of the rulebook also presents the fund."""
    return rulebook(DATA / "invented" / data["rulebooks"][0])


@transaction.atomic
def tell(data: Data, *, now: datetime) -> bool:
    """The whole story or nothing. False when its fund was there."""
    first = fund_of(data)
    if Fund.objects.filter(slug=first.fund["slug"]).exists():
        return False
    stage = Stage(data, now)
    play([*_beginning(stage, first), *_sittings(stage), *money_acts(stage), *project_acts(stage)])
    return True


def _beginning(stage: Stage, first: RulebookFile) -> Iterator[Act]:
    """Territory, people, fund, every version of the rulebook, opening."""
    mandates = stage.data["mandates"]
    founded = min(mandate["since"] for mandate in mandates)
    yield Act(clock.moment(founded, "08:00"), partial(_found, stage, first))
    for mandate in mandates:
        yield Act(clock.moment(mandate["since"], "09:00"), partial(_give, stage, mandate))
    yield Act(clock.moment(first.regulation["adopted_on"], "10:00"), partial(_create_fund, stage, first))
    for name in stage.data["rulebooks"]:
        file = rulebook(DATA / "invented" / name)
        yield Act(clock.moment(file.regulation["adopted_on"], "18:00"), partial(_publish, stage, file))
    opened_on = stage.data["opened_on"]
    yield Act(clock.moment(opened_on, "09:00"), partial(_open, stage, opened_on))


def _found(stage: Stage, first: RulebookFile) -> None:
    stage.territory = create_territory(
        by=DEMO,
        slug=first.territory["slug"],
        name=first.territory["name"],
        communes=Commune.objects.filter(pk__in=stage.data["communes"]),
        parent=cast.region(),
    )
    stage.people = cast.people(stage.data.get("people", ()))


def _give(stage: Stage, mandate: Data) -> None:
    give_mandate(
        by=DEMO,
        person=stage.people[mandate["person"]],
        role=Role(mandate["role"]),
        territory=stage.territory,
        starts_on=mandate["since"],
    )


def _create_fund(stage: Stage, first: RulebookFile) -> None:
    sectors = stage.data.get("sectors", {})
    named = stage.data.get("neighbourhoods") or [code for codes in sectors.values() for code in codes]
    stage.fund = funds.create_fund(
        by=stage.manager,
        scheme=Scheme.objects.get(slug=first.scheme["slug"]),
        territory=stage.territory,
        slug=first.fund["slug"],
        neighbourhoods=_outlines(named),
        communes=Commune.objects.filter(pk__in=stage.data["communes"]),
        **{key: value for key, value in first.fund.items() if key not in SAID_BY_THE_LOADER},
    )
    for sector in first.sectors:
        funds.add_sector(by=stage.manager, fund=stage.fund, neighbourhoods=_outlines(sectors[sector["slug"]]), **sector)


def _outlines(codes: list[str]) -> list[Neighbourhood]:
    return list(Neighbourhood.objects.filter(vintage=NEWER, code__in=codes))


def _publish(stage: Stage, file: RulebookFile) -> None:
    funds.load_rulebooks([file], by=stage.manager, publish=True)


def _open(stage: Stage, day: date) -> None:
    stage.fund = funds.open_fund(by=stage.manager, fund=stage.fund, on=day)


def _sittings(stage: Stage) -> Iterator[Act]:
    for said in stage.data["committees"]:
        yield Act(stage.before(30, "11:00"), partial(_form_and_plan, stage, said))


def _form_and_plan(stage: Stage, said: Data) -> None:
    sector = stage.fund.sectors.get(slug=said["sector"]) if "sector" in said else None
    committee = committees.form_committee(by=stage.manager, fund=stage.fund, sector=sector, name=said["name"])
    for weeks in said["in_weeks"]:
        day = stage.after(weeks * 7)
        day = stage.after(weeks * 7 + (said["weekday"] - day.weekday()) % 7)
        starts_at = clock.moment(day, said["at"])
        committees.plan_session(by=stage.manager, committee=committee, starts_at=starts_at, place=said["place"])
