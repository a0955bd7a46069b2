"""Reading what banks give: CAMT.053 (XML) and the CSV of their sites, whatever their columns.

What cannot be read is refused with its line, never guessed. Account numbers inside labels are masked: nobody asked for
them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from quartierlibre.foundation.search.marks import unaccent
from quartierlibre.foundation.verdicts import Refused, refuse_if

MOST_BYTES, MOST_LINES = 5_000_000, 5_000
REFERENCE = re.compile(r"\bQL-\d+-\d+\b")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?=((?: ?[A-Z0-9]){11,30}))")
_AMOUNT = re.compile(r"[+-]?\d+(?:\.\d{1,2})?")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y%m%d")
# What banks call their columns, without accents, most precise first.
COLUMNS: Mapping[str, Sequence[str]] = {
    "day": ("date de comptabilisation", "date comptable", "date operation", "date d'operation", "date", "jour"),
    "amount": ("montant", "montant(euros)", "montant en euros", "amount", "somme"),
    "debit": ("debit", "debit euros", "montant debit", "sortie"),
    "credit": ("credit", "credit euros", "montant credit", "entree"),
    "label": (
        "libelle",
        "libelle operation",
        "libelle simplifie",
        "libelle complet",
        "description",
        "intitule",
        "detail",
    ),
    "reference": ("reference", "reference operation", "numero d'operation", "ref"),
}


@dataclass(frozen=True)
class Line:
    """One movement of the bank, in cents, minus when money left."""

    day: date
    amount: int
    label: str = ""
    bank_reference: str = ""
    end_to_end: str = ""


@dataclass(frozen=True)
class Read:
    """What was read, and which column was taken for what."""

    format: str
    lines: Sequence[Line]
    columns: Mapping[str, str] = field(default_factory=dict)


def read(content: bytes) -> Read:
    """Raises Refused, with the line that cannot be read."""
    too_big = _("Ce fichier est trop gros pour un relevé : exportez une période plus courte.")
    refuse_if(len(content) > MOST_BYTES, "statement.too_big", too_big).enforce()
    is_xml = content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
    found = _read_camt(content) if is_xml else _read_csv(content)
    refuse_if(not found.lines, "statement.empty", _("Ce relevé ne contient aucune opération.")).enforce()
    refuse_if(len(found.lines) > MOST_LINES, "statement.too_big", too_big).enforce()
    return found


def _refused(code: str, message: object) -> Refused:
    return Refused(refuse_if(True, code, str(message)))


def _line(day: date, amount: int, label: str, bank_reference: str = "", end_to_end: str = "") -> Line:
    words = without_ibans(" ".join(label.split()))[:300]
    named = REFERENCE.search(words)
    wanted = "" if end_to_end in {"", "NOTPROVIDED"} else end_to_end
    return Line(day, amount, words, bank_reference.strip()[:80], (wanted or (named[0] if named else ""))[:35])


def without_ibans(text: str) -> str:
    """« FR76 •••• 0189 » for each account number found in words."""
    for found in reversed(list(_IBAN.finditer(text))):
        start, longest = found.start(), len(found[0] + found[1])
        for end in range(start + longest, start + 14, -1):
            number = text[start:end].replace(" ", "")
            if text[end - 1] != " " and iban.is_valid(number):
                text = f"{text[:start]}{number[:4]} •••• {number[-4:]}{text[end:]}"
                break
    return text


# --- CAMT.053 ---


def _read_camt(content: bytes) -> Read:
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise _refused("statement.not_xml", _("Ce fichier XML ne se lit pas : exportez-le de nouveau.")) from None
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]
    entries = root.findall(".//Stmt/Ntry")
    wrong = _("Ce fichier n’est pas un relevé CAMT.053 : demandez ce format à la banque, ou un CSV.")
    refuse_if(root.find(".//Stmt") is None, "statement.not_camt", wrong).enforce()
    lines = [
        line for rank, entry in enumerate(entries, start=1) if _is_booked(entry) for line in _of_entry(entry, rank)
    ]
    return Read("camt.053", lines)


def _is_booked(entry: Element) -> bool:
    return _text(entry, "Sts/Cd") in {"", "BOOK"} and _text(entry, "Sts") in {"", "BOOK"}


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _of_entry(entry: Element, rank: int) -> Iterator[Line]:
    """One line for each payment the bank details with its amount; else one for the whole entry."""
    day = _day_of(entry, rank)
    sign = -1 if _text(entry, "CdtDbtInd") == "DBIT" else 1
    details = entry.findall("NtryDtls/TxDtls")
    amounts = [_text(each, "Amt") or _text(each, "AmtDtls/TxAmt/Amt") for each in details]
    reference = _text(entry, "AcctSvcrRef") or _text(entry, "NtryRef")
    if len(details) > 1 and all(amounts):
        for number, (each, amount) in enumerate(zip(details, amounts, strict=True), start=1):
            own = _text(each, "Refs/AcctSvcrRef") or (f"{reference}/{number}" if reference else "")
            yield _line(day, sign * _cents(amount, rank), _words(entry, each), own, _text(each, "Refs/EndToEndId"))
        return
    only = details[0] if len(details) == 1 else None
    end_to_end = _text(only, "Refs/EndToEndId") if only is not None else ""
    yield _line(day, sign * _cents(_text(entry, "Amt"), rank), _words(entry, only), reference, end_to_end)


def _words(entry: Element, detail: Element | None) -> str:
    parts = [_text(entry, "AddtlNtryInf")]
    if detail is not None:
        names = ("RltdPties/Cdtr/Nm", "RltdPties/Cdtr/Pty/Nm", "RltdPties/Dbtr/Nm", "RltdPties/Dbtr/Pty/Nm")
        parts += [_text(detail, name) for name in names]
        parts += [(each.text or "").strip() for each in detail.findall("RmtInf/Ustrd")]
        parts += [_text(detail, "RtrInf/AddtlInf")]
    return " ".join(dict.fromkeys(part for part in parts if part))


def _day_of(entry: Element, rank: int) -> date:
    written = _text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm")[:10] or _text(entry, "ValDt/Dt")
    return _day(written, rank)


# --- CSV ---


def _read_csv(content: bytes) -> Read:
    text = _decoded(content)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    at, columns = _header(rows)
    lines = [
        _of_row(row, columns, at + number)
        for number, row in enumerate(rows[at + 1 :], start=2)
        if any(cell.strip() for cell in row)
    ]
    return Read("csv", [line for line in lines if line], {name: rows[at][place] for name, place in columns.items()})


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign most lines hold the same number of."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    return max(";\t|,", key=lambda sign: sum(line.count(sign) > 1 for line in lines))


def _plain(cell: str) -> str:
    return " ".join(unaccent(cell).lower().replace(":", " ").split())


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The first line that names a date and an amount; what banks write above it is skipped."""
    for at, row in enumerate(rows[:40]):
        columns = _columns([_plain(cell) for cell in row])
        if "day" in columns and ("amount" in columns or {"debit", "credit"} <= set(columns)):
            return at, columns
    message = _(
        "Les colonnes de ce fichier ne se reconnaissent pas : il faut une date et un montant "
        "(ou un débit et un crédit), nommés sur une même ligne."
    )
    raise _refused("statement.no_columns", message)


