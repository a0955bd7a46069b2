"""The front page shows what the funds made possible: projects in pictures, how many, how much, and what is coming."""

import pytest
from django.db import connection
from django.urls import reverse

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.queries.photos import pictured_projects
from quartierlibre.pagekit import kept
from tests.factories import grants, meetings, personas, published
from tests.factories.uploads import photo

HOME = "discover:home"


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(client):
    return lambda: client.get(reverse(HOME)).content.decode()


def told(words, *, of=None, sent=True, agreed=("site",), **file):
    """A project whose holder joined a photo to the report."""
    grant = grants.running(of, by=personas.amina(), **file)
    report = grants.written(grant, 12_000, 6_050)
    shot = operations.add_photo(by=None, report=report, upload=photo())
    operations.describe_photo(photo=shot, words=words, shows_people=False, shows_minors=False)
    if agreed:
        operations.give_consent(by=None, photo=shot, uses=list(agreed), given_by="Amina")
    if sent:
        operations.send_report(by=None, report=report, said_by="Amina")
    return grant, shot


def test_a_project_is_told_by_its_photo_as_long_as_people_agree(page):
    grant, shot = told("Des tables sous les arbres.")
    found = page()
    assert "Ils l’ont fait" in found
    assert reverse("discover:project_photo", args=[grant.application.public_id, shot.pk]) in found
    assert 'alt="Des tables sous les arbres."' in found
    assert "1 projet</strong>" in found
    operations.withdraw_consent(by=None, photo=shot)
    found = page()
    assert "Des tables" not in found
    assert "Les projets déjà aidés" in found
    assert grant.application.title in found  # told without a picture


@pytest.mark.parametrize("missing", [{"sent": False}, {"agreed": ()}, {"agreed": ("paper",)}])
def test_a_photo_not_meant_for_the_site_is_not_there(page, missing):
    told("Des tables.", **missing)
    assert "Des tables." not in page()


def test_a_file_taken_away_is_not_shown(page):
    _grant, shot = told("Des tables.")
    operations.remove_photo(by=None, photo=shot)
    assert "Des tables." not in page()


def test_one_photo_for_each_project_the_last_told_first():
    fund = grants.fund()
    _first, one = told("Un.", of=fund)
    _second, two = told("Deux.", of=fund, title="Un autre")
    more = operations.add_photo(by=None, report=two.report, upload=photo())
    operations.describe_photo(photo=more, words="Encore.", shows_people=False, shows_minors=False)
    operations.give_consent(by=None, photo=more, uses=["site"], given_by="Amina")
    assert [each.photo for each in pictured_projects(3)] == [two.pk, one.pk]
    assert [each.photo for each in pictured_projects(1)] == [two.pk]


def test_the_page_of_a_fund_shows_its_own_projects_as_long_as_people_agree(client, settings):
    settings.KEPT_PARTS = 50  # what is kept of the page goes with the agreement
    kept.forget()
    grant, shot = told("Des tables sous les arbres.")
    other, _shot = told("Ailleurs.", of=grants.fund(name="Un autre fonds"), title="Un autre")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the journal moves at a commit: here, at once

    def of(fund):
        return client.get(reverse("discover:fund", args=[fund.slug])).content.decode()

    assert reverse("discover:project_photo", args=[grant.application.public_id, shot.pk]) in of(grant.fund)
    assert "Ailleurs." not in of(grant.fund)
    assert "Ailleurs." in of(other.fund)
    operations.withdraw_consent(by=None, photo=shot)
    assert "Des tables" not in of(grant.fund)


def test_before_any_decision_the_place_of_projects_says_what_will_come(page):
    assert "Dès qu’un comité aura décidé" in page()
    assert "Les prochaines rencontres" not in page()


def test_the_next_meetings_are_announced(page):
    meetings.published(title="PIC Lab de la vallée")
    found = page()
    assert "Les prochaines rencontres" in found
    assert "PIC Lab de la vallée" in found


def test_the_front_page_costs_the_same_however_full(client, django_assert_max_num_queries):
    fund = grants.fund()
    for number in range(4):
        told(f"Photo {number}.", of=fund, title=f"Projet {number}")
        meetings.published(title=f"PIC Lab {number}")
    published.alike(published.decided(fund), 5)
    client.get(reverse(HOME))
    with django_assert_max_num_queries(10):
        client.get(reverse(HOME))
