"""Signing in: a code, a second factor for staff, and nothing that tells who has an account."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from quartierlibre.foundation.outbox.models import Message
from quartierlibre.pagekit import personas as cast
from quartierlibre.pagekit.sessions import SessionStore
from tests.access.world import sign_in
from tests.factories import applications, personas, stories


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def ask_code(client, email):
    return client.post(reverse("account_login"), {"email": email})


def code_sent_to(email):
    letter = Message.objects.filter(to=email).latest("pk")
    return re.search(r"^    (\S+)$", letter.text, re.MULTILINE)[1]


def enter(client, email):
    ask_code(client, email)
    return client.post(reverse("account_confirm_login_code"), {"code": code_sent_to(email), "action": "verify"})


def current_totp(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_resident_enters_with_the_code_received(client):
    amina = personas.amina()
    assertRedirects(enter(client, amina.email), reverse("account:home"))
    assertContains(client.get(reverse("account:home")), "Bonjour Amina Belkacem")


def test_a_wrong_code_says_so_and_lets_try_again(client):
    ask_code(client, personas.amina().email)
    response = client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA", "action": "verify"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_guessing_codes_is_cut_short(client):
    amina = personas.amina()
    ask_code(client, amina.email)
    right = code_sent_to(amina.email)
    for _attempt in range(5):
        client.post(reverse("account_confirm_login_code"), {"code": "AAAAAA", "action": "verify"})
    client.post(reverse("account_confirm_login_code"), {"code": right, "action": "verify"})
    assert "_auth_user_id" not in client.session


def test_known_and_unknown_addresses_get_the_same_page_and_one_letter_each():
    answers = [ask_code(Client(), email) for email in (personas.amina().email, "personne@exemple.fr")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert Message.objects.count() == 2


def test_the_letter_to_an_unknown_address_leads_to_filing_not_to_an_account(client):
    ask_code(client, "personne@exemple.fr")
    letter = Message.objects.get()
    assert reverse("account_signup") in letter.text
    assert client.get(reverse("account_signup")).url == reverse("apply:start")


def test_a_manager_sees_no_file_before_a_second_factor(client):
    chloe = personas.chloe(applications.territory())
    sign_in(client, chloe, second_factor=False)
    response = client.get(reverse("manage:home"))
    assertRedirects(response, reverse("mfa_index"))


def test_the_agenda_is_read_without_a_second_factor_and_organised_with_one(client):
    sign_in(client, personas.chloe(applications.territory()), second_factor=False)
    assert client.get(reverse("meet:agenda")).status_code == 200
    for name in ("meet:organise", "meet:wizard", "meet:trainings"):
        assertRedirects(client.get(reverse(name)), reverse("mfa_index"))


@pytest.mark.django_db(transaction=True)  # the factor counts once it is kept for good
def test_a_manager_plugs_an_application_then_works(client):
    chloe = personas.chloe(applications.territory())
    enter(client, chloe.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": current_totp(secret)})
    assert client.get(reverse("manage:home")).status_code == 200


def test_a_session_that_has_not_given_the_factor_cannot_add_another(client):
    chloe = personas.chloe(applications.territory())
    TOTP.activate(chloe, generate_totp_secret())
    sign_in(client, chloe, second_factor=False)
    for name in ("mfa_add_webauthn", "mfa_index", "mfa_view_recovery_codes"):
        assertRedirects(client.get(reverse(name)), reverse("mfa_reauthenticate"), fetch_redirect_response=False)


def test_a_manager_with_an_application_gives_its_code_at_each_sign_in(client):
    chloe = personas.chloe(applications.territory())
    secret = generate_totp_secret()
    TOTP.activate(chloe, secret)
    assertRedirects(enter(client, chloe.email), reverse("mfa_authenticate"))
    assert client.get(reverse("manage:home")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": current_totp(secret)})
    assert client.get(reverse("manage:home")).status_code == 200


def test_my_space_lists_my_projects_and_no_one_elses(client):
    amina, driss = personas.amina(), personas.driss()
    stories.draft(by=amina, title="Repas de la tour 3")
    for person, seen in ((amina, True), (driss, False)):
        client.force_login(person)
        assert ("Repas de la tour 3" in client.get(reverse("account:home")).text) is seen


def test_who_has_a_mandate_finds_their_work_first_and_who_has_none_their_projects(client):
    place = applications.fund().territory
    for person, work in ((personas.farid(place), "Les comptes"), (personas.chloe(place), "Gérer")):
        sign_in(client, person)
        page = client.get(reverse("account:home")).text
        assert "Mon travail" in page
        assert page.count(f">{work}<") == 3, "twice in the menus, once on its card"
        assert "Pas encore de projet ici" not in page
    client.force_login(personas.driss())
    page = client.get(reverse("account:home")).text
    assert "Mon travail" not in page
    assert "Pas encore de projet ici" in page


def test_signing_in_brings_back_a_project_started_without_account(client):
    amina = personas.amina()
    stories.draft(title="Contes au pied de la tour", contact_email=amina.email)
    enter(client, amina.email)
    assertContains(client.get(reverse("account:home")), "Contes au pied de la tour")


@pytest.mark.parametrize("name", ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "account_logout"])
def test_every_page_of_one_s_security_is_ours(client, name):
    sign_in(client, personas.amina())
    assertContains(client.get(reverse(name)), 'lang="fr"')


def test_the_demo_signs_in_as_a_persona(client):
    played = cast.PERSONAS[0]
    personas.Person.objects.create_user(email=played.email, name=played.name)
    assertRedirects(client.get(reverse("demo:enter", args=[cast.sign(played)])), reverse("account:home"))


def test_a_forged_persona_link_opens_nothing(client):
    assert client.get(reverse("demo:enter", args=["amina"])).status_code == 404


def test_outside_the_demo_there_is_no_such_door(client, settings):
    settings.DEMO = False
    assert client.get(reverse("demo:cast")).status_code == 404
    assert client.get(reverse("demo:enter", args=[cast.sign(cast.PERSONAS[0])])).status_code == 404


def test_a_session_that_ended_holds_nothing_and_its_key_serves_no_more(db):
    held = SessionStore()
    held["who"] = "Amina"
    held.create()
    assert SessionStore(held.session_key)["who"] == "Amina"
    Session.objects.filter(pk=held.session_key).update(expire_date=timezone.now())
    ended = SessionStore(held.session_key)
    assert ("who" in ended, ended.session_key) == (False, None)
