"""Someone who knows nothing finds their fund: by touching a map without scripts, by the list with a keyboard alone."""

import pytest

from tests.browser import steps

FOCUSED = "[document.activeElement.id, document.activeElement.innerText]"


def press_until(page, wanted, most=40):
    """Tab to the first stop with these words or this id, as someone without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name, words = page.evaluate(FOCUSED)
        if name == wanted or (not name and wanted in words):
            return
    raise AssertionError(f"The keyboard never reaches « {wanted} ».")


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def touch(page, across, down):
    picture = page.locator("input.concerned-map")
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_touch_on_the_map_finds_the_fund(visit, axe, scripts):
    page = visit(width=320, scripts=scripts)
    page.goto("/")
    page.locator("main").get_by_role("link", name="Suis-je concerné").click()
    touch(page, 0.2, 0.5)
    answer = page.locator("#reponse")
    assert "Cet endroit est dans le quartier Les Glycines" in answer.inner_text()
    assert steps.overflow(page) <= 0
    if scripts:
        assert axe(page) == []
    answer.get_by_role("link", name="Fonds des Glycines").click()
    page.wait_for_url("**/fonds/fonds-des-glycines/")


def test_the_list_finds_the_fund_with_a_keyboard_alone(visit):
    page = visit(width=1280, height=900)
    page.goto("/")
    press_until(page, "Suis-je concerné")
    press_enter(page)
    press_until(page, "quartier")
    page.keyboard.type("Les Gly")
    press_until(page, "Voir le fonds")
    press_enter(page)
    assert "Vous avez choisi : Les Glycines" in page.locator("#reponse").inner_text().replace("\u00a0", " ")
    press_until(page, "Fonds des Glycines")
    press_enter(page)
    assert page.url.endswith("/fonds/fonds-des-glycines/")


def test_a_place_outside_is_told_kindly_and_axe_finds_nothing(visit, axe):
    page = visit()
    page.goto("/suis-je-concerne/?lon=3.2&lat=50.6")
    assert "hors des quartiers" in page.locator("#reponse").inner_text()
    assert axe(page) == []
    page.goto("/suis-je-concerne/?lon=ici&lat=la")
    assert "Nous n’avons pas compris cet endroit" in page.get_by_role("alert").inner_text()
    assert axe(page) == []


def test_from_the_fund_one_reads_its_rules_and_its_day(visit):
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="Fonds des Glycines").click()
    assert "déposez jusqu’au" in page.locator("section[aria-labelledby=when]").inner_text()
    page.get_by_role("link", name="Lire les règles").click()
    page.wait_for_url("**/reglement/")
    assert page.get_by_text("900").first.is_visible()
