"""The lines which say what a page is: « Dates : », « Lieu : », « Thématiques : »… in the words of several templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import dates, foot
from quartierlibre.cms.old_pages.lines import Line, fold, is_open, plain
from quartierlibre.cms.old_pages.notebook import Notebook


class Field(Enum):
    TITLE = "title"
    KIND = "kind"
    DATES = "dates"
    PLACE = "place"
    THEMES = "themes"
    PUBLISHED = "published"
    MODIFIED = "modified"
    SOURCE = "source"


# Written as `fold` leaves them; plurals and variants of each.
_NAMES = {
    Field.TITLE: ("titre|title",),
    Field.KIND: (
        "type d'actualites|type d'actualite|types d'actualites|type actualite|type de contenu",
        "type|rubrique|content type",
    ),
    Field.DATES: ("dates|date|date(s)|quand|when|date et heure|date de l'evenement|horaires|dates et horaires",),
    Field.PLACE: ("lieu|lieux|lieu(x)|ou|where|location|adresse|lieu de l'evenement",),
    Field.THEMES: (
        "thematiques|thematique|theme|themes|thematique(s)|theme(s)|topics|tags|mots-cles|mots cles|etiquettes",
    ),
    Field.PUBLISHED: ("publie le|date de publication|publication|published on|published|mis en ligne le|poste le",),
    Field.MODIFIED: (
        "modifie le|mis a jour le|mise a jour|derniere mise a jour|derniere modification",
        "modified on|updated|last updated",
    ),
    Field.SOURCE: (
        "url de la source|url source|source url|source|adresse de la page|adresse d'origine|page d'origine|url",
    ),
}
LABELS = {name: each for each, groups in _NAMES.items() for names in groups for name in names.split("|")}
_BARE = {name for name in LABELS if LABELS[name] is not Field.PUBLISHED} - {
    *(
        "type",
        "title",
        "titre",
        "ou",
        "when",
        "where",
        "url",
        "source",
        "publication",
        "published",
        "updated",
        "adresse",
    ),
    *("tags", "topics", "location", "date", "dates", "horaires", "rubrique", "quand"),
}
_LABEL = re.compile(
    r"(?P<label>[^:(]{2,40}(?:\((?:s|x)\))?)(?:\((?P<extra>[^()]{0,80})\))?\s{0,3}[*_]{0,2}\s{0,3}[:\uff1a]\s{0,3}[*_]{0,2}(?P<rest>.*)",
    re.DOTALL,
)
_PREFIXED = re.compile(
    r"(?P<what>publie|poste|soumis|mis en ligne|published|submitted|posted|modifie|mis a jour|updated|modified)e?"
    r"(?P<by> (?:par|by) .{1,60}?)?,? (?:le|on)(?: :)? (?P<rest>.{4,80})"
)
_MARKS = re.compile(r"[\s>*_#•·-]*")
_BOILERPLATE = {
    *("imprimer", "version imprimable", "partager", "partager sur", "envoyer a un ami", "vous etes ici", "favoris"),
    *("precedent", "suivant", "accueil", "haut de page", "retour en haut", "mentions legales", "plan du site", "print"),
    *(
        "printer-friendly version",
        "share",
        "lire la suite",
        "aller au contenu principal",
        "skip to main content",
        "menu",
    ),
    *(
        "ajouter aux favoris",
        "imprimer cette page",
        "pdf version",
        "version pdf",
        "retour",
        "recherche",
        "se connecter",
    ),
}


@dataclass(slots=True)
class Value:
    """What one label says: its lines, and what stands in parentheses beside its name."""

    field: Field
    line: int
    lines: list[Line]
    extra: str
    label: list[Line]  # as written, to give it back to the body

    @property
    def words(self) -> str:
        return "\n".join(line.text for line in self.lines)


Values = dict[Field, Value]


def take(lines: list[Line], notebook: Notebook) -> tuple[list[Line], Values]:
    """The body without its labels, and the last value of each; earlier ones stay words of the body."""
    body: list[Line] = []
    found: list[tuple[int, Value]] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        value = read_label(line)
        if value is None or not _is_real(value, lines, position):
            body.append(_without_boilerplate(line, notebook))
            position += 1
            continue
        used = _gather(value, lines, position)
        found.append((len(body), value))
        body.append(Line(line.number, ""))
        position += used
    return _with_earlier_given_back(body, found)


def _with_earlier_given_back(body: list[Line], found: list[tuple[int, Value]]) -> tuple[list[Line], Values]:
    values = {value.field: value for _position, value in found}
    earlier = {position: value.label for position, value in found if values[value.field] is not value}
    given = [part for position, line in enumerate(body) for part in earlier.get(position, [line])]
    return given, values


def read_label(line: Line) -> Value | None:
    """A label and what follows it on its line; None when the line is words of the body."""
    text = line.text[:2000]
    bare = text[_MARKS.match(text).end() :] if text.strip() else ""  # type: ignore[union-attr]
    if not bare:
        return None
    found = _LABEL.match(bare)
    name = fold(found["label"].strip(" *_")) if found else ""
    if found and name in LABELS:
        rest = bare[found.start("rest") :].strip()
        lines = [Line(line.number, rest)] if rest else []
        return Value(LABELS[name], line.number, lines, found["extra"] or "", [line])
    if fold(bare.strip(" *_:")) in _BARE:
        return Value(LABELS[fold(bare.strip(" *_:"))], line.number, [], "", [line])
    return _prefixed(bare, line)


def _prefixed(bare: str, line: Line) -> Value | None:
    """« Publié le 27 septembre 2017 », « Soumis par … le … »: a date must follow and nothing else."""
    found = _PREFIXED.fullmatch(fold(plain(bare))) if len(bare) < 200 else None
    if not found or len(dates.find(found["rest"], line.number)) != 1:
        return None
    changed = found["what"] in {"modifie", "mis a jour", "updated", "modified"}
    rest = [Line(line.number, found["rest"])]
    return Value(Field.MODIFIED if changed else Field.PUBLISHED, line.number, rest, (found["by"] or "").strip(), [line])


def _is_real(value: Value, lines: list[Line], position: int) -> bool:
    """« Source : INSEE » is no address and « Type : » nothing; such lines are words of the body."""
    words = value.words or _next_text(lines, position + 1)
    if value.field is Field.SOURCE:
        return re.search(r"https?://|www\.|^<?/", words) is not None
    if value.field in {Field.PUBLISHED, Field.MODIFIED, Field.DATES}:
        return bool(dates.find(words, value.line)) or (
            value.field is Field.DATES and _ends_in_labels(lines, position + 1)
        )
    return bool(words)


def _next_text(lines: list[Line], position: int) -> str:
    following = next((line for line in lines[position : position + 4] if not line.is_blank), None)
    return following.text if following and read_label(following) is None else ""


def _ends_in_labels(lines: list[Line], position: int) -> bool:
    following = next((line for line in lines[position : position + 10] if not line.is_blank), None)
    return following is None or read_label(following) is not None or foot.is_title(following)


def _gather(value: Value, lines: list[Line], position: int) -> int:
    """Take the lines which go on with this label; how many lines were used."""
    used = 1
    block = list(_until_next_label(lines, position + 1))
    follows = _all_are_short(block)
    for offset, line in enumerate(block, start=1):
        if line.is_blank:
            continue
        adjacent = offset == used
        if adjacent and value.lines and is_open(value.lines[-1].text):  # a link cut by the width of the paper
            value.lines[-1] = Line(value.lines[-1].number, f"{value.lines[-1].text} {line.text.strip()}")
            value.label.append(line)
            used = offset + 1
            continue
        if not _goes_on(value, line, adjacent=adjacent, closed=follows):
            break
        value.lines.append(line)
        value.label.append(line)
        used = offset + 1
    return used


def _until_next_label(lines: list[Line], position: int) -> Iterator[Line]:
    """At most thirty lines, up to the next label, title of the foot or end; stops early at a long gap."""
    gap = 0
    for line in lines[position : position + 30]:
        gap = gap + 1 if line.is_blank else 0
        if gap > 4 or (not line.is_blank and (read_label(line) is not None or foot.is_title(line))):
            return
        yield line


def _all_are_short(block: list[Line]) -> bool:
    return all(_is_short(line) for line in block if not line.is_blank)


def _is_short(line: Line) -> bool:
    words = plain(line.text)
    return 0 < len(words) <= 100 and words[-1] not in ".!?:;,"


def _goes_on(value: Value, line: Line, *, adjacent: bool, closed: bool) -> bool:
    if not value.lines:
        return True
    if value.field is Field.THEMES:
        return _is_short(line) and (adjacent or closed)
    if value.field is Field.DATES:
        return adjacent and any(written.alone for written in dates.find(line.text, line.number))
    return value.field is Field.PLACE and adjacent and _is_short(line)


def _without_boilerplate(line: Line, notebook: Notebook) -> Line:
    """Words of the frame of a site (« Imprimer », « Vous êtes ici ») are left out, and said."""
    if line.text and len(line.text) < 60 and fold(plain(line.text).strip(" :>»-#*")) in _BOILERPLATE:
        message = _("« %(words)s » : mot du cadre du site.") % {"words": plain(line.text)}
        notebook.leave_out("frame", message, line.number)
        return Line(line.number, "")
    return line
