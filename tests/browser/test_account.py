"""Getting in, on a phone: by the code received, by a passkey, by an application. Axe finds nothing on the way."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from quartierlibre.foundation.outbox.models import Message
from tests.browser import steps
from tests.factories import personas

PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def people(world, django_db_blocker):
    """Two residents and two managers, known to the site."""
    with django_db_blocker.unblock():
        return {
            "resident": personas.person("Rania Cherif"),
            "hurried": personas.person("Nabil Roussel"),
            "manager": personas.chloe(world.fund.territory),
            "other": personas.eve(world.fund.territory),
        }


@pytest.fixture
def by_name(visit, site):
    """Visit under a name: a passkey belongs to a name, never to an address."""

    def opened(path="", **how):
        page = visit(**how)
        page.goto(f"http://localhost:{urlsplit(site).port}{path}")
        return page

    return opened


def code_sent_to(email):
    letter = Message.objects.filter(to=email).latest("pk")
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


def sign_in(page, email):
    page.get_by_label("Votre adresse électronique").fill(email)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.wait_for_url(re.compile("/connexion/code/"))
    page.get_by_label("Le code reçu").fill(code_sent_to(email).lower().replace("-", " "))
    page.get_by_role("button", name="Entrer").click()


def code_of_the_application(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_resident_enters_with_the_code_received(visit, people, scripts):
    page = visit(scripts=scripts)
    page.goto("/compte/")
    sign_in(page, people["resident"].email)
    page.wait_for_url("**/compte/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bonjour Rania Cherif"


def test_a_wrong_code_is_told_beside_its_box_and_axe_finds_nothing(visit, people, axe):
    page = visit(width=320)
    page.goto("/connexion/")
    faults = {"sign in": axe(page)}
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_text("Écrivez votre adresse électronique.").first.wait_for()
    faults["no address"] = axe(page)
    page.get_by_label("Votre adresse électronique").fill(people["resident"].email)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.wait_for_url(re.compile("/connexion/code/"))
    faults["code"] = axe(page)
    box = page.get_by_label("Le code reçu")
    assert box.get_attribute("autocomplete") == "one-time-code"
    box.fill("AAAA-AAAA")
    page.get_by_role("button", name="Entrer").click()
    page.get_by_text("Ce n’est pas le dernier code envoyé").first.wait_for()
    faults["wrong code"] = axe(page)
    assert steps.overflow(page) <= 0
    assert faults == {screen: [] for screen in faults}


def test_a_manager_plugs_an_application_then_opens_the_desk(visit, people, axe):
    page = visit()
    page.goto("/gerer/")
    sign_in(page, people["other"].email)
    page.wait_for_url("**/compte/securite/")
    page.get_by_role("link", name="Brancher une application").click()
    faults = {"application": axe(page)}
    box = page.get_by_label("Le code à six chiffres")
    assert (box.get_attribute("inputmode"), box.get_attribute("autocomplete")) == ("numeric", "one-time-code")
    code = code_of_the_application("".join(page.locator(".code-box-code span").all_inner_texts()))
    box.fill(f"{code[:3]} {code[3:]}")
    page.get_by_role("button", name="Brancher").click()
    page.wait_for_url("**/compte/securite/secours/")
    faults["rescue"] = axe(page)
    page.goto("/gerer/")
    assert urlsplit(page.url).path == "/gerer/"
    assert faults == {screen: [] for screen in faults}


def test_a_manager_makes_a_passkey_then_enters_with_it_alone(by_name, people, axe):
    page = by_name("/connexion/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    sign_in(page, people["manager"].email)
    page.wait_for_url("**/compte/securite/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    faults = {"add": axe(page)}
    page.get_by_label("Le nom de la clé").fill("Mon téléphone")
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.wait_for_url(re.compile("/compte/securite/(cles|secours)/$"))
    faults["added"] = axe(page)
    page.goto(page.url.split("/compte/")[0] + "/compte/securite/cles/")
    assert page.get_by_text("Mon téléphone").is_visible()
    page.context.clear_cookies()
    page.goto(page.url.split("/compte/")[0] + "/connexion/")
    page.get_by_role("button", name="Me connecter avec ma clé d’accès").click()
    page.wait_for_url("**/gerer/")
    assert faults == {screen: [] for screen in faults}


def test_a_device_that_refuses_is_told_and_the_code_still_works(by_name, people):
    page = by_name("/connexion/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE | {"isUserVerified": False}})
    page.get_by_role("button", name="Me connecter avec ma clé d’accès").click()
    page.get_by_text("La clé n’a pas répondu").wait_for()
    sign_in(page, people["hurried"].email)
    page.wait_for_url("**/compte/")
