"""Every address of Wagtail's screens, for everyone: a mandate to write opens the door, and nothing else does."""

from datetime import date

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from quartierlibre.cms import door
from quartierlibre.domain.people import operations as people
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Role
from tests.access.world import sign_in
from tests.factories import applications, pages, personas
from tests.support.examples import drawn

FIRST_DAY = date(2022, 9, 1)
SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


def _addresses(patterns, prefix=""):
    """A possible address for each pattern Wagtail knows."""
    for pattern in patterns:
        text = str(pattern.pattern).removeprefix("^")
        for converter, sample in SAMPLES.items():
            while (begin := text.find(f"<{converter}:")) >= 0:
                text = text[:begin] + sample + text[text.index(">", begin) + 1 :]
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, prefix + text)
        elif isinstance(pattern, URLPattern) and not set(text) & set("(<[*"):
            yield prefix + text.rstrip("$\\Z")


def editing_addresses():
    editing = get_resolver(door.ADDRESSES).url_patterns[0]
    return sorted({f"/cms/{address}" for address in _addresses(editing.url_patterns)})


def holding(role, territory, email):
    person = Person.objects.create_user(email=email, name=email)
    people.give_mandate(by=None, person=person, role=role, territory=territory, starts_on=FIRST_DAY)
    return person


def signed(person, **how):
    client = Client(raise_request_exception=False)
    sign_in(client, person, **how)
    return client


@pytest.fixture
def place():
    return applications.territory("Ville des Glycines")


def test_the_walk_sees_wagtails_screens():
    found = editing_addresses()
    assert len(found) > 120
    assert {"/cms/", "/cms/images/", "/cms/pages/1/edit/"} <= set(found)


def test_nobody_enters_without_a_mandate_to_write(place):
    driss, chloe = personas.driss(), personas.chloe(place)
    superuser = Person.objects.create_user(email="root@example.org", is_superuser=True)
    strangers = {"driss": signed(driss), "chloe": signed(chloe), "superuser": signed(superuser), "anonymous": Client()}
    entered = [
        f"{who} {address}: {answer.status_code}"
        for who, client in strangers.items()
        for address in drawn(editing_addresses(), fewest=20)
        for answer in [client.get(address)]
        if answer.status_code != (302 if who == "anonymous" else 404)
    ]
    assert entered == []


def test_an_editor_enters_once_their_second_factor_is_given(place):
    gaelle = holding(Role.EDITOR, place, "gaelle@example.org")
    before = signed(gaelle, second_factor=False).get("/cms/")
    assert (before.status_code, before["Location"]) == (302, reverse("mfa_index"))
    answer = signed(gaelle).get("/cms/")
    assert answer.status_code == 200
    assert b'lang="fr"' in answer.content


def test_who_prepares_meetings_writes_but_never_publishes(place):
    nora = holding(Role.EVENT_ORGANISER, place, "nora@example.org")
    client, page = signed(nora), pages.draft()
    assert client.get("/cms/").status_code == 200
    permissions = page.permissions_for_user(nora)
    assert (permissions.can_add_subpage(), permissions.can_publish()) == (False, False)
    assert pages.NewsShelf.objects.get().permissions_for_user(nora).can_add_subpage()


def test_a_mandate_ended_closes_the_door_and_the_groups(place):
    gaelle = holding(Role.EDITOR, place, "gaelle@example.org")
    client = signed(gaelle)
    assert client.get("/cms/").status_code == 200
    assert gaelle.groups.count() == 2
    gaelle.mandates.update(ends_on=FIRST_DAY)
    assert client.get("/cms/").status_code == 404


def test_only_editing_pages_may_run_their_own_styles(place, client):
    editor = signed(holding(Role.EDITOR, place, "gaelle@example.org"))
    assert "'unsafe-inline'" in editor.get("/cms/")["Content-Security-Policy"]
    for path in ("/", "/actualites/", "/recherche/", "/cmsx/"):
        for one in (client, editor):
            assert "unsafe" not in one.get(path)["Content-Security-Policy"], path


def test_nothing_phones_home(place):
    """The newsroom's pages name no other server, and ours asks none (in tests the network is closed)."""
    editor = signed(holding(Role.EDITOR, place, "gaelle@example.org"))
    page = pages.news()
    for path in ("/cms/", f"/cms/pages/{page.pk}/edit/", "/cms/images/", "/cms/account/"):
        text = editor.get(path).content.decode()
        loaded = [part.split('"')[0] for part in text.split('src="')[1:]]
        assert [url for url in loaded if url.startswith(("http", "//"))] == []
        assert "gravatar" not in text
        assert "releases.wagtail" not in text
