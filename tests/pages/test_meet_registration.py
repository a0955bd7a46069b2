"""Anyone registers without an account, comes back by a link, and loses nothing of what was typed."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.meetings.models import Registration
from quartierlibre.domain.meetings.states import RegistrationState
from tests.factories import meetings, registrations
from tests.factories.meetings import TESTS
from tests.factories.registrations import ELECTED, RESIDENTS, registered
from tests.pages.meet_kit import post, typed, url

BOTH = ((ELECTED, 1), (RESIDENTS, None))


@pytest.fixture
def desk():
    return registrations.desk(seats=3, categories=BOTH, needs=("interpreter", "child_care"), contact="Gaëlle, 03 22")


def own(registration):
    return url("registration", link_of(registration))


def test_the_page_of_a_meeting_leads_to_its_registration(client, desk):
    page = client.get(url("meeting", desk.meeting.slug))
    assertContains(page, f'href="{url("register", desk.meeting.slug)}"')
    assertNotContains(client.get(url("meeting", meetings.published().slug)), "/inscription/")


def test_once_over_the_page_leads_nowhere(client):
    desk = registrations.desk(closes_at=timezone.now() - timedelta(hours=1))
    assertNotContains(client.get(url("meeting", desk.meeting.slug)), "/inscription/")
    page = client.get(url("register", desk.meeting.slug))
    assertContains(page, "Les inscriptions sont closes.")
    assertNotContains(page, '<form class="stack"')


def test_a_family_registers_and_reads_where_it_stands(client, desk):
    residents = registrations.category(desk, RESIDENTS)
    answer = post(
        client,
        url("register", desk.meeting.slug),
        **typed(
            desk,
            p1_category=residents.pk,
            p1_organisation="Régie de quartier",
            p1_needs=["child_care"],
            p1_needs_note="Deux enfants",
            p2_name="Ali",
        ),
    )
    made = Registration.objects.get()
    assert answer.url == own(made)
    first, second = made.people.all()
    assert (first.needs, first.needs_note) == (["child_care"], "Deux enfants")
    assert (second.name, second.category, second.organisation) == ("Ali", residents, "Régie de quartier")
    page = client.get(answer.url)
    for words in ("Vous êtes attendu·e", "2 places réservées.", "Zoë N’Guessan", "Ali", "Gaëlle, 03 22", "<svg"):
        assertContains(page, words)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert "sessionid" not in client.cookies


def test_a_form_sent_twice_is_one_registration(client, desk):
    key, said = str(uuid4()), typed(desk)
    answers = [post(client, url("register", desk.meeting.slug), key=key, **said) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Registration.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"p1_name": ""}, 422, "Écrivez votre nom"),
        ({"p1_category": ""}, 422, "Choisissez une réponse."),
        ({"email": "zoe@"}, 422, "Cette adresse n’est pas complète."),
        ({"email": "", "phone": "12"}, 409, "Laissez une adresse e-mail ou un téléphone"),
        ({"p1_needs": ["helicopter"]}, 422, "choix"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(client, desk, changed, status, words):
    said = typed(desk, p1_function="Conseillère", p2_name="Ali Ben", **changed)
    page = post(client, url("register", desk.meeting.slug), **said)
    assert page.status_code == status
    assertContains(page, words, status_code=status)
    assertContains(page, "Conseillère", status_code=status)
    assertContains(page, "Ali Ben", status_code=status)
    assert not Registration.objects.exists()


def test_when_it_is_full_one_waits_and_knows_it_before(client, desk):
    residents = registrations.category(desk, RESIDENTS)
    registered(desk, 3, of=RESIDENTS)
    assertContains(client.get(url("register", desk.meeting.slug)), "C’est complet pour le moment")
    answer = post(client, url("register", desk.meeting.slug), **typed(desk, p1_category=residents.pk))
    assertContains(client.get(answer.url), "Vous êtes au rang 1.")


def test_a_full_category_is_said_in_its_choice(client, desk):
    registered(desk, of=ELECTED)
    assertContains(client.get(url("register", desk.meeting.slug)), "Élu·e (complet\u00a0: liste d’attente)")


def test_a_place_offered_is_taken_in_one_tap(client):
    desk = registrations.desk(seats=1)
    first, second = registered(desk), registered(desk)
    operations.cancel_registration(by=None, registration=first)
    assertContains(client.get(own(second)), "Oui, je viens")
    answer = post(client, url("accept_offer", link_of(second)))
    assertContains(client.get(answer.url), "Vous êtes attendu·e")
    assert post(client, url("accept_offer", link_of(first))).status_code == 409


def test_too_late_the_place_went_to_the_next_one(client):
    desk = registrations.desk(seats=1, answer_hours=2)
    first, second = registered(desk), registered(desk)
    operations.cancel_registration(by=None, registration=first)
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assertContains(client.get(own(second)), "Le délai pour répondre est passé")
        page = post(client, url("accept_offer", link_of(second)))
        assertContains(page, "Cette place n’est plus proposée", status_code=409)


def test_one_changes_who_comes(client, desk):
    mine = registered(desk, 2, of=RESIDENTS)
    address = url("change_registration", link_of(mine))
    page = client.get(address)
    assertContains(page, mine.people.first().name)
    residents = registrations.category(desk, RESIDENTS)
    answer = post(client, address, **typed(desk, p1_category=residents.pk, p1_name="Zoë", email="neuf@example.org"))
    assert answer.url == own(mine)
    mine.refresh_from_db()
    assert (mine.email, mine.people.get().name) == ("neuf@example.org", "Zoë")
    many = {f"p{n}_name": f"Invité {n}" for n in range(2, 6)}
    refused = post(client, address, **typed(desk, p1_category=residents.pk, **many))
    assertContains(refused, "Il ne reste pas assez de places", status_code=409)
    assertContains(refused, "Invité 5", status_code=409)


def test_one_steps_back_with_one_confirmation(client, desk):
    mine = registered(desk, of=RESIDENTS)
    answer = post(client, url("step_back", link_of(mine)))
    assertContains(client.get(answer.url), "Votre inscription est annulée")
    mine.refresh_from_db()
    assert mine.state == RegistrationState.CANCELLED
    assert post(client, url("step_back", link_of(mine))).status_code == 409


def test_a_cancelled_meeting_is_said_on_the_page_of_who_comes(client, desk):
    mine = registered(desk, of=RESIDENTS)
    operations.cancel_meeting(by=TESTS, meeting=desk.meeting, note="Neige sur la route.")
    page = client.get(own(mine))
    assertContains(page, "annulée")
    assertContains(page, "Neige sur la route.")
    assertNotContains(page, "Changer mon inscription")


def test_a_link_that_opens_nothing_says_no_more(client):
    cache.clear()
    page = client.get(url("registration", "x" * 43))
    assertContains(page, "Ce lien n’ouvre rien.", status_code=404)
    for _ in range(10):
        client.get(url("registration", "y" * 43))
    assert client.get(url("registration", "y" * 43)).status_code == 429


def test_the_link_is_in_no_other_page(client, desk):
    made = registered(desk, of=RESIDENTS)
    for address in (url("meeting", desk.meeting.slug), url("register", desk.meeting.slug)):
        text = client.get(address).content.decode()
        assert link_of(made) not in text
        assert not re.search(re.escape(made.people.get().name), text)
