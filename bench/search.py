"""Finding by words among 100,000 documents: how long the database takes, nineteen times out of twenty."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection, transaction

from bench.report import Figure
from quartierlibre.foundation.search import operations
from quartierlibre.foundation.search.documents import Document
from quartierlibre.foundation.search.queries import found

KINDS = {"project": 60_000, "news": 15_000, "meeting": 19_000, "resource": 5_000, "fund": 900, "page": 100}
COMMON = (
    *("jardin", "fête", "quartier", "réunion", "projet", "école", "habitant", "canal", "musique", "atelier"),
    *("repas", "tournoi", "lecture", "vélo", "culture", "cuisine", "théâtre", "danse", "numérique", "solidarité"),
)
WORDS = (*COMMON, *(f"mot{chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{at}" for at in range(20_000)))
ASKED = (*COMMON[:10], "jardin parta", "fete", "reunion quartier", "école -canal", "jar", *WORDS[40:20_000:900], "rien")
GOAL = 50


def fill() -> None:
    """The rarer a word, the farther in the list: a word of rank n is n times rarer than the first ones."""
    chance = random.Random(4)
    pool = chance.choices(WORDS, [1 / (at + 60) for at in range(len(WORDS))], k=400_000)
    for kind, count in KINDS.items():
        operations.rebuild(kind, _documents(chance, pool, kind, count))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument")


def _documents(chance: random.Random, pool: list[str], kind: str, count: int) -> Iterator[Document]:
    for at in range(count):
        begin = chance.randrange(len(pool) - 120)
        title, text = pool[begin : begin + 6], pool[begin + 6 : begin + chance.randint(26, 96)]
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(2_500))
        yield Document(kind, f"bench-{at}", " ".join(title), " ".join(text), "/x/", day, [chance.randrange(20)])


def measure() -> list[Figure]:
    """Written, asked, then taken back: nothing of it is left for the other measures."""
    with transaction.atomic():
        fill()
        for question in ASKED:
            found(question)
        spent = sorted(
            _milliseconds(question, how) for question in ASKED for how in ({}, {"kind": "news"}, {"territory": 3})
        )
        transaction.set_rollback(True)
    late = spent[int(len(spent) * 0.95)]
    note = f"recherche parmi 100 000 textes, p95 (médiane {statistics.median(spent):.0f} ms)"
    return [Figure(note, round(late), "ms", goal=GOAL)]


def _milliseconds(question: str, how: dict) -> float:
    begun = time.perf_counter()
    found(question, **how)
    return (time.perf_counter() - begun) * 1_000
