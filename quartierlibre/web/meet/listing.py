"""The agenda as a list: what was asked, the filters offered, the cards, and the way on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from html import escape

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.domain.meetings.queries import agenda
from quartierlibre.domain.meetings.queries.agenda import Offered, Shelf
from quartierlibre.pagekit import kept, kept_page
from quartierlibre.pagekit.words import as_day
from quartierlibre.web.meet.addresses import query_of, read_sieve
from quartierlibre.web.meet.cards import by_month


def today() -> date:
    """The day it is in Paris."""
    return as_day(timezone.now())


class Sifted:
    """Whatever narrows the agenda: the list, a month, a feed."""

    def __init__(self, asked: QueryDict) -> None:
        self.sieve = read_sieve(asked)

    @cached_property
    def revision(self) -> int:
        return agenda.revision()

    @cached_property
    def offered(self) -> Offered:
        """The same for everyone until the agenda moves."""
        return kept.part(("agenda", "offered", self.revision), agenda.offered)

    @cached_property
    def topic_name(self) -> str:
        return dict(self.offered.topics).get(self.sieve.topic, "")

    @cached_property
    def territory_name(self) -> str:
        return dict(self.offered.territories).get(self.sieve.territory, "")

    @property
    def query(self) -> str:
        return query_of(self.sieve)

    @property
    def feeds(self) -> list[tuple[str, str, str]]:
        """Name, calendar and feed: of everything, then of the theme and of the territory chosen."""
        found = [(_("Tout l’agenda"), reverse("meet:calendar"), reverse("meet:feed"))]
        for kind, slug, name in (
            ("topic", self.sieve.topic, self.topic_name),
            ("territory", self.sieve.territory, self.territory_name),
        ):
            if name:
                addresses = (reverse(f"meet:{kind}_{what}", args=[slug]) for what in ("calendar", "feed"))
                found.append((name, *addresses))  # type: ignore[arg-type]
        return found

    @property
    def choosers(self) -> SafeString:
        """The three questions, the same for everyone who chose the same."""
        return kept.part(("agenda", "choosers", self.revision, self.sieve), self._choosers)

    def _choosers(self) -> SafeString:
        """By hand: their many choices through a template would cost half of the page."""
        return mark_safe(  # noqa: S308 - each part escaped by `_chooser`
            _chooser("theme", _("Thème"), _("Tous"), self.sieve.topic, self.offered.topics)
            + _chooser("territoire", _("Territoire"), _("Tous"), self.sieve.territory, self.offered.territories)
            + _chooser("genre", _("Genre"), _("Tous"), self.sieve.kind, self.offered.kinds)
        )


class AgendaPage(Sifted):
    """A page of the list, in two short reads once the filters are known."""

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        self.cursor = agenda.read_cursor(asked.get("depuis", ""))

    @property
    def mark(self) -> Hashable:
        """The page says the same until the agenda moves, or the hour does."""
        return kept_page.this_hour("agenda", self.revision, self.sieve, self.cursor)

    @cached_property
    def shelf(self) -> Shelf:
        return agenda.shelf(self.sieve, today=today(), cursor=self.cursor)

    @property
    def cards(self) -> SafeString:
        return by_month(self.shelf.cards)

    @cached_property
    def was(self) -> Shelf:
        """What the same choice let through, when nothing of it is to come: a theme all in the past leads somewhere."""
        sought = self.sieve.is_narrow and not self.sieve.past and not self.cursor and not self.shelf.cards
        return agenda.shelf(replace(self.sieve, past=True), today=today()) if sought else Shelf((), None, None)

    @property
    def past_cards(self) -> SafeString:
        return by_month(self.was.cards)

    @property
    def before(self) -> str:
        return query_of(self.sieve, self.shelf.before) if self.shelf.before else ""

    @property
    def after(self) -> str:
        return query_of(self.sieve, self.shelf.after) if self.shelf.after else ""

    @property
    def coming_query(self) -> str:
        return query_of(replace(self.sieve, past=False))

    @property
    def past_query(self) -> str:
        return query_of(replace(self.sieve, past=True))

    @property
    def month_address(self) -> str:
        """The month view of today, narrowed the same way."""
        day = today()
        return reverse("meet:month", args=[day.year, day.month]) + query_of(replace(self.sieve, past=False))


def _chooser(name: str, label: str, everything: str, chosen: str, choices: Sequence[tuple[str, str]]) -> str:
    """One question of the form, escaped: its first choice is « any »."""
    return (
        f'<div class="field"><label class="field-label" for="f-{name}">{escape(label)}</label>'
        f'<select id="f-{name}" name="{name}"><option value="">{escape(everything)}</option>'
        f"{''.join(_options(choices, chosen))}</select></div>"
    )


def _options(choices: Iterable[tuple[str, str]], chosen: str) -> Iterable[str]:
    for value, words in choices:
        selected = " selected" if value == chosen else ""
        yield f'<option value="{escape(value)}"{selected}>{escape(words)}</option>'
