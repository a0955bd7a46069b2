"""What goes wrong on a phone: no network, a cookie gone, another device; and somebody who helps."""

from quartierlibre.domain.applications.models import Application
from tests.browser import steps


def test_the_code_opens_the_draft_on_another_device(visit):
    phone = visit(width=360)
    steps.begin(phone)
    code = steps.code_of(phone)
    phone.get_by_label("Le nom du projet").fill("Bal de la tour 3")
    steps.saved(phone)
    computer = visit(width=1280)
    computer.goto("/reprendre/")
    computer.get_by_label("Votre code").fill(code.lower().replace("-", " "))
    computer.get_by_role("button", name="Ouvrir mon projet").click()
    computer.wait_for_url("**/mon-projet/**")
    assert computer.get_by_label("Le nom du projet").input_value() == "Bal de la tour 3"


def test_a_stranger_with_the_address_sees_nothing(visit):
    phone = visit()
    steps.begin(phone)
    assert visit().goto(phone.url).status == 404


def test_typing_goes_on_without_network_and_is_saved_when_it_returns(visit):
    page = visit()
    steps.begin(page)
    page.context.set_offline(True)
    page.get_by_label("Le nom du projet").fill("Écrit dans le métro")
    page.get_by_text("Pas de réseau").wait_for()
    page.get_by_role("button", name="Vérifier mon projet").click()
    assert "/verifier/" not in page.url
    page.context.set_offline(False)
    steps.saved(page)
    assert Application.objects.get(public_id=steps.file_id(page)).title == "Écrit dans le métro"


def test_what_was_typed_offline_survives_closing_the_page(visit):
    page = visit()
    steps.begin(page)
    address = page.url
    page.context.set_offline(True)
    page.get_by_label("Le nom du projet").fill("Écrit dans le métro")
    page.locator("#lines-0-label").fill("Sono")
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.locator("#lines-4-label").fill("Nappes")
    page.get_by_text("Pas de réseau").wait_for()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(address)
    steps.saved(page)
    assert page.get_by_label("Le nom du projet").input_value() == "Écrit dans le métro"
    kept = Application.objects.get(public_id=steps.file_id(page))
    assert [line.label for line in kept.budget_lines.all()] == ["Sono", "Nappes"]


def test_when_the_cookie_is_gone_it_says_so_and_the_code_brings_the_words_back(visit):
    page = visit()
    steps.begin(page)
    code, address = steps.code_of(page), page.url
    page.context.clear_cookies()
    page.get_by_label("Le nom du projet").fill("Presque perdu")
    page.get_by_text("Cette page ne peut plus enregistrer").wait_for()
    page.get_by_role("link", name="Reprendre avec mon code").click()
    page.get_by_label("Votre code").fill(code)
    page.get_by_role("button", name="Ouvrir mon projet").click()
    page.wait_for_url(address)
    steps.saved(page)
    assert page.get_by_label("Le nom du projet").input_value() == "Presque perdu"
    assert Application.objects.get(public_id=steps.file_id(page)).title == "Presque perdu"


def test_a_server_in_trouble_is_told_and_tried_again(visit):
    page = visit()
    steps.begin(page)
    page.route("**/autosave/", lambda route: route.fulfill(status=503, body=""))
    page.get_by_label("Le nom du projet").fill("Malgré la panne")
    page.get_by_text("L’enregistrement ne marche pas").wait_for()
    page.unroute("**/autosave/")
    steps.saved(page)
    assert Application.objects.get(public_id=steps.file_id(page)).title == "Malgré la panne"


def test_two_tabs_write_in_two_fields_and_both_stay(visit):
    one = visit()
    steps.begin(one)
    two = one.context.new_page()
    two.goto(one.url)
    one.get_by_label("Le nom du projet").fill("Bal")
    steps.saved(one)
    two.get_by_label("Que voulez-vous faire").fill("Danser")
    steps.saved(two)
    kept = Application.objects.get(public_id=steps.file_id(one))
    assert (kept.title, kept.pitch) == ("Bal", "Danser")


def test_pressing_twice_on_send_files_once(visit):
    page = visit()
    steps.begin(page)
    steps.tell(page)
    steps.check(page)
    page.get_by_label("J’ai lu le règlement").check()
    page.get_by_role("button", name="Déposer mon projet").dblclick()
    page.wait_for_url("**/envoye/")
    kept = Application.objects.get(public_id=steps.file_id(page))
    assert (kept.state, kept.filed_versions.count()) == ("submitted", 1)


def test_the_rules_speak_while_one_types(visit):
    page = visit(width=1280)
    steps.begin(page)
    page.get_by_label("Un groupe d’habitants").check()
    page.get_by_label("Somme demandée").fill("5000")
    page.get_by_text("jusqu’à 900").wait_for()
    assert page.locator("[data-ql-total]").inner_text().strip() == "0\u00a0€"
    page.locator("#lines-0-amount").fill("1 234,50 €")
    assert page.locator("[data-ql-total]").inner_text().replace("\u202f", " ").replace("\u00a0", " ") == "1 234,50 €"


def test_nothing_is_left_on_the_device_once_filed(visit):
    page = visit()
    steps.begin(page)
    steps.tell(page)
    steps.check(page)
    steps.send(page)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_somebody_helps(visit, axe):
    page = visit(width=360)
    steps.begin(page, who="J’aide quelqu’un à déposer son projet")
    assert axe(page) == []
    page.get_by_label("Votre prénom et votre nom").fill("Thomas P.")
    page.get_by_label("Votre structure").fill("Centre social")
    page.get_by_label("Votre téléphone ou votre adresse").fill("thomas@exemple.fr")
    page.get_by_label("Elle a dit oui, à côté de moi").check()
    page.get_by_role("button", name="Continuer vers le projet").click()
    page.get_by_role("heading", name="Dites le projet de la personne").wait_for()
    assert axe(page) == []
    steps.tell(page)
    steps.check(page)
    steps.send(page)
    kept = Application.objects.get(public_id=steps.file_id(page))
    assert (kept.channel, kept.agreement.helper_name, kept.agreement.kind) == ("helper", "Thomas P.", "oral")
    assert (kept.tell_by, kept.holder) == ("phone", None)
