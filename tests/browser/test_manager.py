"""The manager's morning in a real browser: on a phone, by keyboard, at 320 px, without scripts."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.states import DocumentKind
from tests.access.world import sign_in
from tests.browser import steps
from tests.browser.looks import looks
from tests.factories import personas, stories

LONG = "Untitredeprojetbeaucouptroplongsansaucunespacepourvoirsilapagetient"


@pytest.fixture(scope="module")
def desk(world, django_db_blocker):
    """Files of every sort in the fund of the world, and the cookie of Chloé's session."""
    from django.test import Client

    with django_db_blocker.unblock():
        fund = world.fund
        file = stories.submitted(fund, by=personas.amina(), title="Tournoi de la cour")
        picture = BytesIO()
        Image.new("RGB", (640, 480), "sienna").save(picture, "JPEG")
        upload = SimpleUploadedFile("cour.jpg", picture.getvalue(), "image/jpeg")
        operations.add_document(by=None, application=file, upload=upload, kind=DocumentKind.PHOTO)
        helped = stories.helped(fund, title="Jardin partagé de la dalle", holder_name="Samia B.", asked="1200")
        stories.on_paper(fund, title=LONG, signed=False, starts_on="", received_on=timezone.localdate() - timedelta(2))
        client = Client()
        sign_in(client, personas.chloe(fund.territory))
        yield {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value, "file": file, "helped": helped}


@pytest.fixture
def at_desk(visit, desk, site):
    """Visit as Chloé: `at_desk(width=360)`."""

    def opened(**how):
        page = visit(**how)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": desk["cookie"], "url": site}
        page.context.add_cookies([cookie])
        return page

    return opened


def addresses(desk, fund):
    return {
        "morning": "/gerer/",
        "files": "/gerer/dossiers/",
        "none found": "/gerer/dossiers/?q=introuvable",
        "file": f"/gerer/dossiers/{desk['file'].public_id}/",
        "helped": f"/gerer/dossiers/{desk['helped'].public_id}/",
        "complete": f"/gerer/dossiers/{desk['file'].public_id}/completer/",
        "sheet": f"/gerer/{fund.slug}/fiche/",
        "sessions": f"/gerer/{fund.slug}/seances/",
    }


@looks()
def test_no_page_of_the_desk_has_one_fault_for_axe(at_desk, axe, desk, world, width, dark):
    page = at_desk(width=width, dark=dark)
    faults = {}
    for name, address in addresses(desk, world.fund).items():
        page.goto(address)
        faults[name] = axe(page)
    assert faults == {name: [] for name in faults}


@pytest.mark.parametrize("height", [256, 700])
def test_at_320_pixels_nothing_runs_off_the_side(at_desk, desk, world, height):
    page = at_desk(width=320, height=height)
    widest = {}
    for name, address in addresses(desk, world.fund).items():
        page.goto(address)
        widest[name] = steps.overflow(page)
    assert widest == dict.fromkeys(widest, 0)


def test_by_keyboard_from_the_morning_to_a_file_marked_as_read(at_desk, desk, world):
    page = at_desk(width=1280, height=900)
    page.goto("/gerer/")
    reach(page, "Lire")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gerer/dossiers/*/")
    title = page.get_by_role("heading", level=1).inner_text()
    reach(page, "Marquer comme lu")
    page.keyboard.press("Enter")
    page.get_by_text("ce dossier n’est plus parmi les nouveaux").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.get_by_role("button", name="Marquer comme lu").count() == 0


def reach(page, name):
    """Press Tab until the link or button of this name has the focus, and see it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || document.activeElement.value || ''")
        if focused.strip().startswith(name):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", name
            return
    raise AssertionError(f"{name} is never reached")


def test_without_scripts_a_sheet_with_its_photo_becomes_a_file(at_desk, world):
    page = at_desk(width=360, scripts=False)
    page.goto("/gerer/")
    page.get_by_role("link", name="Saisir une fiche papier").click()
    page.get_by_label("Photo ou numérisation").set_input_files(steps.photo())
    page.get_by_label("Le nom du projet").fill("Atelier vélo du samedi")
    page.get_by_label("Un groupe d’habitants").check()
    page.get_by_label("Le nom du groupe").fill("Les pédales douces")
    page.locator("#lines-7-label").fill("Chambres à air")
    page.locator("#lines-7-amount").fill("35")
    page.get_by_label("La fiche est signée").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="Atelier vélo du samedi").wait_for()
    page.get_by_text("La fiche est enregistrée").wait_for()
    page.get_by_role("heading", name="Il manque à ce dossier").wait_for()
    kept = Application.objects.get(title="Atelier vélo du samedi")
    assert (kept.state, kept.channel, kept.documents.count()) == ("submitted", "paper", 1)
    assert kept.budget_lines.get().amount_cents == 3_500
