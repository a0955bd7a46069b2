"""Anyone finds what was decided: without scripts, with a keyboard alone, on the narrowest phone, in the dark."""

import pytest

from tests.browser import steps
from tests.factories.published import decided, sealed


@pytest.fixture(scope="module")
def projects(world, django_db_blocker):
    """Three projects granted and one refused, their minutes sealed."""
    with django_db_blocker.unblock():
        made = [
            decided(world.fund, title="Bal du canal", amount=42_000, themes=["culture"]),
            decided(world.fund, title="Repas de la cour", amount=15_000, themes=["lien"]),
            decided(world.fund, title="Jardin des tisserands", amount=110_000, outcome="conditions"),
            decided(world.fund, title="Jamais montré", outcome="refused"),
        ]
        sealed(made[0])
        return made


def clean(page, axe):
    """Nothing wider than the screen, nothing that stops someone."""
    assert steps.overflow(page) <= 0
    assert axe(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_from_the_front_page_to_the_reason_of_a_decision(visit, axe, projects, dark):
    page = visit(width=320, dark=dark)
    page.goto("/")
    page.locator("main").get_by_role("link", name="Voir les projets").click()
    clean(page, axe)
    page.get_by_role("link", name="Bal du canal").click()
    page.wait_for_url("**/projets/*/")
    assert "Le comité aime ce projet" in page.locator("main").inner_text()
    clean(page, axe)
    page.get_by_role("link", name="Toutes les décisions du fonds").click()
    text = page.locator("main").inner_text()
    assert "Projet non retenu" in text
    assert "Jamais montré" not in text
    clean(page, axe)
    page.get_by_role("link", name="Les chiffres du fonds").click()
    assert "Demandé et accordé" in page.locator("main").inner_text()
    clean(page, axe)


def test_filters_work_without_scripts(visit, projects):
    page = visit(width=360, scripts=False)
    page.goto("/projets/")
    page.get_by_label("Thème").select_option(label="Culture et savoirs (1)")
    page.get_by_role("button", name="Voir ces projets").click()
    assert page.locator(".project").count() == 1
    page.get_by_role("link", name="Sur une carte").click()
    assert "1 projet" in page.locator("#liste").inner_text()
    page.locator("#liste").get_by_role("link", name="Les Glycines").click()
    assert page.locator(".project").count() == 1


def test_the_map_is_read_and_followed_with_a_keyboard(visit, axe, projects):
    page = visit(width=1280, height=900)
    page.goto("/projets/carte/")
    clean(page, axe)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Les Glycines":
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".project").count() == 3


def test_a_committee_and_its_evening_tell_without_naming(visit, axe, projects):
    page = visit(width=320)
    page.goto(f"/comites/{projects[0].case.session.committee.public_id}/")
    clean(page, axe)
    page.locator(".file-name a").first.click()
    page.wait_for_url("**/seances/*/")
    assert "Bal du canal" in page.locator("main").inner_text()
    clean(page, axe)
    page.get_by_role("link", name="Comment vérifier").click()
    clean(page, axe)
