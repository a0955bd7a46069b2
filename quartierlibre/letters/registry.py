"""What every room says of its events, put together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from quartierlibre import letters
from quartierlibre.letters.writing import Writer


@cache
def writers() -> dict[str, Writer]:
    """Who writes for which event."""
    return {name: writer for module in _rooms() for name, writer in getattr(module, "LETTERS", {}).items()}


@cache
def silent() -> dict[str, str]:
    """Events nobody is written to about, and why."""
    return {name: why for module in _rooms() for name, why in getattr(module, "SILENT", {}).items()}


def _rooms() -> Iterator[ModuleType]:
    for found in iter_modules(letters.__path__):
        if not found.ispkg:
            yield import_module(f"{letters.__name__}.{found.name}")
