"""Mistakes which Django forgives in silence and tests must not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.template.base import FilterExpression

OURS = Path(__file__).parents[2] / "quartierlibre"


class UnknownVariable(str):
    """Given to templates as `string_if_invalid`: fails the test for our templates, is empty for a library's."""

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression, context = frame.f_locals.get("self"), frame.f_locals.get("context")
        if isinstance(expression, FilterExpression) and context is not None:
            origin = str(context.render_context.template.origin.name)
            if Path(origin).is_relative_to(OURS) or origin.startswith("<"):
                pytest.fail(f"Template {origin} uses the unknown variable « {expression.var} ».")
        return False


def refuse_unknown_variables() -> None:
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["string_if_invalid"] = UnknownVariable()


def refuse_vague_locks() -> None:
    """Our own code always names the tables it locks: without `of`, a join locks rows nobody thought of."""
    original = QuerySet.select_for_update

    def select_for_update(self, nowait=False, skip_locked=False, of=(), no_key=False):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if not of and caller.startswith("quartierlibre."):
            pytest.fail(f"{caller} calls select_for_update() without of=(…).")
        return original(self, nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)

    QuerySet.select_for_update = select_for_update
