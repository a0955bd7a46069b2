"""Reading the chains again, without trusting the database that wrote them: only `hashlib` and `json`.

A row is canonical as the UTF-8 text of a JSON array [territory, sequence, microseconds since 1970, name, actor,
machine, subject type, subject id, request, data], written as PostgreSQL writes `jsonb`: ", " and ": " between things,
keys of an object sorted by length then by bytes. Its seal is the SHA-256 of the seal before it (nothing, for the first)
followed by that text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from django.utils.translation import gettext as _


class Link(NamedTuple):
    """A row of the journal; `data` is the JSON text exactly as kept."""

    territory_id: int
    sequence: int | None
    at: int
    name: str
    actor_id: int | None
    machine: str
    subject_type: str
    subject_id: str
    request_id: str
    data: str
    previous: bytes | None
    hash: bytes | None
    id: int


class Anchor(NamedTuple):
    """What the head of a chain was, one day: kept outside, it betrays a chain cut short or made anew."""

    territory_id: int
    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.territory_id} {self.sequence} {self.hash}"


class Fault(NamedTuple):
    """The first row of a chain that is not what it should be."""

    territory_id: int
    sequence: int | None
    event_id: int | None
    what: str

    def __str__(self) -> str:
        row = _("événement %(id)s") % {"id": self.event_id} if self.event_id else _("événement absent")
        return _("territoire %(territory)s, n° %(sequence)s, %(row)s : %(what)s") % {
            "territory": self.territory_id,
            "sequence": self.sequence,
            "row": row,
            "what": self.what,
        }


@dataclass
class Reading:
    """What reading the journal found: how many events, where each chain ends, the first fault of each chain."""

    events: int = 0
    ends: dict[int, Anchor] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


Awaited: TypeAlias = dict[tuple[int, int], set[str]]

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def canonical(link: Link) -> bytes:
    """The text that is sealed."""
    return f"{_encode(link[:9])[:-1]}, {link.data}]".encode()


def seal(link: Link) -> bytes:
    """The hash this row ought to carry, after the one it says comes before."""
    return sha256((link.previous or b"") + canonical(link)).digest()


def parse_anchors(text: str) -> list[Anchor]:
    """Anchors as `verify_journal --heads` prints them, one per line. Raises ValueError naming the line."""
    anchors = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            territory_id, sequence, digest = line.split()
            anchors.append(Anchor(int(territory_id), int(sequence), bytes.fromhex(digest).hex()))
        except ValueError as error:
            if line.strip():
                expected = _("ligne %(number)s : territoire, numéro et empreinte attendus")
                raise ValueError(expected % {"number": number}) from error
    return anchors


def read(links: Iterable[Link], anchors: Iterable[Anchor]) -> Reading:
    """Walk the chains (rows in order of territory and sequence), comparing with every anchor on the way."""
    reading = Reading()
    awaited: Awaited = {}
    for anchor in anchors:
        awaited.setdefault((anchor.territory_id, anchor.sequence), set()).add(anchor.hash)
    broken: set[int] = set()
    for link in links:
        reading.events += 1
        if link.territory_id in broken:
            continue
        fault = _fault_of(link, reading.ends.get(link.territory_id), awaited)
        if fault:
            reading.faults.append(fault)
            broken.add(link.territory_id)
        else:
            reading.ends[link.territory_id] = Anchor(link.territory_id, link.sequence or 0, (link.hash or b"").hex())
    reading.faults.extend(_never_met(awaited, broken))
    return reading


def _fault_of(link: Link, end: Anchor | None, awaited: Awaited) -> Fault | None:
    expected = end.sequence + 1 if end else 1
    anchored = awaited.pop((link.territory_id, link.sequence or 0), set())
    if link.sequence is None:
        return Fault(link.territory_id, None, link.id, _("jamais scellé"))
    if link.sequence != expected:
        return Fault(link.territory_id, expected, None, _("la ligne manque"))
    if link.previous != (bytes.fromhex(end.hash) if end else b""):
        return Fault(link.territory_id, link.sequence, link.id, _("ne suit pas la ligne d’avant"))
    if link.hash != seal(link):
        return Fault(link.territory_id, link.sequence, link.id, _("modifié après coup"))
    if anchored - {link.hash.hex()}:
        return Fault(link.territory_id, link.sequence, link.id, _("autre que l’empreinte gardée au dehors"))
    return None


def _never_met(awaited: Awaited, broken: set[int]) -> Iterator[Fault]:
    for territory_id, sequence in awaited:
        if territory_id not in broken and sequence:
            yield Fault(territory_id, sequence, None, _("la fin de la chaîne manque"))
