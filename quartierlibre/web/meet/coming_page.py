"""What a person reads of their own registration: where they stand, who comes, their tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.meetings.models import Certificate, Desk, Participant, Registration
from quartierlibre.domain.meetings.queries.coming import closes_at, may_register_now, place_in_line, room_of
from quartierlibre.domain.meetings.rules.registering import Room
from quartierlibre.domain.meetings.states import ACTIVE, MeetingState, RegistrationState
from quartierlibre.foundation.verdicts import Verdict
from quartierlibre.pagekit.meetings.saying import welcome_said, when_said, where_said
from quartierlibre.pagekit.qr import square
from quartierlibre.pagekit.words import moment
from quartierlibre.web.meet.addresses import whole


class RegisterPage:
    """Before one registers: what, when, where, and the places left."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.meeting = desk, desk.meeting

    @cached_property
    def verdict(self) -> Verdict:
        return may_register_now(self.desk, now=timezone.now())

    @cached_property
    def room(self) -> Room:
        return room_of(self.desk)

    @property
    def full_categories(self) -> list[int]:
        return [key for key, left in self.room.left_by_category.items() if left == 0]

    @property
    def is_full(self) -> bool:
        return self.room.left == 0

    @property
    def places(self) -> str:
        """So many places left; nothing when nobody set how many there are."""
        left = self.room.left
        return "" if not left else ngettext("Il reste %d place.", "Il reste %d places.", left) % left

    @property
    def when(self) -> str:
        return when_said(self.meeting)

    @property
    def where(self) -> str:
        return where_said(self.meeting)

    @property
    def opens(self) -> str:
        opens_at = self.desk.opens_at
        return moment(opens_at) if opens_at and opens_at > timezone.now() else ""

    @property
    def closes(self) -> str:
        return moment(closes_at(self.desk))


@dataclass(frozen=True)
class Ticket:
    """What somebody shows at the door."""

    name: str
    about: str
    drawing: SafeString


class OwnPage:
    """A registration, read by whoever holds its link."""

    def __init__(self, registration: Registration, token: str) -> None:
        self.registration, self.token = registration, token
        self.desk, self.meeting = registration.desk, registration.desk.meeting
        self.people: Sequence[Participant] = list(registration.people.select_related("category"))

    @property
    def state(self) -> RegistrationState:
        return RegistrationState(self.registration.state)

    @property
    def is_live(self) -> bool:
        return self.state in ACTIVE and self.meeting.starts_at > timezone.now() and self.is_on

    @property
    def is_on(self) -> bool:
        return self.meeting.state == MeetingState.PUBLISHED

    @property
    def is_offered(self) -> bool:
        return bool(
            self.state == RegistrationState.OFFERED
            and self.registration.answer_by
            and self.registration.answer_by > timezone.now()
        )

    @property
    def notice(self) -> tuple[str, str, str]:
        """Tone, title, words of where they stand."""
        if not self.is_on:
            label = self.meeting.get_state_display()
            return "danger", _("La rencontre : %(state)s") % {"state": label.lower()}, self.meeting.state_note
        if self.state == RegistrationState.OFFERED:
            return self._offer()
        if self.state == RegistrationState.CONFIRMED:
            number = len(self.people)
            words = ngettext("%d place réservée.", "%d places réservées.", number) % number
            return "success", _("Vous êtes attendu·e"), words
        if self.state == RegistrationState.WAITING:
            rank = {"rank": place_in_line(self.registration)}
            words = _("Vous êtes au rang %(rank)s. Nous vous prévenons dès qu’une place se libère pour vous.") % rank
            return "warning", _("Vous êtes sur la liste d’attente"), words
        if self.state == RegistrationState.LAPSED:
            words = _("La place proposée est passée à la personne suivante. Vous pouvez vous inscrire de nouveau.")
            return "neutral", _("Le délai pour répondre est passé"), words
        return "neutral", _("Votre inscription est annulée"), _("Merci de l’avoir dit.")

    def _offer(self) -> tuple[str, str, str]:
        if not self.is_offered or self.registration.answer_by is None:
            return "neutral", _("Le délai pour répondre est passé"), _("La place ira à la personne suivante.")
        until = {"until": moment(self.registration.answer_by)}
        return "info", _("Une place vous attend"), _("Elle est à vous jusqu’au %(until)s. La prenez-vous ?") % until

    @property
    def has_certificate(self) -> bool:
        return Certificate.objects.filter(participant__registration=self.registration).exists()

    @property
    def when(self) -> str:
        return when_said(self.meeting)

    @property
    def welcome(self) -> str:
        return welcome_said(self.meeting.welcome_at)

    @property
    def where(self) -> str:
        return where_said(self.meeting)

    @property
    def tickets(self) -> list[Ticket]:
        """A square each, once they have a place."""
        if self.state != RegistrationState.CONFIRMED or not self.is_on:
            return []
        return [_ticket(each) for each in self.people]


def _ticket(person: Participant) -> Ticket:
    about = " · ".join(filter(None, (str(person.category or ""), person.organisation)))
    address = whole("meet:ticket", person.public_id)
    label = _("Carré à montrer à l’accueil pour %(name)s") % {"name": person.name}
    drawn = mark_safe(square(address))  # noqa: S308 - drawn by us from an address of ours
    return Ticket(person.name, about, format_html('<span role="img" aria-label="{}">{}</span>', label, drawn))
