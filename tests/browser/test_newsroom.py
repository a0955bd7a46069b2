"""An editor's day in a browser: write, illustrate, plan, publish, correct; then what readers get of it."""

from datetime import date

import pytest

from quartierlibre.domain.people import operations as people
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Role
from tests.access.world import signed_in
from tests.browser import steps
from tests.factories import pages


@pytest.fixture(scope="module")
def gaelle(world, django_db_blocker):
    with django_db_blocker.unblock():
        person = Person.objects.create_user(email="gaelle@demo.example", name="Gaëlle Dumont")
        people.give_mandate(
            by=None, person=person, role=Role.EDITOR, territory=world.fund.territory, starts_on=date(2022, 9, 1)
        )
        return signed_in(person)


@pytest.fixture(scope="module")
def written(world, django_db_blocker):
    """Things to read: a few news with pictures, a resource, a page."""
    with django_db_blocker.unblock():
        topic = None
        for n in range(3):
            pages.news(
                f"Les fonds ouvrent, épisode {n}",
                lead="Deux phrases qui disent l'essentiel : venez !",
                heading=pages.heading(),
                territories=[world.fund.territory],
                picture=pages.picture() if n == 0 else None,
            )
        pages.resource("Le guide du porteur de projet", heading=pages.heading("resources", "guide"))
        pages.plain("Qui nous sommes")
        return topic


def sign(page, site, cookies):
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


def test_an_editors_day(visit, site, gaelle, written):
    page = visit(width=1280, height=900)
    sign(page, site, gaelle)
    page.goto("/cms/")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.goto("/actualites/")
    page.goto("/cms/images/add/")
    page.locator("input[type=file]").set_input_files(steps.photo())
    page.locator("#id_image-description, [name$=description]").last.fill("La cour un jour de fête")
    page.screenshot(path="/tmp/shots/upload.png")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_what_readers_get(visit, axe, written, width, dark):
    page = visit(width=width, dark=dark, scripts=True)
    for path in (
        "/actualites/",
        "/actualites/les-fonds-ouvrent-épisode-0/",
        "/ressources/",
        "/qui-nous-sommes/",
        "/recherche/?q=fonds",
        "/recherche/",
        "/recherche/?q=introuvable",
        "/",
    ):
        answer = page.goto(path)
        assert answer.status == 200, path
        page.screenshot(
            path=f"/tmp/shots/{path.strip('/').replace('/', '_').replace('?', '_') or 'home'}-{width}-{dark}.png",
            full_page=True,
        )
        assert steps.overflow(page) <= 0, path
        assert axe(page) == [], path


def test_search_without_scripts_by_keyboard(visit, written):
    page = visit(width=360, scripts=False)
    page.goto("/recherche/")
    page.get_by_label("Vos mots").fill("episode")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/?q=episode")
    assert page.locator(".search-hits mark").first.inner_text() == "épisode"
    page.get_by_role("link", name="Actualités 3").click()
    assert page.locator(".search-hits > li").count() == 3
