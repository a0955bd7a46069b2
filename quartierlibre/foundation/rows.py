"""What a row already read knows of the rows it points to, handed on instead of being read again."""

from __future__ import annotations

from django.db.models import Model


def has_read(one: Model, path: str) -> bool:
    """True when this row, and each one on the way (`fund__territory`), is there without a query."""
    name, _sign, rest = path.partition("__")
    if not one._meta.get_field(name).is_cached(one):
        return False
    return not rest or has_read(getattr(one, name), rest)


def hand_on(known: Model, fresh: Model, *names: str) -> None:
    """Give a row read again what another copy of it had read, for links that still lead to the same row.

    Only for what is read as it was: who a thing belongs to, words that never change once published.
    """
    for name in names:
        field = fresh._meta.get_field(name)
        if field.is_cached(known) and getattr(known, field.attname) == getattr(fresh, field.attname):
            field.set_cached_value(fresh, field.get_cached_value(known))
