"""From a letter to an e-mail: three small templates, `letters/<name>.subject.txt`, `.txt` and `.html`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.urls import reverse

from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.outbox.envelope import Attachment


@dataclass(frozen=True)
class Letter:
    """One letter to one address. `name` names its templates; `context` fills them, links included (see `link`).

    `secret`: it holds a code, so its words are forgotten once it has left. `thread`: the key of the file in whose
    exchanges it also appears, for a letter to the one who carries that file. `attachments` are small texts.
    """

    to: str
    name: str
    context: Mapping[str, Any] = field(default_factory=dict)
    secret: bool = False
    thread: int | None = None
    attachments: Sequence[Attachment] = ()


HIDDEN_CODE = "••••-••••-••••"
Writer: TypeAlias = Callable[[Event], Iterable[Letter]]


@dataclass(frozen=True)
class Written:
    subject: str
    text: str
    html: str


def link(view: str, *args: object) -> str:
    """The full address of a page, for people who read it outside the site."""
    return settings.SITE_URL.rstrip("/") + reverse(view, args=args)


def without_codes(text: str, letter: Letter) -> str:
    """The words of a letter as they may be kept: its codes are keys, and keys are kept nowhere."""
    for each in letter.context.get("codes", ()):
        text = text.replace(each["code"], HIDDEN_CODE)
    return text


def _plain(name: str, context: dict[str, Any]) -> str:
    """Text is text: « l’école d’Aïcha & co » arrives as it was typed, without HTML escapes."""
    return str(Engine.get_default().get_template(name).render(Context(context, autoescape=False)))


def write(letter: Letter) -> Written:
    """The words of a letter: one subject line, a text, and the same in HTML."""
    context = {**letter.context, "site_url": settings.SITE_URL}
    subject = _plain(f"letters/{letter.name}.subject.txt", context)
    text = _plain(f"letters/{letter.name}.txt", context)
    html = render_to_string(f"letters/{letter.name}.html", context)
    return Written(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html)
