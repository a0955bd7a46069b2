"""The pages of the house itself: gallery, display choices, health, and what is shown when something fails."""

import gzip
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import path, reverse

from quartierlibre.pagekit import errors, views


def fails_with(exception):
    def view(request):
        raise exception

    return view


def bare_client(**options):
    return Client(raise_request_exception=False, **options)


def test_the_gallery_is_a_whole_page(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(reverse("pagekit:gallery")).content.decode()
    assert '<html lang="fr">' in page
    assert page.count("<h1") == page.count("<main") == 1
    assert "– Quartier Libre</title>" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r'href="#([\w-]+)"', page)) - set(ids) - {"cartes-liees"} == set()


def test_the_gallery_stays_light(client):
    page = client.get(reverse("pagekit:gallery")).content
    assert len(gzip.compress(page)) < 10_000
    assert page.count(b"<") / 2 < 900


def test_every_script_carries_the_nonce_of_the_policy(client):
    answer = client.get(reverse("pagekit:gallery"))
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])[1]
    scripts = re.findall(r"<script[^>]*>", answer.content.decode())
    assert scripts
    assert all(f'nonce="{nonce}"' in script for script in scripts)


@pytest.mark.parametrize("name", ["accessibility", "legal", "display"])
def test_pages_of_the_house_have_one_title(client, name):
    page = client.get(reverse(f"pagekit:{name}")).content.decode()
    assert page.count("<h1") == 1


def test_what_is_not_known_is_said_to_be_not_known(client, settings):
    settings.PUBLISHER = ""
    assert "n’a pas encore écrit son nom" in client.get(reverse("pagekit:legal")).content.decode()
    settings.PUBLISHER = "Centre social des Trois Briques"
    assert "Centre social des Trois Briques" in client.get(reverse("pagekit:legal")).content.decode()


def test_the_only_third_party_is_named(client, settings):
    settings.MAP_TILES = ""
    assert "aucun service extérieur" in client.get(reverse("pagekit:legal")).content.decode()
    settings.MAP_TILES = "https://cartes.example/{z}/{x}/{y}.png"
    assert "demandé à cartes.example" in client.get(reverse("pagekit:legal")).content.decode()


def test_a_reader_chooses_dark_and_goes_back_where_they_were(client):
    page = client.get(reverse("pagekit:display"), headers={"referer": "http://testserver/mentions-legales/"})
    assert page.context["form"].initial["back"] == "/mentions-legales/"
    answer = client.post(
        reverse("pagekit:display"), {"theme": "dark", "contrast": "more", "back": "/mentions-legales/"}
    )
    assert answer["Location"] == "/mentions-legales/"
    after = client.get("/mentions-legales/").content.decode()
    assert '<html lang="fr" data-contrast="more" data-theme="dark">' in after
    client.post(reverse("pagekit:display"), {"theme": "auto", "contrast": "auto", "back": ""})
    assert '<html lang="fr">' in client.get("/mentions-legales/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(client, elsewhere):
    answer = client.post(reverse("pagekit:display"), {"theme": "dark", "contrast": "auto", "back": elsewhere})
    assert answer["Location"] == reverse("pagekit:display")
    page = client.get(reverse("pagekit:display"), headers={"referer": elsewhere})
    assert page.context["form"].initial["back"] == ""


def test_a_cookie_we_did_not_write_changes_nothing(client):
    client.cookies["ql_theme"] = '"><script>'
    assert '<html lang="fr">' in client.get(reverse("pagekit:legal")).content.decode()


def test_an_unknown_colour_is_asked_again(client):
    assert client.post(reverse("pagekit:display"), {"theme": "mauve", "contrast": "auto"}).status_code == 422


def test_health_asks_the_database(client, monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get(reverse("pagekit:health")).json() == {"status": "ok"}

    class Unreachable:
        def cursor(self):
            raise OperationalError

    monkeypatch.setattr(views, "connection", Unreachable())
    assert client.get(reverse("pagekit:health")).status_code == 503


def test_robots_keep_out_of_files_and_accounts(client):
    lines = client.get(reverse("pagekit:robots")).content.decode().splitlines()
    assert {"Disallow: /gerer/", "Disallow: /compte/"} <= set(lines)


class Urls:
    """Views that fail, wired as the real ones."""

    handler400, handler403 = errors.bad_request, errors.forbidden
    handler404, handler500 = errors.not_found, errors.server_error
    urlpatterns = [
        path("absent/", fails_with(Http404())),
        path("reserve/", fails_with(PermissionDenied())),
        path("panne/", fails_with(ZeroDivisionError("secret-in-a-message"))),
        path("base/", fails_with(OperationalError("host=secret-host"))),
        *__import__("quartierlibre.config.urls", fromlist=["urlpatterns"]).urlpatterns,
    ]


@pytest.fixture
def failing(settings, monkeypatch):
    monkeypatch.setattr("django.contrib.auth.middleware.LoginRequiredMiddleware.process_view", lambda *args: None)
    settings.ROOT_URLCONF = Urls
    settings.DEBUG = False
    return bare_client()


@pytest.mark.parametrize(
    ("address", "status", "words", "questions"),
    [
        ("/absent/", 404, "Cette page n’existe pas, ou n’est pas pour vous", 2),  # has it moved?
        ("/reserve/", 403, "Cette page est réservée", 0),
        ("/panne/", 500, "Quelque chose s’est mal passé de notre côté", 0),
        ("/base/", 503, "Le site reprend son souffle", 0),
    ],
)
def test_failures_are_told_in_french(failing, django_assert_num_queries, address, status, words, questions):
    """The words of a failure come without the database; only a page not found is first looked for among the moved."""
    with django_assert_num_queries(questions):
        answer = failing.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "secret" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize(("address", "status"), [("/panne/", 500), ("/base/", 503)])
def test_a_post_that_fails_says_that_nothing_was_recorded(failing, address, status):
    answer = failing.post(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert "Enregistrement non confirmé" in page
    assert re.search(r"référence\u00a0: <strong class=\"num\">[0-9A-F]{8}</strong>", page)
    assert answer.headers.get("Retry-After") == ("60" if status == 503 else None)


def test_a_form_too_old_says_what_to_do():
    answer = bare_client(enforce_csrf_checks=True).post(reverse("pagekit:display"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "Cette page était ouverte depuis trop longtemps" in answer.content.decode()


def test_a_bad_request_is_told_in_french():
    answer = errors.bad_request(RequestFactory().get("/"), ValueError())
    assert answer.status_code == 400
    assert "Nous n’avons pas compris" in answer.content.decode()
