"""Who may register, who has a place, and who is next. Places are counted by people, a party is never split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from quartierlibre.domain.meetings.states import ACTIVE, MeetingState, RegistrationState
from quartierlibre.foundation.verdicts import Verdict, refuse_if

MOST_WITH_ONE_CONTACT = 3
# A place offered closer to the start than this is given without asking: there is no time left to answer.
NO_TIME_TO_ANSWER = timedelta(hours=3)

Party = Mapping[int | None, int]


@dataclass
class Room:
    """The places left: in all, then by category. None is « not set »: as many as one likes."""

    left: int | None
    left_by_category: dict[int, int | None] = field(default_factory=dict)

    def fits(self, party: Party) -> bool:
        """All of them have a place, or none has."""
        if self.left is not None and sum(party.values()) > self.left:
            return False
        return all(self._has(category, count) for category, count in party.items())

    def _has(self, category: int | None, count: int) -> bool:
        left = None if category is None else self.left_by_category.get(category)
        return left is None or count <= left

    def seat(self, party: Party) -> None:
        """They take their places."""
        if self.left is not None:
            self.left -= sum(party.values())
        for category, count in party.items():
            left = None if category is None else self.left_by_category.get(category)
            if category is not None and left is not None:
                self.left_by_category[category] = left - count


def party_of(categories: Iterable[int | None]) -> Party:
    """So many of each category."""
    return Counter(categories)


def next_in_line(room: Room, line: Iterable[tuple[int, Party]]) -> Iterator[int]:
    """Who is offered the places left: first come first; whoever does not fit lets others pass, and stays first."""
    for key, party in line:
        if room.fits(party):
            room.seat(party)
            yield key


def answer_by(*, now: datetime, hours: int, starts_at: datetime) -> datetime | None:
    """Until when an offered place is held; None when there is no time to ask: the place is then simply given."""
    deadline = min(now + timedelta(hours=hours), starts_at - NO_TIME_TO_ANSWER)
    return deadline if deadline > now else None


def is_open(*, state: str, opens_at: datetime | None, closes_at: datetime, now: datetime) -> Verdict:
    """One registers to a published meeting, between its two dates."""
    return (
        refuse_if(
            state != MeetingState.PUBLISHED,
            "registration.meeting_not_on",
            _("On ne s’inscrit pas à cette rencontre pour le moment."),
        )
        & refuse_if(
            opens_at is not None and now < opens_at,
            "registration.not_yet",
            _("Les inscriptions ne sont pas encore ouvertes."),
        )
        & refuse_if(now >= closes_at, "registration.over", _("Les inscriptions sont closes."))
    )


def may_come(*, names: list[str], party_most: int, has_contact: bool, needs_category: bool) -> Verdict:
    """Each has a name and a category when there are some; one can reach them; they are not too many at once."""
    return (
        refuse_if(
            not names or not all(name.strip() for name in names),
            "registration.no_name",
            _("Donnez un nom à chaque personne : il sera sur son badge."),
        )
        & refuse_if(
            len(names) > party_most,
            "registration.too_many",
            ngettext_lazy(
                "Une inscription vaut pour %d personne : faites-en une autre pour la suite.",
                "Une inscription vaut pour %d personnes au plus : faites-en une autre pour les suivantes.",
                party_most,
            )
            % party_most,
        )
        & refuse_if(
            not has_contact,
            "registration.no_contact",
            _("Laissez une adresse e-mail ou un téléphone : nous vous préviendrons si la rencontre change."),
        )
        & refuse_if(needs_category, "registration.no_category", _("Dites à quel titre vient chaque personne."))
    )


def may_register_again(already: int) -> Verdict:
    """One contact does not fill the room."""
    return refuse_if(
        already >= MOST_WITH_ONE_CONTACT,
        "registration.contact_used",
        _("Plusieurs inscriptions portent déjà ce contact : changez-en une avec son lien, ou donnez un autre contact."),
    )


def may_still_change(*, state: str, now: datetime, starts_at: datetime) -> Verdict:
    """A live registration is changed until the meeting starts."""
    return refuse_if(
        state not in ACTIVE,
        "registration.not_live",
        _("Cette inscription n’est plus valable : faites-en une autre."),
    ) & refuse_if(now >= starts_at, "registration.started", _("La rencontre a commencé : voyez avec l’accueil."))


def may_seat(is_possible: bool) -> Verdict:
    """No chair is given twice."""
    return refuse_if(
        not is_possible,
        "registration.full",
        _("Il ne reste pas assez de places : gardez l’inscription telle qu’elle est, ou retirez une personne."),
    )


def may_answer(*, state: str, deadline: datetime | None, now: datetime) -> Verdict:
    """An offered place is taken before its deadline."""
    return refuse_if(
        state != RegistrationState.OFFERED or deadline is None or now >= deadline,
        "registration.offer_over",
        _("Cette place n’est plus proposée : le délai est passé, ou vous avez déjà répondu."),
    )


def may_set_seats(*, seats: int | None, taken: int) -> Verdict:
    """Places already given are not taken back by a smaller number."""
    return refuse_if(
        seats is not None and seats < taken,
        "desk.fewer_than_taken",
        ngettext_lazy(
            "%d place est déjà prise : gardez-en au moins autant.",
            "%d places sont déjà prises : gardez-en au moins autant.",
            taken,
        )
        % taken,
    )


def may_leave_out(is_used: bool) -> Verdict:
    """A category somebody registered under stays."""
    return refuse_if(
        is_used,
        "desk.category_used",
        _("Des personnes sont inscrites dans une catégorie que vous retirez : gardez-la."),
    )


def may_be_dated(*, opens_at: datetime | None, closes_at: datetime | None) -> Verdict:
    """Registration closes after it opens."""
    return refuse_if(
        opens_at is not None and closes_at is not None and closes_at <= opens_at,
        "desk.closes_before_it_opens",
        _("Les inscriptions se closent avant de s’ouvrir : vérifiez les deux dates."),
    )
