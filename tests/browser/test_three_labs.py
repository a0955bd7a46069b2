"""Three PIC Labs in three towns, one series: prepared, filled, waited for, welcomed at the door and certified."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import expect

from quartierlibre.domain.meetings.models import Certificate, Meeting, Participant
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from tests.access.world import sign_in
from tests.browser import looks, steps
from tests.factories import meetings
from tests.support.documents import words_of

FIRST = timezone.localdate() + timedelta(days=30)
# As in 2017: three towns, some days apart, one afternoon each.
TOWNS = (
    ("Étrœuvre", "Espace du Canal", 0),
    ("Rouvelinghem", "Salle des fêtes", 7),
    ("Saint-Amé", "Hôtel de ville", 14),
)
SERIES = "Les PIC Labs de l’automne"
AUDIENCE = "Élus : 1\nÉquipes politique de la ville\nAssociations gestionnaires\nHabitants"
PROGRAMME = """13:30 Accueil
14:00 Démarrage des travaux
Présentation du dispositif
Temps d’échanges
Carrefour PIC-Lab
Capitalisation
Restitution
17:00 Clôture"""
SEATS, SLUG = 3, "pic-lab-a-etroeuvre"


@pytest.fixture(scope="module")
def cookie(world, django_db_blocker):
    with django_db_blocker.unblock():
        client = Client()
        sign_in(client, meetings.gaelle(world.fund.territory))
        return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def gaelle(visit, site, cookie):
    page = visit(width=1280)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    return page


@pytest.fixture
def meanwhile(django_db_blocker):
    """What a clock or a worker does, for good: on a connection of its own, which this test's would not be."""

    def done(act):
        def alone():
            try:
                return act()
            finally:
                connection.close()

        with django_db_blocker.unblock(), ThreadPoolExecutor(1) as somebody:
            return somebody.submit(alone).result()

    return done


def fits(page, axe, name):
    """On a telephone by day and on a desk by night: nothing wider than the screen, nothing that stops someone."""
    for width, scheme in looks.seen():
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert steps.overflow(page) <= 0, (name, width)
        assert axe(page) == [], (name, width, scheme)


def said(page):
    return page.locator("main").inner_text().replace("\u00a0", " ")


def answer_eight_questions(page, town, venue, day):
    page.get_by_label("Quel jour").fill(day.isoformat())
    for label, hour in (("Accueil à partir de", "13:30"), ("Début", "14:00"), ("Fin", "17:00")):
        page.get_by_label(label).fill(hour)
    page.get_by_label("Nom du lieu").fill(venue)
    page.get_by_label(re.compile("^Adresse")).fill("6 avenue des Essais")
    page.get_by_label(re.compile("^Ville")).fill(town)
    page.get_by_label("Pour qui").fill(AUDIENCE)
    page.get_by_label("Combien de places").fill(str(SEATS))
    page.get_by_label("Quels carrefours").fill("Monter un fonds\nAller vers les habitants\nFaire connaître")
    page.get_by_label("Qui organise").fill("Centre de ressources")
    page.get_by_label("Qui répond aux questions").fill("Gaëlle, 03 22 00 00 00")


def register(page, name, category):
    """Anyone, from the page of the meeting; gives the address of their registration, which is their key."""
    page.goto(f"/agenda/{SLUG}/")
    page.locator("a[href$='/inscription/']").click()
    page.get_by_label("Votre nom").fill(name)
    asked = page.get_by_label("Vous venez comme")
    asked.select_option(value=asked.locator("option", has_text=category).get_attribute("value"))
    page.get_by_label("Association, service ou organisme").fill("Régie de quartier")
    page.get_by_label("Votre adresse e-mail").fill(f"{slugify(name.split()[0])}@example.org")
    page.get_by_role("button", name="M’inscrire").click()
    page.wait_for_url("**/agenda/inscription/*/")
    return page.url


