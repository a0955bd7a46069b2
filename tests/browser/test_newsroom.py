"""An editor's day in a browser: write, illustrate, plan, publish, correct; then what readers get of it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from quartierlibre.cms import tasks
from quartierlibre.cms.models import NewsPage, NewsShelf
from quartierlibre.domain.people import operations as people
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Role
from tests.access.world import signed_in
from tests.browser import steps
from tests.browser.looks import looks
from tests.browser.world import PARIS
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
        for n in range(3):
            pages.news(
                f"Les fonds ouvrent, épisode {n}",
                lead="Deux phrases qui disent l'essentiel : venez !",
                heading=pages.heading(),
                territories=[world.fund.territory],
            )
        pages.resource("Le guide du porteur de projet", heading=pages.heading("resources", "guide"))
        pages.plain("Qui nous sommes")


def sign(page, site, cookies):
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


def _give_a_picture(page):
    page.goto("/cms/images/add/")
    page.get_by_label("Titre").fill("La cour en fête")
    page.locator("input[type=file]").set_input_files(steps.photo())
    page.get_by_role("button", name="Transférer").click()
    assert page.url.endswith("/cms/images/add/"), "a picture without its words is not taken"
    page.locator("input[type=file]").set_input_files(steps.photo())
    page.get_by_label("Texte de remplacement").fill("Six habitants autour d’une table")
    page.get_by_role("button", name="Transférer").click()
    page.wait_for_url("**/cms/images/")


def _begin(page, shelf, title, lead):
    page.goto(f"/cms/pages/add/cms/newspage/{shelf}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill(lead)
    page.locator("#id_heading").select_option(label="Annonce")
    expect(page.locator("#id_slug")).not_to_be_empty()  # written from the title, a moment later


def _write(page, shelf):
    _begin(page, shelf, "La fête de la cour", "Tout le monde est venu : récit d'un dimanche.")
    page.locator("#panel-child-contenu-picture-content, #id_picture-chooser").first.get_by_role("button").first.click()
    page.locator(".modal-body .image-choice, .modal-body a.image-choice").first.click()
    page.locator(".modal-body").wait_for(state="detached")
    page.get_by_title("Insérer un bloc").first.click()
    page.get_by_role("option", name="Texte", exact=True).click()
    page.locator("[contenteditable=true]").last.click()
    page.keyboard.type("Des tables dehors, et l'orage qui passe à côté !")
    typed = page.locator("[name^=body-][name$=-value]").first
    for _tenth in range(50):  # the editor writes in its field a moment later
        if "passe" in typed.input_value():
            break
        page.wait_for_timeout(100)


SLOW_TO_ANSWER = """const ask = window.fetch;
window.fetch = (...asked) => ask(...asked).then(answer => new Promise(give => setTimeout(() => give(answer), 1500)));
document.addEventListener('w-unsaved:watch-edits', () => document.documentElement.setAttribute('data-watched', ''))"""


def test_a_page_saved_by_hand_while_it_saves_itself_is_begun_once(visit, site, gaelle, written, django_db_blocker):
    page = visit(width=1280, height=1000)
    sign(page, site, gaelle)
    with django_db_blocker.unblock():
        shelf = NewsShelf.objects.get().pk
    page.add_init_script(SLOW_TO_ANSWER)
    _begin(page, shelf, "Un dimanche au bord de l'eau", "On a sorti les barques.")
    page.locator("html[data-watched]").wait_for()  # from here on, what is typed is saved by itself
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/add/" in answer.url):
        page.locator("#id_lead").fill("On a sorti les barques, et le soleil.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.locator(".messages .success").wait_for()
    assert "/edit/" in page.url
    with django_db_blocker.unblock():
        assert NewsPage.objects.filter(title__startswith="Un dimanche").count() == 1


def _publish(page):
    page.locator(
        "[data-w-dropdown-target=toggle][aria-label*=ctions], footer [data-w-dropdown-target=toggle]"
    ).last.click()
    page.locator("button[name=action-publish]").click()


def test_an_editors_day(visit, site, gaelle, written, django_db_blocker):
    page = visit(width=1280, height=1000)
    sign(page, site, gaelle)
    page.goto("/cms/")
    assert page.locator("html").get_attribute("lang") == "fr"
    _give_a_picture(page)
    with django_db_blocker.unblock():
        shelf = NewsShelf.objects.get().pk
    _write(page, shelf)
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/edit/**")
    page.get_by_role("alert").get_by_text("Afficher le brouillon").or_(page.locator(".messages")).first.wait_for()
    editing = page.url
    reader = visit(width=360)
    assert reader.goto("/actualites/la-fete-de-la-cour/").status == 404, "a draft is nobody's yet"
    _publish(page)
    page.locator(".messages").get_by_text("publiée").first.wait_for()
    assert page.goto("/actualites/la-fete-de-la-cour/").status == 200
    text = page.locator("main").inner_text()
    assert "l’orage qui passe à côté" in text
    assert page.get_by_alt_text("Six habitants autour d’une table").evaluate("each => each.naturalWidth") > 0
    page.goto(editing)
    page.locator("#id_title").fill("La fête de la cour, racontée")
    _publish(page)
    page.locator(".messages").get_by_text("publiée").first.wait_for()
    page.goto("/recherche/?q=racontee")
    page.locator(".search-hits").get_by_role("link").first.click()
    assert page.locator("h1").inner_text() == "La fête de la cour, racontée"


def test_a_page_is_planned_by_hand_for_an_hour_of_paris(visit, site, gaelle, written, django_db_blocker):
    day = timezone.localdate() + timedelta(days=30)
    page = visit(width=1280, height=1000)
    sign(page, site, gaelle)
    with django_db_blocker.unblock():
        shelf = NewsShelf.objects.get().pk
    _begin(page, shelf, "Le comité se réunit", "Venez voir comment on décide.")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/edit/**")
    page.get_by_label("Afficher/masquer le statut").click()
    page.get_by_role("button", name="Programmer", exact=True).click()
    page.get_by_label("Date/heure de publication").fill(f"{day:%d/%m/%Y} 14:00")
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_have_count(1)  # it opens a moment later; one closes it by a click beside
    page.get_by_role("heading", name="Définir la programmation").click()
    expect(calendar).to_have_count(0)
    page.get_by_role("button", name="Enregistrer la programmation").click()
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Programmer pour publication").click()
    page.locator(".messages").get_by_text("planifiée").first.wait_for()
    reader = visit(width=360)
    assert reader.goto("/actualites/le-comite-se-reunit/").status == 404, "it is not time yet"

    def then(act, hour, minute):
        with time_machine.travel(datetime.combine(day, time(hour, minute), tzinfo=PARIS)):
            try:
                act()
            finally:
                connection.close()

    for hour, minute, status in ((13, 59, 404), (14, 1, 200)):
        with django_db_blocker.unblock(), ThreadPoolExecutor(1) as worker:
            worker.submit(then, tasks.publish_due, hour, minute).result()
        assert reader.goto("/actualites/le-comite-se-reunit/").status == status


@looks(320)
def test_what_readers_get(visit, axe, written, width, dark):
    page = visit(width=width, dark=dark, scripts=True)
    for path in (
        "/actualites/",
        "/actualites/les-fonds-ouvrent-episode-0/",
        "/ressources/",
        "/qui-nous-sommes/",
        "/recherche/?q=fonds",
        "/recherche/",
        "/recherche/?q=introuvable",
        "/",
    ):
        answer = page.goto(path)
        assert answer.status == 200, path
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
