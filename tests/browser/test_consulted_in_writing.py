"""A quorum that lacks, and a whole committee asked in writing: the secretary's screen, a member at home, no script."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Consultation, Session, Voter
from quartierlibre.domain.people.models import Person
from tests.access.world import sign_in
from tests.factories import applications, committees, consultations, personas, votes
from tests.factories.applications import MACHINE

SHOTS = os.environ.get("QL_SHOTS", "")  # a folder, to look at what the journey looks like
NAMES = ("Yvette Carlier", "Karim Ouali", "Marcel Dupont")
FILES = ("Jardin de la dalle", "Fête du four à pain")


@pytest.fixture(scope="module")
def evening(world, django_db_blocker):
    """Two files heard by two members out of four, written for good, since another process reads them."""
    with django_db_blocker.unblock():
        rules = committees.rules(**votes.SIMPLE, **consultations.WRITTEN)
        fund = applications.fund("Fonds des absents", rules=rules)
        votes.endow(fund, 40_000)
        committee = operations.form_committee(by=MACHINE, fund=fund, name="Comité des Glycines")
        people = [personas.bruno(fund.territory), *(_someone(name) for name in NAMES)]
        seats = [committees.seat(committee, each) for each in people]
        session = committees.session(committee, members=0, days=40)
        for n, title in enumerate(FILES):
            committees.case(
                session, title=title, group_name=f"Groupe {n}", contact_email=f"g{n}@exemple.fr", asked="300"
            )
        Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=1))
        session = operations.open_session(by=MACHINE, session=session, chair=seats[1], secretary=seats[2])
        for each in committees.roll(session)[1:3]:
            operations.note_attendance(by=MACHINE, attendance=each, presence="present")
        for case in session.cases.all():
            operations.hear(by=MACHINE, case=case, holder_presence="present")
        yield session


def _someone(name):
    email = None if name == "Marcel Dupont" else f"{name.split()[0].lower()}@exemple.fr"
    known = Person.objects.filter(name=name).first()
    return known or Person.objects.create_user(name=name, email=email, phone="" if email else "+33612345678")


@pytest.fixture(scope="module")
def keys(evening, django_db_blocker):
    """What signs each of them in."""
    with django_db_blocker.unblock():
        territory = evening.committee.fund.territory
        return {"chloe": _key_of(personas.chloe(territory)), "bruno": _key_of(personas.bruno(territory))}


@pytest.fixture
def window(visit, site, keys):
    """A browser signed in: `window("chloe", scripts=False)`."""

    def opened(who, **how):
        page = visit(**how)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": keys[who], "url": site}])
        return page

    return opened


def _key_of(person):
    client = Client()
    sign_in(client, person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def for_good(act, *given):
    """What others do meanwhile, on a connection of its own: this test's own would never be committed."""

    def alone():
        try:
            return act(*given)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as somebody:
        return somebody.submit(alone).result()


def everyone_answers(session):
    """All those who have not yet say yes to everything."""
    waiting = Voter.objects.filter(has_voted=False, round__consultation__session=session)
    for voter in waiting.select_related("cast_by__seat__person"):
        votes.cast(voter)


def answers_in(session):
    return Voter.objects.filter(has_voted=True, round__consultation__session=session).count()


def looked_at(page, axe, name):
    """No fault, light and dark; and pictures of both when asked."""
    faults = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faults += axe(page)
        for width in (360, 1280) if SHOTS else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="light")
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_committee_is_asked_in_writing_answers_from_home_and_decides(evening, window, axe):
    desk = window("chloe")
    here = f"/deliberer/seances/{evening.public_id}/"
    desk.goto(here + "soiree/")
    looked_at(desk, axe, "desk-before")
    desk.get_by_label("Dernier jour pour répondre").fill((timezone.localdate() + timedelta(days=8)).isoformat())
    press(desk, "Consulter les membres")
    expect(desk.get_by_text("Les courriels partent")).to_be_visible()
    looked_at(desk, axe, "desk-under-way")
    with desk.context.expect_event("response", lambda answer: answer.url.endswith("/lettres/")) as caught:
        press(desk, "Imprimer les lettres (PDF)")
    assert caught.value.headers["content-type"] == "application/pdf"

    phone = window("bruno", scripts=False)
    phone.goto(f"/deliberer/s/{evening.public_id}/")
    expect(phone.get_by_role("heading", name=FILES[0], level=1)).to_be_visible()
    press(phone, "Pour")
    expect(phone.get_by_role("heading", name=FILES[1], level=1)).to_be_visible()
    press(phone, "Contre")
    expect(phone.get_by_role("heading", name="Merci, vous avez répondu à tout")).to_be_visible()
    assert for_good(answers_in, evening) == 2

    for_good(everyone_answers, evening)
    desk.goto(here + "soiree/")
    expect(desk.get_by_text("Tout le monde a répondu")).to_be_visible()
    press(desk, "Clore et compter")
    expect(desk.get_by_text("La consultation est close et comptée")).to_be_visible()
    looked_at(desk, axe, "desk-after")
    assert for_good(lambda: Consultation.objects.get(session=evening).closed_at)
    desk.get_by_role("link", name="Premier dossier").click()
    desk.wait_for_url("**/dossiers/**")
    desk.get_by_label("La raison, en mots simples").fill("Un projet utile à tout le quartier.")
    press(desk, "Décider et dossier suivant")
    expect(desk.get_by_text("C’est écrit")).to_be_visible()
    desk.goto(here + "proces-verbal/")
    looked_at(desk, axe, "minutes")
    expect(desk.get_by_text("Ont répondu (4)")).to_be_visible()


def test_the_page_of_answers_reads_well_light_and_dark(evening, window, axe):
    """A second consultation is not needed to look at it: another evening, asked a minute ago."""
    asked = for_good(_another_evening, evening.committee)
    phone = window("bruno")
    phone.goto(f"/deliberer/s/{asked}/")
    expect(phone.get_by_role("heading", name="Votre réponse")).to_be_visible()
    looked_at(phone, axe, "phone-to-answer")
    press(phone, "Pour")
    expect(phone.get_by_text("C’est répondu")).to_be_visible()
    looked_at(phone, axe, "phone-second")
    press(phone, "Contre")
    expect(phone.get_by_role("heading", name="Merci, vous avez répondu à tout")).to_be_visible()
    looked_at(phone, axe, "phone-done")
    desk = window("chloe")
    desk.goto(f"/deliberer/seances/{asked}/soiree/")
    desk.get_by_role("link", name="Pique-nique 0").click()
    expect(desk.get_by_text("Les membres répondent par écrit")).to_be_visible()
    looked_at(desk, axe, "desk-case")


def _another_evening(committee):
    session = committees.session(committee, members=0, days=50)
    for n in range(2):
        committees.case(session, title=f"Pique-nique {n}", group_name=f"Bande {n}", contact_email=f"b{n}@exemple.fr")
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(minutes=50))
    session = operations.open_session(by=MACHINE, session=session)
    for case in session.cases.all():
        operations.hear(by=MACHINE, case=case, holder_presence="present")
    consultations.opened(session)
    return session.public_id
