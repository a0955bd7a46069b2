"""Screening in a real browser: Chloé by keyboard and without scripts, somebody outside and Amina on a phone."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from quartierlibre.domain.applications import operations, tokens
from quartierlibre.domain.applications.models import Application, Correction, Opinion
from tests.access.world import sign_in
from tests.browser import steps
from tests.browser.looks import looks
from tests.factories import applications, personas, stories

LONG = "Untitredeprojetbeaucouptroplongsansaucunespacepourvoirsilapagetient"
FOR_ASSOCIATIONS = {
    **applications.RULES,
    "holder.kinds_allowed": {"value": ["association"], "unit": "choices", "source": "text"},
    "holder.residence": {"value": "in_town", "unit": "choice", "source": "text"},
}


def day(days):
    return timezone.localdate() + timedelta(days)


def asked_of_holder(chloe, file, **changed):
    said = {"reason": "incomplete", "text": "Combien coûte la sono ? Une photo du prix suffit.", "question": "money"}
    return operations.ask_correction(by=chloe, application=file, **{**said, "deadline": day(10), **changed})


def asked_outside(chloe, file):
    return operations.ask_opinion(
        by=chloe,
        application=file,
        who="Nadia Lemaire",
        organisation="Bailleur du canal",
        email="nadia@exemple.fr",
        question="La cour est-elle libre le dimanche 13 juin, de 11 h à 18 h ?",
        expires_on=day(15),
    )


@pytest.fixture(scope="module")
def desk(world, django_db_blocker):
    """Files at every step of screening, Chloé and Amina, and the cookie of each."""
    from django.test import Client

    with django_db_blocker.unblock():
        found = filed(world.fund)
        for person in (found["chloe"], found["amina"]):
            client = Client()
            sign_in(client, person)
            found[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
        yield found


def filed(fund):
    strict = applications.fund("Fonds des associations", rules=FOR_ASSOCIATIONS)
    chloe, amina = personas.chloe(strict.territory), personas.amina()
    told = stories.submitted(fund, by=amina, title="Tournoi de la cour")
    asked_of_holder(chloe, told)
    operations.write_to_team(by=amina, application=told, text="Bonjour, la sono est celle du centre social.")
    operations.write_to_holder(by=chloe, application=told, text="Merci Amina, je regarde avec eux.")
    operations.note(by=chloe, application=told, kind="note", text="Vu Amina au marché.")
    waited = stories.submitted(fund, by=amina, title="Ciné sur la dalle")
    asked_of_holder(chloe, waited)
    again = stories.submitted(fund, title="Bal du quartier", group_name="Les voisins du 12")
    operations.declare_inadmissible(by=chloe, application=again, reason="La fête a déjà eu lieu.")
    bikes = stories.submitted(fund, title="Atelier vélo du samedi", group_name="Les dérailleurs")
    named = stories.submitted(fund, title=LONG, group_name="Les pédales douces")
    return {
        "chloe": chloe,
        "amina": amina,
        "told": told,
        "waited": waited,
        "stopped": stories.submitted(strict, title="Jardin partagé de la dalle", group_name="Les mains vertes"),
        "named": named,
        "again": again,
        "bikes": bikes,
        "opinion": asked_outside(chloe, named),
        "opinion to give": asked_outside(chloe, told),
    }


@pytest.fixture
def visit_as(visit, desk, site):
    """Visit as somebody signed in: `visit_as("chloe", width=360)`."""

    def opened(who, **how):
        page = visit(**how)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": desk[desk[who]], "url": site}])
        return page

    return opened


def link_of(opinion):
    return f"/avis/{tokens.token_for(opinion.public_id, opinion.token_hash)}/"


def addresses(desk):
    told, stopped, named = (f"/instruire/{desk[name].public_id}/" for name in ("told", "stopped", "named"))
    return {
        "queue": "/instruire/",
        "file": told,
        "file stopped": stopped,
        "file with a long name": named,
        "overrule": f"{stopped}controle/holder.kind_refused/",
        "check by hand": f"{stopped}controle/hand.residence/",
        "correction": f"{told}correction/",
        "ask an opinion": f"{told}avis/",
        "exchanges": f"{told}echanges/",
        "decide": f"{stopped}decider/",
        "again": f"/instruire/{desk['again'].public_id}/reprendre/",
        "opinion": link_of(desk["opinion"]),
    }


def followed(desk):
    """What Amina reads of her files."""
    told, waited = (f"/mon-projet/{desk[name].public_id}/" for name in ("told", "waited"))
    correction = desk["told"].corrections.get()
    return {
        "her project": f"{told}envoye/",
        "what is asked": f"{told}correction/{correction.public_id}/",
        "another": f"{waited}envoye/",
    }


@looks()
def test_no_page_of_screening_has_one_fault_for_axe(visit_as, axe, desk, width, dark):
    page = visit_as("chloe", width=width, dark=dark)
    faults = {}
    for name, address in addresses(desk).items():
        page.goto(address)
        faults[name] = axe(page)
    assert faults == {name: [] for name in faults}


def test_a_form_sent_empty_has_no_fault_either(visit_as, axe, desk):
    page = visit_as("chloe", width=360)
    faults = {}
    for name, button in [
        ("overrule", "Enregistrer"),
        ("correction", "Demander au porteur"),
        ("ask an opinion", "Envoyer le lien"),
        ("decide", "Déclarer non recevable"),
        ("opinion", "Donner mon avis"),
    ]:
        page.goto(addresses(desk)[name])
        page.get_by_role("button", name=button).click()
        page.get_by_role("alert").first.wait_for()
        assert page.title().startswith("Erreur"), name
        faults[name] = axe(page)
    assert faults == {name: [] for name in faults}


@pytest.mark.parametrize("height", [256, 700])
def test_at_320_pixels_nothing_runs_off_the_side(visit_as, desk, height):
    page = visit_as("chloe", width=320, height=height)
    widest = {}
    for name, address in addresses(desk).items():
        page.goto(address)
        widest[name] = steps.overflow(page)
    assert widest == dict.fromkeys(widest, 0)


def test_by_keyboard_from_the_queue_to_a_file_declared_admissible(visit_as, desk):
    file = desk["bikes"]
    page = visit_as("chloe", width=1280, height=900)
    page.goto("/instruire/")
    reach(page, f"Instruire {file.number}")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Atelier vélo du samedi").wait_for()
    reach(page, "Recevable ou non")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decider/")
    reach(page, "Déclarer recevable")
    page.keyboard.press("Enter")
    page.get_by_text("Recevable : il passera au comité du").wait_for()
    page.get_by_role("heading", name="Ce dossier est recevable").wait_for()
    assert Application.objects.get(pk=file.pk).state == "admissible"


def reach(page, words):
    """Press Tab until the link or button that begins with these words has the focus, and see it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent || document.activeElement.value || ''")
        if " ".join(focused.split()).startswith(words):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", words
            return
    raise AssertionError(f"{words} is never reached")


