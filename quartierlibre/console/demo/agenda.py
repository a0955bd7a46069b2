"""The agenda of the demonstration: three PIC Labs, a training day, a network, an assembly; lived in order of time."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from quartierlibre.console.demo import cast, clock
from quartierlibre.console.demo.acts import Act, Data, play
from quartierlibre.console.demo.ground import DATA
from quartierlibre.console.demo.news import STILL_NEWS
from quartierlibre.console.demo.registrations import registration_acts
from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting, Series, Topic
from quartierlibre.domain.meetings.rules.times import Times, instant
from quartierlibre.domain.meetings.states import ItemKind, MeetingKind, Mode, PaperMoment
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Commune, Territory
from quartierlibre.foundation.journal.models import Event, Unread
from quartierlibre.pagekit.articles.sheet import Article, printed

FIRST_DAYS = 120  # before today, when the themes and the series are made


@dataclass
class Desk:
    """What Gaëlle has before her: her territory, the series, the themes, and each meeting once it is written."""

    data: Data
    now: datetime
    gaelle: Person
    territory: Territory
    topics: dict[str, Topic] = field(default_factory=dict)
    series: list[Series] = field(default_factory=list)
    meetings: dict[str, Meeting] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(clock.PARIS).date()

    def back(self, days: int) -> datetime:
        """The morning of so many days ago, never later than a minute ago."""
        return min(clock.moment(self.today + timedelta(days=days), "10:00"), self.now - timedelta(minutes=1))


@transaction.atomic
def tell(*, now: datetime) -> bool:
    """The whole agenda or nothing. False when it was there."""
    if Meeting.objects.exists():
        return False
    desk = Desk(
        data=tomllib.loads((DATA / "agenda.toml").read_text(encoding="utf-8")),
        now=now,
        gaelle=cast.people()["gaelle"],
        territory=cast.region(),
    )
    play([Act(desk.back(-FIRST_DAYS), partial(_prepare, desk)), *_acts(desk), *_registrations(desk)])
    old = Event.objects.filter(name__startswith="meetings.", at__lt=now - STILL_NEWS)
    Unread.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return True


def count() -> int:
    """How many meetings are told."""
    return len(tomllib.loads((DATA / "agenda.toml").read_text(encoding="utf-8"))["meetings"])


def _prepare(desk: Desk) -> None:
    desk.topics = {slug: operations.topic_for(by=desk.gaelle, name=name) for slug, name in desk.data["topics"].items()}
    desk.series = [operations.create_series(by=desk.gaelle, territory=desk.territory, **desk.data["series"])]


def _acts(desk: Desk) -> Iterator[Act]:
    for said in desk.data["meetings"]:
        yield Act(desk.back(said["announced"]), partial(_announce, desk, said))
        for moment, title in said.get("papers", ()):
            days = said["announced"] + 1 if moment == PaperMoment.BEFORE else said["in_days"] + 12
            yield Act(desk.back(days), partial(_attach, desk, said, PaperMoment(moment), title))
        if "cancelled" in said:
            yield Act(desk.back(-2), partial(_cancel, desk, said))


def _registrations(desk: Desk) -> Iterator[Act]:
    """People come to the meetings of the file beside."""
    announced = {said["slug"]: desk.back(said["announced"]) for said in desk.data["meetings"]}
    held = {said["slug"]: _times(said, _day(desk, said)).starts_at for said in desk.data["meetings"]}
    return registration_acts(by=desk.gaelle, meetings=desk.meetings, announced=announced, held=held)


def _day(desk: Desk, said: Data) -> date:
    day = desk.today + timedelta(days=said["in_days"])
    return day + timedelta(days=(said["weekday"] - day.weekday()) % 7)


def _announce(desk: Desk, said: Data) -> None:
    day = _day(desk, said)
    meeting = operations.create_meeting(
        by=desk.gaelle,
        facts=_facts(desk, said, day),
        programme=[Item(title, ItemKind(kind), _at(day, hour)) for hour, kind, title in said.get("programme", ())],
        topics=[desk.topics[slug] for slug in said["topics"]],
    )
    desk.meetings[said["slug"]] = operations.publish_meeting(by=desk.gaelle, meeting=meeting)


def _facts(desk: Desk, said: Data, day: date) -> Facts:
    commune = Commune.objects.get(pk=said["commune"]) if "commune" in said else None
    return Facts(
        title=said["title"],
        slug=said["slug"],
        times=_times(said, day),
        kind=MeetingKind(said["kind"]),
        series=desk.series[0] if said.get("in_series") else None,
        territory=desk.territory,
        commune=commune,
        organiser="Centre de ressources (inventé)",
        partners=tuple(said.get("partners", ())),
        mode=Mode(said.get("mode", "on_site")),
        remote_url=said.get("remote", ""),
        venue_name=said.get("venue", ""),
        venue_address=said.get("address", ""),
        access_notes=said.get("access", ""),
        summary=said["summary"],
        body=said["body"],
    )


def _times(said: Data, day: date) -> Times:
    welcome, end = (_at(day, said[name]) if name in said else None for name in ("welcome", "end"))
    return Times(_at(day, said["start"]), end, welcome)


def _at(day: date, hour: str) -> datetime:
    return instant(day, time.fromisoformat(hour))


def _attach(desk: Desk, said: Data, moment: PaperMoment, title: str) -> None:
    meeting = desk.meetings[said["slug"]]
    words = Article(title=title, kicker="Document inventé pour la démonstration", summary=said["title"], footer=title)
    content = printed(words, at=meeting.starts_at)
    upload = SimpleUploadedFile(f"{said['slug']}.pdf", content, "application/pdf")
    operations.attach_paper(by=desk.gaelle, meeting=meeting, title=title, moment=moment, upload=upload)


def _cancel(desk: Desk, said: Data) -> None:
    operations.cancel_meeting(by=desk.gaelle, meeting=desk.meetings[said["slug"]], note=said["cancelled"])
