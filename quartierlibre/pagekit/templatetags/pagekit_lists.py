"""Lists that lead somewhere or tell a progress: steps, timeline, tabs, breadcrumb, pages, files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from quartierlibre.pagekit import html, words
from quartierlibre.pagekit.templatetags.pagekit_words import when

register = template.Library()


@dataclass(frozen=True)
class Moment:
    """One line of a timeline: what happened (or will), when, and a few words more."""

    title: StrOrPromise
    when: date | datetime | None = None
    text: StrOrPromise = ""
    tone: html.Tone = "success"


@dataclass(frozen=True)
class Tab:
    label: StrOrPromise
    href: str
    current: bool = False
    count: int | None = None


def _step(label: StrOrPromise, number: int, current: int) -> SafeString:
    if number < current:
        done = format_html('<span class="visually-hidden">{}</span>', _("Fait :"))
        return format_html('<li class="step step-done">{}<span>{} {}</span></li>', html.icon("check"), done, label)
    if number == current:
        return format_html('<li class="step step-now" aria-current="step"><span>{}</span></li>', label)
    return format_html('<li class="step"><span>{}</span></li>', label)


@register.simple_tag
def stepper(labels: Sequence[StrOrPromise] | str, current: int) -> SafeString:
    """Where one is among a few screens. Labels: a list, or one text with `|` between them; `current` starts at 1."""
    steps = list(labels) if isinstance(labels, (list, tuple)) else str(labels).split("|")
    items = format_html_join("", "{}", ((_step(label, number, current),) for number, label in enumerate(steps, 1)))
    return format_html(
        '<div class="stepper stack-tight"><p class="steps-count">{}</p><ol class="steps">{}</ol></div>',
        _("Étape %(current)s sur %(total)s") % {"current": current, "total": len(steps)},
        items,
    )


def _moment(entry: Moment) -> SafeString:
    drawing = html.icon("check" if entry.tone == "success" else entry.tone)
    day = format_html('<p class="timeline-when">{}</p>', when(entry.when)) if entry.when else ""
    text = format_html("<p>{}</p>", entry.text) if entry.text else ""
    return format_html(
        '<li class="tone-{}"><span class="timeline-dot">{}</span><p class="timeline-title">{}</p>{}{}</li>',
        html.known_tone(entry.tone),
        drawing,
        entry.title,
        day,
        text,
    )


@register.simple_tag
def timeline(entries: Sequence[Moment]) -> SafeString:
    """What happened to a file, oldest first; a coming moment is `neutral`."""
    return format_html('<ol class="timeline">{}</ol>', format_html_join("", "{}", ((_moment(e),) for e in entries)))


def _tab(tab: Tab) -> SafeString:
    count = "" if tab.count is None else format_html('<span class="count num">{}</span>', tab.count)
    current = html.attributes({"aria-current": "page" if tab.current else ""})
    return format_html('<li><a href="{}"{}>{}{}</a></li>', tab.href, current, tab.label, count)


@register.simple_tag
def tabs(entries: Sequence[Tab], *, label: str) -> SafeString:
    """Several views of the same thing: plain links, each with its own address."""
    items = format_html_join("", "{}", ((_tab(tab),) for tab in entries))
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, items)


@register.simple_tag
def breadcrumb(*parts: StrOrPromise) -> SafeString:
    """`{% breadcrumb "Accueil" url_home "Les fonds" url_funds "Le fonds des Briques" %}`: the last one is here."""
    pairs = zip(parts[:-1:2], parts[1:-1:2], strict=True)
    links = format_html_join("", '<li><a href="{1}">{0}</a></li>', pairs)
    return format_html(
        '<nav class="crumbs no-print" aria-label="{}"><ol>{}<li><span aria-current="page">{}</span></li></ol></nav>',
        _("Fil d’Ariane"),
        links,
        parts[-1],
    )


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Page[Any], *, name: str = "page") -> SafeString:
    """Previous, numbers, next; keeps the rest of the address (filters). Nothing when one page is enough."""
    if page.paginator.num_pages < 2:
        return SafeString("")
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    def item(number: int | str) -> SafeString:
        if not isinstance(number, int):
            return format_html("<li>{}</li>", number)
        said = _("Page %(number)s") % {"number": number}
        if number == page.number:
            return format_html(
                '<li><a href="{}" aria-current="page" aria-label="{}">{}</a></li>', address(number), said, number
            )
        return format_html('<li><a href="{}" aria-label="{}">{}</a></li>', address(number), said, number)

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    middle = format_html_join("", "{}", ((item(number),) for number in numbers))
    back = format_html('<a href="{}" rel="prev">{}</a>', address(page.number - 1), _("Précédente"))
    forth = format_html('<a href="{}" rel="next">{}</a>', address(page.number + 1), _("Suivante"))
    return format_html(
        '<nav class="pages" aria-label="{}">{}<ul>{}</ul>{}</nav>',
        _("Pages"),
        back if page.has_previous() else "",
        middle,
        forth if page.has_next() else "",
    )


@register.simple_tag
def file_item(name: str, *, href: str = "", size: int = 0, about: str = "", photo: bool = False) -> SafeString:
    """One deposited file, in a `ul.files`: name, size, what it is, and its download."""
    details = " · ".join(str(part) for part in (about, words.file_size(size) if size else "") if part)
    label = _("Télécharger %(name)s") % {"name": name}
    link = (
        format_html(
            '<a class="button button-quiet" href="{}" aria-label="{}">{}</a>', href, label, html.icon("download")
        )
        if href
        else ""
    )
    return format_html(
        '<li class="file">{}<div><p class="file-name">{}</p><p class="file-about">{}</p></div>{}</li>',
        html.icon("photo" if photo else "file"),
        name,
        details,
        link,
    )
