"""The gallery in a real browser: every component, light and dark, narrow and wide, by keyboard, without scripts."""

import pytest

from tests.browser import steps
from tests.browser.looks import looks

GALLERY = "/composants/"
HOUSE = [GALLERY, "/affichage/", "/accessibilite/", "/mentions-legales/", "/nulle-part/"]
SCROLLS = "document.documentElement.scrollWidth > innerWidth"
WEIGHTS = """() => performance.getEntries().filter(e => ['navigation', 'resource'].includes(e.entryType))
  .map(e => [new URL(e.name).pathname, e.transferSize])"""
# WCAG 1.4.12, placed as a constructed sheet since the policy stops inline styles.
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
  letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet] }"""
# What shows that the keyboard is there: an outline on the element itself, or on the card that holds it.
FOCUS = """() => { const here = document.activeElement;
  const shown = [here, here.closest('.choice'), here.closest('.card-link')].filter(Boolean)
    .some(e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 });
  const box = here.getBoundingClientRect();
  return {tag: here.tagName, type: here.type, text: here.textContent.trim().slice(0, 40), shown,
          seen: box.bottom > 0 && box.top < innerHeight} }"""
SMALL_TARGETS = """() => [...document.querySelectorAll(
    '.button, .choice, summary, .tabs a, .pages a, select, main input')]
  .filter(e => e.type !== 'hidden' && e.offsetParent && !e.matches('.choice input'))
  .map(e => [e.textContent.trim().slice(0, 30), e.getBoundingClientRect().height])
  .filter(([, height]) => height < 44)"""


@pytest.mark.parametrize("path", HOUSE)
@looks()
def test_axe_finds_nothing(visit, axe, path, dark, width):
    page = visit(width=width, dark=dark)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert axe(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_what_opens(visit, axe, dark):
    page = visit(dark=dark)
    page.goto(GALLERY)
    page.get_by_text("Menu", exact=True).click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Retirer mon dossier…").click()
    page.wait_for_selector("dialog[open]")
    assert axe(page) == []


@pytest.mark.parametrize("path", HOUSE)
def test_nothing_scrolls_sideways_at_320(visit, path):
    page = visit(width=320, height=256)
    page.goto(path)
    assert not page.evaluate(SCROLLS)
    page.evaluate(SPACED)
    assert not page.evaluate(SCROLLS)


def test_every_stop_of_the_keyboard_is_seen(visit):
    page = visit(width=1280, height=900)
    page.goto(GALLERY)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["text"] == "Aller au contenu"
    stops = []
    for _ in range(75):
        stops.append(page.evaluate(FOCUS))
        page.keyboard.press("Tab")
    assert [stop for stop in stops if not (stop["shown"] and stop["seen"])] == []
    assert {"A", "BUTTON", "INPUT", "SELECT", "TEXTAREA", "SUMMARY"} <= {stop["tag"] for stop in stops}


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_tapped_is_large_enough(visit, width):
    page = visit(width=width)
    page.goto(GALLERY)
    assert page.evaluate(SMALL_TARGETS) == []


def test_forced_colours_keep_edges(visit):
    page = visit()
    page.emulate_media(forced_colors="active")
    page.goto(GALLERY)
    edges = page.evaluate("getComputedStyle(document.querySelector('main .button')).borderTopStyle")
    assert edges == "solid"
    assert not page.evaluate(SCROLLS)


def test_paper_is_white_even_at_night(visit):
    page = visit(dark=True)
    page.goto(GALLERY)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('main .lede')).color") != "rgb(211, 195, 180)"
    assert not page.locator(".site-nav").first.is_visible()


def test_without_scripts_menu_window_and_theme_still_work(visit):
    page = visit(scripts=False)
    page.goto(GALLERY)
    page.get_by_text("Menu", exact=True).click()
    assert page.locator(".site-menu").get_by_role("link", name="Déposer un projet").is_visible()
    page.goto(GALLERY + "#fenetre")
    assert page.get_by_text("Retirer ce dossier ?").is_visible()
    assert not page.locator("[data-ql-copy]").is_visible()
    assert not page.locator("canvas.signature-pad").is_visible()
    assert page.locator("noscript p").is_visible()
    page.goto("/affichage/")
    page.get_by_label("Sombres").check()
    page.get_by_role("button", name="Garder ces choix").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_scripts_add_their_comforts(visit):
    page = visit()
    page.goto(GALLERY)
    page.wait_for_load_state("networkidle")
    menu = page.locator("details.site-menu")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"

    page.get_by_label("Racontez-nous").first.fill("é" * 590)
    assert page.get_by_text("Encore 10 caractères").first.is_visible()
    page.get_by_label("Racontez-nous").first.fill("é" * 601)
    assert page.get_by_text("1 caractère en trop").first.is_visible()

    opener = page.get_by_role("button", name="Retirer mon dossier…")
    opener.click()
    page.get_by_text("Garder mon dossier").click()
    assert not page.locator("#fenetre").is_visible()
    assert page.evaluate("document.activeElement.hash") == "#fenetre"


def test_a_signature_is_drawn_wiped_and_sent_nowhere(visit):
    page = visit(width=360)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.is_navigation_request() else None)
    page.goto(GALLERY)
    pad, kept = page.locator("canvas.signature-pad"), page.locator("[data-ql-signature] [name=drawing]")
    pad.wait_for()
    steps.draw(page)
    drawn = kept.input_value()
    assert drawn.startswith("M")
    page.get_by_role("button", name="Signer", exact=True).click()
    assert kept.input_value() == drawn
    page.get_by_role("button", name="Effacer").click()
    assert kept.input_value() == ""
    assert len(sent) == 1, "the gallery was opened, nothing more"


def test_hidden_fields_leave_no_gap_above_a_form(visit):
    page = visit(width=360)
    page.goto(GALLERY)
    form = page.locator("form[data-ql-signature]")
    form.wait_for()
    assert form.locator("input[type=hidden]").count() == 1
    assert form.locator("p").bounding_box()["y"] == form.bounding_box()["y"]


def test_a_chosen_picture_is_shown(visit, tmp_path):
    from PIL import Image

    Image.new("RGB", (640, 480), "#9b3018").save(tmp_path / "mur.png")
    page = visit()
    page.goto(GALLERY)
    page.wait_for_load_state("networkidle")
    page.locator("#id_photo").set_input_files(tmp_path / "mur.png")
    shown = page.locator(".previews li")
    shown.first.wait_for()
    assert shown.inner_text() == "mur.png"
    middle = "[...document.querySelector('.previews canvas').getContext('2d').getImageData(128, 96, 1, 1).data]"
    assert page.evaluate(middle) == [155, 48, 24, 255]


def test_a_cold_page_is_light(visit):
    page = visit()
    page.goto(GALLERY)
    page.wait_for_load_state("networkidle")
    weights = page.evaluate(WEIGHTS)
    text = sum(size for path, size in weights if not path.endswith((".woff2", ".svg")))
    assert len(weights) <= 20, weights
    assert text <= 60_000, weights
    assert sum(size for _, size in weights) <= 150_000, weights
