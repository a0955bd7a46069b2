"""What the three screens show, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.form import Form
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries.filing import missing_of
from quartierlibre.domain.applications.queries.verdicts import Verdicts, verdicts
from quartierlibre.domain.applications.reading import Reading, read
from quartierlibre.domain.applications.states import Channel, ContactKind, HolderKind
from quartierlibre.domain.committees.queries import NextSitting, next_sitting
from quartierlibre.domain.funds.models import Fund, Regulation
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit import kept
from quartierlibre.pagekit.projects.form import AnswersForm, fields_of, lists_of
from quartierlibre.pagekit.projects.place import place_words
from quartierlibre.pagekit.projects.questions import AskedQuestion, asked_questions
from quartierlibre.pagekit.projects.summary import Answered, summary_of
from quartierlibre.pagekit.projects.typed import spelled
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment
from quartierlibre.web.apply.keeping import new_device


class SayPage:
    """Screen 1: every question, as answered so far."""

    is_amending = False

    def __init__(
        self, application: Application, *, answers: Mapping[str, Any] | None = None, rows: int = 0, alarm: bool = False
    ) -> None:
        self.application, self.rows, self.alarm = application, rows, alarm
        self.questions_asked: Form = kept.part(("apply.form", application.form_version_id), self._form_asked)
        self.answers = {**application.answers, **(answers or {})}
        self.device = new_device()

    def _form_asked(self) -> Form:
        return queries.form_of(self.application)

    @cached_property
    def reading(self) -> Reading:
        return read(self.questions_asked, self.answers)

    @cached_property
    def form(self) -> AnswersForm:
        answers, lists = spelled(self.answers, self.questions_asked), lists_of(self.application.fund)
        key = ("apply.fields", self.application.form_version_id, lists)
        fields = kept.part(key, lambda: fields_of(self.questions_asked, lists))
        form = AnswersForm(self.questions_asked, answers, self.reading.problems, lists, fields)
        if self.rows:
            form.show_rows("lines", self.rows)
        return form

    @cached_property
    def questions(self) -> list[AskedQuestion]:
        return asked_questions(self.questions_asked, self.form)

    @property
    def questions_mark(self) -> tuple[str, int]:
        """The words of a question belong to a version of the form, which never changes (see `pagekit.kept`)."""
        return "apply.question", self.application.form_version_id

    @cached_property
    def documents(self) -> list[queries.Paper]:
        return queries.papers_of(self.application)

    @property
    def total(self) -> Cents:
        return self.reading.total("lines")

    @property
    def lacking(self) -> Cents:
        """What is left to find once what one already has is taken off, in cents."""
        return Cents(max(0, self.total - self.reading.total("resources")))

    @property
    def is_helped(self) -> bool:
        return self.application.channel == Channel.HELPER

    @property
    def place_words(self) -> str:
        return place_words(self.application)


class AmendPage(SayPage):
    """The questions a holder may answer again once the file is filed: the one asked about, or all after a report."""

    is_amending = True

    def __init__(self, application: Application, question: str | None = None, **how: Any) -> None:
        super().__init__(application, **how)
        self.question = question

    @cached_property
    def questions(self) -> list[AskedQuestion]:
        asked = asked_questions(self.questions_asked, self.form)
        return [each for each in asked if self.question in (None, each.question.key)]

    @property
    def names(self) -> frozenset[str]:
        """The fields shown."""
        return frozenset(part.bound.name for each in self.questions for part in each.fields)

    @property
    def faults(self) -> bool:
        """Something in the fields shown cannot be read."""
        return bool(self.names & set(self.reading.problems))


def advice_for(application: Application) -> tuple[Verdicts, NextSitting | None]:
    """What the rules say of the file today, and the committee it would go to."""
    today = timezone.localdate()
    sitting = sitting_for(application.fund, application.regulation or current_regulation(application.fund))
    return verdicts(application, today=today, next_session=sitting.day if sitting else None), sitting


def sitting_for(fund: Fund, regulation: Regulation | None) -> NextSitting | None:
    return next_sitting(fund, regulation.rulebook if regulation else None, today=timezone.localdate())


class CheckPage:
    """Screen 2: everything read back, what is missing, what the rules say."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.verdicts, self.sitting = advice_for(application)
        self.regulation = self.verdicts.regulation
        self.form_asked = queries.form_of(application)
        self.reading = read(self.form_asked, application.answers)
        self.missing = missing_of(application, self.reading) if application.is_draft else ()
        self.documents = queries.papers_of(application)

    @cached_property
    def questions(self) -> list[Answered]:
        problems = {each.field: each.message for each in reversed(self.missing)}
        answers = self.application.answers
        return summary_of(self.form_asked, answers, self.reading, problems, lists_of(self.application.fund))

    @property
    def is_association(self) -> bool:
        return self.application.holder_kind == HolderKind.ASSOCIATION

    @property
    def needs_agreement(self) -> bool:
        """Someone helps, and how the person agreed is not noted yet."""
        helped = self.application.channel == Channel.HELPER or self.application.contact_kind == ContactKind.HELPER
        return helped and not hasattr(self.application, "agreement")

    @property
    def is_ready(self) -> bool:
        return not self.missing and not self.needs_agreement and self.regulation is not None

    @property
    def place_words(self) -> str:
        return place_words(self.application)

    @property
    def next_steps(self) -> list[Moment]:
        """What happens after filing, with the dates that are known."""
        filed = Moment(_("Votre projet est déposé"), self.application.submitted_at, tone="success")
        read_by = Moment(
            _("L’équipe du fonds le lit"), text=_("Elle vous appelle s’il manque quelque chose."), tone="neutral"
        )
        answer = Moment(_("Vous recevez la réponse"), text=self.how_answered, tone="neutral")
        return [filed, read_by, self.committee, answer]

    @property
    def committee(self) -> Moment:
        if self.sitting is None:
            words = _("La date n’est pas encore fixée. Nous vous la dirons.")
            return Moment(_("Le comité d’habitants se réunit"), text=words, tone="neutral")
        place = self.sitting.session.place
        return Moment(_("Le comité d’habitants se réunit"), self.sitting.session.starts_at, text=place, tone="neutral")

    @property
    def how_answered(self) -> str:
        match self.application.contact_kind:
            case ContactKind.EMAIL:
                return _("Par courriel, à %(email)s.") % {"email": self.application.contact_email}
            case ContactKind.PHONE:
                return _("Par téléphone, au %(phone)s.") % {"phone": readable_phone(self.application.contact_phone)}
        return _("Par la personne qui vous aide.")


@dataclass(frozen=True)
class WordsBefore:
    """Words that were replaced, ready to be shown: rows of money as one line each."""

    label: str
    text: str
    written_at: datetime


def words_before(found: Sequence[queries.Earlier]) -> list[WordsBefore]:
    return [WordsBefore(each.label, _as_text(each.value), each.written_at) for each in found]


def _as_text(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    rows = [row if isinstance(row, Mapping) else {"label": row} for row in value]
    return "\n".join(" : ".join(filter(None, (str(row.get("label", "")), str(row.get("amount", ""))))) for row in rows)
