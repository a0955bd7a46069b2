"""A meeting from eight answers to certificates, on phones, by keyboard, without scripts, without network."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.meetings.models import Meeting, Participant
from tests.access.world import sign_in
from tests.browser import steps
from tests.browser.looks import looks
from tests.factories import meetings, registrations
from tests.factories.registrations import ELECTED, RESIDENTS, registered

SOON = timezone.localdate() + timedelta(days=12)
NEEDS = ("interpreter", "child_care", "meal")


@pytest.fixture(scope="module")
def lab(world, django_db_blocker):
    """A PIC Lab with three seats left out of seven, a line that waits, and the cookie of Gaëlle.

    Four of them are there to be welcomed: four tests each welcome one, in any order.
    """
    from django.test import Client

    with django_db_blocker.unblock():
        meeting = meetings.published(title="PIC Lab au canal", on=SOON, territory=world.fund.territory)
        both = ((ELECTED, 2), (RESIDENTS, None))
        desk = registrations.desk(meeting, seats=7, categories=both, needs=NEEDS, contact="Gaëlle, 03 22 00 00 00")
        registered(desk, 2, of=RESIDENTS, organisation="Régie de quartier", needs=("meal",), needs_note="sans arachide")
        registered(desk, of=ELECTED, organisation="Ville")
        registered(desk, of=RESIDENTS)
        full = registrations.desk(
            meetings.published(title="PIC Lab complet", on=SOON, territory=world.fund.territory), seats=1
        )
        first, second = registered(full), registered(full)
        operations.cancel_registration(by=None, registration=first)
        past = meetings.published(title="PIC Lab passé", on=SOON, territory=world.fund.territory)
        came = registered(registrations.desk(past))
        hours = ("welcome_at", "starts_at", "ends_at")
        Meeting.objects.filter(pk=past.pk).update(**{each: getattr(past, each) - timedelta(days=14) for each in hours})
        operations.note_arrival(by=meetings.TESTS, participant=came.people.get())
        client = Client()
        sign_in(client, meetings.gaelle(world.fund.territory))
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        links = {"offered": link_of(second), "came": link_of(came)}
        yield {"desk": desk, "slug": meeting.slug, "past": past.slug, "cookie": cookie, **links}


@pytest.fixture
def as_gaelle(visit, lab, site):
    def opened(**how):
        page = visit(**how)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": lab["cookie"], "url": site}])
        return page

    return opened


def clean(page, axe):
    """Nothing wider than the screen, nothing that stops someone."""
    assert steps.overflow(page) <= 0, page.url
    assert axe(page) == [], page.url


def said(page):
    return page.locator("main").inner_text().replace("\u00a0", " ")


@looks(320)
def test_every_page_of_a_meeting(as_gaelle, axe, lab, width, dark):
    page = as_gaelle(width=width, dark=dark)
    own = f"/agenda/inscription/{lab['offered']}/"
    for path in (
        f"/agenda/{lab['slug']}/inscription/",
        own,
        f"{own}changer/",
        f"{own}avis/",
        "/agenda/attestation/",
        "/agenda/attestation/?code=AAAA",
        "/agenda/organiser/",
        "/agenda/organiser/nouvelle/",
        "/agenda/organiser/formations/",
        f"/agenda/organiser/{lab['slug']}/",
        f"/agenda/organiser/{lab['slug']}/reglages/",
        f"/agenda/organiser/{lab['slug']}/accueil/",
        f"/agenda/organiser/{lab['slug']}/page/",
        f"/agenda/organiser/{lab['slug']}/documents/",
        f"/agenda/organiser/{lab['slug']}/retour-sur/",
    ):
        page.goto(path)
        clean(page, axe)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_family_registers_from_the_agenda_and_steps_back(visit, axe, lab, scripts):
    page = visit(width=360, scripts=scripts)
    page.goto(f"/agenda/{lab['slug']}/")
    page.get_by_role("link", name="Je m’inscris").click()
    page.get_by_label("Votre nom").fill("Zoë N’Guessan")
    page.get_by_role("button", name="M’inscrire").click()
    assert "Choisissez une réponse." in said(page)
    assert page.get_by_label("Votre nom").input_value() == "Zoë N’Guessan"
    page.get_by_label("Vous venez comme").select_option(label=RESIDENTS)
    assert not page.get_by_text("Une 3e personne vient aussi").is_visible()
    page.get_by_text("Une 2e personne vient aussi").click()
    page.get_by_text("Une 3e personne vient aussi").wait_for()
    page.get_by_label("Son nom").first.fill("Ali N’Guessan")
    page.get_by_label("Votre adresse e-mail").fill(f"zoe{scripts}@example.org")
    if scripts:
        clean(page, axe)
    page.get_by_role("button", name="M’inscrire").click()
    page.wait_for_url("**/agenda/inscription/*/")
    assert "2 places réservées." in said(page)
    assert page.locator(".meet-tickets svg").count() == 2
    if scripts:
        clean(page, axe)
    page.get_by_text("Je ne peux plus venir").click()
    page.get_by_role("button", name="Annuler mon inscription").click()
    assert "Votre inscription est annulée" in said(page)


def test_a_place_is_accepted_by_keyboard_alone(visit, lab):
    page = visit(width=360)
    page.goto(f"/agenda/inscription/{lab['offered']}/")
    page.get_by_role("button", name="Oui, je viens").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Vous êtes attendu·e").wait_for()


def test_eight_answers_make_a_meeting(as_gaelle, axe, lab):
    page = as_gaelle(width=360)
    page.goto("/agenda/organiser/nouvelle/")
    assert page.locator("main legend h2").count() == 8
    page.get_by_label("Quel jour").fill(SOON.isoformat())
    page.get_by_label("Accueil à partir de").fill("13:30")
    page.get_by_label("Début").fill("14:00")
    page.get_by_label("Fin", exact=False).first.fill("17:00")
    page.get_by_label("Nom du lieu").fill("Espace du canal")
    page.get_by_label("Ville").fill("Étrœuvre")
    page.get_by_label("Combien de places").fill("80")
    page.get_by_label("Quels carrefours").fill("Tenir un comité\nAller vers")
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/agenda/organiser/pic-lab-a-etroeuvre/")
    assert "les inscriptions sont ouvertes" in said(page)
    page.goto("/agenda/pic-lab-a-etroeuvre/")
    text = said(page)
    for words in ("PIC Lab à Étrœuvre", "de 14 h à 17 h", "Tenir un comité", "Je m’inscris"):
        assert words in text
    clean(page, axe)
    for name in ("affiche", "tables", "emargement", "badges"):
        answer = page.request.get(f"/agenda/organiser/pic-lab-a-etroeuvre/{name}.pdf")
        assert answer.body().startswith(b"%PDF")


def test_the_door_without_network_catches_up(as_gaelle, axe, lab, django_db_blocker):
    page = as_gaelle(width=360)
    page.goto(f"/agenda/organiser/{lab['slug']}/accueil/")
    page.get_by_label("Nom ou organisme").fill("regie")
    assert page.locator(".meet-door > li:visible").count() == 2
    page.get_by_label("Nom ou organisme").fill("")  # both may have been welcomed already, by the tests before
    page.context.set_offline(True)
    first = page.locator(".meet-door > li:not(.is-there):visible").first
    name = first.locator("strong").inner_text()
    first.get_by_role("button").click()
    page.locator("[data-ql-door] .meet-door-state[data-waiting='1']").wait_for()
    assert "sans réseau" in page.locator(".meet-door-state").inner_text()
    page.get_by_label("Nom", exact=True).fill("Youssef Arrivé")
    page.locator("[data-walk-in] select").select_option(label=RESIDENTS)
    page.get_by_role("button", name="Accueillir").click()
    page.locator("[data-ql-door] .meet-door-state[data-waiting='2']").wait_for()
    clean(page, axe)
    page.context.set_offline(False)
    page.locator("[data-ql-door] .meet-door-state[data-waiting='0']").wait_for()
    with django_db_blocker.unblock():
        assert Participant.objects.get(name=name).arrived_at
        assert Participant.objects.get(name="Youssef Arrivé").arrived_at
    page.reload()
    there = page.locator(".meet-door > li.is-there strong").all_inner_texts()
    assert {name, "Youssef Arrivé"} <= set(there)


def test_the_door_reopens_without_network_and_catches_up(as_gaelle, axe, lab, django_db_blocker):
    first = as_gaelle(width=360)
    address = f"/agenda/organiser/{lab['slug']}/accueil/"
    first.goto(address)
    first.get_by_text("Cette page se rouvre sans réseau.").wait_for()
    first.context.set_offline(True)
    first.close()
    page = first.context.new_page()
    page.goto(address)
    assert page.locator("html").evaluate("each => getComputedStyle(each).fontFamily").count("Atkinson")
    line = page.locator(".meet-door > li:not(.is-there)").first
    name = line.locator("strong").inner_text()
    line.get_by_role("button").click()
    page.locator(".meet-door-state[data-waiting='1']").wait_for()
    clean(page, axe)
    page.reload()
    page.locator(".meet-door-state[data-waiting='1']").wait_for()
    assert page.locator(".meet-door > li.is-there strong", has_text=name).count() == 1
    page.context.set_offline(False)
    page.locator(".meet-door-state[data-waiting='0']").wait_for()
    with django_db_blocker.unblock():
        assert Participant.objects.get(name=name).arrived_at
    page.context.clear_cookies()
    page.goto(address)
    assert "/connexion/" in page.url
    assert page.evaluate("caches.keys()") == [], "whoever signed out leaves no name on the telephone"


def test_what_was_noted_without_network_survives_a_closed_page(as_gaelle, lab, django_db_blocker):
    page = as_gaelle(width=360)
    address = f"/agenda/organiser/{lab['slug']}/accueil/"
    page.goto(address)
    page.route("**/rattraper/", lambda route: route.abort())
    waiting = page.locator(".meet-door > li:not(.is-there)").first
    name = waiting.locator("strong").inner_text()
    waiting.get_by_role("button").click()
    page.locator(".meet-door-state[data-waiting='1']").wait_for()
    page.unroute("**/rattraper/")
    page.goto(address)
    page.locator(".meet-door-state[data-waiting='0']").wait_for()
    with django_db_blocker.unblock():
        assert Participant.objects.get(name=name).arrived_at


def test_the_door_without_scripts(as_gaelle, lab):
    page = as_gaelle(width=360, scripts=False)
    page.goto(f"/agenda/organiser/{lab['slug']}/accueil/")
    before = page.locator(".meet-door > li.is-there").count()
    page.locator(".meet-door > li:not(.is-there)").last.get_by_role("button").click()
    assert page.locator(".meet-door > li.is-there").count() == before + 1
    page.locator(".meet-door > li.is-there").last.get_by_role("button").click()
    assert page.locator(".meet-door > li.is-there").count() == before


def test_after_it_certificates_and_opinions(as_gaelle, visit, axe, lab):
    page = as_gaelle(width=360)
    page.goto(f"/agenda/organiser/{lab['past']}/")
    page.get_by_role("button", name="Préparer les attestations").click()
    assert "1 attestation est prête." in said(page)
    clean(page, axe)
    hers = visit(width=320)
    hers.goto(f"/agenda/inscription/{lab['came']}/avis/")
    for name in ("Oui", "Plutôt oui"):
        hers.get_by_label(name, exact=True).first.check()
    hers.get_by_role("button", name="Donner mon avis").click()
    assert "Merci, c’est compté" in said(hers)
    hers.goto(f"/agenda/inscription/{lab['came']}/")
    assert hers.get_by_role("link", name="Mon attestation de présence").is_visible()
    clean(hers, axe)
