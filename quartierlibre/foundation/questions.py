"""Questions to the database written by hand, for what every page asks: put together by Django, they cost more than
their answers do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection


def answers(question: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a question written by hand; `%(name)s` stands for a fact."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return list(cursor.fetchall())
