"""One file as its team reads it: what the rules say, why, and everything that was told, brought or done."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application, ApplicationQuerySet, Document
from quartierlibre.domain.applications.queries.desk import holder_of, must_be_told
from quartierlibre.domain.applications.queries.page import ApplicationPage, application_page, with_everything
from quartierlibre.domain.applications.reading import read
from quartierlibre.domain.applications.states import UNDER_WAY, ApplicationState, DocumentKind
from quartierlibre.domain.committees.queries import NextSitting, next_sitting
from quartierlibre.domain.funds.findings import Finding, Tone
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.queries import svg_map
from quartierlibre.domain.places.rules import Position
from quartierlibre.domain.places.states import LocationMethod, LocationStatus
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.projects.form import lists_of
from quartierlibre.pagekit.projects.place import place_words
from quartierlibre.pagekit.projects.summary import Answered, summary_of
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment
from quartierlibre.pagekit.words import spaced

MAP_WIDTH = 420
TONES = {Tone.BLOCKING: "danger", Tone.WARNING: "warning", Tone.INFO: "info", Tone.OK: "success"}
WORST_FIRST = [Tone.BLOCKING, Tone.WARNING, Tone.OK, Tone.INFO]
SIGNATURE = "signature"


@dataclass(frozen=True)
class Said:
    """A finding with the drawing and the word of its tone, so that colour is never alone."""

    tone: str
    word: str
    message: str
    source: str


class FilePage:
    """A file of `files`, loaded and judged today. About twenty queries."""

    def __init__(self, files: ApplicationQuerySet, application: Application, person: Person, *, today: date) -> None:
        self.person, self.today = person, today
        loaded = with_everything(files).get(pk=application.pk)
        rulebook = loaded.regulation.rulebook if loaded.regulation else None
        self.sitting: NextSitting | None = next_sitting(loaded.fund, rulebook, today=loaded.filed_on or today)
        self.page: ApplicationPage = application_page(
            loaded, today=today, next_session=self.sitting.day if self.sitting else None
        )
        self.application = loaded
        self.holder = holder_of(loaded)

    @cached_property
    def may_screen(self) -> bool:
        return self.person.may(Permission.SCREEN_APPLICATIONS, within=self.application.fund.territory)

    @cached_property
    def may_write(self) -> bool:
        return self.person.may(Permission.ENTER_PAPER, within=self.application.fund.territory)

    @property
    def is_under_way(self) -> bool:
        return self.application.state in UNDER_WAY

    @property
    def is_new(self) -> bool:
        return self.application.seen_at is None and self.application.state == ApplicationState.SUBMITTED

    @property
    def is_to_tell(self) -> bool:
        return must_be_told(self.application)

    @cached_property
    def findings(self) -> list[Said]:
        """What must be looked at first, good news after, each with the text it comes from."""
        told = sorted(self.page.verdicts.findings, key=lambda each: WORST_FIRST.index(each.tone))
        return [_said(each) for each in told]

    @property
    def opinion(self) -> tuple[str, str]:
        """The verdict in one line: its tone and its words."""
        if self.page.verdicts.eligibility.blocking:
            return "danger", _("Au moins une règle ne passe pas")
        if self.page.verdicts.to_look_at:
            return "warning", _("Des points à regarder")
        return "success", _("Toutes les règles connues passent")

    @cached_property
    def bounds(self) -> list[tuple[str, Cents, str, bool]]:
        """Each bound on the amount: reason, cents, source, and whether it is the one that decides."""
        amount = self.page.verdicts.amount
        return [(each.reason, each.cents, each.source, each in amount.binding) for each in amount.bounds]

    @property
    def all_resources_cents(self) -> Cents:
        """What is asked for, with what the project already has."""
        return Cents(self.page.resources_cents + (self.application.asked_cents or 0))

    @property
    def surplus_cents(self) -> Cents:
        return Cents(max(0, -self.page.balance_cents))

    @property
    def helper_said(self) -> str:
        """The helper named in the contact answer; a recorded agreement says more."""
        said = [self.application.answers.get(name) for name in ("helper_name", "helper_contact")]
        return "" if self.page.agreement else " · ".join(str(each) for each in said if each)

    @cached_property
    def questions(self) -> list[Answered]:
        """The answers as understood, without money lines and contact, which have their own places."""
        form, answers = self.page.form, self.application.answers
        reading = read(form, answers)
        asked = summary_of(form, answers, reading, reading.problems, lists_of(self.application.fund))
        return [
            Answered(each.number, each.key, each.label, [answer for answer in each.answers if not answer.lines])
            for each in asked
            if each.key != form.contact.key and any(not answer.lines for answer in each.answers)
        ]

    @cached_property
    def missing(self) -> list[str]:
        """What the sheet left blank, in the words of the form."""
        labels = {each.name: spaced(each.label) for each in self.page.form.fields()}
        labels[SIGNATURE] = _("La signature, qui vaut acceptation du règlement")
        return [labels.get(name, name) for name in self.application.missing]

    @property
    def lacks_signature(self) -> bool:
        return SIGNATURE in self.application.missing

    @property
    def phone(self) -> str:
        return readable_phone(self.application.contact_phone) if self.application.contact_phone else ""

    @property
    def place_words(self) -> str:
        return place_words(self.application)

    @property
    def place_status(self) -> str:
        status = self.application.location_status
        return str(LocationStatus(status).label) if status else ""

    @property
    def place_tone(self) -> str:
        return {"in": "success", "edge": "info", "out": "warning"}.get(self.application.location_status, "neutral")

    @property
    def place_method(self) -> str:
        method = self.application.location_method
        return str(LocationMethod(method).label) if method else ""

    @cached_property
    def map_address(self) -> str:
        """The place and its neighbourhoods drawn inside the page; nothing when neither is known."""
        here = self.application
        mark = None if here.lon is None or here.lat is None else Position(here.lon, here.lat)
        around = list(self.page.neighbourhoods) or list(here.fund.neighbourhoods.all() if mark else [])
        drawn = svg_map(around, mark=mark, width=MAP_WIDTH)
        if drawn is None:
            return ""
        return "data:image/svg+xml;base64," + base64.b64encode(drawn.as_document().encode()).decode()

    @cached_property
    def documents(self) -> Sequence[Document]:
        return self.page.documents

    @cached_property
    def moments(self) -> list[Moment]:
        """The journal of this file, oldest first, and who did it when it was one of the team."""
        names = dict(Person.objects.filter(pk__in=self._actors).values_list("pk", "name"))
        return [
            Moment(event.sentence, event.at, names.get(event.actor_id or 0, ""), tone="success")
            for event in reversed(self.page.events)
        ]

    @property
    def _actors(self) -> set[int]:
        return {event.actor_id for event in self.page.events if event.actor_id}


def _said(finding: Finding) -> Said:
    return Said(TONES[finding.tone], str(finding.tone.label), finding.message, finding.source)


def is_sensitive(document: Document) -> bool:
    """A scanned sheet holds a signature and a contact: taking it away leaves a line in the journal."""
    return document.kind == DocumentKind.SCAN