def prepare(gaelle, visit, axe):
    for number, (town, venue, days) in enumerate(TOWNS):
        gaelle.goto("/agenda/organiser/")
        gaelle.get_by_role("link", name="Préparer une rencontre").click()
        gaelle.wait_for_url("**/nouvelle/")
        if number == 0:
            fits(gaelle, axe, "wizard")
            gaelle.get_by_label("Nom d’une nouvelle série").fill(SERIES)
        else:
            gaelle.get_by_label("Dans une série").select_option(label=SERIES)
        answer_eight_questions(gaelle, town, venue, FIRST + timedelta(days=days))
        gaelle.get_by_role("button", name="Publier").click()
        gaelle.get_by_text("les inscriptions sont ouvertes").wait_for()
        fits(gaelle, axe, f"desk-{number}")
    gaelle.goto(f"/agenda/organiser/{SLUG}/page/")
    gaelle.get_by_label("Le programme").fill(PROGRAMME)
    gaelle.get_by_label("En deux phrases").fill("Une après-midi pour échanger sur les pratiques, et en montrer.")
    gaelle.get_by_role("button", name="Enregistrer").click()
    gaelle.get_by_text("C’est enregistré.").wait_for()
    fits(gaelle, axe, "write")
    anyone = visit(width=360)
    anyone.goto("/agenda/")
    cards = anyone.locator(".meet-card")
    assert [each.get_by_role("link").inner_text() for each in cards.all()] == [
        f"PIC Lab à {town}" for town, *_ in TOWNS
    ]
    fits(anyone, axe, "agenda")
    anyone.get_by_role("link", name="PIC Lab à Étrœuvre").click()
    anyone.wait_for_url(f"**/{SLUG}/")
    for words in (
        "de 14 h à 17 h",
        "Accueil à partir de 13 h 30",
        "Carrefour PIC-Lab",
        f"Dans la même série : {SERIES}",
    ):
        assert words in said(anyone), words
    fits(anyone, axe, "meeting")
    for town in ("Rouvelinghem", "Saint-Amé"):
        expect(anyone.get_by_role("link", name=f"PIC Lab à {town}")).to_be_visible()


def fill(page, axe, meanwhile):
    """Until full; one waits, one leaves, the next is promoted and says yes."""
    leaving = register(page, "Aïcha Benali", "Habitants")
    expect(page.get_by_text("Vous êtes attendu·e")).to_be_visible()
    fits(page, axe, "confirmed")
    register(page, "Paul Lefèvre", "Élus")
    page.goto(f"/agenda/{SLUG}/inscription/")
    fits(page, axe, "register")
    second = register(page, "Rose Wattelet", "Élus")
    expect(page.get_by_text("Vous êtes sur la liste d’attente")).to_be_visible()
    register(page, "Inès Duhamel", "Associations gestionnaires")
    expect(page.get_by_text("Vous êtes attendu·e")).to_be_visible()
    waiting = register(page, "Omar N’Diaye", "Habitants")
    expect(page.get_by_text("Vous êtes au rang 2")).to_be_visible()
    fits(page, axe, "waiting")
    page.goto(f"/agenda/{SLUG}/")
    expect(page.get_by_role("link", name="M’inscrire sur la liste d’attente")).to_be_visible()
    fits(page, axe, "full")
    page.goto(leaving)
    page.get_by_text("Je ne peux plus venir").click()
    page.get_by_role("button", name="Annuler mon inscription").click()
    expect(page.get_by_text("Votre inscription est annulée")).to_be_visible()
    fits(page, axe, "cancelled")
    page.goto(second)
    expect(page.get_by_text("Vous êtes sur la liste d’attente")).to_be_visible()
    meanwhile(write_due)
    letter = meanwhile(lambda: Message.objects.filter(to="omar@example.org").latest("pk"))
    link = re.search(r"/agenda/inscription/[^/\s]+/", letter.text)[0]
    assert waiting.endswith(link)
    page.goto(link)
    expect(page.get_by_text("Une place vous attend")).to_be_visible()
    fits(page, axe, "offered")
    page.get_by_role("button", name="Oui, je viens").click()
    expect(page.get_by_text("Vous êtes attendu·e")).to_be_visible()


