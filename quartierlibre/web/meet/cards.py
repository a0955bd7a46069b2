"""Meetings in lists, written by hand: twenty cards through a template would cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from itertools import groupby

from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.domain.meetings.queries.agenda import Card
from quartierlibre.domain.meetings.states import MeetingKind, MeetingState
from quartierlibre.pagekit import html
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.words import in_paris, month_name, spaced

ANY = "une-adresse"
STATE_TONES = {MeetingState.CANCELLED: "danger", MeetingState.POSTPONED: "warning"}


def machine_day(card: Card) -> str:
    """The value of a `time` element: a day, or an instant with the offset of Paris."""
    local = in_paris(card.starts_at)
    return local.isoformat(timespec="minutes") if card.has_hour else local.date().isoformat()


def state_badge(state: str) -> str:
    """Cancelled or postponed, in a word with its drawing; nothing for a meeting which is on."""
    tone = STATE_TONES.get(MeetingState(state))
    if tone is None:
        return ""
    label = escape(str(MeetingState(state).label))
    return f'<span class="badge tone-{tone}">{html.icon(tone)}{label}</span> '


def by_month(cards: Iterable[Card]) -> SafeString:
    """The cards under the name of their month, escaped."""
    draw = _drawer(level=3)
    parts = []
    for name, group in groupby(cards, key=lambda card: month_name(in_paris(card.starts_at).date())):
        inside = "".join(map(draw, group))
        parts.append(f'<h2 class="meet-month">{escape(name.capitalize())}</h2><ul class="meet-list">{inside}</ul>')
    return mark_safe("".join(parts))  # noqa: S308 - each part escaped here


def in_a_row(cards: Iterable[Card], *, level: int = 3) -> SafeString:
    """The cards as items of one list, escaped."""
    return mark_safe("".join(map(_drawer(level), cards)))  # noqa: S308 - each part escaped by `_card`


def _drawer(level: int) -> Callable[[Card], str]:
    """What cards have in common (addresses, drawings, days) is said once for all."""
    address = reverse("meet:meeting", args=[ANY])
    kinds = {str(kind): escape(str(kind.label)) for kind in MeetingKind}
    clock, place = str(html.icon("clock")), str(html.icon("place"))
    leaf = cache(lambda day: f"<span>{escape(format_date(day, 'D'))}</span><strong>{day.day}</strong>"
                             f"<span>{escape(format_date(day, 'N'))}</span>")  # fmt: skip

    def draw(card: Card) -> str:
        where, off = where_said(card), card.state in STATE_TONES
        href = address.replace(ANY, card.slug)
        return (
            f'<li><article class="card card-link meet-card{" meet-off" if off else ""}">'
            f'<p class="meet-leaf" aria-hidden="true">{leaf(in_paris(card.starts_at).date())}</p>'
            f'<div class="meet-words"><p class="meet-kind">{state_badge(card.state)}{kinds[card.kind]}</p>'
            f'<h{level} class="card-title"><a href="{href}">{escape(spaced(card.title))}</a></h{level}>'
            f'<p class="meet-line">{clock} <time datetime="{machine_day(card)}">{escape(when_said(card))}</time></p>'
            + (f'<p class="meet-line">{place} {escape(where)}</p>' if where else "")
            + (f'<p class="meet-summary">{escape(spaced(card.summary))}</p>' if card.summary else "")
            + "</div></article></li>"
        )

    return draw
