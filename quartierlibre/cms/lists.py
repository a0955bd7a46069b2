"""A list of pages: what it was asked, what it answers, what one may ask next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quartierlibre.cms import queries
from quartierlibre.cms.models import Article, NewsShelf, ResourceShelf

PER_PAGE = 12
Choice = tuple[str, str, bool]  # value, words, chosen


class Chooser:
    """One question of the form."""

    def __init__(self, name: str, label: str, everything: str, chosen: str, choices: Sequence[tuple[str, str]]) -> None:
        self.name, self.label, self.everything = name, label, everything
        self.choices: list[Choice] = [(value, words, value == chosen) for value, words in choices]


class ListPage:
    def __init__(self, model: type[Article], shelf: type[NewsShelf | ResourceShelf], asked: QueryDict) -> None:
        self.model, self.asked = model, asked
        self.sieve = queries.read_sieve(asked)
        self.shelf = shelf.objects.live().first()

    @cached_property
    def pages(self) -> Page[Any]:
        found = queries.sifted(self.model, self.sieve).prefetch_related("picture__renditions")
        return Paginator(found, PER_PAGE).get_page(self.asked.get("page"))

    @property
    def query(self) -> str:
        """What narrows the list, to be kept by the feed."""
        chosen = {"type": self.sieve.heading, "theme": self.sieve.topic, "territoire": self.sieve.territory}
        said = {name: value for name, value in chosen.items() if value}
        return f"?{urlencode(said)}" if said else ""

    @cached_property
    def choosers(self) -> list[Chooser]:
        sieve = self.sieve
        headings = [(heading.slug, heading.label) for heading in queries.headings_of(self.model)]
        topics = [(topic.slug, topic.name) for topic in queries.topics_of(self.model)]
        territories = [(place.slug, place.name) for place in queries.territories_of(self.model)]
        years = [(str(year), str(year)) for year in queries.years_of(self.model)]
        return [
            Chooser("type", _("Type"), _("Tous"), sieve.heading, headings),
            Chooser("theme", _("Thème"), _("Tous"), sieve.topic, topics),
            Chooser("territoire", _("Territoire"), _("Tous"), sieve.territory, territories),
            Chooser("annee", _("Année"), _("Toutes"), str(sieve.year or ""), years),
        ]
