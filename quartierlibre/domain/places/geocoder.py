"""From an address to points, through a service the operator chooses (addok or the Géoplateforme); off by default.

Nothing depends on it: a tap on the map and the list of neighbourhoods always work.
"""

from __future__ import annotations

import hashlib
import json
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from quartierlibre.domain.places import rules
from quartierlibre.domain.places.rules import Position
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

SHORTEST, LONGEST = 3, 200  # signs of a question, as the services ask
MOST = 10  # suggestions
KEPT = 30 * 24 * 3600  # seconds an answer is kept; streets are not renamed every week
KEPT_IF_EMPTY = 3600
REST = 30  # seconds without asking after a failure, so that a dead service does not slow every page
LARGEST_ANSWER = 512_000  # bytes
_FAILED = "geocoder:failed"


@dataclass(frozen=True, slots=True)
class Address:
    """A suggestion: what to print, where it is, and how sure the service is (0 to 1).

    `commune_code` is empty when the service did not give an INSEE code.
    """

    label: str
    lon: float
    lat: float
    score: float
    kind: str
    commune_code: str

    @property
    def position(self) -> Position:
        return Position(self.lon, self.lat)


@dataclass(frozen=True, slots=True)
class Addresses:
    """What was found; `verdict` says why the search could not be made, and what to do instead."""

    found: tuple[Address, ...]
    verdict: Verdict = ALLOWED


class _Trouble(Exception):
    """The service did not answer what it should; never shown, every cause gets the same words."""


def is_on() -> bool:
    return bool(settings.GEOCODER_URL)


def search(question: str, *, limit: int = 5) -> Addresses:
    """Addresses that look like the question, the likeliest first. Never raises, never takes longer than its time-out.

    Answers are kept 30 days under a digest of the question, which is not kept itself.
    """
    asked = normalised(question)
    verdict = _may_search(asked)
    if not verdict:
        return Addresses((), verdict)
    limit = max(1, min(limit, MOST))
    key = f"geocoder:{limit}:{hashlib.sha256(asked.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is not None:
        return Addresses(tuple(Address(**each) for each in kept))
    try:
        found = _ask_unless_resting(asked, limit)
    except _Trouble:
        return Addresses((), _unreachable())
    cache.set(key, [asdict(each) for each in found], KEPT if found else KEPT_IF_EMPTY)
    return Addresses(found)


def normalised(question: str) -> str:
    """The question without odd spaces, case or composed accents: what two people mean alike is asked once."""
    text = "".join(sign if sign.isprintable() else " " for sign in unicodedata.normalize("NFKC", question))
    return " ".join(text.casefold().split())[:LONGEST]


def _may_search(asked: str) -> Verdict:
    off = _("La recherche d’adresse est éteinte : touchez la carte ou choisissez votre quartier.")
    short = _("Écrivez au moins trois lettres de l’adresse.")
    return refuse_if(not is_on(), "geocoder.off", off) & refuse_if(len(asked) < SHORTEST, "geocoder.too_short", short)


def _unreachable() -> Verdict:
    message = _("La recherche d’adresse ne répond pas : touchez la carte ou choisissez votre quartier.")
    return refuse_if(True, "geocoder.unreachable", message)


def _ask_unless_resting(asked: str, limit: int) -> tuple[Address, ...]:
    if cache.get(_FAILED):
        raise _Trouble("resting after a failure")
    try:
        return tuple(_addresses_in(_ask(asked, limit)))[:limit]
    except _Trouble:
        cache.set(_FAILED, True, REST)
        raise


def _ask(asked: str, limit: int) -> Any:
    """The decoded answer. The whole exchange is bounded in time and size, and is never sent on to another address."""
    import requests
    from urllib3.exceptions import HTTPError

    ends = time.monotonic() + settings.GEOCODER_TIMEOUT
    url = settings.GEOCODER_URL.rstrip("/") + "/search"
    try:
        with requests.get(
            url,
            params={"q": asked, "limit": str(limit)},
            headers={"Accept": "application/json"},
            timeout=settings.GEOCODER_TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            if response.status_code != 200:
                raise _Trouble(f"answered {response.status_code}")
            return json.loads(_bounded(response, ends))
    except (requests.RequestException, HTTPError, ValueError, RecursionError) as error:
        raise _Trouble(str(error)) from error


def _bounded(response: Any, ends: float) -> bytes:
    """The body, as long as it is small and arrives in time: a time-out alone lets one byte a second last for ever."""
    body = bytearray()
    while chunk := response.raw.read1(65_536, decode_content=True):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise _Trouble("answer too large")
        if time.monotonic() > ends:
            raise _Trouble("answer too slow")
    return bytes(body)


def _addresses_in(answer: Any) -> Iterator[Address]:
    """The features of a GeoJSON answer that make sense; an answer without features is no answer."""
    features = answer.get("features") if isinstance(answer, dict) else None
    if not isinstance(features, list):
        raise _Trouble("not a collection")
    for feature in features[:MOST]:
        address = _address_in(feature)
        if address:
            yield address


def _address_in(feature: Any) -> Address | None:
    try:
        lon, lat = (float(value) for value in feature["geometry"]["coordinates"][:2])
        properties = feature["properties"]
        label = " ".join(str(properties["label"]).split())[:LONGEST]
        score = float(properties.get("score", 0))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    if not label or not label.isprintable() or not rules.may_be_position(lon, lat):
        return None
    kind, commune = str(properties.get("type", ""))[:20], str(properties.get("citycode", ""))
    known = commune if rules.COMMUNE_CODE.fullmatch(commune) else ""
    return Address(label, lon, lat, min(1.0, max(0.0, score)), kind, known)
