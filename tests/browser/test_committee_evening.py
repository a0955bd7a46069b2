"""A whole evening in two browsers: the secretary's tablet and Bruno's phone, from the convocation to the answers."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Decision, DecisionLetter, Minutes, Session
from quartierlibre.domain.people.models import Person
from tests.access.world import sign_in
from tests.factories import applications, committees, personas, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice

SHOTS = os.environ.get("QL_SHOTS", "")  # a folder, to look at what the journey looks like
RULES = {"session__ballot": choice("by_name")}


@dataclass
class Evening:
    session: Session
    cookie: str

    def at(self, page="", *more):
        return "/".join(["/deliberer/seances", str(self.session.public_id), *([page] if page else []), *more, ""])

    @property
    def phone(self):
        return f"/deliberer/s/{self.session.public_id}/"


PEOPLE = (
    ("Bruno Caron", "member"),
    ("Yvette Carlier", "chair"),
    ("Karim Ouali", "secretary"),
    ("Marcel Dupont", "member"),
)
FILES = ("Jardin de la dalle", "Fête du four à pain")


def build(name):
    """A committee of four with two files, this very day, ready to be called and opened; one holder has no e-mail."""
    fund = applications.fund(name, rules=committees.rules(**votes.SIMPLE, **RULES))
    votes.endow(fund, 40_000)
    committee = operations.form_committee(by=MACHINE, fund=fund, name="Comité des Glycines")
    for n, (who, title) in enumerate(PEOPLE):
        committees.seat(committee, someone(who, n, fund), title=title)
    session = committees.session(committee, members=0, days=40)
    for n, title in enumerate(FILES):
        reached = {"contact_kind": "email", "contact_email": f"groupe{n}@exemple.fr"}
        by_phone = {"contact_kind": "phone", "contact_email": "", "contact_phone": "06 12 34 56 78"}
        committees.case(session, title=title, group_name=f"Groupe {n}", asked="300", **(reached if n else by_phone))
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() + timedelta(hours=1))
    session.refresh_from_db()
    client = Client()
    sign_in(client, personas.chloe(fund.territory))
    return Evening(session, client.cookies[settings.SESSION_COOKIE_NAME].value)


def someone(name, n, fund):
    if n == 0:
        return personas.bruno(fund.territory)
    email = None if name == "Marcel Dupont" else f"{name.split()[0].lower()}@exemple.fr"
    known = Person.objects.filter(name=name).first()
    return known or Person.objects.create_user(name=name, email=email, phone="" if email else "+33612345678")


@pytest.fixture(scope="module")
def evenings(world, django_db_blocker):
    """Written for good, since another process reads them."""
    with django_db_blocker.unblock():
        yield {name: build(f"Fonds {name}") for name in ("soiree", "sans script", "au clavier")}


@pytest.fixture
def desk(visit, site):
    """Visit as Chloé: `desk(evening, width=1280)`."""

    def opened(evening, **how):
        page = visit(**how)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": evening.cookie, "url": site}])
        return page

    return opened


def card_of(evening, name):
    """A card given in the hand, by another connection than the test's, whose transaction the site cannot see."""

    def make():
        place = evening.session.attendances.get(seat__person__name=name)
        token = operations.new_card(by=MACHINE, attendance=place)
        connection.close()
        return token

    with ThreadPoolExecutor(1) as other:
        return f"/deliberer/carte/{other.submit(make).result()}/"


def press(page, name, exact=True):
    page.get_by_role("button", name=name, exact=exact).first.click()


def open_the_session(page, evening):
    page.goto(evening.at("soiree"))
    press(page, "Ouvrir la séance")
    page.get_by_text("La séance est ouverte").wait_for()
    for name in ("Bruno Caron", "Karim Ouali", "Yvette Carlier"):
        press(page, f"Présent·e : {name}")
        page.get_by_role("button", name=f"Part : {name}").wait_for()


