"""A project of the past two years, from the words of its resident to the day it may go to a committee."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import TellBy
from quartierlibre.domain.funds.models import Regulation
from quartierlibre.domain.funds.queries import current_regulation

EARLIEST, SPREAD = 50, 16  # days before the evening: filed between 50 and 34 days before
SEEN_AFTER, SCREENED = 2, 24
HOURS = ("08:50", "11:35", "13:20", "18:05", "20:40", "22:15")


@dataclass
class PastProject:
    """One project of the past; `application` is there once it is filed. `starts_at` is its first evening."""

    stage: Stage
    said: Data
    starts_at: datetime
    number: int
    application: Application = field(default_factory=Application)

    def before(self, days: int, hour: str) -> datetime:
        return days_before(self.starts_at, days, hour)

    @property
    def filed_at(self) -> datetime:
        return self.before(EARLIEST - (self.number * 5) % SPREAD, HOURS[self.number % len(HOURS)])

    def answers(self, regulation: Regulation | None) -> dict[str, Any]:
        """The short words of the file as the form asks them; a theme is kept when the list in force that day has it."""
        said = self.said
        kind, group, name = said["who"]
        place, lon, lat = said["where"]
        first_day = clock.sunday_from(self.before(-24 - 7 * (self.number % 4), "12:00").date())
        answers = {
            "title": said["title"],
            "pitch": said["pitch"],
            "holder_kind": kind,
            "group_name": group,
            "holder_name": name,
            "rna": said.get("rna", ""),
            "siret": said.get("siret", ""),
            "place_text": place,
            "lon": str(lon),
            "lat": str(lat),
            "location_method": "map",
            "audience": said["for"],
            "expected_people": str(said["people"]),
            "open_to_all": "yes",
            "themes": self._themes(regulation),
            "asked": str(said["asked"]),
            "starts_on": first_day.strftime("%d/%m/%Y"),
            "lines": [_line(*line) for line in said["lines"]],
            "resources": [_line(*line) for line in said.get("own", ())],
        }
        return answers | _contact(said, name) | _minor(said)

    def _themes(self, regulation: Regulation | None) -> list[str]:
        listed = regulation.theme_set.themes if regulation and regulation.theme_set else None
        known = set(listed.values_list("code", flat=True)) if listed else set()
        return [code for code in self.said["themes"] if code in known]


def days_before(moment: datetime, days: int, hour: str) -> datetime:
    """So many days before (after, when negative) a moment, at that hour in Paris."""
    return clock.moment(moment.astimezone(clock.PARIS).date() - timedelta(days=days), hour)


def _line(label: str, euros: int, category: str = "") -> dict[str, str]:
    return {"label": label, "amount": str(euros)} | ({"category": category} if category else {})


def _contact(said: Data, name: str) -> dict[str, str]:
    if "phone" in said:
        return {"contact_kind": "phone", "contact_phone": said["phone"]}
    return {"contact_kind": "email", "contact_email": f"{address_of(name)}@demo.example"}


def address_of(name: str) -> str:
    """« Élodie Prévost » writes from `elodie.prevost`."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return ".".join("".join(sign for sign in word if sign.isalnum()) for word in plain.split())


def _minor(said: Data) -> dict[str, Any]:
    if "minor" not in said:
        return {}
    adult, phone = said["minor"]
    return {"minor": True, "adult_name": adult, "adult_contact": phone}


def filing_acts(project: PastProject) -> Iterator[Act]:
    """A sheet of paper for those who have no e-mail, else the site."""
    file = _enter if "phone" in project.said else _submit
    yield Act(project.filed_at, partial(file, project))
    yield Act(project.filed_at + timedelta(days=SEEN_AFTER), partial(_see, project))
    yield Act(project.before(SCREENED, "14:10"), partial(_screen, project))


def _submit(project: PastProject) -> None:
    stage, by = project.stage, project.stage.people.get(project.said.get("by", ""))
    regulation = current_regulation(stage.fund)
    answers = project.answers(regulation)
    opened = applications.open_draft(by=by, fund=stage.fund, answers=answers, device="demo-telephone")
    project.application = applications.submit_application(
        by=by,
        application=opened.application,
        accept_version=regulation.version if regulation else None,
        accept_cer=True,
    )


def _enter(project: PastProject) -> None:
    project.application = applications.enter_paper_sheet(
        by=project.stage.people[project.stage.data["people"][0]["slug"]],
        fund=project.stage.fund,
        answers=project.answers(current_regulation(project.stage.fund)),
        received_on=timezone.localdate(project.filed_at),
        accept_cer=True,
    )


def _see(project: PastProject) -> None:
    applications.mark_seen(by=project.stage.manager, application=project.application)
    if project.application.tell_by in (TellBy.PHONE, TellBy.LETTER):
        applications.mark_told(by=project.stage.manager, application=project.application)


def _screen(project: PastProject) -> None:
    by, reason = project.stage.manager, project.said.get("inadmissible")
    if reason:
        applications.declare_inadmissible(by=by, application=project.application, reason=reason)
    else:
        project.application = applications.declare_admissible(by=by, application=project.application)
