"""Three hundred people register for a hundred seats within thirty seconds on one server: exactly a hundred have one.

Each opens the form, then sends it; the others wait in line in the order their registrations were taken.
"""

from __future__ import annotations

import re
import time
import uuid
from datetime import timedelta
from urllib.parse import urlencode

from bench.burst import Phone, together

PEOPLE, SEATS, SECONDS = 300, 100, 30.0
SLOWEST = 1_000  # ms, for nineteen people out of twenty
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|once_key)" value="([^"]*)"')


class Visitor(Phone):
    """Somebody with the page of the registration before them."""

    def open(self) -> None:
        status, _location, text = self.ask("GET", self.card)
        if status != 200:
            raise RuntimeError(f"{self.card} answered {status}")
        self.path, self.answers = self.card, dict(_HIDDEN.findall(text))

    def register(self, name: str) -> None:
        said = {**self.answers, "p1_name": name, "email": f"{name}@exemple.fr"}
        self.line.close()
        start = time.perf_counter()
        self.status, _location, _text = self.ask("POST", self.path, urlencode(said))
        self.took = (time.perf_counter() - start) * 1000


def measure(port: int) -> list:
    """The figures of one rush, on a meeting of its own."""
    from django.urls import reverse

    from bench.report import Figure
    from quartierlibre.domain.meetings.models import Registration

    desk = _desk()
    visitors = [Visitor(port, reverse("meet:register", args=[desk.meeting.slug])) for _ in range(PEOPLE)]
    together(visitors, lambda visitor: visitor.open(), within=SECONDS)
    together(visitors, lambda visitor: visitor.register(f"rafale-{uuid.uuid4().hex}"), within=SECONDS)
    desk.refresh_from_db()
    states = list(Registration.objects.filter(desk=desk).order_by("number").values_list("state", flat=True))
    expected = ["confirmed"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    out_of_order = sum(one != other for one, other in zip(states, expected, strict=False))
    times = sorted(visitor.took for visitor in visitors)
    name = f"{PEOPLE} inscriptions pour {SEATS} places en {SECONDS:.0f} s"
    return [
        Figure(f"{name}, 95 sur 100 en moins de", round(times[int(0.95 * len(times)) - 1]), "ms", goal=SLOWEST),
        Figure(f"{name}, sans page de confirmation", sum(visitor.status != 302 for visitor in visitors), "", goal=0),
        Figure(f"{name}, places données de trop ou en moins", abs(desk.taken - SEATS), "", goal=0),
        Figure(f"{name}, hors de leur rang", out_of_order + abs(len(states) - PEOPLE), "", goal=0),
    ]


def _desk():
    """A meeting in a month, with a hundred seats."""
    from django.utils import timezone

    from quartierlibre.domain.meetings import operations
    from quartierlibre.domain.meetings.coming import DeskFacts
    from quartierlibre.domain.meetings.facts import Facts
    from quartierlibre.domain.meetings.rules.times import Times
    from quartierlibre.foundation.journal.operations import Machine

    start = timezone.now() + timedelta(days=30)
    facts = Facts(title="Rencontre de la rafale", town="Hautefosse", times=Times(start, start + timedelta(hours=3)))
    return operations.organise(by=Machine("bench"), facts=facts, desk=DeskFacts(seats=SEATS), publish=True).desk
