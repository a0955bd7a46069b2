"""`{% question page asked %}`: what surrounds the fields of a question is drawn once for all the readers of a form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context
from django.template.engine import Engine
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.safestring import SafeString, mark_safe

from quartierlibre.domain.applications.models import Application
from quartierlibre.pagekit import kept
from quartierlibre.pagekit.fields_once import HOLE, draw
from quartierlibre.pagekit.projects.questions import AskedQuestion
from quartierlibre.web.apply.presenters import SayPage

register = template.Library()
ANY = UUID(int=(1 << 128) - 1)


@register.simple_tag(takes_context=True)
def question(context: Context, page: SayPage, asked: AskedQuestion) -> SafeString:
    """A question, its fields as answered, and what belongs to this project alone."""
    names = tuple(part.bound.name for part in asked.fields)
    frame = kept.part((*page.questions_mark, asked.question.key, asked.number, names), lambda: _frame(asked))
    holes = list(_in_holes(context, page, asked))
    if len(frame) != len(holes) + 1:
        raise ValueError(f"{asked.question.key}: {len(frame) - 1} holes in apply/question.html, {len(holes)} expected")
    drawn = (piece for pair in zip(frame, holes, strict=False) for piece in pair)
    return mark_safe("".join(drawn) + frame[-1])  # noqa: S308 - rendered, and escaped, by Django


@register.simple_tag
def path_of(name: str, application: Application) -> str:
    """The address `apply:<name>` of this file: a dozen of them by `{% url %}` would take a tenth of the page's time."""
    return _pattern(name, get_script_prefix(), get_urlconf()).replace(str(ANY), str(application.public_id))


@cache
def _pattern(name: str, _prefix: str, _urlconf: str | None) -> str:
    return reverse(f"apply:{name}", args=[ANY])


def _frame(asked: AskedQuestion) -> tuple[str, ...]:
    """What the template says between its holes: the words of the form, the same for everyone."""
    drawing = render_to_string("apply/question.html", {"asked": asked, "hole": HOLE})
    return tuple(drawing.strip().split(HOLE))


def _in_holes(context: Context, page: SayPage, asked: AskedQuestion) -> Iterator[str]:
    for part in asked.fields:
        yield draw(part.bound)
        if part.is_main_list:
            yield _included(context, "apply/total.html")
    if asked.has_place:
        yield _included(context, "apply/where.html")
    if asked.has_money:
        yield (
            "" if page.is_amending else _included(context, "apply/papers.html", documents=page.documents, received=None)
        )


def _included(context: Context, name: str, **values: Any) -> str:
    with context.push(**values):
        return Engine.get_default().get_template(name).render(context)
