"""What the holder of a filed project reads: where it is, what they have to do, what was said, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models import Application, Correction, Message
from quartierlibre.domain.applications.queries.screening import corrections_of, thread_of
from quartierlibre.domain.applications.states import UNDER_WAY, ApplicationState, MessageSide
from quartierlibre.domain.committees.models import Case, Decision
from quartierlibre.domain.committees.queries.agenda import live_case
from quartierlibre.domain.committees.queries.answers import Answer, answer_to, contact_of, told_decisions
from quartierlibre.domain.committees.states import CaseState
from quartierlibre.domain.grants.models import Grant
from quartierlibre.pagekit.html import Tone
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment
from quartierlibre.web.apply.presenters import CheckPage

DECIDED = {ApplicationState.GRANTED, ApplicationState.REFUSED}


@dataclass(frozen=True)
class Headline:
    """Where the project stands, in one line and a few words."""

    tone: str
    title: str
    text: str = ""


class Following(CheckPage):
    """A filed project as its holder follows it. About twenty queries, whatever was said and done."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.state = ApplicationState(application.state)
        self.corrections: Sequence[Correction] = corrections_of(application)

    @cached_property
    def case(self) -> Case | None:
        """Its next passage before a committee."""
        return live_case(self.application)

    @cached_property
    def told(self) -> Sequence[Decision]:
        """Decisions the holder has been answered about, oldest first."""
        return told_decisions(self.application)

    @cached_property
    def answer(self) -> Answer | None:
        """The last answer, while it is the one that holds."""
        is_last = self.told and (self.state in DECIDED or self.is_adjourned)
        return answer_to(self.told[-1]) if is_last else None

    @cached_property
    def put_off(self) -> Sequence[Case]:
        """The times a session put it off without deciding, each with why, oldest first."""
        found = Case.objects.filter(application=self.application, state=CaseState.ADJOURNED, decisions=None)
        return list(found.exclude(note="").select_related("session").order_by("session__starts_at", "pk"))

    @property
    def put_off_because(self) -> str:
        """Why it waits for another session, as long as it does."""
        return self.put_off[-1].note if self.may_change and not self.answer and self.put_off else ""

    @cached_property
    def messages(self) -> Sequence[Message]:
        return thread_of(self.application, for_holder=True)

    @cached_property
    def has_grant(self) -> bool:
        """Money was granted and its agreement opened: the page of the money is there."""
        return self.state == ApplicationState.GRANTED and Grant.objects.filter(application=self.application).exists()

    @property
    def to_do(self) -> list[Correction]:
        return [each for each in self.corrections if each.is_waiting] if self.is_under_way else []

    @property
    def done(self) -> list[Correction]:
        """Said to be done, and not looked at yet."""
        return [each for each in self.corrections if each.is_to_check]

    @property
    def late(self) -> list[Correction]:
        return [each for each in self.to_do if each.is_late(timezone.localdate())]

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_adjourned(self) -> bool:
        return self.state == ApplicationState.ADMISSIBLE and self.application.adjourned_at is not None

    @property
    def may_change(self) -> bool:
        """Put off by a committee, and not on another order of the day yet."""
        return self.is_adjourned and self.case is None

    @property
    def may_start_again(self) -> bool:
        """It ended without a grant, and its holder knows why."""
        return self.state == ApplicationState.INADMISSIBLE or bool(
            self.state == ApplicationState.REFUSED and self.answer
        )

    @property
    def has_news(self) -> bool:
        """Something happened since it was filed, other than the letters of the site."""
        said = any(each.side != MessageSide.SITE for each in self.messages)
        return said or bool(self.corrections) or self.state != ApplicationState.SUBMITTED

    @property
    def contact(self) -> tuple[str, ...]:
        return contact_of(self.application.fund)

    @cached_property
    def headline(self) -> Headline:
        if self.to_do:
            return self._to_do
        match self.state:
            case ApplicationState.SUBMITTED:
                return Headline("info", _("L’équipe du fonds regarde votre projet"), _("Vous n’avez rien à faire."))
            case ApplicationState.INADMISSIBLE:
                return Headline(
                    "danger", _("Votre projet ne va pas devant le comité"), self.application.screening_reason
                )
            case ApplicationState.ADMISSIBLE:
                return self._before_committee
        return self._decided

    @property
    def _to_do(self) -> Headline:
        if self.late:
            return Headline(
                "warning", _("On vous attend"), _("La date est passée, mais vous pouvez encore le faire aujourd’hui.")
            )
        return Headline("warning", _("À vous de jouer"), _("L’équipe du fonds vous demande quelque chose."))

    @property
    def _before_committee(self) -> Headline:
        if self.may_change:
            return Headline(
                "info",
                _("Le comité n’a pas encore décidé"),
                _("Vous pouvez changer votre projet, puis le présenter à nouveau : même numéro, même rang."),
            )
        if self.case is None:
            return Headline("success", _("Votre projet ira devant le comité"), _("La date n’est pas encore fixée."))
        text = _("L’équipe du fonds vous dira si vous pouvez venir en parler.")
        return Headline("success", _("Votre projet va devant le comité"), text)

    @property
    def _decided(self) -> Headline:
        if self.answer is None:
            return Headline("info", _("Le comité s’est réuni"), _("Sa réponse arrive : elle est en cours d’écriture."))
        return Headline("success" if self.answer.is_favourable else "neutral", self.answer.verdict)

    @property
    def steps(self) -> list[Moment]:
        """What happened, then what comes, with the dates that are known."""
        return list(self._steps())

    def _steps(self) -> Iterator[Moment]:
        yield Moment(_("Votre projet est déposé"), self.application.submitted_at)
        yield self._read
        if self.state == ApplicationState.INADMISSIBLE:
            yield Moment(_("Il ne va pas devant le comité"), self.application.screened_at, tone="danger")
            return
        yield from self._put_off()
        yield self._sitting
        yield self._answered

    @property
    def _read(self) -> Moment:
        if self.state != ApplicationState.SUBMITTED:
            return Moment(_("L’équipe du fonds l’a vérifié"), self.application.screened_at)
        text = _("Elle attend votre réponse.") if self.to_do else _("Elle vous écrit s’il manque quelque chose.")
        return Moment(_("L’équipe du fonds le vérifie"), text=text, tone="warning" if self.to_do else "neutral")

    def _put_off(self) -> Iterator[Moment]:
        former = self.told[: None if self.state not in DECIDED else -1]
        times = [(each.decided_at, each.reason) for each in former]
        times += [(each.session.starts_at, each.note) for each in self.put_off]
        for when, why in sorted(times):
            yield Moment(_("Le comité a reporté sa décision"), when, text=why, tone="info")

    @property
    def _sitting(self) -> Moment:
        title = _("Le comité d’habitants se réunit")
        if self.answer is not None and self.state in DECIDED:
            return Moment(title, self.told[-1].decided_at)
        if self.state in DECIDED:
            return Moment(title)
        if self.case is None:
            return self.committee
        session, hearing = self.case.session, self.case.hearing_at
        words = [session.place, _("vous êtes attendu à cette heure") if hearing else ""]
        return Moment(title, hearing or session.starts_at, text=" · ".join(filter(None, words)), tone="neutral")

    @property
    def _answered(self) -> Moment:
        if self.answer is not None and self.state in DECIDED:
            tone: Tone = "success" if self.answer.is_favourable else "danger"
            return Moment(_("Vous avez la réponse"), self.told[-1].published_at, text=self.answer.verdict, tone=tone)
        return Moment(_("Vous recevez la réponse"), text=self.how_answered, tone="neutral")
