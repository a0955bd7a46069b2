"""Once it is over: papers of the day, certificates, opinions in numbers, and the beginning of an article."""

from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.meetings.models import Certificate, Meeting, Series, Training
from quartierlibre.domain.meetings.states import Mark, Question
from tests.factories import applications, meetings, registrations
from tests.factories.meetings import TESTS
from tests.factories.registrations import ELECTED, RESIDENTS, registered
from tests.pages.meet_kit import organiser, post, url

BOTH = ((ELECTED, None), (RESIDENTS, None))


def text_of(answer):
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture
def desk():
    territory = applications.territory()
    made = meetings.published(territory=territory, programme=meetings.programme())
    return registrations.desk(made, categories=BOTH)


@pytest.fixture
def gaelle(desk):
    return organiser(desk.meeting.territory)


def held(desk, days=2):
    """As if it had been so many days ago."""
    at = timezone.now() - timedelta(days=days)
    Meeting.objects.filter(pk=desk.meeting_id).update(welcome_at=None, starts_at=at, ends_at=at + timedelta(hours=3))
    desk.refresh_from_db()


def came(desk, number=1, **said):
    made = registered(desk, number, **said)
    for each in made.people.all():
        operations.note_arrival(by=TESTS, participant=each)
    return made


def test_the_sheet_to_sign_has_everyone_and_lines_left(desk, gaelle):
    made = registered(desk, 2, of=ELECTED, organisation="Ville", function="Adjointe")
    gone = registered(desk, of=ELECTED)
    operations.cancel_registration(by=None, registration=gone)
    (page,) = text_of(gaelle.get(url("sheet", desk.meeting.slug)))
    for each in made.people.all():
        assert each.name in page
    assert "Signature" in page
    assert gone.people.get().name not in page


def test_badges_name_each_person(desk, gaelle):
    made = registered(desk, of=RESIDENTS, organisation="Régie")
    (page,) = text_of(gaelle.get(url("badges", desk.meeting.slug)))
    assert made.people.get().name in page
    assert "Régie" in page


def test_the_poster_and_the_cards_say_when_where_and_what(desk, gaelle):
    (poster,) = text_of(gaelle.get(url("poster", desk.meeting.slug)))
    for words in ("de 14 h à 17 h", "Maison des essais", "Inscrivez-vous"):
        assert words in poster
    (cards,) = text_of(gaelle.get(url("table_cards", desk.meeting.slug)))
    assert "Carrefour" in cards
    assert "Table 1" in cards


def test_certificates_are_prepared_printed_and_checked(desk, gaelle, client):
    made = came(desk, of=ELECTED)
    assert gaelle.get(url("certificates", desk.meeting.slug)).status_code == 404
    held(desk)
    answer = post(gaelle, url("certify", desk.meeting.slug))
    assertContains(gaelle.get(answer.url), "1 attestation est prête.")
    (page,) = text_of(gaelle.get(url("certificates", desk.meeting.slug)))
    person, given = made.people.get(), Certificate.objects.get()
    for words in (person.name, "a participé à", "3 h", given.code[:4]):
        assert words in page
    (own,) = text_of(client.get(url("own_certificate", link_of(made))))
    assert person.name in own
    stranger = registered(registrations.desk())
    assert client.get(url("own_certificate", link_of(stranger))).status_code == 404
    checked = client.get(url("check_certificate"), {"code": given.code})
    assertContains(checked, "Cette attestation est authentique")
    assertNotContains(checked, person.name)
    assertContains(client.get(url("check_certificate"), {"code": given.code, "nom": person.name}), "Le nom est le bon")
    wrong = client.get(url("check_certificate"), {"code": given.code, "nom": "Autre"})
    assertContains(wrong, "Ce n’est pas le nom de cette attestation")
    assertContains(client.get(url("check_certificate"), {"code": "1"}), "n’est celui d’aucune", status_code=404)


def test_nobody_there_no_certificate(desk, gaelle):
    registered(desk, of=ELECTED)
    held(desk)
    answer = post(gaelle, url("certify", desk.meeting.slug))
    assertContains(gaelle.get(answer.url), "Personne n’est noté présent")


def test_opinions_are_given_by_link_once_and_read_as_numbers(desk, gaelle, client):
    parties = [registered(desk, of=RESIDENTS) for _ in range(5)]
    held(desk)
    address = url("opinion", link_of(parties[0]))
    assertContains(post(client, address), "Répondez au moins à une question.", status_code=422)
    answer = post(client, address, useful="yes", heard="no")
    assertContains(client.get(answer.url), "Merci, c’est compté")
    assertContains(post(client, address, useful="no"), "Vous avez déjà donné votre avis", status_code=409)
    page = gaelle.get(url("desk", desk.meeting.slug))
    assertContains(page, "1 avis reçu.")
    assertNotContains(page, str(Question.USEFUL.label))
    for each in parties[1:]:
        operations.give_opinion(registration=each, marks={Question.USEFUL: Mark.YES})
    page = gaelle.get(url("desk", desk.meeting.slug))
    assertContains(page, str(Question.USEFUL.label))
    assertNotContains(page, str(Question.HEARD.label))


