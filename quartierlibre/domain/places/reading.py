"""What every imported file is asked first, and how its faults are told: all of them, each with the element it is in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from quartierlibre.foundation.verdicts import ALLOWED, Refusal, Verdict, refuse_if

MAX_BYTES = 200_000_000
MAX_ELEMENTS = 50_000
NOTHING = ("", "NA", "N/A", "NULL")  # how exports write an empty cell
# Columns of the official exports: one of them is never a misspelling of another.
OFFICIAL = frozenset(
    {
        *("fid", "code_qp", "lib_qp", "nom_qp", "insee_reg", "lib_reg", "insee_dep", "lib_dep"),
        *("insee_com", "lib_com", "commune_qp", "siren_epci"),
        *("code", "nom", "type", "departement", "region", "codesPostaux", "population", "membres"),
    }
)


def read_json(content: bytes) -> tuple[Any, Verdict]:
    """The value written in a file (UTF-8, with or without byte order mark), or the reason why it cannot be read."""
    if len(content) > MAX_BYTES:
        return None, refuse_if(
            True, "file.too_big", _("Le fichier dépasse 200 Mo : donnez un seul millésime à la fois.")
        )
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant), ALLOWED
    except UnicodeDecodeError:
        message = _("Le fichier n’est pas en UTF-8 : enregistrez-le de nouveau avec cet encodage.")
        return None, refuse_if(True, "file.encoding", message)
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        message = (
            _("Le fichier n’est pas du JSON (ligne %(line)d, colonne %(column)d) : téléchargez-le de nouveau.") % place
        )
    except (ValueError, RecursionError) as error:
        message = _("Le fichier n’est pas du JSON lisible (%(error)s) : téléchargez-le de nouveau.") % {"error": error}
    return None, refuse_if(True, "file.not_json", message)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(_("%(name)s n’est pas un nombre") % {"name": name})


@dataclass
class Element:
    """One row of an imported file, which collects its own faults and says where it stands."""

    number: int
    content: Mapping[str, Any]
    code: str = ""
    name: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, code: str, message: str) -> None:
        self.faults.append((code, message))

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Its faults, with its place in the file and the code and name it may have been read to have since."""
        place = _("Élément n° %(number)d") % {"number": self.number}
        known = ", ".join(part for part in (self.code, self.name and f"« {self.name} »") if part)
        place = f"{place} ({known})" if known else place
        return tuple(Refusal(code, f"{place} : {message}") for code, message in self.faults)

    def take(self, verdict: Verdict) -> None:
        """Keep the refusals of a rule as faults of this element."""
        for refusal in verdict.refusals:
            self.refuse(refusal.code, str(refusal.message))

    def named(self, *names: str) -> Any:
        """The value of the first of these properties that is there; a fault when none is."""
        for name in names:
            if name in self.content:
                return self.content[name]
        message = _("la propriété « %(name)s » manque. %(hint)s") % {"name": names[0], "hint": self._hint(names[0])}
        self.refuse("property.missing", message)
        return None

    def _hint(self, name: str) -> str:
        present = [str(key) for key in self.content][:20]
        others = [key.lower() for key in present if key not in OFFICIAL]
        close = get_close_matches(name.lower(), others, n=1, cutoff=0.6)
        if close:
            like = next(key for key in present if key.lower() == close[0])
            return _("Renommez « %(like)s » en « %(name)s ».") % {"like": like, "name": name}
        listed = ", ".join(present) or _("aucune")
        return _("Propriétés trouvées : %(listed)s. Utilisez l’export officiel.") % {"listed": listed}

    def text(self, *names: str, longest: int) -> str:
        """A text that must be there, without odd spaces or control characters; a fault when it is not one."""
        faults = len(self.faults)
        value = self.named(*names)
        if len(self.faults) > faults:
            return ""
        tidy = " ".join(value.split()) if isinstance(value, str) else ""
        if not tidy:
            self.refuse("property.empty", _("la propriété « %(name)s » doit être un texte.") % {"name": names[0]})
        elif len(tidy) > longest or not tidy.isprintable():
            message = _("la propriété « %(name)s » est trop longue (%(longest)d signes) ou contient un signe interdit.")
            self.refuse("property.unreadable", message % {"name": names[0], "longest": longest})
        return tidy[:longest] if tidy.isprintable() else ""


def texts_in(value: object) -> tuple[str, ...]:
    """A list written as a list or as one text ("02571, 02691"); empty cells give nothing."""
    parts = value if isinstance(value, list) else str(value if value is not None else "").replace(";", ",").split(",")
    tidy = (" ".join(str(part).split()) for part in parts)
    return tuple(part for part in tidy if part not in NOTHING)


def names_in(value: object, *, count: int) -> tuple[str, ...]:
    """Names listed beside `count` codes: never cut more often than there are codes, for a name may hold a comma."""
    parts = texts_in(value)
    if count == 0 or len(parts) == count or not isinstance(value, str):
        return parts
    whole = " ".join(value.split())
    return (whole,) if whole not in NOTHING else ()


def elements_of(items: object, *, where: str) -> tuple[list[Element], Verdict]:
    """The rows of a list of objects, numbered from 1."""
    if not isinstance(items, list) or not items:
        message = _("%(where)s ne contient aucun élément : vérifiez que c’est le bon fichier.") % {"where": where}
        return [], refuse_if(True, "file.empty", message)
    if len(items) > MAX_ELEMENTS:
        return [], refuse_if(True, "file.too_many", _("Plus de 50 000 éléments : ce n’est pas le bon fichier."))
    elements = [Element(i, item if isinstance(item, dict) else {}) for i, item in enumerate(items, start=1)]
    for element, item in zip(elements, items, strict=True):
        if not isinstance(item, dict):
            element.refuse("element.not_an_object", _("ce n’est pas un objet JSON (« { … } »)."))
    return elements, ALLOWED


def faults_of(elements: list[Element]) -> Verdict:
    """Every fault of every element, in the order of the file."""
    return Verdict(tuple(refusal for element in elements for refusal in element.refusals))


def refuse_twice(elements: list[Element]) -> None:
    """A code is given once in a file; the second element that carries it is at fault."""
    first: dict[str, int] = {}
    for element in elements:
        number = first.setdefault(element.code, element.number) if element.code else element.number
        if number != element.number:
            message = _("ce code est déjà celui de l’élément n° %(number)d : gardez-en un seul.") % {"number": number}
            element.refuse("code.duplicate", message)
