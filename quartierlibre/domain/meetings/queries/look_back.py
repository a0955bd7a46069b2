"""The article that tells a meeting once it is over, begun from what is known: never a name, never an invented word."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models import Desk, Meeting, Topic
from quartierlibre.domain.meetings.queries.coming import figures_of, people_of
from quartierlibre.domain.meetings.states import ItemKind, PaperMoment

FEWEST = 5


@dataclass(frozen=True)
class LookBack:
    """A draft: its title, its body in safe HTML, the themes and funds it concerns."""

    title: str
    body: SafeString
    topics: tuple[Topic, ...]
    funds: tuple[Fund, ...]


def look_back_of(meeting: Meeting, *, when: str, where: str, address: str) -> LookBack:
    """`when` and `where` in words, `address` of the page of the meeting."""
    intro = format_html("<p>{} {}.</p>", when[:1].upper() + when[1:], f"({where})" if where else "")
    parts = [intro, _figures(meeting), _programme(meeting), _papers(meeting)]
    end = format_html('<p><a href="{}">{}</a></p>', address, _("La page de la rencontre"))
    return LookBack(
        title=_("Retour sur : %(title)s") % {"title": meeting.title},
        body=format_html("{}" * 5, *parts, end),
        topics=tuple(meeting.topics.all()),
        funds=tuple(meeting.funds.order_by("name", "pk")),
    )


def _figures(meeting: Meeting) -> SafeString:
    """How many came, and of which categories; a category of few people would name them."""
    desk: Desk | None = getattr(meeting, "desk", None)
    if desk is None:
        return SafeString("")
    figures = figures_of(desk, list(people_of(desk)))
    if not figures.arrived:
        return SafeString("")
    came = ngettext("%d personne est venue", "%d personnes sont venues", figures.arrived) % figures.arrived
    told = [f"{name} ({count})" for name, _held, count, _quota in figures.by_category if count >= FEWEST]
    among = _(", dont : %(list)s") % {"list": ", ".join(told)} if told else ""
    return format_html("<p>{}{}.</p>", came, among)


def _programme(meeting: Meeting) -> SafeString:
    """A heading for each moment worth a paragraph, to be written by who was there."""
    worth = meeting.programme.exclude(kind__in=[ItemKind.WELCOME, ItemKind.BREAK, ItemKind.CLOSING])
    return format_html_join("", "<h2>{}</h2><p>…</p>", ((item.title,) for item in worth))


def _papers(meeting: Meeting) -> SafeString:
    papers = list(meeting.papers.filter(moment=PaperMoment.AFTER, is_public=True).exclude(url=""))
    if not papers:
        return SafeString("")
    items = format_html_join("", '<li><a href="{}">{}</a></li>', ((each.url, each.title) for each in papers))
    return format_html("<h2>{}</h2><ul>{}</ul>", _("Pour se souvenir"), items)
