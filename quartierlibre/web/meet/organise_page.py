"""What the organiser reads: who comes, in numbers and by name, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.meetings.models import Desk, Meeting, Participant, Registration
from quartierlibre.domain.meetings.queries.coming import Figures, figures_of, people_of
from quartierlibre.domain.meetings.states import ACTIVE, Need, RegistrationState
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar

TONES = {
    RegistrationState.CONFIRMED: "success",
    RegistrationState.OFFERED: "info",
    RegistrationState.WAITING: "warning",
    RegistrationState.LAPSED: "neutral",
    RegistrationState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class Party:
    """A registration as one line of the list."""

    registration: Registration
    people: Sequence[Participant]

    @property
    def tone(self) -> str:
        return TONES[RegistrationState(self.registration.state)]

    @property
    def is_live(self) -> bool:
        return self.registration.state in ACTIVE

    @property
    def said(self) -> list[tuple[Participant, str]]:
        """Each of them, and what makes it possible for them to come."""
        return [(each, needs_said(each)) for each in self.people]

    @property
    def phone(self) -> str:
        return readable_phone(self.registration.phone) if self.registration.phone else ""


def needs_said(person: Participant) -> str:
    """What makes it possible for them to come."""
    labels = [str(Need(each).label) for each in person.needs]
    return ", ".join([*labels, person.needs_note] if person.needs_note else labels)


class DeskPage:
    """The registrations of one meeting."""

    def __init__(self, desk: Desk, *, words: str = "") -> None:
        self.desk, self.meeting, self.words = desk, desk.meeting, words.strip()

    @property
    def when(self) -> str:
        return when_said(self.meeting)

    @property
    def where(self) -> str:
        return where_said(self.meeting)

    @property
    def is_over(self) -> bool:
        return bool(self.meeting.last_moment < timezone.now())

    @cached_property
    def people(self) -> list[Participant]:
        return list(people_of(self.desk))

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.desk, self.people)

    @cached_property
    def parties(self) -> list[Party]:
        """In the order of the desk, those who no longer come last."""
        grouped: dict[int, list[Participant]] = {}
        registrations: dict[int, Registration] = {}
        for each in self.people:
            grouped.setdefault(each.registration_id, []).append(each)
            registrations[each.registration_id] = each.registration
        parties = [Party(registrations[key], people) for key, people in grouped.items()]
        return sorted(parties, key=lambda party: (not party.is_live, party.registration.number))

    @property
    def to_call(self) -> list[Party]:
        return [each for each in self.parties if each.registration.must_call]

    @property
    def category_bars(self) -> list[Bar]:
        return [Bar(name, held) for name, held, _came, _quota in self.figures.by_category]

    @property
    def territory_bars(self) -> list[Bar]:
        return [Bar(name or _("Ailleurs, ou non dit"), held) for name, held, _came in self.figures.by_territory]

    @property
    def papers(self) -> list[tuple[str, str]]:
        """What is printed for the day."""
        return []

    def lines(self) -> Iterable[Sequence[object]]:
        """The table to download: everything the organiser reads, one line a person."""
        for each in self.people:
            registration = each.registration
            yield (
                registration.number,
                registration.get_state_display(),
                each.name,
                each.function,
                each.organisation,
                str(each.territory or ""),
                str(each.category or ""),
                needs_said(each),
                registration.email,
                self._phone(registration),
                _("oui") if each.arrived_at else "",
            )

    def _phone(self, registration: Registration) -> str:
        return readable_phone(registration.phone) if registration.phone else ""

    @staticmethod
    def header() -> list[str]:
        return [
            _("Inscription"),
            _("État"),
            _("Nom"),
            _("Fonction"),
            _("Organisme"),
            _("Territoire"),
            _("Catégorie"),
            _("Besoins"),
            _("E-mail"),
            _("Téléphone"),
            _("Présence"),
        ]


class DoorPage:
    """The door: everyone who may come in, by name, and who is there."""

    def __init__(self, desk: Desk, *, words: str = "") -> None:
        self.desk, self.meeting, self.words = desk, desk.meeting, words.strip()

    @cached_property
    def everyone(self) -> list[Participant]:
        found = people_of(self.desk).filter(registration__state__in=(*ACTIVE, RegistrationState.LAPSED))
        return sorted(found, key=lambda each: each.name.casefold())

    @property
    def people(self) -> list[Participant]:
        wanted = self.words.casefold()
        return [each for each in self.everyone if wanted in f"{each.name} {each.organisation}".casefold()]

    @property
    def there(self) -> int:
        return sum(each.arrived_at is not None for each in self.everyone)

    @property
    def expected(self) -> int:
        return sum(each.holds_place for each in self.everyone)

    @property
    def categories(self) -> list[tuple[int, str]]:
        return [(each.pk, each.name) for each in self.desk.categories.all()]


@dataclass(frozen=True)
class OrganisedLine:
    """A meeting in the list of the organiser."""

    meeting: Meeting

    @property
    def when(self) -> str:
        return when_said(self.meeting)

    @property
    def where(self) -> str:
        return where_said(self.meeting)

    @property
    def desk(self) -> Desk | None:
        return getattr(self.meeting, "desk", None)
