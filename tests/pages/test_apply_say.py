"""Screen 1: say it."""

import pytest
from django.test import Client
from django.urls import reverse

from quartierlibre.domain.applications.models import Application
from tests.factories import applications, personas, stories


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def mine(client, fund):
    """A draft this browser has just started."""
    page = client.get(reverse("apply:begin", args=[fund.slug]))
    key = page.content.decode().split('name="once_key" value="')[1].split('"')[0]
    client.post(reverse("apply:begin", args=[fund.slug]), {"who": "me", "once_key": key})
    return Application.objects.get()


def address(application, name="apply:say"):
    return reverse(name, args=[application.public_id])


def test_the_page_shows_every_question(client, mine):
    page = client.get(address(mine))
    assert page.status_code == 200
    for words in ("Votre idée", "Qui porte le projet", "Où cela se passe", "Quand", "Pour qui", "De quoi avez-vous besoin"):
        assert words in page.content.decode()
