"""One small world for the access table: everyone of the cast, and one sample of each thing an address can name."""

import time
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.states import DocumentKind
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.pagekit import personas as cast
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo


@dataclass
class World:
    """People by their short name, what `{placeholders}` of a path stand for, and the cookies of who signed in."""

    people: dict[str, Person]
    samples: dict[str, str]
    cookies: dict[str, dict[str, str]]


def sign_in(client, person, *, second_factor=True):
    """As after a real sign-in: the code, then (for staff) the second factor."""
    client.force_login(person)
    if second_factor:
        session = client.session
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session.save()


def letter() -> Message:
    outbox.queue(to="amina@example.org", subject="Bonjour", text="Bonjour", html="<p>Bonjour</p>", key="monde")
    return Message.objects.get(key="monde")


def session_of(fund: Fund) -> Session:
    committee = committees.form_committee(by=None, fund=fund, name="Comité du fonds")
    return committees.plan_session(by=None, committee=committee, starts_at=timezone.now() + timedelta(days=40))


def build_world() -> World:
    fund = applications.fund()
    elsewhere = applications.territory("Autre ville")
    people = {
        "amina": personas.amina(),
        "driss": personas.driss(),
        "bruno": personas.bruno(fund.territory),
        "chloe": personas.chloe(fund.territory),
        "eve": personas.eve(elsewhere),
        "farid": personas.farid(applications.territory("Région")),
    }
    played = cast.PERSONAS[0]
    Person.objects.create_user(email=played.email, name=played.name)
    draft = stories.draft(fund, by=people["amina"])
    filed = stories.submitted(fund, by=people["amina"], title="Tournoi de la cour")
    paper = operations.add_document(by=people["amina"], application=draft, upload=photo(), kind=DocumentKind.PHOTO)
    of_filed = operations.add_document(by=people["amina"], application=filed, upload=photo(), kind=DocumentKind.PHOTO)
    samples = {
        "fund": fund.slug,
        "draft": str(draft.public_id),
        "application": str(filed.public_id),
        "document": str(paper.public_id),
        "filed_document": str(of_filed.public_id),
        "session": str(session_of(fund).public_id),
        "persona": cast.sign(played),
        "letter": str(letter().public_id),
    }
    return World(people, samples, {name: signed_in(person) for name, person in people.items()})


def signed_in(person: Person) -> dict[str, str]:
    client = Client()
    sign_in(client, person)
    return {name: cookie.value for name, cookie in client.cookies.items()}
