"""The demo has a past, lived in order: what is done inside `at` believes it is that moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.apps import apps
from django.utils import timezone

PARIS = ZoneInfo("Europe/Paris")
_real_now = timezone.now


def moment(day: date, hour: str) -> datetime:
    """That day in Paris, at an hour written « 18:30 »."""
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=PARIS)


def sunday_from(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Operations ask `timezone.now()`, columns take it as their default: both answer `when`. For one process only."""
    module, outer = cast(Any, timezone), timezone.now
    defaults = [(field, field.__dict__.get("_get_default")) for field in _dated_fields()]
    _answer(module, lambda: when)
    try:
        yield
    finally:
        module.now = outer
        for field, known in defaults:
            field.__dict__.pop("_get_default", None)
            field.__dict__.update({"_get_default": known} if known else {})


def _answer(module: Any, now: Callable[[], datetime]) -> None:
    module.now = now
    for field in _dated_fields():
        field.__dict__["_get_default"] = now


@cache
def _dated_fields() -> tuple[Any, ...]:
    """Columns whose default is the present moment: they hold the function itself, not its name."""
    fields = [field for model in apps.get_models() for field in model._meta.local_concrete_fields]
    return tuple(field for field in fields if field.default is _real_now)