def _columns(names: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for field_name, known in COLUMNS.items():
        for name in known:
            places = [place for place, each in enumerate(names) if each == name]
            if not places:
                places = [place for place, each in enumerate(names) if each.startswith(name)]
            if places and places[0] not in found.values():
                found[field_name] = places[0]
                break
    return found


def _of_row(row: Sequence[str], columns: Mapping[str, int], number: int) -> Line | None:
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    if cells.get("amount"):
        amount = _cents(cells["amount"], number)
    else:
        debit, credit = cells.get("debit", ""), cells.get("credit", "")
        amount = _cents(credit, number) if credit else -abs(_cents(debit, number)) if debit else 0
    if not amount and not _is_day(cells["day"]):
        return None  # a line of text under the table
    day = _day(cells["day"], number)
    if not amount:
        raise _unreadable(number, gettext("aucun montant"))
    return _line(day, amount, cells.get("label", ""), cells.get("reference", ""))


def _unreadable(number: int, what: str) -> Refused:
    message = gettext("Ligne %(number)s : %(what)s. Rien n’a été repris de ce relevé.")
    return _refused("statement.unreadable", message % {"number": number, "what": what})


def _cents(written: str, number: int) -> int:
    """Cents of `-1 234,56 €`, `1234.56`, `1.234,56`; a single sign of three decimals is refused, not guessed."""
    bare = re.sub(r"[\s\u00a0\u202f€]|EUR", "", written).replace("−", "-")
    if "," in bare and "." in bare:
        thousands = "." if bare.rfind(",") > bare.rfind(".") else ","
        bare = bare.replace(thousands, "")
    bare = bare.replace(",", ".")
    if not _AMOUNT.fullmatch(bare):
        raise _unreadable(number, gettext("le montant « %(cell)s » ne se lit pas") % {"cell": written[:40]})
    whole, _dot, decimals = bare.lstrip("+-").partition(".")
    cents = int(whole) * 100 + int(decimals.ljust(2, "0") or 0)
    return -cents if bare.startswith("-") else cents


def _read_day(written: str) -> date | None:
    for pattern in _DAYS:
        try:
            return datetime.strptime(written[:10].strip(), pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _is_day(written: str) -> bool:
    return _read_day(written) is not None


def _day(written: str, number: int) -> date:
    day = _read_day(written)
    if day is not None:
        return day
    raise _unreadable(number, gettext("la date « %(cell)s » ne se lit pas") % {"cell": written[:40]})


def shown_columns(found: Read) -> list[tuple[str, Any]]:
    """« Date : Date opération », for whoever checks what was taken for what."""
    words = {
        "day": _("date"),
        "amount": _("montant"),
        "debit": _("sorties"),
        "credit": _("entrées"),
        "label": _("libellé"),
        "reference": _("référence"),
    }
    return [(str(words[name]), column) for name, column in found.columns.items()]
