"""Questions to the database written by hand, for what every page asks: put together by Django, they cost more than
their answers do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

Convert = Callable[[Any, Any, Any], Any]


class Shape(NamedTuple):
    """Where a row of this table begins and ends among the columns read, and what some of them must go through."""

    model: type[Model]
    start: int
    names: list[str]
    converts: list[tuple[int, Convert]]

    def made(self, row: Sequence[Any]) -> Model:
        values = list(row[self.start : self.start + len(self.names)])
        for place, convert in self.converts:
            values[place] = convert(values[place], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


def answers(question: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a question written by hand; `%(name)s` stands for a fact."""
    with connection.cursor() as cursor:
        cursor.execute(question, facts)
        return list(cursor.fetchall())


def objects(question: str, facts: Mapping[str, Any], **tables: type[Model]) -> list[tuple[Any, ...]]:
    """The objects a question written by hand finds, as `objects("FROM people_person someone WHERE …", someone=Person)`.

    Every column of each table named is read, under the name the question gives the table. A row gives one object per
    table, in that order, not linked to each other. No outer join: all columns of a missing row would be NULL.
    """
    sql, shapes = _shaped(question, tuple(tables.items()))
    return [tuple(shape.made(row) for shape in shapes) for row in answers(sql, facts)]


@cache
def _shaped(question: str, tables: tuple[tuple[str, type[Model]], ...]) -> tuple[str, list[Shape]]:
    columns: list[str] = []
    shapes: list[Shape] = []
    for called, model in tables:
        fields = model._meta.concrete_fields
        converts = [(place, each) for place, field in enumerate(fields) for each in field.get_db_converters(connection)]
        shapes.append(Shape(model, len(columns), [field.attname for field in fields], converts))
        columns += [f'{called}."{field.column}"' for field in fields]
    return f"SELECT {', '.join(columns)} {question}", shapes
