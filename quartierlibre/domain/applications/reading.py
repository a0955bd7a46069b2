"""Reading what people typed: dates, sums and numbers as they are written, with a plain word when we could not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import normal_email, normal_phone
from quartierlibre.domain.applications.form import Field, FieldKind, Form
from quartierlibre.domain.applications.states import LineCategory
from quartierlibre.domain.people.rules import compact, valid_rna, valid_siret
from quartierlibre.domain.places.rules import COMMUNE_CODE
from quartierlibre.domain.places.states import LocationMethod
from quartierlibre.foundation.money import Cents

# Given by the map and the helper's page, beside the fields of the form.
EXTRA_NAMES = frozenset({"lon", "lat", "location_method", "location_commune", "helper_organisation"})
LONGEST_TEXT, MOST_ROWS = 20_000, 60
MOST_CENTS, MOST_PEOPLE = 100_000_000, 1_000_000
MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
MANY = frozenset({FieldKind.LINES, FieldKind.THEMES, FieldKind.NEIGHBOURHOODS})
BLANKS = re.compile(r"[\s\u00a0\u202f]+")
# Unseen signs that turn or hide text: overrides of direction, isolates, zero-width, controls.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Unreadable(ValueError):
    """The words could not be read; the message says what to write."""


@dataclass(frozen=True)
class Line:
    """One line of money; the amount (cents) is None when it is missing or could not be read."""

    label: str
    amount_cents: Cents | None
    category: str = ""


@dataclass(frozen=True)
class Reading:
    """What could be read (`values`, by field) and what could not (`problems`, by field, in French)."""

    values: Mapping[str, Any]
    problems: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def text(self, name: str) -> str:
        return self.values.get(name) or ""

    def lines(self, name: str = "lines") -> tuple[Line, ...]:
        return self.values.get(name) or ()

    def total(self, name: str = "lines") -> Cents:
        """The sum of the lines whose amount is known, in cents."""
        return Cents(sum(line.amount_cents or 0 for line in self.lines(name)))


def is_blank(value: Any) -> bool:
    """Nothing typed: no text, no tick, no row with a word in it."""
    if isinstance(value, Mapping):
        return all(is_blank(part) for key, part in value.items() if key != "category")
    if isinstance(value, list | tuple):
        return all(is_blank(part) for part in value)
    return value is None or value is False or (isinstance(value, str) and not value.strip())


def clean(value: Any) -> Any:
    """The value as it is kept: same words, composed accents (NFC), without unseen signs, in plain JSON types."""
    if isinstance(value, str):
        return UNSEEN.sub("", unicodedata.normalize("NFC", value.replace("\r\n", "\n")))
    if isinstance(value, Mapping):
        return {str(key): clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value if isinstance(value, bool) or value is None else str(value)


def known_names(form: Form) -> frozenset[str]:
    return frozenset(each.name for each in form.fields()) | EXTRA_NAMES


def read(form: Form, answers: Mapping[str, Any]) -> Reading:
    """Read every answer that is asked for; a field hidden by another answer counts as not given."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for each in form.fields():
        given = answers.get(each.name)
        if not each.asked(answers) or is_blank(given):
            continue
        try:
            _expect_one_answer(each, given)
            values[each.name] = READERS[each.kind](each, given)
        except Unreadable as unreadable:
            problems[each.name] = str(unreadable)
    _read_numbers_of_group(values, problems)
    _read_point(answers, values, problems)
    _read_span(values, problems)
    return Reading(values, problems)


def _expect_one_answer(asked: Field, given: Any) -> None:
    """Only lists are made of several answers; anything else sent as one was not written in our page."""
    if isinstance(given, list | tuple | Mapping) and asked.kind not in MANY:
        raise Unreadable(_("Une seule réponse est attendue ici."))


def _read_numbers_of_group(values: dict[str, Any], problems: dict[str, str]) -> None:
    for name, rule in (("rna", valid_rna), ("siret", valid_siret)):
        if name in values:
            verdict = rule(values[name])
            if verdict:
                values[name] = compact(values[name])
            else:
                problems[name] = str(verdict.refusals[0].message)
                del values[name]


def _read_point(answers: Mapping[str, Any], values: dict[str, Any], problems: dict[str, str]) -> None:
    lon, lat = answers.get("lon"), answers.get("lat")
    if is_blank(lon) or is_blank(lat):
        return
    try:
        point = float(str(lon)), float(str(lat))
    except ValueError:
        point = (999.0, 999.0)
    if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
        problems["place_text"] = _("Ce point n’est pas sur la carte : touchez-la à nouveau, ou écrivez le lieu.")
        return
    values["lon"], values["lat"] = point
    method = answers.get("location_method")
    values["location_method"] = method if method in LocationMethod.values else LocationMethod.DECLARED.value
    commune = str(answers.get("location_commune") or "")
    if method == LocationMethod.ADDRESS and COMMUNE_CODE.fullmatch(commune):
        values["location_commune"] = commune


