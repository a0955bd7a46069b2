"""A page on paper: an accessible PDF with its links numbered at the foot; and the picture shown when it is shared."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.articles.blocks import Block

HERE = Path(__file__).parent
MOST_WORDS = 110  # letters of a title on a shared picture


@dataclass(frozen=True)
class Article:
    """What the sheet sets, all of it words, in this order: `headline` is what one must not miss (when and where), then
    the body, its programme, the facts and the links.

    Facts are a label and runs; `steps` an hour, a title, what sort of moment; `notes` are the last lines: when it was
    published, where it comes from.
    """

    title: str
    kicker: str
    notice: str = ""
    headline: str = ""
    summary: str = ""
    facts: list[tuple[str, list[Block]]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    steps_title: str = ""
    steps_header: tuple[str, str, str] = ("", "", "")
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    papers_title: str = ""
    papers: list[list[Block]] = field(default_factory=list)
    links_title: str = ""
    links: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    footer: str = ""
    page_word: str = ""


def printed(article: Article, *, at: datetime) -> bytes:
    """The sheet, PDF/UA. The same article and date give the same bytes."""
    return pdf.typeset(HERE / "article.typ", asdict(article), at=at)


def shared_picture(*, kicker: str, title: str, lines: list[str]) -> bytes:
    """A PNG of 1200 by 630 points: what networks show beside an address."""
    short = title if len(title) <= MOST_WORDS else f"{title[:MOST_WORDS].rsplit(' ', 1)[0]}…"
    said: dict[str, Any] = {"kicker": kicker, "title": short, "lines": lines, "name": "Quartier Libre"}
    return pdf.picture(HERE / "share.typ", said)
