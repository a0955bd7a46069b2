"""Papers a holder joins, drawn here so that nothing real is shown: a shop's quote as PDF, a photo from a phone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from quartierlibre.console.demo.pictures import draw
from quartierlibre.domain.applications.reading import read_money
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.pdf import typeset

QUOTE = Path(__file__).parent / "quote.typ"


class Paper(io.BytesIO):
    """What a browser would hand over."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


def paper(said: Mapping[str, Any], answers: Mapping[str, Any], *, at: datetime) -> Paper:
    """The paper a story names: a quote for some of the project's lines, else a picture."""
    if said["kind"] == "quote":
        return Paper(_quote(said, answers, at), said["name"])
    return Paper(draw(said["scene"], answers), said["name"])


def _quote(said: Mapping[str, Any], answers: Mapping[str, Any], at: datetime) -> bytes:
    lines = [answers["lines"][number] for number in said["lines"]]
    amounts = [read_money(None, line["amount"]) for line in lines]
    data = {
        "kind": "Devis",
        "supplier": said["supplier"],
        "customer": answers.get("group_name") or answers["holder_name"],
        "day": at.strftime("%d/%m/%Y"),
        "lines": [[line["label"], format_euros(amount)] for line, amount in zip(lines, amounts, strict=True)],
        "total": format_euros(Cents(sum(amounts))),
    }
    return typeset(QUOTE, data, at=at)


def invoice_of(supplier: str, project: str, amount: Cents, *, at: datetime) -> bytes:
    """What a supplier asks for its part of a project, in cents, as PDF."""
    said = {"supplier": supplier, "customer": project, "day": at.strftime("%d/%m/%Y"), "kind": "Facture"}
    line = [project, format_euros(amount)]
    return typeset(QUOTE, {**said, "lines": [line], "total": format_euros(amount)}, at=at)