def welcome(gaelle, axe, meanwhile):
    """Papers first; then one by name, one by their square, and one does not come."""
    gaelle.goto(f"/agenda/organiser/{SLUG}/")
    fits(gaelle, axe, "desk-full")
    for name, words in (
        ("affiche", ("PIC Lab à Étrœuvre", "de 14 h à 17 h", "Espace du Canal")),
        ("tables", ("Carrefour PIC-Lab",)),
        ("emargement", ("Omar N’Diaye", "Inès Duhamel", "Paul Lefèvre", "Signature")),
        ("badges", ("Omar N’Diaye", "Inès Duhamel", "Paul Lefèvre")),
    ):
        paper = words_of(gaelle.request.get(f"/agenda/organiser/{SLUG}/{name}.pdf").body())
        assert all(each in paper for each in words), (name, paper)
        assert "Aïcha" not in paper, "whoever steps back is on no paper"
        assert "Rose" not in paper, "nor whoever waits"
    gaelle.goto(f"/agenda/organiser/{SLUG}/accueil/")
    fits(gaelle, axe, "door")
    gaelle.get_by_label("Nom ou organisme").fill("ines")
    gaelle.get_by_role("button", name="Est là : Inès Duhamel").click()
    expect(gaelle.get_by_role("button", name="Retirer : Inès Duhamel")).to_be_visible()
    expect(gaelle.locator("[data-ql-door-there]")).to_have_text("1")
    omar = meanwhile(lambda: Participant.objects.get(name="Omar N’Diaye").public_id)
    gaelle.goto(f"/agenda/organiser/billet/{omar}/")
    fits(gaelle, axe, "ticket")
    gaelle.get_by_role("button", name="Est là").click()
    gaelle.wait_for_url("**/accueil/")
    expect(gaelle.get_by_text("Omar N’Diaye est là.")).to_be_visible()
    expect(gaelle.locator("[data-ql-door-there]")).to_have_text("2")
    gaelle.goto(f"/agenda/organiser/billet/{omar}/")
    expect(gaelle.get_by_text("Déjà là")).to_be_visible()


def over():
    """The clock, two days after."""
    made = Meeting.objects.get(slug=SLUG)
    shift = made.ends_at - timezone.now() + timedelta(days=2)
    moved = {name: getattr(made, name) - shift for name in ("welcome_at", "starts_at", "ends_at")}
    Meeting.objects.filter(pk=made.pk).update(**moved)


def certify(gaelle, omar, axe, meanwhile):
    """Who came, and nobody else; a code proves it to anyone."""
    meanwhile(over)
    gaelle.goto(f"/agenda/organiser/{SLUG}/")
    gaelle.get_by_role("button", name="Préparer les attestations").click()
    expect(gaelle.get_by_text("2 attestations sont prêtes.")).to_be_visible()
    fits(gaelle, axe, "desk-over")
    paper = words_of(gaelle.request.get(f"/agenda/organiser/{SLUG}/attestations.pdf").body())
    for words in ("Omar N’Diaye", "Inès Duhamel", "PIC Lab à Étrœuvre", "Durée : 3 h"):
        assert words in paper
    assert "Paul Lefèvre" not in paper, "who did not come is not certified"
    letter = meanwhile(lambda: Message.objects.filter(to="omar@example.org").latest("pk"))
    omar.goto(re.search(r"/agenda/inscription/[^/\s]+/", letter.text)[0])
    own = omar.get_by_role("link", name="Mon attestation de présence")
    expect(own).to_be_visible()
    fits(omar, axe, "own-after")
    assert "Omar N’Diaye" in words_of(omar.request.get(own.get_attribute("href")).body())
    code = meanwhile(lambda: Certificate.objects.get(participant__name="Omar N’Diaye").code)
    omar.goto("/agenda/attestation/")
    omar.get_by_label("Code").fill(code)
    omar.get_by_label("Nom écrit sur l’attestation").fill("Omar N’Diaye")
    omar.get_by_role("button", name="Vérifier").click()
    expect(omar.get_by_text("Cette attestation est authentique")).to_be_visible()
    expect(omar.get_by_text("Le nom est le bon")).to_be_visible()
    fits(omar, axe, "certificate")


def test_three_labs(gaelle, visit, axe, meanwhile):
    prepare(gaelle, visit, axe)
    fill(visit(width=360), axe, meanwhile)
    welcome(gaelle, axe, meanwhile)
    certify(gaelle, visit(width=360), axe, meanwhile)
