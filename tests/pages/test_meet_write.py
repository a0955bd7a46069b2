"""The organiser writes the page, says what changes to those who come, and shows papers when it is time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.models import Meeting, MeetingPaper
from quartierlibre.domain.meetings.queries.facts import facts_of, items_of
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from quartierlibre.pagekit.articles.typed import as_html, as_typed
from tests.factories import applications, meetings, registrations
from tests.factories.uploads import photo
from tests.pages.meet_kit import organiser, post, url

ON = timezone.localdate() + timedelta(days=20)
BODY = (
    '<h2>Pour qui ?</h2><p>Voyez <a href="/projets/">les projets</a>,<br><strong>tous</strong>.</p>'
    "<ul><li>un</li><li>deux</li></ul>"
)


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def meeting(fund):
    """Published, with all that a page holds; somebody comes, by e-mail."""
    made = meetings.published(
        on=ON, body=BODY, programme=meetings.programme(ON), topics=[meetings.topic()], territory=fund.territory
    )
    registrations.registered(registrations.desk(made), email="zoe@example.org")
    write_due()
    Message.objects.all().delete()
    return made


@pytest.fixture
def gaelle(fund):
    return organiser(fund.territory)


def as_shown(client, meeting):
    """What a browser would send, the form left as it is."""
    form = client.get(url("write", meeting.slug)).context["form"]
    said = {name: form[name].value() for name in form.fields}
    for name in ("welcome", "start", "end"):
        said[name] = f"{said[name]:%H:%M}" if said[name] else ""
    return {name: "" if value is None else value for name, value in said.items()}


def status_of(client, address):
    """Read to its end: a private file is closed then."""
    answer = client.get(address)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def letters():
    write_due()
    return list(Message.objects.order_by("pk"))


def test_saved_as_it_is_nothing_changes_and_nobody_is_told(meeting, gaelle):
    before = Meeting.objects.get(pk=meeting.pk)
    answer = post(gaelle, url("write", meeting.slug), **as_shown(gaelle, meeting))
    assert answer.status_code == 302, answer.context["form"].errors
    after = Meeting.objects.get(pk=meeting.pk)
    assert (facts_of(after), items_of(after), after.sequence) == (facts_of(before), items_of(before), before.sequence)
    assert letters() == []


def test_another_place_is_shown_and_told_to_who_comes(meeting, gaelle, client, fund):
    other = meetings.topic("Vie associative")
    said = as_shown(gaelle, meeting) | {
        "venue_name": "Salle du Bief",
        "note": "La Maison des essais est fermée.",
        "body": "Venez **tous**.\n\n- à pied\n- à vélo",
        "topics": [str(other.pk)],
        "funds": [str(fund.pk)],
        "programme": "13:30 Accueil\n14 h 15 Le dispositif\nCarrefour\nRestitution\n17h Clôture",
    }
    assert post(gaelle, url("write", meeting.slug), **said).status_code == 302
    page = client.get(url("meeting", meeting.slug))
    for words in ("Du nouveau", "La Maison des essais est fermée.", "Salle du Bief", "Vie associative", fund.name):
        assertContains(page, words)
    assertContains(page, "<ul><li>à pied</li><li>à vélo</li></ul>", html=True)
    assertNotContains(page, "Participation citoyenne")
    now = meeting.programme.get(title="Le dispositif")
    assert (now.at, now.kind) == (meetings.at(ON, "14:15"), "presentation")
    assert meeting.programme.get(title="Restitution").kind == "restitution", "a new moment is what its words say"
    (letter,) = letters()
    assert (letter.to, letter.subject) == ("zoe@example.org", f"Du nouveau : {meeting.title}")
    for words in ("La Maison des essais est fermée.", "Salle du Bief"):
        assert words in letter.text
        assert words in letter.html


def test_another_day_moves_the_programme_and_is_told_once(meeting, gaelle, client):
    day = ON + timedelta(days=7)
    said = as_shown(gaelle, meeting) | {"day": day.isoformat(), "venue_name": "Salle du Bief", "note": "Il neige."}
    assert post(gaelle, url("write", meeting.slug), **said).status_code == 302
    assert [each.at for each in items_of(meeting)][:2] == [meetings.at(day, "13:30"), meetings.at(day, "14:00")]
    assertContains(client.get(url("meeting", meeting.slug)), "La date a changé")
    (letter,) = letters()
    assert letter.subject.startswith("Nouvelle date")
    for words in ("Il neige.", "Salle du Bief"):
        assert words in letter.text


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"title": ""}, 422, "Titre"),
        ({"programme": "25:00 Trop tard"}, 422, "cette heure n’existe pas"),
        ({"start": ""}, 422, "heure du début"),
        ({"welcome": "15:00"}, 409, "L’accueil commence après le début"),
        ({"programme": "17:00 Clôture\n14:00 Début"}, 409, "ne se suivent pas"),
        ({"venue_name": "", "venue_address": "", "town": ""}, 409, "Dites où se tient la rencontre"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(meeting, gaelle, wrong, status, words):
    answer = post(gaelle, url("write", meeting.slug), **(as_shown(gaelle, meeting) | wrong))
    assert answer.status_code == status
    assertContains(answer, words, status_code=status)
    assert Meeting.objects.get(pk=meeting.pk).sequence == meeting.sequence
    assert letters() == []


def test_a_text_with_more_shape_than_one_types_is_left_alone(gaelle, fund):
    table = "<table><tbody><tr><td>un</td></tr></tbody></table>"
    made = meetings.draft(on=ON, body=table, territory=fund.territory)
    said = as_shown(gaelle, made)
    assert "body" not in said
    assert "note" not in said, "a draft has nobody to tell"
    assert post(gaelle, url("write", made.slug), **(said | {"summary": "Deux mots."})).status_code == 302
    made.refresh_from_db()
    assert (made.body, made.summary) == (table, "Deux mots.")


def test_without_a_start_whole_days_are_announced(gaelle, fund, client):
    made = meetings.draft(on=ON, territory=fund.territory)
    empty = {"start": "", "welcome": "", "end": "", "last_day": (ON + timedelta(days=1)).isoformat()}
    assert post(gaelle, url("write", made.slug), **(as_shown(gaelle, made) | empty)).status_code == 302
    assert post(gaelle, url("change_state", made.slug), then="publish").status_code == 302
    made.refresh_from_db()
    assert (made.has_hour, made.state) == (False, "published")
    assertNotContains(client.get(url("meeting", made.slug)), "14\u00a0h")


def test_a_meeting_called_off_says_why(meeting, gaelle, client):
    silent = post(gaelle, url("change_state", meeting.slug), then="cancel", note=" ")
    assertContains(silent, "Dites pourquoi en une phrase", status_code=409)
    assert (
        post(gaelle, url("change_state", meeting.slug), then="cancel", note="La salle est inondée.").status_code == 302
    )
    assertContains(client.get(url("meeting", meeting.slug)), "La salle est inondée.")
    assert [each.to for each in letters()] == ["zoe@example.org"]
    assert post(gaelle, url("change_state", meeting.slug), then="vanish").status_code == 404


def test_a_paper_is_read_when_the_organiser_says_so(meeting, gaelle, client):
    paper = {"title": "Le relevé de conclusions", "moment": "after", "file": photo(), "url": ""}
    assert post(gaelle, url("papers", meeting.slug), **paper).status_code == 302
    kept = MeetingPaper.objects.get()
    assert not kept.is_public
    where = url("paper", meeting.slug, kept.public_id)
    assertNotContains(client.get(url("meeting", meeting.slug)), paper["title"])
    assert status_of(client, where) == 404
    assert status_of(gaelle, where) == 200
    for public, status in (("1", 200), ("0", 404), ("1", 200)):
        assert post(gaelle, url("show_paper", meeting.slug, kept.public_id), public=public).status_code == 302
        assert status_of(client, where) == status
    assertContains(client.get(url("meeting", meeting.slug)), paper["title"])
    assert post(gaelle, url("remove_paper", meeting.slug, kept.public_id)).status_code == 302
    assert status_of(client, where) == 404


def test_a_paper_is_a_file_or_a_link_under_a_title(meeting, gaelle):
    both = {"title": "Plan", "moment": "before", "file": photo(), "url": "https://a.example/"}
    assertContains(post(gaelle, url("papers", meeting.slug), **both), "l’un des deux", status_code=409)
    assert post(gaelle, url("papers", meeting.slug), moment="before", url="https://a.example/").status_code == 422
    assert not MeetingPaper.objects.exists()
    others = operations.attach_paper(
        by=meetings.TESTS, meeting=meetings.published(), title="Autre", url="https://b.example/"
    )
    assert post(gaelle, url("show_paper", meeting.slug, others.public_id), public="0").status_code == 404
    assert Fund.objects.exists()


@pytest.mark.parametrize(
    "markup",
    ["<p>- x</p>", "<p>[a](b)</p>", "<p>## x</p>", "nu", "<p>a</p><p></p>", "<ul><li>a<ul><li>b</li></ul></li></ul>"],
)
def test_what_typing_would_change_cannot_be_typed(markup):
    assert as_typed(markup) is None


def test_typed_words_come_back_the_same():
    assert as_html(as_typed(BODY)) == BODY
    assert as_html("<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>"
