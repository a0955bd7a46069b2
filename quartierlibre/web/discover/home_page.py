"""What the front page shows of the life of the funds: projects told in pictures, and the next meetings."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.functional import cached_property

from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Counts
from quartierlibre.domain.grants.queries.photos import PicturedProject, pictured_projects
from quartierlibre.domain.meetings.queries import agenda
from quartierlibre.domain.meetings.queries.agenda import Card
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.web.discover.project_cards import cards_html

SHOWN = 3


class HomePage:
    """Each part is one short read along an index, however much is published."""

    @cached_property
    def pictured(self) -> Sequence[PicturedProject]:
        return pictured_projects(SHOWN)

    @cached_property
    def counts(self) -> Counts:
        """How many projects, and how much: of everything published."""
        return public.counts(public.Sieve())

    @property
    def newest(self) -> str:
        """Shown when no project is told in pictures yet."""
        return cards_html(public.shelf(public.Sieve(), size=SHOWN).cards, level=3)

    @property
    def meetings(self) -> list[tuple[Card, str, str]]:
        """The next ones, with when and where in words."""
        coming = agenda.shelf(agenda.Sieve(), today=timezone.localdate(), size=SHOWN).cards
        return [(card, when_said(card), where_said(card)) for card in coming]
