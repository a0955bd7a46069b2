"""The page of a committee and of its sittings: colleges counted, nobody named, proofs to download."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.committees.models import Committee, Seat, Session
from quartierlibre.domain.people.models import Person
from tests.factories import applications
from tests.factories import funds as money
from tests.factories.published import decided, sealed


def seat(committee, name, college, **details):
    return Seat.objects.create(
        committee=committee,
        person=Person.objects.create_user(name=name),
        college=college,
        basis=details.pop("basis", "elected"),
        votes=details.pop("votes", True),
        starts_on=details.pop("starts_on", timezone.localdate() - timedelta(days=30)),
        **details,
    )


def committee():
    return Committee.objects.create(fund=applications.fund(), name="Comité des Glycines")


def test_seats_are_counted_by_college_and_nobody_is_named(client):
    made = committee()
    seat(made, "Bruno Delattre", "residents")
    seat(made, "Yvette Carlier", "residents")
    funder = money.funder()
    seat(made, "Zoé Technicienne", "funders", basis="appointed", votes=False, funder=funder)
    gone = timezone.localdate() - timedelta(days=1)
    seat(made, "Partie Hier", "landlords", ends_on=gone)
    page = client.get(reverse("discover:committee", args=[made.public_id]))
    assertContains(page, "3 places, dont 2 qui votent")
    for words in ("Les habitants", "Les financeurs", funder.name):
        assertContains(page, words)
    for hidden in ("Bruno", "Delattre", "Yvette", "Zoé", "bailleurs"):
        assertNotContains(page, hidden)


def test_what_comes_and_what_was_held(client):
    decision = decided()
    session = decision.case.session
    Session.objects.create(
        committee=session.committee, starts_at=timezone.now() + timedelta(days=9), place="Centre social"
    )
    address = reverse("discover:committee", args=[session.committee.public_id])
    page = client.get(address)
    assertContains(page, "Centre social")
    assertContains(page, "Procès-verbal pas encore signé")
    sealed(decision)
    assertContains(client.get(address), reverse("discover:session", args=[session.public_id]))


def test_a_sitting_is_public_once_its_minutes_are_sealed(client):
    decision = decided(title="Fête du canal")
    session = decision.case.session
    addresses = [reverse(f"discover:{name}", args=[session.public_id]) for name in ("session", "session_file")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    minutes = sealed(decision)
    page = client.get(addresses[0])
    assertContains(page, "Fête du canal")
    assertContains(page, minutes.sha256)
    file = client.get(addresses[1])
    assert file.content.decode() == minutes.published_file
    assert file["Content-Disposition"].startswith("attachment")


def test_the_committee_of_a_fund_being_prepared_is_not_shown(client):
    made = Committee.objects.create(fund=money.fund(opened_on=None), name="Secret")
    assert client.get(reverse("discover:committee", args=[made.public_id])).status_code == 404


def test_anyone_learns_how_to_verify(client):
    assertContains(client.get(reverse("discover:verify")), "verify_session")
