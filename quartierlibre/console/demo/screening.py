"""What the team and others did about a file before its committee: corrections, outside opinions, admissibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial

from django.utils import timezone

from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import CorrectionReason, OpinionAnswer
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.people.models import Person

Step = Callable[[Stage, Application, Data], object]
HOURS = ("09:40", "11:05", "14:25", "17:50")
HOLDER = "holder"


def screening_acts(
    stage: Stage, steps: list[Data], *, days_ago: int, file: Callable[[], tuple[Application, Person | None]]
) -> Iterator[Act]:
    """Each step so many days `after` the file came, in the order they are written."""
    for number, said in enumerate(steps):
        moment = stage.before(days_ago - said["after"], HOURS[number % len(HOURS)])
        yield Act(moment, partial(_do, stage, said, file))


def _do(stage: Stage, said: Data, file: Callable[[], tuple[Application, Person | None]]) -> None:
    application, holder = file()
    _STEPS[said["step"]](stage, Application.objects.get(pk=application.pk), said | {HOLDER: holder})


def _ask_correction(stage: Stage, application: Application, said: Data) -> None:
    operations.ask_correction(
        by=stage.manager,
        application=application,
        reason=CorrectionReason(said["reason"]),
        text=said["text"],
        deadline=timezone.localdate() + timedelta(days=said["days"]),
        question=said.get("question", ""),
    )


def _say_done(stage: Stage, application: Application, said: Data) -> None:
    correction = application.corrections.waiting().order_by("pk")[0]
    operations.say_done(by=said[HOLDER], correction=correction, said=said["text"])


def _ask_opinion(stage: Stage, application: Application, said: Data) -> None:
    operations.ask_opinion(
        by=stage.manager,
        application=application,
        who=said["who"],
        organisation=said["organisation"],
        email=said["email"],
        question=said["text"],
        expires_on=timezone.localdate() + timedelta(days=said["days"]),
    )


def _give_opinion(stage: Stage, application: Application, said: Data) -> None:
    opinion = application.opinions.get(email=said["email"])
    operations.give_opinion(opinion=opinion, answer=OpinionAnswer(said["answer"]), text=said["text"])


def _admit(stage: Stage, application: Application, said: Data) -> None:
    """Admissible, and on the agenda of the first session whose lead time it meets."""
    admitted = operations.declare_admissible(by=stage.manager, application=application)
    if committees.schedule(by=stage.manager, application=admitted) is None:
        raise AssertionError(f"no session for {application.title}")


def _turn_down(stage: Stage, application: Application, said: Data) -> None:
    operations.declare_inadmissible(by=stage.manager, application=application, reason=said["text"])


_STEPS: Mapping[str, Step] = {
    "ask_correction": _ask_correction,
    "say_done": _say_done,
    "ask_opinion": _ask_opinion,
    "give_opinion": _give_opinion,
    "admit": _admit,
    "turn_down": _turn_down,
}
