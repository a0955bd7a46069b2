"""What a row already read knows of the rows it points to, handed on instead of being read again."""

from __future__ import annotations

from typing import Any

from django.db.models import ForeignKey, Model


def has_read(one: Model, path: str) -> bool:
    """True when this row, and each one on the way (`fund__territory`), is there without a query."""
    name, _sign, rest = path.partition("__")
    if not _link(one, name).is_cached(one):
        return False
    return not rest or has_read(getattr(one, name), rest)


def hand_on(known: Model, fresh: Model, *names: str) -> None:
    """Give a row read again what another copy of it had read, for links that still lead to the same row.

    Only for what is read as it was: who a thing belongs to, words that never change once published.
    """
    for name in names:
        link = _link(fresh, name)
        if link.is_cached(known) and getattr(known, link.attname) == getattr(fresh, link.attname):
            link.set_cached_value(fresh, link.get_cached_value(known))


def _link(one: Model, name: str) -> ForeignKey[Any, Any]:
    link = one._meta.get_field(name)
    if not isinstance(link, ForeignKey):
        raise TypeError(f"{name} leads to no row")
    return link
