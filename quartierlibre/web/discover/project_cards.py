"""Cards of projects, written by hand: twenty of them through a template would cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.committees.queries.public import Card
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit import html
from quartierlibre.pagekit.words import short_date

NO_ONE = UUID(int=0)


def holder_said(kind: str, name: str) -> str:
    """Who carries a project, as everyone may know it: a group by its name, a person never."""
    if name:
        return name
    if kind == HolderKind.ASSOCIATION:
        return _("Une association")
    return _("Une personne du quartier") if kind == HolderKind.INDIVIDUAL else _("Un groupe d’habitants")


def cards_html(cards: Iterable[Card], *, level: int = 2) -> SafeString:
    """Every card, escaped; what cards have in common (days, addresses, drawings) is said once for all."""
    address = reverse("discover:project", args=[NO_ONE])
    day = cache(lambda value: escape(short_date(value)))
    place, people = html.icon("place"), html.icon("people")
    return mark_safe(  # noqa: S308 - each part escaped here
        "".join(_card(card, address, str(place), str(people), day(card.decided_on), level) for card in cards)
    )


def _card(card: Card, address: str, place: str, people: str, day: str, level: int) -> str:
    href = address.replace(str(NO_ONE), str(card.public_id))
    where = f'<p class="project-line">{place} {escape(card.where)}</p>' if card.where else ""
    themes = f'<p class="project-themes">{escape(card.themes)}</p>' if card.themes else ""
    return (
        f'<li><article class="card card-link project"><h{level} class="card-title"><a href="{href}">'
        f"{escape(card.title or _('Projet sans titre'))}</a></h{level}>"
        f'<p class="project-sum num">{escape(format_euros(card.amount))}</p>{themes}'
        f'{where}<p class="project-line">{people} {escape(holder_said(card.holder_kind, card.holder))}</p>'
        f'<p class="project-day">{day}</p></article></li>'
    )
