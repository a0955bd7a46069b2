"""« Le règlement en clair »: what each person reads, what it says, what it costs."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Regulation, ThemeSet
from quartierlibre.domain.people.models import Person
from tests.factories import funds
from tests.factories.funds import TESTS, clause

RULES = {
    "amount.ceilings": [
        clause(90000, "cents", when={"rank": 1}),
        clause(40000, "cents", when={"rank": 2}, note="Dans la limite des crédits."),
    ],
    "filing.lead_time": clause(15, "calendar_days", article="article 3"),
}
MAX_QUERIES = 8


@pytest.fixture
def fund():
    return funds.fund(name="Fonds des Tilleuls", slug="tilleuls")


def get(client, slug="tilleuls", version=None):
    if version is None:
        return client.get(reverse("discover:regulation", args=[slug]))
    return client.get(reverse("discover:regulation_version", args=[slug, version]))


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain.replace("\u00a0", " ").replace("\u202f", " "))


def test_rules_are_said_with_their_sources_and_their_notes(client, fund):
    funds.regulation(fund, rules=RULES, sources={"R": {"title": "Le texte voté", "site": "example.org"}})
    said = text_of(get(client))
    assert "L’aide va jusqu’à 400 € pour le deuxième projet de l’année." in said
    assert "Dans la limite des crédits." in said
    assert "Le dossier est déposé au plus tard 15 jours avant la réunion du comité." in said
    assert "article 3" in said
    assert "Le texte voté" in said
    for question in ("Qui peut demander ?", "Pour quoi ?", "Combien ?", "Qui décide ?", "Et après ?"):
        assert question in said


def test_what_is_not_said_is_shown(client, fund):
    funds.regulation(fund, rules=RULES, unknown=["La date du vote."])
    response = get(client)
    said = text_of(response)
    assert "Ce que le règlement ne dit pas" in said
    assert "La date du vote." in said
    assert "la majorité" in said
    assert "Le règlement n’en dit rien." in said
    assertNotContains(response, "montré en exemple")


def test_each_source_mark_leads_to_its_source(client, fund):
    funds.regulation(fund, rules=RULES)
    page = get(client).content.decode()
    targets = set(re.findall(r'href="#([\w-]+)"', page))
    anchors = set(re.findall(r'id="([\w-]+)"', page))
    assert "source-1" in targets
    assert targets <= anchors


def test_the_version_in_force_is_shown_and_the_others_one_tap_away(client, fund):
    funds.regulation(fund, title="Règles de 2023", effective_from=date(2023, 1, 1))
    funds.regulation(fund, title="Règles de 2024", effective_from=date(2024, 1, 1), adopted_on=date(2023, 10, 1))
    funds.regulation(fund, title="Règles de 2999", effective_from=date(2999, 1, 1))
    response = get(client)
    assertContains(response, "Version 2")
    assert "Adopté le 1er octobre 2023. En vigueur depuis le 1er janvier 2024." in text_of(response)
    assertContains(response, reverse("discover:regulation_version", args=["tilleuls", 1]))
    old = get(client, version=1)
    assertContains(old, "Ancienne version")
    assertContains(old, reverse("discover:regulation", args=["tilleuls"]))


def test_a_draft_is_seen_by_those_who_write_it_only(client, fund):
    funds.regulation(fund)
    funds.regulation(fund, title="Projet de règles", published=False)
    chloe, eve = funds.manager_of(fund.territory), funds.manager_of(funds.territory())
    driss = Person.objects.create_user(email="driss@example.org")
    for stranger in (None, driss, eve):
        if stranger:
            client.force_login(stranger)
        assert get(client, version=2).status_code == 404
        assertNotContains(get(client), "Projet de règles")
    client.force_login(chloe)
    assertContains(get(client, version=2), "Projet de règles")
    assertContains(get(client), "Version 1")


@pytest.mark.parametrize("case", ["no such fund", "nothing published", "fund not open", "no such version"])
def test_what_may_not_be_seen_does_not_exist(client, fund, case):
    slug, version = "tilleuls", None
    if case == "no such fund":
        slug = "ailleurs"
    elif case == "nothing published":
        funds.regulation(fund, published=False)
    elif case == "fund not open":
        slug = funds.regulation(funds.fund(opened_on=None)).fund.slug
    else:
        funds.regulation(fund)
        version = 9
    assert get(client, slug, version).status_code == 404


def test_only_reading(client, fund):
    funds.regulation(fund)
    for path in (reverse("discover:regulation", args=["tilleuls"]), "/fonds/tilleuls/reglement/1/"):
        assert [client.generic(verb, path).status_code for verb in ("POST", "PUT", "DELETE")] == [405] * 3


def test_themes_say_how_many_are_known(client, fund):
    themes = ThemeSet.objects.create(
        slug="onze", name="Les onze thèmes", owner="Ici", announced_count=11, unknown=["Les autres thèmes."]
    )
    themes.themes.create(code="un", label="Le premier thème")
    funds.regulation(fund, theme_set=themes)
    said = text_of(get(client))
    assert "Le premier thème" in said
    assert "Nous connaissons 1 thème sur 11." in said
    assert "Les autres thèmes." in said


@pytest.mark.parametrize("versions", [1, 6])
def test_the_page_costs_the_same_however_many_versions(client, fund, versions, django_assert_max_num_queries):
    for _ in range(versions):
        funds.regulation(fund, rules=RULES)
    with django_assert_max_num_queries(3):
        get(client)
    client.force_login(funds.manager_of(fund.territory))
    with django_assert_max_num_queries(MAX_QUERIES):
        get(client)


def test_the_shipped_references_all_have_their_page(client):
    call_command("load_regulations", "--publish")
    for regulation in Regulation.objects.select_related("fund"):
        response = get(client, regulation.fund.slug, regulation.version)
        assertContains(response, "montré en exemple")
        assertNotContains(response, "En vigueur")
        assertContains(response, regulation.unknown[0].replace("'", "&#x27;"))
        assert len(response.content) < 60_000


def test_a_rule_published_later_does_not_change_the_page_of_a_version(client, fund):
    funds.regulation(fund, rules=RULES)
    changed = {**RULES, "amount.ceilings": [clause(60000, "cents")]}
    operations.publish_regulation(by=TESTS, regulation=funds.regulation(fund, published=False, rules=changed))
    assert "jusqu’à 400 €" in text_of(get(client, version=1))
    assert "jusqu’à 600 €" in text_of(get(client))
