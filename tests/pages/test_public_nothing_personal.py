"""Nothing about a person is public: a unique word in every personal field, then every public page and file is read."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import (
    Committee,
    Interest,
    Link,
    Seat,
)
from quartierlibre.domain.people.models import Person
from tests.factories import applications
from tests.factories.published import decided, sealed

DOMAIN = Path(__file__).resolve().parents[2] / "quartierlibre" / "domain"
ROOMS = ("people", "applications", "committees")
# Said to be public, each with its reason: docs/decisions/0015-what-is-public.md.
PUBLIC = {
    "Application.title", "Application.pitch", "Application.group_name", "Decision.reason", "Decision.conditions",
    "PublishedDecision.title", "PublishedDecision.pitch", "PublishedDecision.holder", "PublishedDecision.reason",
    "PublishedDecision.conditions",
}  # fmt: skip
WORDS = itertools.count(1)


def canary():
    return f"kanari{next(WORDS):04d}"


def personal_fields():
    """Every text column that a privacy table calls personal."""
    for room in ROOMS:
        table = tomllib.loads((DOMAIN / room / "privacy.toml").read_text(encoding="utf-8"))
        for model, fields in table.items():
            for name, row in fields.items():
                if row["personal"] and f"{model}.{name}" not in PUBLIC:
                    yield room, model, name


def poison(thing):
    """A word of its own in each personal text of this row, as wide as the column; gives back the words."""
    said = {}
    wanted = {name for room, model, name in personal_fields() if model == type(thing).__name__}
    for name in wanted:
        field = thing._meta.get_field(name)
        if isinstance(field, models.CharField | models.TextField) and not field.choices:
            long_enough = field.max_length is None or field.max_length >= 10
            said[name] = canary() if long_enough else ""
        elif isinstance(field, models.JSONField):
            said[name] = {"x": canary()}
    said = {name: word for name, word in said.items() if word}
    type(thing).objects.filter(pk=thing.pk).update(**said)
    return re.findall(r"kanari\d{4}", repr(said))


@pytest.fixture
def planted():
    """One project granted, one refused, a person alone, a committee with members, and words in all that is theirs."""
    fund = applications.fund()
    amina = Person.objects.create_user(name="Amina Belkacem", email="amina@exemple.org", phone="+33612345678")
    granted = decided(fund, by=amina)
    alone = decided(fund, holder_kind="individual", group_name=canary())
    refused = decided(fund, outcome="refused", title=canary(), pitch=canary(), group_name=canary(), reason=canary())
    sealed(granted)
    seat = Seat.objects.create(
        committee=Committee.objects.get(), person=amina, college="residents", basis="elected", votes=True,
        starts_on=timezone.localdate(),
    )  # fmt: skip
    link = Link.objects.create(person=amina, nature="family", name="x", name_key="x")
    interest = Interest.objects.create(
        case=granted.case, seat=seat, nature="family", state="dismissed", dismissal_reason="x"
    )
    words = [word for each in (amina, seat, link, interest, granted.case, granted) for word in poison(each)]
    for decision in (granted, alone, refused):
        application = decision.case.application
        words += poison(application)
        application.refresh_from_db()
        pitch = f"Voir {application.holder_name} ou {application.adult_name}, 06 12 34 56 78, amina@exemple.org."
        Application.objects.filter(pk=application.pk).update(pitch=pitch)
    assert len(words) > 40
    return granted, alone, refused, amina


def public_addresses(granted, alone, refused):
    session, fund = granted.case.session, granted.fund.slug
    for decision in (granted, alone, refused):
        yield reverse("discover:project", args=[decision.case.application.public_id]), decision is refused
    for name, argument in (
        *(("session", session.public_id), ("session_file", session.public_id), ("fund", fund)),
        *(("committee", session.committee.public_id), ("decisions", fund), ("decisions_csv", fund), ("figures", fund)),
    ):
        yield reverse(f"discover:{name}", args=[argument]), False
    for name in ("home", "funds", "projects", "projects_map", "projects_csv", "verify"):
        yield reverse(f"discover:{name}"), False
    yield reverse("discover:projects") + "?ou=quartier:QN05901M&tri=montant", False


def body_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode() + repr(dict(answer.items()))


def test_no_public_answer_holds_a_word_of_a_person(client, planted):
    granted, alone, refused, _amina = planted
    for address, is_hidden in public_addresses(granted, alone, refused):
        answer = client.get(address)
        assert answer.status_code == (404 if is_hidden else 200), address
        text = body_of(answer)
        assert re.findall(r"kanari\d{4}", text) == [], address
        for told in ("Amina", "Belkacem", "amina@", "06 12", "612345678", "3.005", "50.505", "La cour de la tour"):
            assert told not in text, (address, told)


def test_the_net_catches_a_name_left_in_the_words(client, planted):
    """The test above would be worth nothing if it could not fail: here the copy stops taking names out."""
    granted, *_rest = planted
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION committees_public_words(words text, holder text, adult text) RETURNS text "
            "LANGUAGE sql IMMUTABLE AS 'SELECT words'"
        )
    Application.objects.filter(pk=granted.case.application_id).update(title="Une fête")
    text = body_of(client.get(reverse("discover:project", args=[granted.case.application.public_id])))
    assert re.findall(r"kanari\d{4}", text)
    assert "06 12" in text


def test_public_pages_never_ask_the_tables_of_files_and_people(client, planted):
    """What a page does not read it cannot show."""
    granted, alone, refused, _amina = planted
    closed = ("applications_", "people_", "committees_ballot", "committees_voter", "committees_interest")
    for address, _hidden in public_addresses(granted, alone, refused):
        with CaptureQueriesContext(connection) as asked:
            body_of(client.get(address))
        read = {table for query in asked for table in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"])}
        assert not {table for table in read if table.startswith(closed)}, address


def test_every_personal_field_named_public_exists():
    known = {f"{model.__name__}.{field.name}" for model in apps.get_models() for field in model._meta.get_fields()}
    assert known >= PUBLIC