def test_without_scripts_a_point_is_overruled_and_a_correction_asked(visit_as, desk):
    page = visit_as("chloe", width=360, scripts=False)
    page.goto(addresses(desk)["file stopped"])
    page.get_by_role("link", name="Donner mon avis").click()
    page.get_by_label("Cela convient", exact=False).first.check()
    page.get_by_label("Pourquoi ?").fill("Le centre social les porte.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est noté au dossier, avec votre nom.").wait_for()
    page.get_by_text("Le centre social les porte.").wait_for()
    page.get_by_role("link", name="Demander une correction").click()
    page.get_by_label("Ce que vous demandez").fill("À quelle heure finit la fête ?")
    page.get_by_role("button", name="Demander au porteur").click()
    page.get_by_role("heading", name="On attend le porteur").wait_for()
    asked = Correction.objects.get(application=desk["stopped"])
    assert (asked.text, asked.deadline) == ("À quelle heure finit la fête ?", day(10))


def test_somebody_outside_answers_on_a_phone_without_scripts(visit, desk):
    opinion = desk["opinion to give"]
    page = visit(width=360, scripts=False)
    page.goto(link_of(opinion))
    page.get_by_label("Oui, avec une réserve").check()
    page.get_by_label("Un mot d’explication").fill("Finir à 22 h : des familles dorment au-dessus.")
    page.get_by_role("button", name="Donner mon avis").click()
    page.get_by_text("Merci, votre avis est donné").wait_for()
    assert Opinion.objects.get(pk=opinion.pk).answer == "reserve"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_amina_follows_has_no_fault_and_fits_320_pixels(visit_as, axe, desk, dark):
    page = visit_as("amina", width=360, dark=dark)
    faults, widest = {}, {}
    for name, address in followed(desk).items():
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(address)
        faults[name] = axe(page)
        page.set_viewport_size({"width": 320, "height": 256})
        widest[name] = steps.overflow(page)
    assert (faults, widest) == ({name: [] for name in faults}, dict.fromkeys(widest, 0))


def test_amina_does_what_was_asked_on_a_phone_without_scripts(visit_as, desk):
    page = visit_as("amina", width=360, scripts=False)
    page.goto(f"/mon-projet/{desk['waited'].public_id}/envoye/")
    page.get_by_text("Combien coûte la sono ?").wait_for()
    page.get_by_role("link", name="Le faire").click()
    page.locator("#lines-0-amount").fill("140")
    page.locator("#id_papers").set_input_files(steps.photo())
    page.get_by_label("Un mot pour l’équipe").fill("C’est le prix du magasin de la rue.")
    page.get_by_role("button", name="C’est fait, envoyer").click()
    page.get_by_text("Vous l’avez fait, merci").wait_for()
    page.get_by_label("Votre message à l’équipe").fill("Dites-moi si la photo est lisible.")
    page.get_by_role("button", name="Envoyer mon message").click()
    page.get_by_text("Votre message est envoyé").wait_for()
    kept = Application.objects.get(pk=desk["waited"].pk)
    correction = kept.corrections.get()
    assert (kept.answers["lines"][0]["amount"], kept.documents.count()) == ("140", 1)
    assert (correction.is_to_check, correction.said) == (True, "C’est le prix du magasin de la rue.")
    assert kept.messages.unread_by_team().count() == 1
