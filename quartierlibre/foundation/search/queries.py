"""Finding by words: in French, whatever the accents, the beginning of the last word being enough."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from quartierlibre.foundation.search import marks
from quartierlibre.foundation.search.documents import clean
from quartierlibre.foundation.search.marks import Piece

PER_PAGE = 20
MOST = 500  # of more answers than that, the newest five hundred are ranked, and counted as « more than »
LONGEST_QUESTION = 200
READ = 3_000  # signs of a text looked through for the words to show
BEGINNING = re.compile(r"(?<![\w\"-])([^\W_]{3,40})$")

# A question made only of words to leave out (« -piscine ») looks for nothing: the whole site would answer.
PARSED = """SELECT CASE WHEN querytree(asked) IN ('', 'T') THEN '' ELSE asked::text END FROM (
    SELECT websearch_to_tsquery('french', ql_unaccent(%(head)s))
        && (websearch_to_tsquery('french', ql_unaccent(%(last)s)) || to_tsquery('simple', %(prefix)s)) AS asked
) AS parsed"""
# Written out for the planner: it reads the newest of one kind from an index, and of several from another.
ANY_KIND = "words @@ %(here)s::tsquery"
ONE_KIND = "words @@ %(here)s::tsquery AND kind = %(kind)s"
# Narrow rows until twenty are chosen; only those are read whole and marked.
RANKED = f"""SELECT kind, key, url, date, title, left(text, {READ}),
    ts_headline('french', ql_unaccent(title), %(asked)s::tsquery, %(style)s),
    ts_headline('french', ql_unaccent(left(text, {READ})), %(asked)s::tsquery, %(style)s)
FROM (
    SELECT id, ts_rank(words, %(asked)s::tsquery) AS rank FROM search_searchdocument WHERE id IN (
        SELECT id FROM search_searchdocument WHERE {{matching}} ORDER BY date DESC NULLS LAST, id LIMIT {MOST}
    )
    ORDER BY rank DESC, date DESC NULLS LAST, id LIMIT {PER_PAGE} OFFSET %(after)s
) AS best JOIN search_searchdocument USING (id)
ORDER BY rank DESC, date DESC NULLS LAST, id"""  # noqa: S608 - constants of this module
COUNTED = f"""SELECT kind, count(*) FROM (
    SELECT kind FROM search_searchdocument WHERE {{matching}} LIMIT {MOST + 1}
) AS counted GROUP BY kind"""  # noqa: S608
STYLE = f'HighlightAll=true, StartSel="{marks.START}", StopSel="{marks.STOP}"'


class Hit(NamedTuple):
    """One thing found; the words asked for are marked in its title and in a few lines of its text."""

    kind: str
    key: str
    url: str
    date: date | None
    title: Sequence[Piece]
    excerpt: Sequence[Piece]


@dataclass(frozen=True)
class Found:
    """A page of answers, the best first, and how many there are of each kind.

    `total` is that of the kind asked for; `MOST` + 1 means more than `MOST`, and kinds are then not told apart.
    """

    hits: Sequence[Hit]
    counts: Mapping[str, int]
    page: int
    total: int
    is_understood: bool = True

    @property
    def is_many(self) -> bool:
        return self.total > MOST

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PER_PAGE))


NOTHING = Found(hits=(), counts={}, page=1, total=0, is_understood=False)


def found(question: str, *, kind: str = "", territory: int | None = None, page: int = 1) -> Found:
    """What answers the question, of this kind (any when none is said), for this territory or for everywhere.

    A question without one word to look for is not understood.
    """
    asked = parse(question)
    if not asked:
        return NOTHING
    here = f"({asked}) & ('@' | '@{int(territory)}')" if territory is not None else asked
    values = {"asked": asked, "here": here, "style": STYLE, "kind": kind}
    counts, total = _counts(values)
    page = min(max(1, page), MOST // PER_PAGE)
    shown = RANKED.format(matching=ONE_KIND if kind else ANY_KIND)
    rows = _rows(shown, {**values, "after": (page - 1) * PER_PAGE}) if total else []
    return Found([_hit(row) for row in rows], counts, page, total)


def _counts(values: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
    """Of each kind whatever is chosen, and of what is chosen; nothing by kind when there are too many to count."""
    counts = dict(_rows(COUNTED.format(matching=ANY_KIND), values))
    chosen = values["kind"]
    if sum(counts.values()) <= MOST:
        return counts, counts.get(chosen, 0) if chosen else sum(counts.values())
    if not chosen:
        return {}, MOST + 1
    return {}, sum(dict(_rows(COUNTED.format(matching=ONE_KIND), values)).values())


def parse(question: str) -> str:
    """The question as the database reads it; empty when it holds no word to look for."""
    text = clean(question, LONGEST_QUESTION).strip()
    last = BEGINNING.search(text)
    word = last[1] if last else ""
    head = text[: last.start()] if last else text
    prefix = f"{marks.unaccent(word).lower()}:*" if word else ""
    [(asked,)] = _rows(PARSED, {"head": head, "last": word, "prefix": prefix})
    return str(asked)


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _hit(row: tuple[Any, ...]) -> Hit:
    kind, key, url, day, title, text, marked_title, marked_text = row
    return Hit(
        kind=kind,
        key=key,
        url=url,
        date=day,
        title=marks.pieces(title, marked_title),
        excerpt=marks.excerpt(marks.pieces(text, marked_text)),
    )
