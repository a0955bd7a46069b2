"""Components that any page may use: actions, messages, cards, lists, fields. See docs/components.md."""

from typing import Literal

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.foundation.verdicts import Verdict
from quartierlibre.pagekit import fields_once, html
from quartierlibre.pagekit.html import Tone

register = template.Library()

ButtonTone = Literal["primary", "secondary", "quiet", "danger"]
BUTTON_TONES: tuple[ButtonTone, ...] = ("primary", "secondary", "quiet", "danger")


@register.simple_tag
def icon(name: str) -> SafeString:
    return html.icon(name)


@register.simple_tag
def button(
    label: str,
    *,
    href: str = "",
    tone: ButtonTone = "primary",
    icon: str = "",
    large: bool = False,
    kind: Literal["submit", "button"] = "submit",
    **attributes: str | bool | None,
) -> SafeString:
    """A button, or a link that looks like one when `href` is given. Other attributes pass: `name=…`, `form=…`."""
    if tone not in BUTTON_TONES:
        raise ValueError(f"unknown button tone {tone!r}")
    classes = f"button button-{tone}" + (" button-large" if large else "")
    rest = html.attributes(attributes)
    inside = format_html("{1}{0}" if icon == "arrow" else "{0}{1}", html.icon(icon) if icon else "", label)
    if href:
        return format_html('<a class="{}" href="{}"{}>{}</a>', classes, href, rest, inside)
    return format_html('<button class="{}" type="{}"{}>{}</button>', classes, kind, rest, inside)


def _notice(content: str, tone: str, title: str, role: str = "") -> SafeString:
    heading = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice tone-{}"{}>{}<div class="notice-body">{}{}</div></div>',
        html.known_tone(tone),
        html.attributes({"role": role}),
        html.icon(tone),
        heading,
        content,
    )


@register.simple_block_tag
def notice(content: str, tone: Tone = "info", title: str = "", role: str = "") -> SafeString:
    """A framed message; give `role="status"` when it appears after an act, `role="alert"` when it cannot wait."""
    return _notice(content, tone, title, role)


@register.simple_tag
def verdict(verdict: Verdict, *, yes: str = "", no: str = "", tone: Tone = "warning") -> SafeString:
    """Either the good news, or every reason against, all at once."""
    if verdict:
        return _notice(format_html("<p>{}</p>", yes or _("C’est possible.")), "success", "")
    reasons = format_html_join("", "<li>{}</li>", ((refusal.message,) for refusal in verdict.refusals))
    return _notice(format_html("<ul>{}</ul>", reasons), tone, no or _("Ce qui bloque pour l’instant"))


@register.simple_block_tag
def card(content: str, *, title: str = "", href: str = "", level: int = 3, accent: bool = False) -> SafeString:
    """A card; with `href` the title is the link and the whole card answers to a tap."""
    classes = "card" + (" card-link" if href else "") + (" card-accent" if accent else "")
    name = format_html('<a href="{}">{}</a>', href, title) if href else title
    heading = format_html('<h{} class="card-title">{}</h{}>', level, name, level) if title else ""
    return format_html('<div class="{}">{}{}</div>', classes, heading, content)


@register.simple_tag
def badge(label: str, tone: Tone = "neutral", icon: str = "") -> SafeString:
    """A state in one or two words, with its tone's drawing so that colour is never alone."""
    drawing = html.icon(icon or tone)
    return format_html('<span class="badge tone-{}">{}{}</span>', html.known_tone(tone), drawing, label)


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts: holds `{% fact %}`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    return format_html('<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, content)


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "brick", level: int = 2) -> SafeString:
    """What a list says when it is empty, and what to do next."""
    return format_html('<div class="empty">{}<h{}>{}</h{}>{}</div>', html.icon(icon), level, title, level, content)


@register.simple_block_tag
def hero(content: str, title: str) -> SafeString:
    """The wide band at the top of a front page; goes in `{% block hero %}` and brings the page's h1."""
    return format_html('<div class="hero"><div class="wrap"><h1>{}</h1>{}</div></div>', title, content)


@register.simple_block_tag
def more(content: str, label: str, open: bool = False) -> SafeString:
    """A part that unfolds without JavaScript."""
    state = mark_safe(" open") if open else ""
    return format_html(
        '<details class="more"{}><summary>{}{}</summary><div class="more-body stack">{}</div></details>',
        state,
        html.icon("chevron"),
        label,
        content,
    )


@register.simple_block_tag
def table(content: str, caption: str, *, stack: bool = True, hide_caption: bool = False) -> SafeString:
    """A table with its caption; on a phone rows become cards when each `td` has a `data-label`."""
    caption_class = html.attributes({"class": "visually-hidden" if hide_caption else ""})
    if stack:
        return format_html(
            '<div class="table-region"><table class="table-stack"><caption{}>{}</caption>{}</table></div>',
            caption_class,
            caption,
            content,
        )
    return format_html(
        '<div class="table-region" role="region" tabindex="0" aria-label="{}">'
        "<table><caption{}>{}</caption>{}</table></div>",
        caption,
        caption_class,
        caption,
        content,
    )


@register.simple_tag
def code_box(code: str, *, label: str, group: int = 4) -> SafeString:
    """A code to note down: large, in groups, with a copy button once scripts run."""
    bare = code.replace("-", "").replace(" ", "")
    groups = [bare[start : start + group] for start in range(0, len(bare), group)]
    return format_html(
        '<div class="code-box"><p class="code-box-label">{}</p><p class="code-box-code">{}</p>'
        '<button class="button button-secondary" type="button" data-ql-copy="{}" hidden>{}{}</button></div>',
        label,
        format_html_join(" ", "<span>{}</span>", ((part,) for part in groups)),
        "-".join(groups),
        html.icon("copy"),
        _("Copier le code"),
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One question: label, help, error, control, tied together for every reader."""
    return fields_once.draw(bound)


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """The list of what to correct, at the top, each line a link to its field."""
    return form.render("pagekit/forms/summary.html") if form.errors else SafeString("")
