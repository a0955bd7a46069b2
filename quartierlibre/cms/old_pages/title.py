"""The title of a page: the one it wrote, else the best one its address allows, spelt with the words of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quartierlibre.cms.old_pages.lines import fold, tidy

LONGEST = 200
_WORD = re.compile("[^\\W_]+(?:['\u2019][^\\W_]+)*")
_MOST_WORDS = 20_000
# What an address loses and the page may not give back: frequent words, one a line, with their accents.
_DATA = Path(__file__).parent / "data" / "spellings.txt"
_SPELT = {fold(word): word for word in _DATA.read_text(encoding="utf-8").split()}
_EVENTS = {
    "rencontre",
    "rencontres",
    "journee",
    "journees",
    "atelier",
    "ateliers",
    "formation",
    "reunion",
    "conference",
    "seminaire",
    "webinaire",
    "forum",
    "assemblee",
    "retour",
    "debat",
    "visite",
    "appel",
    "cycle",
    "presentation",
}
_ELIDED = re.compile(r"(qu|[dlnscj])([aeiouhy].{2,})")
_PREPOSITIONS = {"a", "de", "du", "d", "l", "la", "le", "les", "des", "en", "sur", "pour", "par", "et", "au", "aux"}


@dataclass(frozen=True, slots=True)
class _Written:
    """One word of the page: as a slug would have it, and where it stands in its text."""

    key: str
    text: int
    start: int
    end: int


class Vocabulary:
    """The words of a page, found again from the bare words of an address."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = [tidy(text) for text in texts]
        self.words: list[_Written] = []
        for number, text in enumerate(self.texts):
            for found in _WORD.finditer(text):
                self.words.append(_Written(_key(found[0]), number, found.start(), found.end()))
            if len(self.words) > _MOST_WORDS:
                break
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            for key in {word.key, word.key.removesuffix("s")}:
                self.places.setdefault(key, []).append(place)

    def __contains__(self, key: str) -> bool:
        return key in self.places

    def spelt(self, keys: list[str]) -> tuple[int, str]:
        """How many of the first keys follow one another in the page, and how they are written there most often."""
        best, forms = 0, Counter[str]()
        for place in self.places.get(keys[0], ())[:200]:
            length = self._length(keys, place)
            if length > best:
                best, forms = length, Counter()
            if length == best:
                forms[self._form(keys[:best], place)] += 1
        return best, forms.most_common(1)[0][0] if forms else ""

    def _length(self, keys: list[str], place: int) -> int:
        text = self.words[place].text
        length = 0
        for key, word in zip(keys, self.words[place : place + len(keys)], strict=False):
            if word.text != text or key not in {word.key, word.key.removesuffix("s")}:
                break
            if length and not self._joined(place + length):
                break
            length += 1
        return length

    def _joined(self, place: int) -> bool:
        """Nothing but a space or a hyphen stands between this word and the one before."""
        before, word = self.words[place - 1], self.words[place]
        return self.texts[word.text][before.end : word.start] in {" ", "-", "\u00a0", "\u2011"}

    def _form(self, keys: list[str], place: int) -> str:
        """As the page writes them, without the plurals the address does not have."""
        text = self.texts[self.words[place].text]
        form, position = "", self.words[place].start
        for key, word in zip(keys, self.words[place:], strict=False):
            form += text[position : word.end - (word.key != key)]
            position = word.end
        return form


def _key(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(word))


def of_address(slug: str, vocabulary: Vocabulary, *, town: str = "") -> str:
    """A French title from the bare words of an address, spelt as the page spells them."""
    keys = [_key(part) for part in re.split(r"[-_+\s]+", slug) if _key(part)][:60]
    if len(keys) > 1 and re.fullmatch(r"[0-9]", keys[-1]) and keys[-1] not in vocabulary:
        keys = keys[:-1]  # the second page of a name: « …-0 »
    town_keys = [_key(word) for word in _WORD.findall(town)]
    ends_in_town = len(keys) > len(town_keys) > 0 and keys[-len(town_keys) :] == town_keys
    words = _words(keys[: -len(town_keys)] if ends_in_town else keys, vocabulary)
    title = " ".join(_with_acronyms_explained(_with_colon(words)))
    if ends_in_town:
        title = f"{title} {town}" if words and fold(words[-1]) in _PREPOSITIONS else f"{title} – {town}"
    title = title.replace("'", "’")
    return title[:1].upper() + title[1:LONGEST]


def _words(keys: list[str], vocabulary: Vocabulary) -> list[str]:
    words: list[str] = []
    while keys:
        length, form = vocabulary.spelt(keys)
        if length == 1:
            form = _small(form)
        elif not length:
            length, form = 1, _alone(keys[0], vocabulary)
        words.append(form)
        keys = keys[length:]
    return words


def _small(form: str) -> str:
    """A capital of the beginning of a sentence is not the word's own; an acronym keeps its capitals."""
    key = _key(form)
    if sum(sign.isupper() for sign in form) > 1:
        return form
    return _SPELT.get(key, form.lower() if key in _EVENTS | _PREPOSITIONS | set(_SPELT) else form)


def _alone(key: str, vocabulary: Vocabulary) -> str:
    """A word the page does not have: known spellings, an elided article put back, else as the address has it."""
    if key in _SPELT:
        return _SPELT[key]
    elided = _ELIDED.fullmatch(key)
    if elided and (elided[2] in vocabulary or elided[2] in _SPELT):
        length, form = vocabulary.spelt([elided[2]])
        return f"{elided[1]}’{_small(form) if length else _SPELT[elided[2]]}"
    return key


def _with_colon(words: list[str]) -> list[str]:
    """« PIC Lab rencontre… » is a name, then what it is: « PIC Lab : rencontre… »."""
    if len(words) > 1 and words[0][:1].isupper() and fold(words[1].split(" ")[0]).removeprefix("demi-") in _EVENTS:
        return [f"{words[0]}\u00a0:", *words[1:]]
    return words


def _with_acronyms_explained(words: list[str]) -> list[str]:
    """« les PIC Projets d’Initiative Citoyenne »: the words an acronym stands for go in parentheses."""
    done: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        done.append(word)
        position += 1
        acronym = word.split(" ")[-1]
        if acronym.isupper() and 2 <= len(acronym) <= 6 and (used := _explaining(acronym, words[position:])):
            done.append(f"({' '.join(words[position : position + used])})")
            position += used
    return done


def _explaining(acronym: str, words: list[str]) -> int:
    """How many of the next words have the letters of the acronym as initials, small words apart."""
    initials = ""
    for used, words_together in enumerate(words, start=1):
        for word in words_together.replace("-", " ").split(" "):
            bare = re.split(r"['’]", word)[-1]
            if fold(word) not in _PREPOSITIONS:
                initials += fold(bare)[:1].upper()
        if initials == acronym:
            return used
        if not acronym.startswith(initials):
            return 0
    return 0


def resembles(text: str, slug: str) -> bool:
    """Half of the words of the address are in this text: it is the title the address was made from."""
    asked = {_key(part) for part in re.split(r"[-_+\s]+", slug)} - {""}
    said = {_key(word) for word in _WORD.findall(text)}
    return len(asked & said) * 2 >= len(asked)
