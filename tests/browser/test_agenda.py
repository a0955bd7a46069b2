"""Anyone finds a meeting and takes it home: on a narrow phone, in the dark, by keyboard, without scripts, on paper."""

from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from quartierlibre.domain.meetings import operations
from tests.browser import steps
from tests.browser.looks import looks
from tests.factories import meetings

SOON = timezone.localdate() + timedelta(days=3)


@pytest.fixture(scope="module")
def agenda(world, django_db_blocker):
    """A series of two, one of them in the past; one cancelled; one on line."""
    with django_db_blocker.unblock():
        theme, together = meetings.topic("Participation citoyenne"), meetings.series("Les PIC Labs de la saison")
        body = '<h2>Pour qui ?</h2><p>Voyez <a href="/projets/">les projets</a> et <a href="https://a.example/">là</a>.</p>'
        made = meetings.published(
            title="PIC Lab au canal", on=SOON, series=together, topics=[theme], body=body,
            programme=meetings.programme(SOON), territory=world.fund.territory,
        )  # fmt: skip
        meetings.published(title="PIC Lab d’avant", on=SOON - timedelta(days=40), series=together)
        lost = meetings.published(title="Visite du jardin", on=SOON)
        operations.cancel_meeting(by=meetings.TESTS, meeting=lost, note="Le jardin est inondé.")
        afar = {"mode": "remote", "remote_url": "https://visio.example/", "venue_name": "", "venue_address": ""}
        meetings.published(title="L’heure du café", on=SOON + timedelta(days=9), town="", kind="network", **afar)
        return made


def clean(page, axe):
    """Nothing wider than the screen, nothing that stops someone."""
    assert steps.overflow(page) <= 0
    assert axe(page) == []


@looks(320)
def test_from_the_front_door_to_a_meeting(visit, axe, agenda, width, dark):
    page = visit(width=width, dark=dark)
    page.goto("/")
    if width < 600:
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Agenda", exact=True).locator("visible=true").click()
    clean(page, axe)
    page.get_by_role("link", name="PIC Lab au canal").click()
    page.wait_for_url("**/agenda/pic-lab-au-canal/")
    text = page.locator("main").inner_text().replace("\u00a0", " ")
    for words in ("de 14 h à 17 h", "Accueil à partir de 13 h 30", "6 rue des Tests", "Programme", "PIC Lab d’avant"):
        assert words in text
    assert not page.locator(".article-links").is_visible()
    clean(page, axe)
    page.get_by_role("link", name="Participation citoyenne").click()
    assert page.locator(".meet-card").count() == 1
    clean(page, axe)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_month_and_what_was(visit, axe, agenda, width):
    page = visit(width=width)
    page.goto(f"/agenda/{SOON.year}/{SOON.month:02}/")
    clean(page, axe)
    assert "Annulée" in page.locator("main").inner_text()
    page.locator("a[rel~=prev]").click()
    clean(page, axe)
    page.goto("/agenda/?passe=1")
    assert page.locator(".meet-card").count() == 1
    clean(page, axe)
    page.goto("/agenda/visite-du-jardin/")
    assert "Le jardin est inondé." in page.locator("main").inner_text()
    clean(page, axe)


def test_filters_and_the_calendar_work_without_scripts(visit, agenda):
    page = visit(width=360, scripts=False)
    page.goto("/agenda/")
    page.get_by_label("Genre").select_option(label="Rencontre de réseau")
    page.get_by_role("button", name="Voir ces rencontres").click()
    assert page.locator(".meet-card").count() == 1
    page.get_by_role("link", name="Tout afficher").click()
    page.get_by_role("link", name="PIC Lab au canal").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Ajouter à mon agenda").click()
    words = taken.value.path().read_text(encoding="utf-8")
    assert f"DTSTART;TZID=Europe/Paris:{SOON:%Y%m%d}T140000" in words


def test_a_meeting_is_reached_with_a_keyboard_alone(visit, agenda):
    page = visit(width=1280, height=900)
    page.goto("/agenda/")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "PIC Lab au canal":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/agenda/pic-lab-au-canal/")


def test_paper_lists_the_links_at_the_foot_and_drops_what_one_cannot_press(visit, agenda, tmp_path):
    page = visit(width=1280)
    page.goto("/agenda/pic-lab-au-canal/")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        words = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    for said in ("les projets [1]", "là [2]", "Liens", "[2] https://a.example/", "URL de la source"):
        assert said in words, said
    assert "Ajouter à mon agenda" not in words
    assert "Dans la même série" not in words
    assert words.index("URL de la source") < words.index("[2] https://a.example/")
