"""The main navigation: a few doors, the same on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.pagekit import newsroom


@dataclass(frozen=True)
class Door:
    label: StrOrPromise
    href: str
    current: bool = False
    main: bool = False
    icon: str = ""
    about: StrOrPromise = ""  # what one finds behind it, where there is room to say it


DOORS = (
    (_("Les projets"), "discover:projects", False),
    (_("Les fonds"), "discover:funds", False),
    (_("Agenda"), "meet:agenda", False),
    (_("Suis-je concerné\u00a0?"), "discover:concerned", False),
    (_("Reprendre"), "apply:resume", False),
    (_("Déposer un projet"), "apply:start", True),
)

DESK = "manage:home"
BOOKS = "manage:all_books"
MEETINGS = "meet:organise"
PAYMENTS = "manage:my_payments"
MORNING_SAID = _("Ce qui vous attend ce matin\u00a0: les dossiers, les séances, l’argent du fonds.")
PAYMENTS_SAID = _("Les paiements préparés qui attendent votre regard.")
MEETINGS_SAID = _("Les rencontres que vous organisez\u00a0: la page, les inscriptions, le jour venu.")
BOOKS_SAID = _("L’argent des fonds que vous suivez\u00a0: reçu, promis, versé, et les bilans.")
EDITING_SAID = _("Les actualités, les ressources et les pages du site.")
EDITING = "/cms/"  # where the newsroom writes; its addresses are known there only (cms/door.py)


def is_routed(name: str) -> bool:
    """An installation may leave a journey out; its door then goes too."""
    try:
        return bool(address(name))
    except NoReverseMatch:
        return False


@cache
def _address(name: str, urlconf: object) -> str:
    return reverse(name)


def address(name: str) -> str:
    """An address without parameters, looked for once per process: it is asked for on every page."""
    return _address(name, settings.ROOT_URLCONF)


def _door(label: StrOrPromise, name: str, path: str, **more: Any) -> Door:
    href = address(name)
    return Door(label, href, current=len(href) > 1 and path.startswith(href), **more)


@cache
def _called(door: str, _language: str | None) -> str:
    """What a door is called, looked up once per process and language."""
    return next(str(label) for label, name, _main in DOORS if name == door)


def doors(path: str) -> Sequence[Door]:
    """What is open to anyone."""
    language = get_language()
    ours = [_door(_called(name, language), name, path, main=main) for _label, name, main in DOORS if is_routed(name)]
    written = [Door(link.label, link.href, current=path.startswith(link.href)) for link in newsroom.around().links]
    return [*ours[:-1], *written, *ours[-1:]]


def own_doors(person: Person | AnonymousUser, path: str) -> Sequence[Door]:
    """The way in; or what this person's mandates open, and one's own corner under one's own name."""
    if isinstance(person, AnonymousUser) or not person.is_authenticated:
        return [_door(_("Se connecter"), "account_login", path, icon="person")]
    return [*work_doors(person, path), _door(person.name or _("Mon espace"), "account:home", path, icon="person")]


def work_doors(person: Person, path: str = "") -> Sequence[Door]:
    """The desk, for who reads the files of a territory; else payments, meetings or accounts one looks after;
    and where the site is written.
    """
    has_a_desk = is_routed(DESK) and bool(person.territories_where(Permission.READ_APPLICATIONS))
    desk = [_door(_("Gérer"), DESK, path, about=MORNING_SAID)] if has_a_desk else []
    if not desk and is_routed(PAYMENTS) and person.territories_where(Permission.APPROVE_PAYMENTS):
        desk = [_door(_("À payer"), PAYMENTS, path, about=PAYMENTS_SAID)]
    if not desk and is_routed(MEETINGS) and person.territories_where(Permission.ORGANISE_MEETINGS):
        desk = [_door(_("Mes rencontres"), MEETINGS, path, about=MEETINGS_SAID)]
    if not has_a_desk and is_routed(BOOKS) and person.territories_where(Permission.READ_BOOKS):
        desk = [_door(_("Les comptes"), BOOKS, path, about=BOOKS_SAID), *desk]
    if person.territories_where(Permission.WRITE_PAGES):
        desk.append(Door(_("Écrire"), EDITING, current=path.startswith(EDITING), about=EDITING_SAID))
    return desk
