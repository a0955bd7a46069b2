"""What a person does on each screen, told once."""

import re
from io import BytesIO

from PIL import Image


def begin(page, who="Je dépose mon projet"):
    page.goto("/deposer/")
    page.get_by_label(who).check()
    page.get_by_role("button", name="Commencer").click()
    page.wait_for_url("**/mon-projet/**")


def code_of(page):
    """The code as shown on the page, to be typed elsewhere."""
    return "-".join(page.locator(".code-box-code span").all_inner_texts())


def tell(page, title="Repas de la tour 3"):
    """Answer the questions of screen 1 as a group of neighbours would."""
    page.get_by_label("Le nom du projet").fill(title)
    page.get_by_label("Que voulez-vous faire").fill("Des tables dehors un dimanche. Chacun apporte un plat.")
    page.get_by_label("Un groupe d’habitants").check()
    page.get_by_label("Le nom du groupe").fill("Les voisins de la tour 3")
    page.get_by_label("Votre prénom et votre nom").fill("Amina B.")
    page.get_by_label("Le lieu", exact=True).fill("La cour de la tour 3")
    page.get_by_label("Premier jour").fill("2027-06-13")
    page.get_by_label("Les personnes concernées").fill("Les familles du quartier")
    page.get_by_label("Combien de personnes").fill("60")
    page.get_by_label("Oui, tout le monde peut venir").check()
    page.get_by_label("Animer le quartier").check()
    page.locator("#lines-0-label").fill("Location de la sono")
    page.locator("#lines-0-amount").fill("120")
    page.locator("#lines-1-label").fill("Boissons")
    page.locator("#lines-1-amount").fill("60,50 €")
    page.get_by_label("Somme demandée").fill("180,50")
    page.get_by_label("Par téléphone").check()
    page.get_by_label("Téléphone", exact=True).fill("06 12 34 56 78")


def check(page):
    page.get_by_role("button", name="Vérifier mon projet").click()
    page.wait_for_url("**/verifier/")


def send(page):
    page.get_by_label("J’ai lu le règlement").check()
    page.get_by_role("button", name="Déposer mon projet").click()
    page.wait_for_url("**/envoye/")


def file_id(page):
    return re.search(r"/mon-projet/([0-9a-f-]{36})/", page.url)[1]


def saved(page):
    """Wait for the bar to say that the server has everything."""
    page.locator("[data-ql-saved][data-state=saved]").wait_for()


def photo():
    content = BytesIO()
    Image.new("RGB", (640, 480), "sienna").save(content, "JPEG")
    return {"name": "cour.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def overflow(page):
    """Pixels by which the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def draw(page):
    """A few strokes with the mouse in the first frame to sign in."""
    pad = page.locator("canvas.signature-pad").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(x + step * 15, y + (20 if step % 2 else -20))
    page.mouse.up()
