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
from tests.browser import steps
from tests.browser.looks import looks
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


class Run:
    """The secretary's screen and Bruno's phone, and what axe says of each screen on the way."""

    def __init__(self, evening, page, phone, axe):
        self.evening, self.page, self.phone, self.axe = evening, page, phone, axe
        self.faults = {}

    def look(self, name, of=None):
        of = of or self.page
        self.faults[name] = self.axe(of)
        shot(of, name)

    def note_aloud(self, *names):
        """Voices said in the room."""
        self.page.get_by_text("Noter une voix dite à voix haute").click()
        for name in names:
            self.page.get_by_role("group", name=name).get_by_label("Pour").check()
        press(self.page, "Noter ces voix")

    def prepare(self):
        self.page.goto(self.evening.at())
        self.look("prepare")
        press(self.page, "Fixer les heures")
        press(self.page, "Descendre Jardin de la dalle")
        self.page.get_by_label("Un mot pour les membres").fill("Entrée par la cour.")
        press(self.page, "Convoquer les membres")
        self.page.get_by_text("Les convocations partent").wait_for()

    def open(self):
        open_the_session(self.page, self.evening)
        self.look("evening")
        self.phone.goto(card_of(self.evening, "Bruno Caron"))
        self.phone.wait_for_url("**/deliberer/s/**")
        self.look("phone-listening", self.phone)

    def hear_the_first(self):
        self.page.goto(self.evening.at("soiree"))
        self.page.get_by_role("link", name="Premier dossier").click()
        self.page.get_by_role("heading", name="Fête du four à pain", level=1).wait_for()
        self.look("case-hearing")
        press(self.page, "Présent")
        press(self.page, "Le porteur sort, on discute")
        press(self.page, "Ouvrir le vote")
        self.page.get_by_role("button", name="Clore le vote").wait_for()

    def vote_on_the_phone(self):
        phone = self.phone
        phone.get_by_role("button", name="Pour", exact=True).wait_for()  # by itself, within a few seconds
        self.look("phone-ballot", phone)
        phone.get_by_role("button", name="Contre", exact=True).click()
        phone.get_by_text("C’est voté").wait_for()
        self.look("phone-receipt", phone)
        phone.get_by_role("button", name="Annuler (10 s)").click()
        phone.get_by_role("button", name="Pour", exact=True).click()
        phone.get_by_text("C’est voté").wait_for()
        assert "1 voix sur 3" not in phone.content(), "no total on a phone before the vote closes"
        self.page.get_by_text("1 voix sur 3").wait_for()  # by itself

    def decide_the_first(self):
        page = self.page
        self.look("case-voting")
        self.note_aloud("Karim Ouali", "Yvette Carlier")
        page.get_by_text("Tout le monde a voté").wait_for()
        press(page, "Clore le vote")
        page.get_by_text("Adopté").wait_for()
        self.look("case-deciding")
        self.phone.get_by_text("Pour : 3").wait_for()
        page.get_by_label("Somme accordée").fill("250")
        page.get_by_label("Partir d’une phrase").select_option(index=1)
        assert page.get_by_label("La raison").input_value().startswith("Le projet réunit")
        press(page, "Décider et dossier suivant")

    def step_aside_on_the_second(self):
        phone = self.phone
        for screen in (self.page, phone):
            screen.get_by_role("heading", name="Jardin de la dalle", level=1).wait_for()
        phone.get_by_text("Je connais bien le porteur").click()
        phone.get_by_role("button", name="Voisin directement concerné").click()
        phone.get_by_role("heading", name="Vous sortez pour ce dossier").wait_for()
        self.look("phone-aside", phone)

    def decide_the_second(self):
        page = self.page
        press(page, "Ouvrir le vote")
        page.get_by_text("0 voix sur 2").wait_for()
        self.note_aloud("Karim Ouali", "Yvette Carlier")
        press(page, "Clore le vote")
        page.get_by_text("il reste 150").first.wait_for()
        self.look("case-short")
        page.get_by_label("La raison").fill("Le comité soutient ce jardin, avec ce qui reste ce soir.")
        press(page, "Décider", exact=False)
        page.get_by_text("Tous les dossiers ont leur suite").wait_for()

    def close_write_and_sign(self):
        page = self.page
        press(page, "Clore la séance")
        page.get_by_role("heading", name="Procès-verbal", level=1).wait_for()
        self.look("minutes")
        page.get_by_text("Un mot de la fin (closing)").click()
        page.get_by_label("Un mot de la fin").fill("Prochaine séance en janvier.")
        page.get_by_role("button", name="Enregistrer").last.click()
        page.get_by_text("C’est écrit.").wait_for()
        press(page, "Tout est relu : passer aux signatures")
        for _ in range(2):
            steps.draw(page)
            press(page, "Signer")
            page.get_by_text("C’est signé.").wait_for()
        page.get_by_text("Signé et scellé").wait_for()
        self.look("minutes-sealed")
        with pikepdf.open(self.taken_away("Procès-verbal signé (PDF)", "minutes")) as pdf:
            assert pdf.Root.MarkInfo.Marked

    def answer(self):
        self.page.get_by_role("link", name="Envoyer les réponses").click()
        self.look("answers")
        press(self.page, "Envoyer les réponses")
        self.page.get_by_text("2 réponses sont parties").wait_for()
        self.look("answers-sent")
        with pikepdf.open(self.taken_away("Lettres à imprimer (PDF)", "letters")) as pdf:
            assert len(pdf.pages) == 1

    def taken_away(self, link, name):
        with self.page.expect_download() as caught:
            self.page.get_by_role("link", name=link).click()
        if SHOTS:
            caught.value.save_as(f"{SHOTS}/{name}.pdf")
        return caught.value.path()


