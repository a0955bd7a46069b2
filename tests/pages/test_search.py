"""The page that finds everything public, without script."""

import pytest

from quartierlibre.foundation.search import operations as search
from quartierlibre.foundation.search.documents import Document
from tests.factories import applications


def tell(title, kind="news", text="", territories=()):
    search.index(Document(kind, title, title, text, f"/{kind}/", None, territories))


def read(client, query, queries=None, asserting=None):
    return client.get(f"/recherche/?{query}").content.decode()


def test_before_a_question_the_page_says_what_it_is_for(client):
    text = read(client, "")
    assert 'role="search"' in text
    assert "avec ou sans accents" in text


def test_answers_are_marked_counted_and_narrowed(client):
    tell("Réunion publique")
    tell("Réunion du fonds", kind="fund")
    text = read(client, "q=reunion")
    assert "<mark>Réunion</mark> publique" in text
    assert 'Actualités<span class="count num">1</span>' in text
    assert "2 réponses" in text
    narrowed = read(client, "q=reunion&quoi=fund")
    assert "publique" not in narrowed
    assert "1 réponse" in narrowed
    assert 'name="quoi" value="fund"' in narrowed


def test_a_territory_narrows_and_can_be_left(client):
    here, there = applications.territory("Ici"), applications.territory("Là")
    tell("Fête d’ici", territories=[here.pk])
    tell("Fête de là", territories=[there.pk])
    text = read(client, f"q=fete&territoire={here.slug}")
    assert ("d’ici" in text, "de là" in text) == (True, False)
    assert "Chercher partout" in text


@pytest.mark.parametrize(
    "query", ["q=zzz", "q=le", "q=%00", "q=a&page=99999999", "q=fete&page=-1&quoi=x&territoire='%00", "q=" + "a" * 3000]
)
def test_what_cannot_be_answered_is_said_plainly(client, query):
    tell("Fête")
    answer = client.get(f"/recherche/?{query}")
    assert answer.status_code == 200


def test_nothing_found_says_what_to_do(client):
    assert "Rien ne répond à ces mots" in read(client, "q=introuvable")
    assert "Quel mot chercher" in read(client, "q=le")


def test_what_was_told_is_escaped(client):
    tell("<script>alert(1)</script> fete", text="<b>fete</b>")
    text = read(client, "q=fete")
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_it_costs_few_queries(client, django_assert_max_num_queries):
    for n in range(30):
        tell(f"Fête {n}")
    with django_assert_max_num_queries(4):
        assert "30 réponses" in read(client, "q=fete")
