"""What anyone reads of the newsroom."""

import feedparser
import pytest

from quartierlibre.cms.models import NewsPage
from quartierlibre.domain.meetings import operations
from quartierlibre.foundation.search.models import SearchDocument
from tests.factories import applications, meetings, pages
from tests.support.documents import words_of


@pytest.mark.parametrize("make", [pages.news, pages.resource, pages.plain])
def test_a_published_page_is_read_and_found(client, make):
    page = make("Réunion du cœur d'îlot")
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "Réunion du cœur d’îlot" in text
    assert "un guide</a>" in text
    assert SearchDocument.objects.filter(key=str(page.pk), url=page.get_url()).exists()
    page.unpublish()
    assert client.get(page.get_url()).status_code == 404
    assert not SearchDocument.objects.filter(key=str(page.pk)).exists()


def test_a_draft_is_read_by_nobody(client):
    page = pages.draft()
    assert client.get(page.get_url()).status_code == 404
    assert client.get(f"{page.get_url()}page.pdf").status_code == 404
    assert client.get(f"{page.get_url()}partage.png").status_code == 404
    assert b"Brouillon" not in client.get("/actualites/").content + client.get("/actualites/flux.atom").content
    assert NewsPage.objects.count() == 1


def test_the_list_and_its_feed_are_narrowed_alike(client):
    place = applications.territory("Ville des Glycines")
    pages.news("Ici", territories=[place], heading=pages.heading())
    pages.news("Ailleurs")
    for query in (f"?territoire={place.slug}", "?type=annonce"):
        text = client.get(f"/actualites/{query}").content.decode()
        assert ("Ici</a>" in text, "Ailleurs</a>" in text) == (True, False)
        feed = feedparser.parse(client.get(f"/actualites/flux.atom{query}").content)
        assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["Ici"])
    assert client.get("/actualites/?annee=1999&territoire=%00&page=zz&type='").status_code == 200


def test_the_strict_policy_holds_and_nothing_comes_from_elsewhere(client):
    page = pages.news(picture=pages.picture())
    answer = client.get(page.get_url())
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "/photos/images/" in answer.content.decode()


def test_a_sheet_has_the_words_the_facts_and_the_links_numbered(client):
    page = pages.news("Réunion", heading=pages.heading(), lead="Venez tous.")
    answer = client.get(f"{page.get_url()}page.pdf")
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    for said in (
        "Réunion",
        "Venez tous.",
        "Annonce",
        "[1]",
        "https://exemple.fr/guide",
        "URL de la source",
        "Publié le",
    ):
        assert said in words, words


def test_what_an_editor_pastes_runs_nothing(client):
    page = pages.news(html="<p onclick='x()'>Bon<script>alert(1)</script><a href='javascript:x'>jour</a></p>")
    text = client.get(page.get_url()).content.decode()
    assert "alert(1)" not in text
    assert "onclick" not in text
    assert "javascript:" not in text


def test_a_paper_is_downloaded_and_never_run(client):
    paper = pages.paper()
    answer = client.get(paper.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), paper.url
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(paper.url.replace("reglement", "autre")).status_code == 404
    answer.getvalue()


def test_a_territory_shows_its_presentation_and_all_it_has(client, django_assert_max_num_queries):
    fund = applications.fund()
    place, elsewhere = fund.territory, applications.territory("Ville d’à côté")
    about = pages.plain("Les Glycines, en bref", lead="Dix mille habitants.", territories=[place])
    pages.plain("À côté", html="<p>Une autre ville.</p>", territories=[elsewhere])
    news = pages.news("Ici", territories=[place])
    pages.resource("Le guide d'ici", territories=[place])
    pages.news("Là-bas", territories=[elsewhere])
    soon = meetings.published(title="PIC Lab d’ici", territory=place)
    operations.cancel_meeting(by=meetings.TESTS, meeting=meetings.published(territory=place), note="Il pleut.")
    meetings.published(title="PIC Lab d’ailleurs", territory=elsewhere)
    with django_assert_max_num_queries(10):
        answer = client.get(f"/territoires/{place.slug}/")
    text = answer.content.decode()
    for words in (
        place.name,
        "Annulée",
        "Dix mille habitants.",
        "un guide",
        news.title,
        "Le guide d’ici",
        soon.title,
        fund.name,
    ):
        assert words in text
    for words in ("Une autre ville.", "Là-bas", "d’ailleurs"):
        assert words not in text
    assert f'href="/territoires/{place.slug}/"' in client.get(about.get_url()).content.decode()
    assert f'href="/territoires/{place.slug}/"' in client.get(f"/agenda/{soon.slug}/").content.decode()
    empty = applications.territory("Ville neuve")
    assert "Rien encore pour ce territoire" in client.get(f"/territoires/{empty.slug}/").content.decode()
    assert client.get("/territoires/nulle-part/").status_code == 404
    about.unpublish()
    assert "Dix mille habitants." not in client.get(f"/territoires/{place.slug}/").content.decode()
