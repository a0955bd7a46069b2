"""One file as it is screened: the project as told, the checklist, what is waited for, and the next thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application, Correction, Message, Opinion
from quartierlibre.domain.applications.queries.desk import said_holder
from quartierlibre.domain.applications.queries.drafts import form_of
from quartierlibre.domain.applications.queries.page import with_everything
from quartierlibre.domain.applications.queries.screening import (
    Screening,
    corrections_of,
    opinions_of,
    screening_of,
    thread_of,
)
from quartierlibre.domain.applications.reading import read
from quartierlibre.domain.applications.screening import Point
from quartierlibre.domain.applications.states import UNDER_WAY, ApplicationState, CheckAnswerKind
from quartierlibre.domain.committees.models import Case
from quartierlibre.domain.committees.queries import NextSitting, next_sitting
from quartierlibre.domain.committees.queries.agenda import Similar, live_case, similar_projects
from quartierlibre.domain.funds.findings import Tone
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.projects.form import lists_of
from quartierlibre.pagekit.projects.place import place_words
from quartierlibre.pagekit.projects.summary import Answered, summary_of
from quartierlibre.pagekit.words import spaced
from quartierlibre.web.screen.access import files_to_screen

TONES: dict[Tone | None, str] = {
    Tone.BLOCKING: "danger",
    Tone.WARNING: "warning",
    Tone.INFO: "info",
    Tone.OK: "success",
    None: "neutral",
}
SHOWN_SIMILAR, SHOWN_MESSAGES = 4, 3


@dataclass(frozen=True)
class Line:
    """One point of the checklist with its drawing, its word, and what to press."""

    point: Point

    @property
    def tone(self) -> str:
        return TONES[self.point.tone]

    @property
    def word(self) -> str:
        """Colour is never alone."""
        if self.point.tone is None:
            return _("À vérifier")
        return str(self.point.tone.label)

    @property
    def machine(self) -> str:
        """What the machine said, when a person said otherwise."""
        automatic = self.point.automatic
        return str(automatic.label) if self.point.is_overruled and automatic else ""

    @property
    def answer(self) -> str:
        """What a person answered to a check by hand."""
        said = self.point.said
        return str(CheckAnswerKind(said.verdict).label) if said and self.point.is_by_hand else ""

    @property
    def verb(self) -> str:
        if not self.point.is_by_hand:
            return _("Revoir mon avis") if self.point.is_overruled else _("Donner mon avis")
        return _("Changer la réponse") if self.point.said else _("Répondre")


@dataclass(frozen=True)
class Next:
    """Where the file stands, in one line, and a few words more."""

    tone: str
    title: str
    text: str = ""


class ScreenPage:
    """A file loaded by `with_everything`, judged today. The number of queries does not depend on the file."""

    def __init__(self, loaded: Application, *, today: date) -> None:
        self.today, self.application = today, loaded
        self.case: Case | None = live_case(loaded)
        self.sitting = sitting_of(loaded, today)
        self.screening: Screening = screening_of(
            loaded, today=today, next_session=self.sitting.day if self.sitting else None
        )
        self.corrections: Sequence[Correction] = corrections_of(loaded)

    @cached_property
    def opinions(self) -> Sequence[Opinion]:
        return opinions_of(self.application)

    @cached_property
    def messages(self) -> Sequence[Message]:
        return thread_of(self.application, for_holder=False)

    @cached_property
    def lines(self) -> list[Line]:
        return [Line(each) for each in self.screening.checklist.points]

    @property
    def good(self) -> list[Line]:
        return [each for each in self.lines if each.tone == "success" and not each.point.said]

    @property
    def to_see(self) -> list[Line]:
        return [each for each in self.lines if each.tone != "success" or each.point.said]

    @property
    def holder(self) -> str:
        return said_holder(self.application.holder_kind, self.application.group_name, self.application.holder_name)

    @property
    def phone(self) -> str:
        return readable_phone(self.application.contact_phone) if self.application.contact_phone else ""

    @property
    def is_to_screen(self) -> bool:
        return self.application.state == ApplicationState.SUBMITTED

    @property
    def is_under_way(self) -> bool:
        return self.application.state in UNDER_WAY

    @property
    def open_corrections(self) -> list[Correction]:
        return [each for each in self.corrections if each.is_open]

    @property
    def late_corrections(self) -> list[Correction]:
        return [each for each in self.corrections if each.is_late(self.today)]

    @property
    def pending_opinions(self) -> list[Opinion]:
        return [each for each in self.opinions if each.is_pending(self.today)]

    @property
    def last_messages(self) -> list[Message]:
        return list(self.messages)[-SHOWN_MESSAGES:]

    @property
    def unread(self) -> int:
        return sum(each.is_unread for each in self.messages)

    @cached_property
    def similar(self) -> list[Similar]:
        return similar_projects(self.application, most=SHOWN_SIMILAR)

    @cached_property
    def questions(self) -> list[Answered]:
        """The project as its people tell it, in their words."""
        form, answers = form_of(self.application), self.application.answers
        reading = read(form, answers)
        asked = summary_of(form, answers, reading, reading.problems, lists_of(self.application.fund))
        return [each for each in asked if each.answers and each.key != form.contact.key]

    @property
    def allowed_cents(self) -> Cents | None:
        return self.screening.verdicts.amount.allowed_cents

    @property
    def place_words(self) -> str:
        return place_words(self.application)

    @cached_property
    def next(self) -> Next:
        """The one line that says who has the next move."""
        if self.application.state != ApplicationState.SUBMITTED:
            return _ended(self.application, self.case)
        done = [each for each in self.open_corrections if each.is_to_check]
        if done:
            return Next("warning", _("Le porteur dit que c’est fait : à vous de regarder"))
        if self.open_corrections:
            return _waits_for_holder(self.open_corrections, self.today)
        return _to_settle(len(self.screening.checklist.blocking), len(self.screening.checklist.to_check))


def page_of(person: Person, public_id: UUID) -> ScreenPage:
    """The page of a file this person screens. Raises Http404 otherwise, whether it exists or not."""
    loaded = get_object_or_404(with_everything(files_to_screen(person)), public_id=public_id)
    return ScreenPage(loaded, today=timezone.localdate())


def sitting_of(application: Application, today: date) -> NextSitting | None:
    rulebook = application.regulation.rulebook if application.regulation else None
    return next_sitting(application.fund, rulebook, today=application.filed_on or today)


def _waits_for_holder(waiting: Sequence[Correction], today: date) -> Next:
    late = any(each.is_late(today) for each in waiting)
    title = _("Le porteur est en retard") if late else _("On attend le porteur")
    return Next("warning" if late else "info", title, _("Le dossier vous revient dès qu’il dit « c’est fait »."))


def _to_settle(blocking: int, unknown: int) -> Next:
    if blocking:
        title = ngettext("%(n)s point à régler", "%(n)s points à régler", blocking) % {"n": blocking}
        return Next(
            "danger", title, _("Donnez votre avis, demandez une correction, ou dites que ce n’est pas recevable.")
        )
    if unknown:
        title = ngettext("%(n)s point à vérifier", "%(n)s points à vérifier", unknown) % {"n": unknown}
        return Next("warning", title, _("Rien n’arrête ce dossier."))
    return Next("success", _("Rien n’arrête ce dossier"), _("Il peut aller devant le comité."))


def _ended(application: Application, case: Case | None) -> Next:
    match application.state:
        case ApplicationState.ADMISSIBLE if application.adjourned_at and case is None:
            return Next("info", _("Ajourné par le comité"), _("Le porteur peut le modifier et le représenter."))
        case ApplicationState.ADMISSIBLE:
            text = "" if case else _("Aucune date de comité ne lui convient encore.")
            return Next("success", _("Ce dossier est recevable"), text)
        case ApplicationState.INADMISSIBLE:
            return Next("danger", _("Ce dossier n’est pas recevable"), application.screening_reason)
    return Next("neutral", str(ApplicationState(application.state).label))


def question_choices(application: Application) -> list[tuple[str, str]]:
    """The questions of the form this file was started with, as a person may point to them."""
    return [(each.key, spaced(each.label)) for each in form_of(application).all_questions()]
