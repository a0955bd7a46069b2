"""A page kept for anyone: made once, sent compressed, never shared with a reader who has a cookie."""

import gzip

import pytest
from django.urls import reverse

from quartierlibre.pagekit import kept
from tests.factories import applications
from tests.factories.published import decided


@pytest.fixture(autouse=True)
def _kept(settings):
    settings.KEPT_PARTS = 50
    kept.forget()
    yield
    kept.forget()


def titles(answer):
    body = answer.content
    return gzip.decompress(body).decode() if answer.get("Content-Encoding") == "gzip" else body.decode()


def test_the_list_is_made_again_as_soon_as_something_is_published(client, django_assert_num_queries):
    fund = applications.fund()
    decided(fund, title="Premier")
    address = reverse("discover:projects")
    assert "Premier" in titles(client.get(address))
    with django_assert_num_queries(1):  # the mark
        client.get(address)
    decided(fund, title="Second")
    assert "Second" in titles(client.get(address))


def test_a_kept_page_travels_compressed_or_not_and_says_what_it_varies_with(client):
    decided(title="Premier")
    address = reverse("discover:projects")
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert titles(plain) == titles(packed)
    assert packed["Content-Encoding"] == "gzip"
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in packed["Vary"].split(",")}
    assert client.get(address, headers={"If-None-Match": packed["ETag"]}).status_code == 304


def test_a_kept_page_holds_no_nonce(client):
    decided()
    assert "nonce=" not in titles(client.get(reverse("discover:projects")))


def test_a_reader_with_a_cookie_gets_a_page_of_their_own(client):
    decided()
    client.get(reverse("discover:projects"))
    client.cookies["theme"] = "dark"
    answer = client.get(reverse("discover:projects"))
    assert "nonce=" in titles(answer)
    assert "ETag" not in answer


def test_what_is_not_found_is_not_kept(client):
    decision = decided(published_at=None)
    address = reverse("discover:project", args=[decision.case.application.public_id])
    assert client.get(address).status_code == 404
    type(decision).objects.filter(pk=decision.pk).update(published_at=decision.decided_at)
    assert client.get(address).status_code == 200
