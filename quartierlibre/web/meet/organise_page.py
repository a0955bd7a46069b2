"""What the organiser reads: who comes, in numbers and by name, and what there is to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.meetings.models import Certificate, CycleDay, Desk, Meeting, Participant, Registration
from quartierlibre.domain.meetings.queries.after import Said, opinions_of
from quartierlibre.domain.meetings.queries.coming import Figures, figures_of, people_of
from quartierlibre.domain.meetings.states import ACTIVE, Mark, MeetingState, Need, RegistrationState
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar

TONES = {
    RegistrationState.CONFIRMED: "success",
    RegistrationState.OFFERED: "info",
    RegistrationState.WAITING: "warning",
    RegistrationState.LAPSED: "neutral",
    RegistrationState.CANCELLED: "neutral",
}
MEETING_TONES = {
    MeetingState.DRAFT: "info",
    MeetingState.PUBLISHED: "success",
    MeetingState.CANCELLED: "danger",
    MeetingState.POSTPONED: "warning",
    MeetingState.ARCHIVED: "neutral",
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


@dataclass(frozen=True)
class Opinions:
    """The answers to one question, as bars; none while too few answered."""

    question: str
    bars: list[Bar]

    @staticmethod
    def of(said: Said) -> Opinions:
        bars = [Bar(mark.label, said.counts[mark]) for mark in Mark] if said.counts else []
        return Opinions(str(said.question.label), bars)


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
        """What is printed for the day, and after it."""
        names = [
            (_("Émargement (PDF)"), "sheet"),
            (_("Badges (PDF)"), "badges"),
            (_("Affiche (PDF)"), "poster"),
            (_("Cartes de table (PDF)"), "table_cards"),
        ]
        if self.has_certificates:
            names.append((_("Attestations (PDF)"), "certificates"))
        return [(label, reverse(f"meet:{name}", args=[self.meeting.slug])) for label, name in names]

    @cached_property
    def has_certificates(self) -> bool:
        return Certificate.objects.filter(participant__registration__desk=self.desk).exists()

    @property
    def opinions(self) -> list[Opinions]:
        """What people thought, once it is over."""
        return [Opinions.of(each) for each in opinions_of(self.meeting)] if self.is_over else []

    @property
    def answers(self) -> int:
        return sum(party.registration.has_answered for party in self.parties)

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


@dataclass(frozen=True)
class Comer:
    """Somebody at the door, and whether they are there (that day, for a cycle)."""

    person: Participant
    is_there: bool

    @property
    def about(self) -> str:
        return " · ".join(filter(None, (str(self.person.category or ""), self.person.organisation)))


class DoorPage:
    """The door: everyone who may come in, by name, and who is there."""

    def __init__(self, desk: Desk, day: CycleDay | None = None, *, words: str = "") -> None:
        self.desk, self.day, self.words = desk, day, words.strip()
        self.meeting = day.meeting if day else desk.meeting

    @cached_property
    def everyone(self) -> list[Comer]:
        found = people_of(self.desk).filter(registration__state__in=(*ACTIVE, RegistrationState.LAPSED))
        people = sorted(found.filter(holds_place=True) if self.day else found, key=lambda each: each.name.casefold())
        return [Comer(each, self._is_there(each)) for each in people]

    @cached_property
    def _present(self) -> set[int]:
        if self.day is None:
            return set()
        return set(self.day.presences.exclude(arrived_at=None).values_list("participant_id", flat=True))

    def _is_there(self, person: Participant) -> bool:
        return person.pk in self._present if self.day else person.arrived_at is not None

    @property
    def people(self) -> list[Comer]:
        wanted = self.words.casefold()
        return [each for each in self.everyone if wanted in f"{each.person.name} {each.person.organisation}".casefold()]

    @property
    def there(self) -> int:
        return sum(each.is_there for each in self.everyone)

    @property
    def expected(self) -> int:
        return sum(each.person.holds_place for each in self.everyone)


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
    def tone(self) -> str:
        return MEETING_TONES[MeetingState(self.meeting.state)]

    @property
    def desk(self) -> Desk | None:
        return getattr(self.meeting, "desk", None)

    @property
    def may_open(self) -> bool:
        """Whether people could still register, had somebody opened registration."""
        is_on = self.meeting.state in (MeetingState.DRAFT, MeetingState.PUBLISHED)
        return bool(is_on and self.meeting.starts_at > timezone.now())
