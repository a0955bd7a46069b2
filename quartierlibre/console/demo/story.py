"""One fund, from the first mandate to this morning's file, as its TOML file tells it."""

from __future__ import annotations

import gc
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import transaction

from quartierlibre.console.demo import cast, clock
from quartierlibre.console.demo.acts import Act, Data, Stage, play
from quartierlibre.console.demo.evenings import evening_acts
from quartierlibre.console.demo.following import following_acts
from quartierlibre.console.demo.ground import DATA, DEMO, NEWER, rulebook
from quartierlibre.console.demo.money import money_acts
from quartierlibre.console.demo.news import forget_old_news
from quartierlibre.console.demo.projects import project_acts
from quartierlibre.console.demo.seats import seats_acts
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.files import RulebookFile
from quartierlibre.domain.funds.models import Fund, Scheme
from quartierlibre.domain.people.operations import give_mandate
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Commune, Neighbourhood
from quartierlibre.domain.places.operations import create_territory

SAID_BY_THE_LOADER = frozenset({"slug", "communes", "is_reference"})


WHOLE_PAST = 104  # weeks
BEFORE_AN_EVENING = timedelta(days=80)


def shipped(*, weeks: int = WHOLE_PAST) -> list[Data]:
    """The stories of the repository, in the order of their files, with the evenings of so many weeks back."""
    return [_read(path, weeks) for path in sorted((DATA / "stories").glob("*.toml"))]


def _read(path: Path, weeks: int) -> Data:
    """A fund's own file, and beside it the file of its committees."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    past = tomllib.loads((DATA / "evenings" / path.name).read_text(encoding="utf-8"))
    told = [each for each in past["evenings"] if each["weeks_ago"] <= weeks]
    if all(each.get("quorum", True) for each in told):
        told = [each for each in told if not each.get("second_call")]
    return data | {
        "seats": past["committees"],
        "links": past.get("links", []),
        "all_evenings": past["evenings"],
        "evenings": told,
        **({"tonight": past["tonight"]} if "tonight" in past else {}),
    }


def count_projects(data: Data) -> int:
    """How many files the story tells, drafts of this season included."""
    evenings = [*data["evenings"], data.get("tonight", {"cases": []})]
    return len(data["projects"]) + len({case["title"] for each in evenings for case in each["cases"]})


def fund_of(data: Data) -> RulebookFile:
    """The first version of the rulebook also presents the fund."""
    return rulebook(DATA / "invented" / data["rulebooks"][0])


@contextmanager
def _rarely_tidied() -> Iterator[None]:
    """Looking for rubbish among everything loaded takes a fifth of the time of a story; it makes next to none."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_rarely_tidied()
@transaction.atomic
def tell(data: Data, *, now: datetime) -> bool:
    """The whole story or nothing. False when its fund was there."""
    first = fund_of(data)
    if Fund.objects.filter(slug=first.fund["slug"]).exists():
        return False
    stage = Stage(data, now)
    play(
        [
            *_beginning(stage, first),
            *seats_acts(stage),
            *_sittings(stage),
            *money_acts(stage, _first_day(stage)),
            *evening_acts(stage),
            *following_acts(stage, _first_day(stage)),
            *project_acts(stage),
        ]
    )
    forget_old_news(stage)
    return True


def _first_day(stage: Stage) -> date:
    """When the first file of the story is filed."""
    weeks = max((each["weeks_ago"] for each in stage.data["evenings"]), default=0)
    days = max((each["days_ago"] for each in stage.data.get("promised", ())), default=0)
    first = stage.today - max(timedelta(weeks=weeks) + BEFORE_AN_EVENING, timedelta(days=days))
    return max(first, stage.first_open_day())


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
        yield Act(stage.before(30, "11:00"), partial(_plan, stage, said))


def _plan(stage: Stage, said: Data) -> None:
    committee = stage.committees[said.get("sector", "")]
    for weeks in said["in_weeks"]:
        day = stage.after(weeks * 7)
        day = stage.after(weeks * 7 + (said["weekday"] - day.weekday()) % 7)
        starts_at = clock.moment(day, said["at"])
        committees.plan_session(by=stage.manager, committee=committee, starts_at=starts_at, place=said["place"])
