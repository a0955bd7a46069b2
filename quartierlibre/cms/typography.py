"""French typography put on what people typed: apostrophes, quotation marks, spaces that do not break."""

from __future__ import annotations

import re

NBSP, NARROW = "\u00a0", "\u202f"
TAG = re.compile(r"(<[^>]*>)")
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r'"([^"<>]+)"'), f"«{NBSP}\\1{NBSP}»"),
    (re.compile(r"« *[ \u00a0\u202f]*"), f"«{NBSP}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{NBSP}»"),
    (re.compile(r"(?<=[\w»)’…])[ \u00a0\u202f]+([!?;])"), f"{NARROW}\\1"),
    (re.compile(r"(?<=[\w»)’…])[ \u00a0\u202f]+(:)(?=\s|$)"), f"{NBSP}\\1"),
    (re.compile(r"(?<=\d) (?=(?:€|%|h\b|km\b|ans?\b|\d{3}\b))"), NBSP),
    (re.compile(r"\.\.\."), "…"),
)


def set_text(text: str) -> str:
    """Plain words as French prints them; said twice, it changes nothing more."""
    for pattern, said in RULES:
        text = pattern.sub(said, text)
    return text


def set_html(html: str) -> str:
    """The same between the tags; what is in a tag (addresses) stays."""
    parts = TAG.split(html.replace("&quot;", '"').replace("&#x27;", "'"))
    return "".join(part if part.startswith("<") else set_text(part) for part in parts)
