"""A resident files a project: on a phone, by keyboard, on the narrowest screen, without scripts."""

import pytest

from quartierlibre.domain.applications.models import Application
from tests.browser import steps


def filed(page):
    return Application.objects.get(public_id=steps.file_id(page))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_whole_journey_on_a_phone_without_one_fault_for_axe(visit, axe, dark):
    page = visit(width=360, dark=dark)
    faults = {}
    page.goto("/deposer/")
    faults["begin"] = axe(page)
    steps.begin(page)
    faults["say, empty"] = axe(page)
    steps.tell(page)
    page.get_by_label("Choisir des photos").set_input_files(steps.photo())
    page.get_by_text("Fichiers ajoutés").wait_for()
    steps.saved(page)
    faults["say"] = axe(page)
    page.get_by_role("button", name="Montrer le lieu").click()
    faults["place"] = axe(page)
    touch_the_map(page, 0.25, 0.5)
    page.get_by_text("Le point est dans le quartier Les Glycines").wait_for()
    faults["place, told"] = axe(page)
    page.get_by_role("link", name="C’est bon").click()
    steps.check(page)
    faults["check"] = axe(page)
    steps.send(page)
    faults["sent"] = axe(page)
    page.goto("/reprendre/")
    faults["resume"] = axe(page)
    page.goto("/reprendre/code-perdu/")
    faults["lost code"] = axe(page)
    assert faults == {screen: [] for screen in faults}


def touch_the_map(page, across, down):
    page.locator("[data-ql-map]").scroll_into_view_if_needed()
    box = page.locator("[data-ql-map]").bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def test_errors_are_told_beside_their_field_and_at_the_top(visit, axe):
    page = visit(width=360)
    steps.begin(page)
    steps.tell(page)
    page.get_by_label("Somme demandée").fill("environ mille")
    page.get_by_role("button", name="Vérifier mon projet").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("Somme demandée").input_value() == "environ mille"
    assert page.get_by_label("Somme demandée").get_attribute("aria-invalid") == "true"
    assert page.get_by_label("Le nom du projet").input_value() == "Repas de la tour 3"
    assert page.title().startswith("Erreur")
    assert axe(page) == []


def test_without_scripts_it_ends_in_the_same_place(visit):
    page = visit(width=360, scripts=False)
    steps.begin(page)
    steps.tell(page)
    page.locator("#lines-2-label").fill("Nappes")
    page.get_by_role("button", name="Ajouter une ligne").click()
    assert page.locator("#lines-1-amount").input_value() == "60,50 €"
    page.locator("#lines-4-label").fill("Gobelets")
    page.locator("#lines-4-amount").fill("5")
    page.locator("#lines-2-amount").fill("30")
    page.get_by_label("Choisir des photos").set_input_files(steps.photo())
    page.get_by_role("button", name="Envoyer les fichiers").click()
    page.get_by_role("link", name="cour.jpg").wait_for()
    page.get_by_role("button", name="Montrer le lieu").click()
    touch_the_map(page, 0.25, 0.5)
    page.get_by_text("Le point est dans le quartier Les Glycines").wait_for()
    page.get_by_role("link", name="C’est bon").click()
    steps.check(page)
    steps.send(page)
    kept = filed(page)
    assert (kept.state, kept.location_method, kept.location_status) == ("submitted", "map", "in")
    assert sum(line.amount_cents for line in kept.budget_lines.all()) == 21_550
    assert kept.documents.count() == 1


@pytest.mark.parametrize("height", [256, 700])
def test_at_320_pixels_nothing_runs_off_the_side(visit, height):
    page = visit(width=320, height=height)
    page.goto("/deposer/")
    widest = {"begin": steps.overflow(page)}
    steps.begin(page)
    steps.tell(page, title="Untitredeprojetbeaucouptroplongsansaucunespacepourvoirsilapagetient")
    page.get_by_text("Voir un exemple").first.click()
    widest["say"] = steps.overflow(page)
    page.get_by_role("button", name="Montrer le lieu").click()
    widest["place"] = steps.overflow(page)
    page.get_by_role("link", name="Revenir sans rien changer").click()
    steps.check(page)
    widest["check"] = steps.overflow(page)
    steps.send(page)
    widest["sent"] = steps.overflow(page)
    assert widest == dict.fromkeys(widest, 0)


def test_by_keyboard_alone(visit):
    """From the first page to the number, without a pointer; at every stop one sees where one is."""
    page = visit(width=1280, height=900)
    page.goto("/deposer/")
    reach(page, "Je dépose mon projet")
    reach(page, "Commencer")
    press(page, "Enter")
    answers = {
        "Le nom du projet": "Repas de la tour 3",
        "Que voulez-vous faire ?": "Des tables dehors.",
        "Un groupe d’habitants": " ",
        "Le nom du groupe ou de l’association": "Les voisins",
        "Votre prénom et votre nom": "Amina B.",
        "Les Glycines": " ",
        "Premier jour": "06132027",
        "Les personnes concernées": "Les familles",
        "Combien de personnes, à peu près ?": "60",
        "Oui, tout le monde peut venir": " ",
        "Animer le quartier": " ",
        "Quoi ?": "Sono",
        "Prix": "120",
        "Somme demandée au fonds": "120",
        "Par téléphone": " ",
        "Téléphone": "0612345678",
    }
    for label, typed in answers.items():
        reach(page, label)
        page.keyboard.press("Space") if typed == " " else page.keyboard.type(typed)
    reach(page, "Vérifier mon projet")
    press(page, "Enter")
    reach(page, "J’ai lu le règlement et je l’accepte")
    page.keyboard.press("Space")
    reach(page, "Déposer mon projet")
    press(page, "Enter")
    assert page.url.endswith("/envoye/")
    assert filed(page).starts_on.isoformat() == "2027-06-13"


FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), label = at.labels?.[0];
  const named = label?.querySelector(".choice-text") ?? label ?? at;
  const card = at.closest(".choice, .card-link");
  const drawn = (s) => s && s.outlineStyle !== "none" && s.outlineWidth !== "0px";
  const outline = [style, card && getComputedStyle(card)].some(drawn);
  const box = at.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  return {
    name: named.textContent.replace("(facultatif)", "").trim().replace(/\\s+/g, " "),
    outline,
    hidden: !over || !(at.contains(over) || over.contains(at) || over.closest("label") === label),
    tag: at.tagName,
  };
}"""


def reach(page, name):
    """Press Tab (the arrows inside a group of radio buttons) until this is under the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        for _arrow in range(4):
            focused = page.evaluate(FOCUSED)
            assert focused["outline"] or focused["tag"] == "BODY", focused
            assert not focused["hidden"] or focused["tag"] == "BODY", focused
            if focused["name"] == name.replace(" ?", "\u00a0?").replace("\u00a0", " "):
                return
            if page.evaluate("document.activeElement.type") != "radio":
                break
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"« {name} » is never reached")


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)