def test_the_whole_evening(evenings, desk, visit, axe):
    evening = evenings["soiree"]
    run = Run(evening, desk(evening, width=1280, height=900), visit(width=360), axe)
    run.prepare()
    run.open()
    run.hear_the_first()
    run.vote_on_the_phone()
    run.decide_the_first()
    run.step_aside_on_the_second()
    run.decide_the_second()
    run.close_write_and_sign()
    run.answer()
    assert run.faults == {name: [] for name in run.faults}
    decided = Decision.objects.filter(case__session=evening.session).order_by("number")
    assert list(decided.values_list("amount_cents", flat=True)) == [25_000, 15_000]
    assert Minutes.objects.get(session=evening.session).sha256
    assert DecisionLetter.objects.filter(decision__case__session=evening.session).count() == 2
    run.phone.goto(evening.phone)
    assert "/connexion/" in run.phone.url, "the card is worth nothing any more"


def test_the_evening_without_scripts(evenings, desk):
    """Every act by plain forms: open, vote by name, decide, close, write, sign on paper."""
    evening = evenings["sans script"]
    page = desk(evening, width=360, scripts=False)
    page.goto(evening.at("soiree"))
    press(page, "Ouvrir la séance")
    for name in ("Bruno Caron", "Karim Ouali"):
        press(page, f"Présent·e : {name}")
    page.get_by_role("link", name="Premier dossier").click()
    press(page, "Ouvrir le vote")
    page.get_by_text("Noter une voix dite à voix haute").click()
    for name in ("Bruno Caron", "Karim Ouali"):
        page.get_by_role("group", name=name).get_by_label("Pour").check()
    press(page, "Noter ces voix")
    press(page, "Clore le vote")
    page.get_by_label("Partir d’une phrase").select_option(index=1)
    press(page, "Décider et dossier suivant")
    page.get_by_text("Ajourner sans voter").click()
    page.get_by_label("Pourquoi ? Le porteur le lira.").fill("Il manque un devis.")
    press(page, "Ajourner ce dossier")
    press(page, "Clore la séance")
    press(page, "Tout est relu : passer aux signatures")
    assert page.locator("canvas").first.is_hidden(), "a frame nobody can draw in is not shown"
    for role in ("chair", "secretary"):
        part = page.locator(f"#signature-{role}")
        part.get_by_text("Signer sur la feuille imprimée").click()
        part.get_by_label("Photo de la feuille signée").set_input_files(steps.photo())
        part.get_by_role("button", name="Joindre la feuille signée").click()
    page.get_by_text("Signé et scellé").wait_for()
    assert Decision.objects.get(case__session=evening.session).reason.startswith("Le projet réunit")
    assert steps.overflow(page) == 0


@looks(320)
def test_every_screen_fits_and_has_no_fault_in_the_dark_too(evenings, desk, visit, axe, width, dark):
    evening = evenings["au clavier"]
    page = desk(evening, width=width, dark=dark)
    case = evening.session.cases.order_by("position").first().public_id
    found = {}
    pages = (evening.at(), evening.at("soiree"), evening.at("dossiers", str(case)), evening.at("proces-verbal"))
    committee = f"/deliberer/comites/{evening.session.committee.public_id}/"
    for number, address in enumerate((*pages, evening.at("reponses"), committee, "/deliberer/")):
        page.goto(address)
        shot(page, f"fit-{width}-{number}")
        found[address] = (axe(page), steps.overflow(page))
    assert found == dict.fromkeys(found, ([], 0))


def test_by_keyboard_a_member_votes(evenings, desk, visit):
    evening = evenings["au clavier"]
    page = desk(evening, width=1280, height=900)
    open_the_session(page, evening)
    page.get_by_role("link", name="Premier dossier").click()
    press(page, "Ouvrir le vote")
    phone = visit(width=360)
    phone.goto(card_of(evening, "Bruno Caron"))
    phone.wait_for_url("**/deliberer/s/**")
    for _ in range(20):
        phone.keyboard.press("Tab")
        if phone.evaluate("document.activeElement.value") == "for":
            break
    assert phone.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    phone.keyboard.press("Enter")
    phone.get_by_text("C’est voté").wait_for()
