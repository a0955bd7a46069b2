"""What the catalogue was asked, and what it answers: filters with their counts, cards, links to go on."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import BANDS, Counts, Cursor, Names, Shelf, Sieve
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit import kept, kept_page
from quartierlibre.web.discover.project_cards import cards_html

PLACE = re.compile(r"(fonds|commune|quartier):[\w-]{1,60}")
PLACE_KINDS: Mapping[str, StrOrPromise] = {
    "fonds": gettext_lazy("Tout un fonds"),
    "commune": gettext_lazy("Toute une commune"),
    "quartier": gettext_lazy("Un quartier"),
}


Choice = tuple[object, str, int]  # value, words, projects


def read_sieve(asked: QueryDict) -> Sieve:
    """What the address narrows the list to; what cannot be read narrows nothing."""
    place = asked.get("ou", "")
    year, band = _number(asked.get("annee", ""), 9999), _number(asked.get("montant", ""), len(BANDS))
    return Sieve(
        place=place if PLACE.fullmatch(place) else "",
        theme=_number(asked.get("theme", ""), 10**15),
        year=year,
        band=band,
        largest=asked.get("tri") == "montant",
    )


def _number(text: str, most: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 17 and int(text) <= most else 0


def query_of(sieve: Sieve, cursor: Cursor | None = None) -> str:
    """The address of a page of the list, only what is said in it; "" for all of it."""
    said = {
        "ou": sieve.place,
        "theme": sieve.theme,
        "annee": sieve.year,
        "montant": sieve.band,
        "tri": "montant" if sieve.largest else "",
        "depuis": cursor or "",
    }
    chosen = {name: value for name, value in said.items() if value}
    return f"?{urlencode(chosen)}" if chosen else ""


def band_label(band: int) -> str:
    """« de 300 à 599 € »."""
    if band == 1:
        return _("moins de %(most)s") % {"most": format_euros(Cents(BANDS[1]))}
    if band == len(BANDS):
        return _("%(least)s et plus") % {"least": format_euros(Cents(BANDS[-1]))}
    return _("de %(least)s à %(most)s") % {
        "least": BANDS[band - 1] // 100,
        "most": format_euros(Cents(BANDS[band] - 100)),
    }


class Catalogue:
    """The page of projects granted, put together from four short reads."""

    def __init__(self, asked: QueryDict) -> None:
        self.sieve = read_sieve(asked)
        self.cursor = public.read_cursor(asked.get("depuis", ""), by_amount=self.sieve.largest)

    @property
    def mark(self) -> Hashable:
        """The page says the same as long as nothing is published; names of places are read again every hour."""
        return kept_page.this_hour(public.revision(), self.sieve, self.cursor)

    @cached_property
    def counts(self) -> Counts:
        return public.counts(self.sieve)

    @cached_property
    def names(self) -> Names:
        """Of every place and theme that has a project, whatever is chosen: the same for every page of the hour."""
        places, themes = list(self.counts.place), list(self.counts.theme)
        places, themes = [*places, self.sieve.place], [*themes, self.sieve.theme]
        key = kept_page.this_hour("names", frozenset(places), frozenset(themes))
        return kept.part(key, lambda: public.names_of(places, themes))

    @cached_property
    def shelf(self) -> Shelf:
        return public.shelf(self.sieve, self.cursor)

    @property
    def cards(self) -> str:
        return cards_html(self.shelf.cards)

    @property
    def before(self) -> str:
        return query_of(self.sieve, self.shelf.before) if self.shelf.before else ""

    @property
    def after(self) -> str:
        return query_of(self.sieve, self.shelf.after) if self.shelf.after else ""

    @property
    def query(self) -> str:
        return query_of(self.sieve)

    @property
    def other_order(self) -> str:
        return query_of(replace(self.sieve, largest=not self.sieve.largest))

    @property
    def choosers(self) -> SafeString:
        """The four questions, by hand: their sixty choices through a template would cost a third of the page."""
        chosen = self.sieve
        asked = (
            _chooser("ou", _("Où"), _("Partout"), chosen.place, self._places()),
            _chooser("theme", _("Thème"), _("Tous"), chosen.theme, self._themes()),
            _chooser("annee", _("Année"), _("Toutes"), chosen.year, self._years()),
            _chooser("montant", _("Accordé"), _("Tous"), chosen.band, self._bands()),
        )
        return mark_safe("".join(asked))  # noqa: S308 - each part escaped by `_chooser`

    def _places(self) -> Iterator[tuple[str, Sequence[Choice]]]:
        names, counts = self.names.places, self.counts.place
        known = {*counts, self.sieve.place} - {""}
        choices = sorted((names.get(key, key.partition(":")[2]), key) for key in known)
        for kind, label in PLACE_KINDS.items():
            yield str(label), [(key, name, counts.get(key, 0)) for name, key in choices if key.startswith(kind)]

    def _themes(self) -> Iterator[tuple[str, Sequence[Choice]]]:
        names, counts = self.names.themes, self.counts.theme
        choices = sorted((names.get(key, _("thème inconnu")), key) for key in {*counts, self.sieve.theme} - {0})
        yield "", [(key, name, counts.get(key, 0)) for name, key in choices]

    def _years(self) -> Iterator[tuple[str, Sequence[Choice]]]:
        counts = self.counts.year
        years = sorted({*counts, self.sieve.year} - {0}, reverse=True)
        yield "", [(year, str(year), counts.get(year, 0)) for year in years]

    def _bands(self) -> Iterator[tuple[str, Sequence[Choice]]]:
        counts = self.counts.band
        yield "", [(band, band_label(band), counts.get(band, 0)) for band in range(1, len(BANDS) + 1)]


def _option(value: object, words: str, count: int, chosen: object) -> str:
    selected = " selected" if value == chosen else ""
    return f'<option value="{escape(str(value))}"{selected}>{escape(words)} ({count})</option>'


def _chooser(
    name: str, label: str, everything: str, chosen: object, groups: Iterable[tuple[str, Sequence[Choice]]]
) -> str:
    """One question of the form, escaped: its first choice is « any », the others may be in named groups."""
    parts = [
        f'<div class="field"><label class="field-label" for="f-{name}">{escape(label)}</label>'
        f'<select id="f-{name}" name="{name}"><option value="">{escape(everything)}</option>'
    ]
    for title, choices in groups:
        options = "".join(_option(*choice, chosen) for choice in choices)
        parts.append(f'<optgroup label="{escape(title)}">{options}</optgroup>' if title and options else options)
    return "".join([*parts, "</select></div>"])