def test_the_article_begins_with_facts_and_names_nobody(desk, gaelle):
    few = came(desk, 2, of=ELECTED)
    came(desk, 6, of=RESIDENTS)
    operations.attach_paper(
        by=TESTS, meeting=desk.meeting, title="Diaporama", moment="after", url="https://a.example/d"
    )
    page = gaelle.get(url("look_back", desk.meeting.slug))
    for words in ("Retour sur", "8 personnes sont venues", f"{RESIDENTS} (6)", "Carrefour", "Diaporama"):
        assertContains(page, words)
    assertNotContains(page, f"{ELECTED} (")
    assertNotContains(page, few.people.first().name)


def wizard(**changed):
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    said = {"kind": "pic_lab", "day": day, "welcome": "13:30", "start": "14h", "end": "17:00", "town": "Étrœuvre"}
    said |= {"categories": "Élus : 20\nHabitants", "seats": "80", "tables": "Aller vers\n\nTenir un comité"}
    return {**said, "needs": ["meal"], "organiser": "Centre", "contact": "Gaëlle", "then": "publish", **changed}


def test_eight_answers_make_page_programme_and_registration(desk, gaelle):
    answer = post(gaelle, url("wizard"), **wizard())
    made = Meeting.objects.get(slug="pic-lab-a-etroeuvre")
    assert answer.url == url("desk", made.slug)
    assert (made.state, made.desk.seats, made.territory) == ("published", 80, desk.meeting.territory)
    assert timezone.localtime(made.starts_at).hour == 14
    assert [each.title for each in made.programme.all()] == ["Accueil", "Aller vers", "Tenir un comité", "Clôture"]
    assert [(each.name, each.quota) for each in made.desk.categories.all()] == [("Élus", 20), ("Habitants", None)]


def test_a_series_is_named_once_then_chosen_or_named_again(desk, gaelle):
    for town, name in (("Étrœuvre", "Les PIC Labs"), ("Hautefosse", "les pic labs "), ("Sainte-Ode", "")):
        known = Series.objects.values_list("pk", flat=True).first()
        chosen = {} if name else {"series": known}
        post(gaelle, url("wizard"), **wizard(town=town, new_series=name, **chosen))
    together = Series.objects.get()
    assert (together.title, together.territory) == ("Les PIC Labs", desk.meeting.territory)
    assert together.meetings.count() == 3
    page = gaelle.get(url("meeting", "pic-lab-a-sainte-ode"))
    for words in ("Dans la même série : Les PIC Labs", "PIC Lab à Étrœuvre", "PIC Lab à Hautefosse"):
        assertContains(page, words)


def test_a_draft_waits_and_its_registration_with_it(gaelle, client):
    post(gaelle, url("wizard"), **wizard(then="draft"))
    assert Meeting.objects.get(slug="pic-lab-a-etroeuvre").state == "draft"
    assert client.get(url("register", "pic-lab-a-etroeuvre")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"town": ""}, 422, "Écrivez la ville."),
        ({"start": "midi"}, 422, "Écrivez l’heure comme 14:00."),
        ({"day": "31/02/2027"}, 422, "Cette date n’existe pas"),
        ({"welcome": "15:00"}, 409, "L’accueil commence après le début"),
        ({"day": "2027-03-28", "start": "02:30", "welcome": ""}, 422, "cette heure n’existe pas"),
        ({"categories": "Élus : x"}, 422, "écrivez le nombre de places en chiffres"),
    ],
)
def test_a_mistake_in_the_wizard_is_said_and_nothing_is_lost(gaelle, changed, status, words):
    before = Meeting.objects.count()
    page = post(gaelle, url("wizard"), **wizard(**changed))
    assertContains(page, words, status_code=status)
    assertContains(page, "Tenir un comité", status_code=status)
    assert Meeting.objects.count() == before


def test_the_door_of_one_day_of_a_cycle(desk, gaelle):
    other = meetings.published(territory=desk.meeting.territory, on=meetings.day(31))
    training = operations.create_training(by=TESTS, title="Égalité")
    from quartierlibre.domain.meetings.coming import DeskFacts

    first = meetings.published(territory=desk.meeting.territory, on=meetings.day(30))
    cycle = operations.open_cycle(by=TESTS, training=training, days=[first, other], facts=DeskFacts())
    person = registered(cycle.desk).people.get()
    with time_machine.travel(other.starts_at):
        assertContains(organiser(desk.meeting.territory).get(url("door", other.slug)), person.name)
    post(gaelle, url("note_arrival", other.slug), who=person.public_id, there="1")
    assert [each.day.meeting for each in person.presences.exclude(arrived_at=None)] == [other]
    person.refresh_from_db()
    assert person.arrived_at is None


def test_a_training_is_created_then_held_on_its_days(desk, gaelle, client):
    days = [
        meetings.published(kind="training", title=f"Jour {n}", territory=desk.meeting.territory, on=meetings.day(n))
        for n in (30, 31)
    ]
    assert post(gaelle, url("trainings"), title="", aims="").status_code == 422
    post(gaelle, url("trainings"), title="Égalité et citoyenneté", aims="Agir", required_days="1")
    training = Training.objects.get()
    said = {"training": training.pk, "days": [each.pk for each in days], "seats": "12", "categories": "Habitants : 6"}
    assertContains(post(gaelle, url("open_cycle"), **{**said, "days": []}), "au moins un jour", status_code=422)
    answer = post(gaelle, url("open_cycle"), **said)
    page = gaelle.get(answer.url)
    assertContains(page, "Égalité et citoyenneté")
    assertContains(page, url("door", days[1].slug))
    assert client.get(url("register", days[0].slug)).status_code == 200
    assertContains(client.get(url("meeting", days[1].slug)), url("register", days[0].slug))