def shot(page, name):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_the_whole_evening(evenings, desk, visit, axe):
    evening = evenings["soiree"]
    page = desk(evening, width=1280, height=900)
    faults = {}

    def look(name, of=None):
        of = of or page
        faults[name] = axe(of)
        shot(of, name)

    page.goto(evening.at())
    look("prepare")
    press(page, "Fixer les heures")
    press(page, "Descendre Jardin de la dalle")
    page.get_by_label("Un mot pour les membres").fill("Entrée par la cour.")
    press(page, "Convoquer les membres")
    page.get_by_text("Les convocations partent").wait_for()
    open_the_session(page, evening)
    look("evening")

    phone = visit(width=360)
    phone.goto(card_of(evening, "Bruno Caron"))
    phone.wait_for_url("**/deliberer/s/**")
    look("phone-listening", phone)
    page.goto(evening.at("soiree"))
    page.get_by_role("link", name="Premier dossier").click()
    page.get_by_role("heading", name="Fête du four à pain", level=1).wait_for()
    look("case-hearing")
    press(page, "Présent")
    press(page, "Le porteur sort, on discute")
    press(page, "Ouvrir le vote")
    page.get_by_role("button", name="Clore le vote").wait_for()

    phone.get_by_role("button", name="Pour", exact=True).wait_for()  # by itself, within a few seconds
    look("phone-ballot", phone)
    phone.get_by_role("button", name="Contre", exact=True).click()
    phone.get_by_text("C’est voté").wait_for()
    look("phone-receipt", phone)
    phone.get_by_role("button", name="Annuler (10 s)").click()
    phone.get_by_role("button", name="Pour", exact=True).click()
    phone.get_by_text("C’est voté").wait_for()
    assert "1 voix sur 3" not in phone.content(), "no total on a phone before the vote closes"
    page.get_by_text("1 voix sur 3").wait_for()  # by itself
    page.get_by_text("Noter une voix dite à voix haute").click()
    for name in ("Karim Ouali", "Yvette Carlier"):
        page.get_by_role("group", name=name).get_by_label("Pour").check()
    look("case-voting")
    press(page, "Noter ces voix")
    page.get_by_text("Tout le monde a voté").wait_for()
    press(page, "Clore le vote")
    page.get_by_text("Adopté").wait_for()
    look("case-deciding")
    phone.get_by_text("Pour : 3").wait_for()
    page.get_by_label("Somme accordée").fill("250")
    page.get_by_label("Partir d’une phrase").select_option(index=1)
    assert page.get_by_label("La raison").input_value().startswith("Le projet réunit")
    press(page, "Décider et dossier suivant")

    page.get_by_role("heading", name="Jardin de la dalle", level=1).wait_for()
    phone.get_by_role("heading", name="Jardin de la dalle", level=1).wait_for()
    phone.get_by_text("Je connais bien le porteur").click()
    phone.get_by_role("button", name="Voisin directement concerné").click()
    phone.get_by_role("heading", name="Vous sortez pour ce dossier").wait_for()
    look("phone-aside", phone)
    press(page, "Ouvrir le vote")
    page.get_by_text("0 voix sur 2").wait_for()
    page.get_by_text("Noter une voix dite à voix haute").click()
    for name in ("Karim Ouali", "Yvette Carlier"):
        page.get_by_role("group", name=name).get_by_label("Pour").check()
    press(page, "Noter ces voix")
    press(page, "Clore le vote")
    page.get_by_text("il reste 150", exact=False).first.wait_for()
    look("case-short")
    page.get_by_label("La raison").fill("Le comité soutient ce jardin, avec ce qui reste ce soir.")
    press(page, "Décider", exact=False)
    page.get_by_text("Tous les dossiers ont leur suite").wait_for()
    press(page, "Clore la séance")
    page.get_by_role("heading", name="Procès-verbal", level=1).wait_for()
    look("minutes")

    page.get_by_text("Un mot de la fin (closing)").click()
    page.get_by_label("Un mot de la fin").fill("Prochaine séance en janvier.")
    page.get_by_role("button", name="Enregistrer").last.click()
    page.get_by_text("C’est écrit.").wait_for()
    press(page, "Tout est relu : passer aux signatures")
    for _ in range(2):
        draw(page)
        press(page, "Signer")
        page.get_by_text("C’est signé.").wait_for()
    page.get_by_text("Signé et scellé").wait_for()
    look("minutes-sealed")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Procès-verbal signé (PDF)").click()
    with pikepdf.open(caught.value.path()) as pdf:
        assert pdf.Root.MarkInfo.Marked
    if SHOTS:
        caught.value.save_as(f"{SHOTS}/minutes.pdf")

    page.get_by_role("link", name="Envoyer les réponses").click()
    look("answers")
    press(page, "Envoyer les réponses")
    page.get_by_text("2 réponses sont parties").wait_for()
    look("answers-sent")
    if SHOTS:
        with page.expect_download() as letters:
            page.get_by_role("link", name="Lettres à imprimer (PDF)").click()
        letters.value.save_as(f"{SHOTS}/letters.pdf")
    assert faults == {name: [] for name in faults}
    amounts = Decision.objects.filter(case__session=evening.session).order_by("number").values_list("amount_cents")
    assert list(amounts) == [(25_000,), (15_000,)]
    assert Minutes.objects.get(session=evening.session).sha256
    assert DecisionLetter.objects.filter(decision__case__session=evening.session).count() == 2
    phone.goto(evening.phone)
    assert "/connexion/" in phone.url or "finie" in phone.content(), "the card is worth nothing any more"


def draw(page):
    """A few strokes with the mouse in the first pad."""
    box = page.locator("canvas").first.bounding_box()
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(x + step * 15, y + (20 if step % 2 else -20))
    page.mouse.up()
