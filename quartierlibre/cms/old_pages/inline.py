"""Words of a line or paragraph: links put back in their place, emphasis kept, everything else as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import addresses
from quartierlibre.cms.old_pages.foot import Foot
from quartierlibre.cms.old_pages.lines import plain, tidy, unescape
from quartierlibre.cms.old_pages.notebook import Notebook
from quartierlibre.cms.old_pages.page import Run, Runs

# Every repetition is bounded or possessive: a page of brackets alone is read in the time of its length.
_TOKEN = re.compile(
    r"(?<!\\)(?P<image>!)?\[(?P<words>(?:[^\[\]\\]|\\.){0,500})\]"
    r"\((?P<href><[^<>\n]{0,2000}>|(?:[^()\s<>]|\([^()\s<>]{0,200}\)){0,2000}+)(?:\s+\"[^\"\n]{0,200}\")?\)"
    r"(?:\s{0,3}\[(?P<number>[0-9]{1,4})\])?"
    r"|\s?(?<!\\)\[(?P<bare>[0-9]{1,4})\]"
    r"|<(?P<auto>(?:https?://|mailto:)[^<>\s]{1,2000})>"
    r"|(?P<url>(?<![\w/@.])(?:https?://)[^\s<>\"\[\]|\\^`{}]{1,2000})",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__|(?<![\w*\\])[*]([^*\n\s][^*\n]{0,500})[*](?![\w*])"
)
_PHRASE = re.compile(r"[.:;,!?(«»)]\s*(?=[^.:;,!?(«»)]*$)")
_JOINING = re.compile(r"\s*(?:(?:et|ou|mais|puis|and|or|then)\s+)?", re.IGNORECASE)
WORDS_AT_MOST = 12
SOFT = "\x0b"  # where the paper was too narrow: a space, counted as a line


@dataclass
class Reader:
    """Reads words with the links of one page; remembers which numbers of the foot were used."""

    foot: Foot
    notebook: Notebook
    base: str = ""
    used: set[int] = field(default_factory=set)

    def read(self, text: str, line: int) -> Runs:
        """The words with their links. Line ends inside the text are kept as they are."""
        runs: list[Run] = []
        position, at = 0, line
        for token in _TOKEN.finditer(text):
            runs += _emphasised(text[position : token.start()])
            at += text.count("\n", position, token.start()) + text.count(SOFT, position, token.start())
            self._add_token(runs, token, at)
            at += text.count("\n", token.start(), token.end()) + text.count(SOFT, token.start(), token.end())
            position = token.end()
        runs += _emphasised(text[position:])
        return _tidied(runs)

    def _add_token(self, runs: list[Run], token: re.Match[str], line: int) -> None:
        if token["bare"]:
            self._add_bare_number(runs, int(token["bare"]), token[0], line)
        elif token["auto"] or token["url"]:
            runs += self._written_out(token["auto"] or token["url"])
        elif token["image"]:
            self.notebook.leave_image_out(token["href"].strip("<>"), plain(token["words"]), line)
        else:
            words = unescape(token["words"].replace("**", ""))
            runs.append(Run(words, self._href(token["href"].strip("<>"), token["number"], words, line)))

    def _written_out(self, address: str) -> list[Run]:
        bare = address.rstrip(".,;:!?)»'")
        href = addresses.valid(bare)
        return [Run(bare, href), Run(address[len(bare) :])]

    def _href(self, written: str, number: str | None, words: str, line: int) -> str:
        """The address of the foot when the page gives a number, else the one written in the link."""
        if number and (int(number) in self.foot or written in {"", "#"}):
            return self._of_number(int(number), line)
        if written in {"", "#"}:
            message = _("Le lien « %(words)s » n’a ni adresse ni numéro : ses mots sont gardés.")
            self.notebook.leave_out("link.no_address", message % {"words": words[:80]}, line)
            return ""
        href = addresses.valid(written, base=self.base)
        if not href and addresses.is_relative(written) and not self.base:
            message = _("L’adresse « %(address)s » est relative : donnez l’adresse de la page (--source-url).")
            self.notebook.leave_out("link.relative", message % {"address": written[:80]}, line)
        elif not href and not written.startswith("#"):
            message = _("L’adresse « %(address)s » ne mène nulle part sur le web : les mots sont gardés, sans lien.")
            self.notebook.leave_out("link.unusable", message % {"address": written[:80]}, line)
        return href

    def _of_number(self, number: int, line: int) -> str:
        self.used.add(number)
        if number in self.foot:
            return self.foot[number].href
        message = _("le lien n° %(number)d n’a pas d’adresse au pied de la page : complétez le fichier.")
        self.notebook.refuse("link.no_foot", message % {"number": number}, line)
        return ""

    def _add_bare_number(self, runs: list[Run], number: int, written: str, line: int) -> None:
        """`words [3]`: which words made the link is a guess, from the last sign of punctuation on."""
        if not self.foot:
            message = _("« [%(number)d] » n’a pas d’adresse dans cette page : gardé tel quel.") % {"number": number}
            self.notebook.report("link.bare_number", message, line)
            runs.append(Run(written))
            return
        href = self._of_number(number, line)
        if not runs or runs[-1].href or not runs[-1].text.strip():
            runs.append(Run(f"[{number}]", href))
            return
        before, words = _last_words(runs[-1].text)
        message = _("Mots du lien n° %(number)d devinés : « %(words)s ».") % {"number": number, "words": tidy(words)}
        self.notebook.guess("link.words", message, line)
        runs[-1:] = [Run(before), Run(words, href)]


def _last_words(text: str) -> tuple[str, str]:
    recent = text[-300:]
    found = _PHRASE.search(recent)
    start = len(text) - len(recent) + (found.end() if found and found.end() < len(recent.rstrip()) else 0)
    words = list(re.finditer(r"\S+", text[start:]))
    if len(words) > WORDS_AT_MOST:
        start += words[-WORDS_AT_MOST].start()
    if joining := _JOINING.match(text, start):
        start = joining.end()
    return text[:start], text[start:].rstrip()


def _emphasised(text: str) -> list[Run]:
    runs: list[Run] = []
    position = 0
    for found in _EMPHASIS.finditer(text):
        runs.append(_bare(text[position : found.start()]))
        words = found[1] or found[2]
        runs.append(Run(unescape(words), strong=True) if words else Run(unescape(found[3]), emphasis=True))
        position = found.end()
    runs.append(_bare(text[position:]))
    return [run for run in runs if run.text]


def _bare(text: str) -> Run:
    """Marks of emphasis around a link, or never closed, say nothing."""
    return Run(unescape(text.replace("**", "")))


def _tidied(runs: list[Run]) -> Runs:
    """Neighbours of the same look joined, spaces tidied at the seams."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and (last.href, last.strong, last.emphasis) == (run.href, run.strong, run.emphasis):
            joined[-1] = Run(last.text + run.text, run.href, run.strong, run.emphasis)
        else:
            joined.append(run)
    tidied = [_tidy_run(run, first=i == 0, last=i == len(joined) - 1) for i, run in enumerate(joined)]
    return tuple(run for run in tidied if run.text)


def _tidy_run(run: Run, *, first: bool, last: bool) -> Run:
    lines = "\n".join(tidy(line) for line in run.text.split("\n"))
    before = " " if run.text[:1] in {" ", "\u00a0", "\u202f"} and not first else ""
    after = " " if len(run.text) > 1 and run.text[-1:] in {" ", "\u00a0", "\u202f"} and not last else ""
    words = f"{before}{lines}{after}" if lines else ("" if first or last else " ")
    return Run(words, run.href, run.strong, run.emphasis)


def words_of(runs: Runs) -> str:
    return tidy("".join(run.text for run in runs))
