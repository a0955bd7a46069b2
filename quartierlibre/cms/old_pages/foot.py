"""The foot of a printed page, where every link has a number and its address."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import addresses
from quartierlibre.cms.old_pages.lines import Line, fold
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import FootLink

_TITLES = {"liens", "links", "liens de la page", "notes", "references"}
_NUMBERED = re.compile(r"\s*(?:[-*•]\s+)?\\?\[([0-9]{1,4})\\?\]\s*:?\s*(.*)")
_ADDRESS = re.compile(r"<?(?:[a-z][a-z0-9+.-]{1,10}:|www\.|/)", re.IGNORECASE)
Foot = dict[int, FootLink]


def take(lines: list[Line], notebook: Notebook, *, base: str = "") -> tuple[list[Line], Foot]:
    """The lines without the foot, and its links by number. A number without address, or with two, is refused."""
    rest: list[Line] = []
    foot: Foot = {}
    under_title = False
    position = 0
    while position < len(lines):
        line = lines[position]
        if is_title(line) and _a_number_follows(lines, position + 1):
            under_title, position = True, position + 1
            continue
        numbered = _numbered(line, under_title)
        if numbered is None:
            under_title = under_title and line.is_blank
            rest.append(line)
            position += 1
            continue
        number, written = numbered
        written, used = _whole_address(written, lines, position)
        _keep(foot, number, written, line.number, notebook, base)
        rest.append(Line(line.number, ""))
        position += used
    return rest, foot


def is_title(line: Line) -> bool:
    return fold(line.text.strip(" #*_:-=")) in _TITLES


def _a_number_follows(lines: list[Line], position: int) -> bool:
    following = next((line for line in lines[position : position + 10] if not line.is_blank), None)
    return following is not None and _NUMBERED.fullmatch(following.text) is not None


def _numbered(line: Line, under_title: bool) -> tuple[int, str] | None:
    """`[3] <https://…>`: the address may be missing under the title, where nothing else can stand."""
    found = _NUMBERED.fullmatch(line.text)
    if not found or not (under_title or _ADDRESS.match(found[2])):
        return None
    return int(found[1]), found[2].strip()


def _whole_address(written: str, lines: list[Line], position: int) -> tuple[str, int]:
    """An address cut by the width of the paper goes on until its bracket closes."""
    if not written.startswith("<") or ">" in written:
        return written, 1
    for used in range(1, 6):
        more = lines[position + used].text.strip() if position + used < len(lines) else ""
        if not more or _NUMBERED.fullmatch(more):
            break
        written += more
        if more.endswith(">"):
            return written, used + 1
    return written, 1


def _keep(foot: Foot, number: int, written: str, line: int, notebook: Notebook, base: str) -> None:
    if written.lower().startswith("www."):
        written = f"https://{written}"
    href = addresses.valid(written, base=base)
    if not href and addresses.is_relative(written) and written.startswith("/"):
        message = _("L’adresse « %(address)s » est relative : donnez l’adresse de la page (--source-url).")
        notebook.leave_out("link.relative", message % {"address": written[:80]}, line)
        foot[number] = FootLink(number, "", line)
    elif not href:
        message = _("le lien n° %(number)d n’a pas d’adresse lisible : complétez-la.") % {"number": number}
        notebook.refuse("foot.no_address", message, line)
    elif number in foot and foot[number].href != href:
        message = _("le lien n° %(number)d a deux adresses (l’autre est ligne %(other)d) : gardez la bonne.")
        notebook.refuse("foot.two_addresses", message % {"number": number, "other": foot[number].line}, line)
    else:
        foot[number] = FootLink(number, href, line)
