"""The main navigation: a few doors, the same on every page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Entry:
    label: StrOrPromise
    href: str
    current: bool = False
    main: bool = False


DOORS = (
    (_("Les fonds"), "discover:funds", False),
    (_("Suis-je concerné ?"), "discover:concerned", False),
    (_("Reprendre"), "apply:resume", False),
    (_("Déposer un projet"), "apply:start", True),
)


def address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def entries(path: str) -> Sequence[Entry]:
    found = [Entry(label, address(name), main=main) for label, name, main in DOORS]
    return [Entry(e.label, e.href, current=len(e.href) > 1 and path.startswith(e.href), main=e.main) for e in found]
