"""Registration, for page tests: forms as browsers send them, and the desk of an organiser."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from quartierlibre.domain.meetings.models import Desk
from tests.access.world import sign_in
from tests.factories import applications, meetings


def organiser(territory: Any = None) -> Client:
    """Gaëlle, signed in."""
    client = Client()
    sign_in(client, meetings.gaelle(territory or applications.territory()))
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"meet:{name}", args=args)


def post(client: Client, address: str, *, key: str = "", **typed: Any) -> Any:
    return client.post(address, {"once_key": key or str(uuid4()), **typed})


def typed(desk: Desk, **changed: Any) -> dict[str, Any]:
    """What somebody fills in, alone."""
    first = desk.categories.first()
    said = {"p1_name": "Zoë N’Guessan", "email": "zoe@example.org", "phone": ""}
    return {**said, **({"p1_category": first.pk} if first else {}), **changed}