def _read_span(values: dict[str, Any], problems: dict[str, str]) -> None:
    first, last = values.get("starts_on"), values.get("ends_on")
    if first and last and last < first:
        problems["ends_on"] = _("Le dernier jour est avant le premier : vérifiez les deux dates.")


def read_text(asked: Field, given: Any) -> str:
    text = str(given).strip()
    if asked.kind != FieldKind.TEXT:
        text = BLANKS.sub(" ", text)
    if asked.max and len(text) > asked.max:
        raise Unreadable(
            _("C’est un peu long : %(length)s signes, %(max)s au plus.") % {"length": len(text), "max": asked.max}
        )
    return text


def read_choice(asked: Field, given: Any) -> Any:
    if given not in [option.value for option in asked.options]:
        raise Unreadable(_("Choisissez une des réponses proposées."))
    return given


def read_check(asked: Field, given: Any) -> bool:
    return given is True or str(given).lower() in {"yes", "on", "true", "1", "oui"}


def read_date(asked: Field | None, given: Any) -> date:
    """A day as people write it: « 2026-06-14 », « 14/06/2026 », « 14.6.26 », « dimanche 14 juin 2026 »."""
    bare = unicodedata.normalize("NFKD", str(given).casefold()).encode("ascii", "ignore").decode()
    for number, month in enumerate(MONTHS, start=1):
        bare = bare.replace(month, f"/{number}/")
    iso = re.fullmatch(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*", bare)
    french = re.fullmatch(r"\D*?(\d{1,2})(?:er)?\s*[/. -]+\s*(\d{1,2})\s*[/. -]+\s*(\d{4}|\d{2})\s*", bare)
    if iso:
        year, month_number, day = iso.groups()
    elif french:
        day, month_number, year = french.groups()
    else:
        raise Unreadable(_("Nous n’avons pas compris cette date. Écrivez-la ainsi : 14/06/2026."))
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month_number), int(day))
    except ValueError:
        raise Unreadable(_("Cette date n’existe pas dans le calendrier : vérifiez le jour et le mois.")) from None


def read_number(asked: Field | None, given: Any) -> int:
    text = BLANKS.sub("", str(given))
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > MOST_PEOPLE:
        raise Unreadable(_("Écrivez un nombre en chiffres, par exemple 60. Un nombre approché suffit."))
    return int(text)


def read_money(asked: Field | None, given: Any) -> Cents:
    """Euros as they are written: « 1 234,50 € », « 120 », « 12.5 euros »."""
    text = re.sub(r"(?i)(€|euros?|eur)$", "", BLANKS.sub("", str(given))).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text):
        raise Unreadable(_("Écrivez une somme en chiffres, par exemple 120 ou 12,50."))
    whole, _point, cents = text.partition(".")
    amount = int(whole) * 100 + int(cents.ljust(2, "0") or 0)
    if amount > MOST_CENTS:
        raise Unreadable(_("Cette somme est bien trop grande : vérifiez les zéros."))
    return Cents(amount)


def read_email(asked: Field, given: Any) -> str:
    address = normal_email(str(given))
    if not address:
        raise Unreadable(_("Cette adresse n’est pas complète. Elle s’écrit ainsi : prenom.nom@exemple.fr."))
    return address


def read_phone(asked: Field, given: Any) -> str:
    number = normal_phone(str(given))
    if not number:
        raise Unreadable(_("Ce numéro ne peut pas être appelé : il a 10 chiffres, par exemple 06 12 34 56 78."))
    return number


def read_names(asked: Field, given: Any) -> tuple[str, ...]:
    chosen = given if isinstance(given, list | tuple) else [given]
    return tuple(dict.fromkeys(str(each) for each in chosen if str(each).strip()))


def read_lines(asked: Field, given: Any) -> tuple[Line, ...]:
    """The rows that hold something; a row without a readable price keeps its words and has no amount."""
    rows = given if isinstance(given, list | tuple) else []
    return tuple(read_line(row) for row in rows if isinstance(row, Mapping) and not is_blank(row))


def read_line(row: Mapping[str, Any]) -> Line:
    label = BLANKS.sub(" ", str(row.get("label") or "")).strip()[:200]
    category = row.get("category")
    try:
        amount = read_money(None, row.get("amount") or "")
    except Unreadable:
        amount = None
    return Line(label, amount, category if category in LineCategory.values else "")


READERS: Mapping[FieldKind, Callable[[Field, Any], Any]] = {
    FieldKind.LINE: read_text,
    FieldKind.TEXT: read_text,
    FieldKind.CHOICE: read_choice,
    FieldKind.CHECK: read_check,
    FieldKind.DATE: read_date,
    FieldKind.NUMBER: read_number,
    FieldKind.MONEY: read_money,
    FieldKind.EMAIL: read_email,
    FieldKind.PHONE: read_phone,
    FieldKind.LINES: read_lines,
    FieldKind.THEMES: read_names,
    FieldKind.NEIGHBOURHOODS: read_names,
}
