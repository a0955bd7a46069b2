"""Projects, as people bring them: typed in several goes on a phone, with somebody's help, or on a sheet of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.console.demo.papers import paper
from quartierlibre.console.demo.screening import screening_acts
from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import AgreementKind, Channel, DocumentKind
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.people.models import Person

FIRST_ASKED = frozenset({"title", "pitch", "holder_kind", "group_name", "holder_name"})
CONTACT = frozenset({"contact_kind", "contact_email", "contact_phone"})
PHONE, COMPUTER = "demo-telephone", "demo-ordinateur"


@dataclass
class Project:
    """One project of a story; `application` and `code` are there once it is opened."""

    stage: Stage
    said: Data
    application: Application = field(default_factory=Application)
    code: str = ""

    @property
    def when(self) -> datetime:
        return self.stage.before(self.said["days_ago"], self.said["at"])

    def person(self, key: str) -> Person | None:
        return self.stage.people[self.said[key]] if key in self.said else None

    @property
    def writer(self) -> Person | None:
        """Who types: the holder signed in, their helper, or somebody without an account."""
        return self.person("by") or self.person("helper")

    @property
    def helper(self) -> Person:
        return self.stage.people[self.said["helper"]]

    @property
    def answers(self) -> dict[str, Any]:
        """As typed; the story gives dates as so many days from today."""
        days = {name: self._day(name) for name in ("starts", "ends")}
        typed = {f"{name}_on": day.strftime("%d/%m/%Y") for name, day in days.items() if day}
        return {**self.said["answers"], **typed}

    def _day(self, name: str) -> date | None:
        today = self.stage.today
        if f"{name}_on" in self.said:
            month, day = map(int, self.said[f"{name}_on"].split("-"))
            this_year = date(today.year, month, day)
            return this_year if this_year > today + timedelta(days=10) else date(today.year + 1, month, day)
        if f"{name}_in" not in self.said:
            return None
        chosen = self.stage.after(self.said[f"{name}_in"])
        return chosen if "ends_in" in self.said else clock.sunday_from(chosen)


def project_acts(stage: Stage) -> Iterator[Act]:
    for said in stage.data["projects"]:
        project = Project(stage, said)
        yield from _WAYS[said.get("channel", "web")](project)
        yield from _afterwards(project)
        yield from screening_acts(
            stage, said.get("screening", []), days_ago=said["days_ago"], file=partial(_file_and_holder, project)
        )


def _file_and_holder(project: Project) -> tuple[Application, Person | None]:
    return project.application, project.person("by")


def _on_the_web(project: Project) -> Iterator[Act]:
    """Begun one evening on a phone, finished later; a draft stays one."""
    begun = timedelta(minutes=50) if project.said["days_ago"] == 0 else timedelta(days=1, minutes=35)
    yield Act(project.when - begun, partial(_open, project, FIRST_ASKED | CONTACT))
    yield Act(project.when - timedelta(minutes=18), partial(_save_the_rest, project))
    yield Act(project.when - timedelta(minutes=9), partial(_join_papers, project))
    if project.said.get("end") != "draft":
        yield Act(project.when, partial(_submit, project))


def _with_help(project: Project) -> Iterator[Act]:
    yield Act(project.when - timedelta(minutes=35), partial(_open_for, project))
    yield Act(project.when - timedelta(minutes=9), partial(_join_papers, project))
    yield Act(project.when - timedelta(minutes=4), partial(_agree, project))
    yield Act(project.when, partial(_submit, project))


def _on_paper(project: Project) -> Iterator[Act]:
    yield Act(project.when, partial(_enter, project))


_WAYS = {"web": _on_the_web, "helper": _with_help, "paper": _on_paper}


def _afterwards(project: Project) -> Iterator[Act]:
    """What the team, or the holder, did some days later."""
    for key, act in (("seen_after", _see), ("told_after", _tell), ("withdrawn_after", _withdraw)):
        if key in project.said:
            yield Act(
                project.stage.before(project.said["days_ago"] - project.said[key], "09:12"), partial(act, project)
            )


def _open(project: Project, names: frozenset[str]) -> None:
    first = {name: value for name, value in project.answers.items() if name in names}
    opened = operations.open_draft(by=project.person("by"), fund=project.stage.fund, answers=first, device=PHONE)
    project.application, project.code = opened.application, opened.code


def _save_the_rest(project: Project) -> None:
    project.application = operations.save_draft(
        by=project.person("by"),
        application=project.application,
        changes=project.answers,
        base_revision=project.application.revision,
        device=COMPUTER,
    ).application


def _open_for(project: Project) -> None:
    opened = operations.open_draft(
        by=project.helper, fund=project.stage.fund, answers=project.answers, channel=Channel.HELPER
    )
    project.application, project.code = opened.application, opened.code


def _agree(project: Project) -> None:
    operations.record_agreement(
        by=project.helper,
        application=project.application,
        helper_name=project.helper.name,
        helper_organisation=project.stage.territory.name,
        helper_contact=project.helper.email or "",
        kind=AgreementKind(project.said["agreement"]),
        code=project.code,
    )


def _join_papers(project: Project) -> None:
    for said in project.said.get("papers", ()):
        operations.add_document(
            by=project.writer,
            application=project.application,
            upload=paper(said, project.answers, at=project.when),
            kind=DocumentKind(said["kind"]),
            label=said.get("label", ""),
        )


def _submit(project: Project) -> None:
    regulation = current_regulation(project.stage.fund)
    project.application = operations.submit_application(
        by=project.writer,
        application=project.application,
        accept_version=regulation.version if regulation else None,
        accept_cer=True,
    )


def _enter(project: Project) -> None:
    """The sheet is scanned, then typed by the team, with what is missing on it left missing."""
    scans = [paper(said, project.answers, at=project.when) for said in project.said.get("papers", ())]
    project.application = operations.enter_paper_sheet(
        by=project.helper,
        fund=project.stage.fund,
        answers=project.answers,
        received_on=project.stage.after(-project.said["received_ago"]),
        signed=project.said.get("signed", True),
        accept_cer=True,
        scan=scans[0] if scans else None,
    )


def _see(project: Project) -> None:
    operations.mark_seen(by=project.stage.manager, application=project.application)


def _tell(project: Project) -> None:
    operations.mark_told(by=project.stage.manager, application=project.application)


def _withdraw(project: Project) -> None:
    operations.withdraw_application(by=project.person("by"), application=project.application)
