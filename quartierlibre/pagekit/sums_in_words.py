"""A sum as French writes it out in full, so that nobody adds a figure to what was signed."""

from __future__ import annotations

from quartierlibre.foundation.money import Cents

TEENS = "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
ONES = ["zéro", *["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"], *TEENS.split()]
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
MILLION = 1_000_000


def in_words(amount: Cents) -> str:
    """« deux cent quarante euros et cinq centimes ». Raises ValueError under zero, or from a thousand million on."""
    whole, cents = divmod(amount, 100)
    if not 0 <= whole < 1000 * MILLION:
        raise ValueError(f"{amount} cents are not written in words")
    said = [_euros(whole)] if whole or not cents else []
    return " et ".join([*said, *([_counted(_number(cents), "centime", cents)] if cents else [])])


def _euros(whole: int) -> str:
    if whole and whole % MILLION == 0:
        return f"{_number(whole)} d’euros"
    return _counted(_number(whole), "euro", whole)


def _counted(number: str, unit: str, count: int) -> str:
    return f"{number} {unit}{'s' if count > 1 else ''}"


def _number(number: int) -> str:
    millions, rest = divmod(number, MILLION)
    thousands, ones = divmod(rest, 1000)
    parts = []
    if millions:
        parts.append(_counted(_hundreds(millions), "million", millions))
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_hundreds(thousands, before_mille=True)} mille")
    if ones or not parts:
        parts.append(_hundreds(ones))
    return " ".join(parts)


def _hundreds(number: int, *, before_mille: bool = False) -> str:
    """Nought to 999. « cent » and « vingt » take their s at the end only, and never before « mille »."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _tens(rest, before_mille=before_mille)
    head = "cent" if hundreds == 1 else f"{ONES[hundreds]} cent"
    if rest:
        return f"{head} {_tens(rest, before_mille=before_mille)}"
    return head if hundreds == 1 or before_mille else f"{head}s"


def _tens(number: int, *, before_mille: bool) -> str:
    """Nought to 99: seventy and ninety count on from sixty and eighty."""
    if number < len(ONES):
        return ONES[number]
    tens, ones = divmod(number, 10)
    if tens not in TENS:
        tens, ones = tens - 1, ones + 10
    if not ones:
        return TENS[tens] if tens != 8 or before_mille else f"{TENS[tens]}s"
    link = " et " if ones in (1, 11) and tens != 8 else "-"
    return f"{TENS[tens]}{link}{ONES[ones]}"
