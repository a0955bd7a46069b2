"""Screening, for page tests: Chloé's desk, files filed in her fund, and what she or their holder does with them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications import operations, tokens
from quartierlibre.domain.applications.models import Application, Correction, Opinion
from quartierlibre.domain.people.models import Person
from tests.access.world import SignedIn

QUESTION = "La cour est-elle libre ce dimanche ?"
ASKED = "Ajoutez le prix de la sono."


def desk_of(person: Person) -> Client:
    return SignedIn(person)


def url(name: str, file: Application, *more: Any, part: str = "") -> str:
    return reverse(f"screen:{name}", args=[file.public_id, *more]) + part


def day(days: int) -> Any:
    return timezone.localdate() + timedelta(days)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(client: Client, address: str, key: str = "", **typed: Any) -> Any:
    return client.post(address, {"once_key": key or str(uuid4()), **typed})


def followed(client: Client, response: Any) -> str:
    """The page an accepted form leads to."""
    assert response.status_code == 302, (response.status_code, response.content.decode()[:2000])
    return read(client, response.url)


def correction(by: Person, file: Application, **changed: Any) -> Correction:
    said = {"reason": "incomplete", "text": ASKED, "deadline": day(10), "question": "money", **changed}
    return operations.ask_correction(by=by, application=file, **said)


def opinion(by: Person, file: Application, **changed: Any) -> Opinion:
    said = {"who": "Nadia Lemaire", "organisation": "Bailleur du canal", "email": "nadia@exemple.fr"}
    said |= {"question": QUESTION, "expires_on": day(15), **changed}
    return operations.ask_opinion(by=by, application=file, **said)


def link_of(asked: Opinion) -> str:
    return reverse("screen:answer", args=[tokens.token_for(asked.public_id, asked.token_hash)])


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)
