"""The organiser, and nobody else, reads who comes, settles the line, and keeps the door, with or without network."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import Contact
from quartierlibre.domain.meetings.models import Desk, Participant, Registration
from quartierlibre.domain.meetings.states import RegistrationState
from tests.access.world import sign_in
from tests.factories import applications, meetings, personas, registrations
from tests.factories.registrations import ELECTED, RESIDENTS, people, registered
from tests.pages.meet_kit import organiser, post, url

BOTH = ((ELECTED, 2), (RESIDENTS, None))


@pytest.fixture
def desk():
    territory = applications.territory()
    meeting = meetings.published(territory=territory)
    return registrations.desk(meeting, seats=4, categories=BOTH, needs=("meal",))


@pytest.fixture
def gaelle(desk):
    return organiser(desk.meeting.territory)


def ms(at):
    return int(at.timestamp() * 1000)


def caught_up(client, desk, *entries):
    answer = client.post(url("catch_up", desk.meeting.slug), json.dumps(list(entries)), content_type="application/json")
    assert answer.status_code == 200
    return answer.json()["done"]


def test_everyone_is_listed_for_the_organiser_and_for_nobody_else(desk, gaelle):
    made = registered(desk, 2, of=ELECTED, organisation="Ville", needs=("meal",), needs_note="sans arachide")
    page = gaelle.get(url("desk", desk.meeting.slug))
    for each in made.people.all():
        assertContains(page, each.name)
    for words in (made.email, "Place réservée", "sans arachide", "Élu·e", "Places prises, par catégorie"):
        assertContains(page, words)
    for person in (personas.driss(), personas.eve(applications.territory("Ailleurs"))):
        stranger = Client()
        sign_in(stranger, person)
        for name in ("desk", "door", "desk_settings", "desk_table"):
            assert stranger.get(url(name, desk.meeting.slug)).status_code == 404
        assert stranger.get(url("ticket", made.people.first().public_id)).status_code == 404


def test_the_menu_marks_the_innermost_door_alone(desk, gaelle):
    for page, door in ((url("organise"), "Mes rencontres"), (url("agenda"), "Agenda")):
        menu = gaelle.get(page).text.partition("</header>")[0]
        marked = re.findall(r'<a href="[^"]+" aria-current="true">([^<]+)', menu)
        assert set(marked) == {door}


def test_a_meeting_without_registration_leads_to_its_settings(gaelle, desk):
    other = meetings.published(territory=desk.meeting.territory)
    page = gaelle.get(url("desk", other.slug), follow=True)
    assertContains(page, "Ouvrir les inscriptions")
    answer = post(
        gaelle,
        url("desk_settings", other.slug),
        seats="100",
        categories="Élus : 20\nHabitants\nServices de l’État :",
        needs=["meal", "interpreter"],
        party_most="4",
        answer_hours="24",
        remind_days="2",
        closes_on="",
        contact="Gaëlle",
    )
    assert answer.url == url("desk", other.slug)
    made = Desk.objects.get(meeting=other)
    assert [(each.name, each.quota) for each in made.categories.all()] == [
        ("Élus", 20),
        ("Habitants", None),
        ("Services de l’État", None),
    ]
    assertContains(gaelle.get(url("desk_settings", other.slug)), "Élus : 20")


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"categories": "Élus : beaucoup"}, 422, "écrivez le nombre de places en chiffres"),
        ({"categories": "Élus\nélus : 3"}, 422, "est écrit deux fois"),
        ({"seats": "1"}, 409, "2 places sont déjà prises"),
        ({"categories": "Habitants"}, 409, "gardez-la"),
    ],
)
def test_settings_that_cannot_be_are_said(desk, gaelle, changed, status, words):
    registered(desk, 2, of=ELECTED)
    said = {"seats": "4", "categories": f"{ELECTED} : 2\n{RESIDENTS}", "party_most": "6", "answer_hours": "48"}
    page = post(gaelle, url("desk_settings", desk.meeting.slug), **{**said, "remind_days": "3", **changed})
    assertContains(page, words, status_code=status)


def test_the_table_is_safe_for_a_spreadsheet(desk, gaelle):
    desk_people = people(desk, of=RESIDENTS, organisation="=1+1")
    operations.register(by=None, desk=desk, contact=Contact("a@example.org"), people=desk_people)
    answer = gaelle.get(url("desk_table", desk.meeting.slug))
    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in text
    assert "a@example.org" in text
    assert text.startswith("\ufeffInscription;État;Nom")


def test_somebody_without_e_mail_is_to_be_called_and_then_no_more(desk, gaelle):
    full = registered(desk, 4, of=RESIDENTS)
    waits = operations.register(
        by=None, desk=desk, contact=Contact(phone="0612345678"), people=people(desk, of=RESIDENTS)
    )
    operations.cancel_registration(by=None, registration=full)
    assertContains(gaelle.get(url("desk", desk.meeting.slug)), "À prévenir par téléphone")
    post(gaelle, url("called", desk.meeting.slug, waits.public_id))
    assertNotContains(gaelle.get(url("desk", desk.meeting.slug)), "À prévenir par téléphone")


def test_the_organiser_cancels_for_somebody(desk, gaelle):
    made = registered(desk, of=RESIDENTS)
    answer = post(gaelle, url("cancel_registration", desk.meeting.slug, made.public_id))
    assert answer.status_code == 302
    made.refresh_from_db()
    assert made.state == RegistrationState.CANCELLED


def test_the_door_finds_by_name_without_scripts(desk, gaelle):
    first = registered(desk, of=RESIDENTS, organisation="Régie").people.get()
    second = registered(desk, of=RESIDENTS, organisation="Ville").people.get()
    page = gaelle.get(url("door", desk.meeting.slug), {"q": "régie"})
    assertContains(page, first.name)
    assertNotContains(page, f"<strong>{second.name}</strong>")
    post(gaelle, url("note_arrival", desk.meeting.slug), who=first.public_id, there="1")
    first.refresh_from_db()
    assert first.arrived_at
    post(gaelle, url("note_arrival", desk.meeting.slug), who=first.public_id, there="0")
    first.refresh_from_db()
    assert first.arrived_at is None


def test_a_ticket_read_by_a_telephone_is_one_tap(desk, gaelle):
    person = registered(desk, of=RESIDENTS).people.get()
    assertContains(gaelle.get(url("ticket", person.public_id)), "Est là")
    post(gaelle, url("note_arrival", desk.meeting.slug), who=person.public_id, there="1")
    assertContains(gaelle.get(url("ticket", person.public_id)), "Déjà là")


def test_a_person_of_another_meeting_is_nobody_here(desk, gaelle):
    other = registered(registrations.desk(meetings.published(territory=desk.meeting.territory))).people.get()
    assert post(gaelle, url("note_arrival", desk.meeting.slug), who=other.public_id, there="1").status_code == 404
    assert post(gaelle, url("note_arrival", desk.meeting.slug), who="personne", there="1").status_code == 404
    (done,) = caught_up(gaelle, desk, {"kind": "arrival", "key": "a", "who": str(other.public_id), "there": True})
    assert not done["ok"]


def test_a_walk_in_takes_a_place_left_and_none_more(desk, gaelle):
    registered(desk, 3, of=RESIDENTS)
    residents = registrations.category(desk, RESIDENTS)
    said = {"name": "Youssef", "category": residents.pk, "organisation": ""}
    assert post(gaelle, url("walk_in", desk.meeting.slug), **said).status_code == 302
    assert Participant.objects.get(name="Youssef").arrived_at
    page = post(gaelle, url("walk_in", desk.meeting.slug), **{**said, "name": "Trop Tard"})
    assertContains(page, "Il ne reste pas assez de places", status_code=409)
    assertContains(page, "Trop Tard", status_code=409)


def test_a_telephone_catches_up_once_whatever_the_order(desk, gaelle):
    person = registered(desk, of=RESIDENTS).people.get()
    now, key = timezone.now(), str(uuid4())
    seen = {
        "kind": "arrival",
        "key": "1",
        "who": str(person.public_id),
        "there": True,
        "at": ms(now - timedelta(minutes=9)),
    }
    undone = {**seen, "key": "2", "there": False, "at": ms(now - timedelta(minutes=5))}
    residents = registrations.category(desk, RESIDENTS)
    walk_in = {"kind": "walk_in", "key": key, "name": "Youssef", "category": str(residents.pk), "at": ms(now)}
    for entries in ([undone, walk_in], [seen, undone, walk_in], [seen]):
        assert all(each["ok"] for each in caught_up(gaelle, desk, *entries))
    person.refresh_from_db()
    assert person.arrived_at is None, "what was said last counts"
    assert Registration.objects.filter(people__name="Youssef").count() == 1
    assert Participant.objects.get(name="Youssef").arrived_at


def test_a_telephone_is_told_what_it_must_settle(desk, gaelle):
    registered(desk, 4, of=RESIDENTS)
    residents = registrations.category(desk, RESIDENTS)
    late = {"kind": "walk_in", "key": str(uuid4()), "name": "Youssef", "category": str(residents.pk)}
    odd = {"kind": "dance", "key": "x"}
    nameless = {**late, "key": str(uuid4()), "name": ""}
    done = caught_up(gaelle, desk, late, odd, nameless)
    assert [each["ok"] for each in done] == [False, False, False]
    assert "Il ne reste pas assez de places" in done[0]["why"]
    for body in ("{", '{"a": 1}', json.dumps([{}] * 501)):
        answer = gaelle.post(url("catch_up", desk.meeting.slug), body, content_type="application/json")
        assert answer.status_code == 400


def test_a_clock_ahead_of_ours_does_not_hold_the_last_word(desk, gaelle):
    person = registered(desk, of=RESIDENTS).people.get()
    ahead = ms(timezone.now() + timedelta(days=1))
    for at in (ahead, 10**30, "demain", None):
        entry = {"kind": "arrival", "key": "1", "who": str(person.public_id), "there": True, "at": at}
        assert caught_up(gaelle, desk, entry)[0]["ok"]
    post(gaelle, url("note_arrival", desk.meeting.slug), who=person.public_id, there="0")
    person.refresh_from_db()
    assert person.arrived_at is None
