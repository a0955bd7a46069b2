"""What the newsroom does: publish at an hour, show things around pages, load what is kept as a file."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from quartierlibre.cms import operations, shown, tasks
from quartierlibre.cms.models import FrontPage, MenuLink, NewsPage, Picture
from quartierlibre.domain.meetings import operations as meetings_operations
from quartierlibre.domain.people.permissions import Role
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.search.models import SearchDocument
from quartierlibre.foundation.search.queries import found
from quartierlibre.letters.operations import write_due
from tests.access.world import sign_in
from tests.factories import applications, meetings, pages, personas
from tests.pages import meet_kit

DEMO = Path(__file__).parents[2] / "quartierlibre/console/demo_data/pages.toml"


@pytest.fixture
def newsroom(settings):
    """Open around the pages, as on a real site; nothing it read stays for another test."""
    settings.NEWSROOM = "quartierlibre.cms.shown"
    shown.forget()
    yield
    shown.forget()


def test_a_page_given_an_hour_is_published_then_and_found_then(client):
    page = pages.draft("Les lauréats")
    page.go_live_at = timezone.now() + timedelta(hours=2)
    page.save_revision().publish()
    tasks.publish_due()
    assert client.get(page.get_url()).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        tasks.publish_due()
    assert client.get(page.get_url()).status_code == 200
    assert [hit.key for hit in found("laureats").hits] == [str(page.pk)]


def test_a_page_given_an_end_is_taken_back(client):
    page = pages.news("Inscriptions")
    NewsPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    tasks.publish_due()
    assert client.get(page.get_url()).status_code == 404
    assert not found("inscriptions").hits


def test_nothing_is_written_to_editors_from_a_request(mailoutbox):
    pages.draft().get_workflow()
    page, front = pages.draft("Autre"), FrontPage.objects.get()
    assert front.get_workflow() is not None
    page.get_workflow().start(page, user=None)
    assert mailoutbox == []


def test_a_review_is_asked_of_who_publishes_and_comes_back_to_who_wrote():
    place = applications.territory()
    writer = personas._with_mandate("Hugo Petit", Role.EVENT_ORGANISER, place)
    editor = personas._with_mandate("Gaelle Morin", Role.EDITOR, place)
    page = pages.draft()
    state = page.get_workflow().start(page, user=writer)
    write_due()
    (asked,) = Message.objects.all()
    assert (asked.to, asked.subject) == (editor.email, "Une page attend votre relecture")
    assert f"/cms/pages/{page.pk}/edit/" in asked.text
    assert page.title not in asked.text + asked.html + asked.subject
    state.current_task_state.reject(user=editor)
    write_due()
    back = Message.objects.exclude(pk=asked.pk).get()
    assert (back.to, back.subject) == (writer.email, "Votre page est à reprendre")


def test_a_picture_without_its_words_is_refused():
    with pytest.raises(ValidationError):
        operations.add_picture(by=None, title="Cour", description="", content=pages.jpeg())
    assert not Picture.objects.exists()


def test_a_picture_is_drawn_again_without_what_the_camera_wrote():
    picture = operations.add_picture(by=None, title="Cour", description="La cour", content=pages.jpeg(exif=True))
    copy = picture.get_rendition("width-120|format-webp").file
    assert b"camera-secret" in picture.file.open().read()
    assert b"camera-secret" not in copy.open().read()
    picture.file.close()
    copy.close()


def test_the_banner_the_menu_and_the_news_are_around_pages(client, newsroom):
    pages.news("Les fonds ouvrent", lead="Venez")
    operations.announce(text="Le site ferme ce soir", url="/agenda/", days=1)
    MenuLink.objects.create(front=FrontPage.objects.get(), label="Ressources", path="/ressources/")
    shown.forget()
    text = client.get("/").content.decode()
    assert 'href="/agenda/">Le site ferme ce soir' in text
    assert 'href="/ressources/"' in text
    assert "Les fonds ouvrent" in text
    operations.announce(text="Le site ferme ce soir", days=-1)
    assert "ferme ce soir" not in client.get("/").content.decode()


def test_what_another_process_published_is_seen(newsroom, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(shown, "SECONDS", 0)  # a minute has passed at each reading
    before = shown.around()
    with django_assert_num_queries(1):
        assert shown.around() is before
    held = shown._kept
    operations.announce(text="Fermé ce soir", days=1)
    monkeypatch.setattr(shown, "_kept", held)  # another process was told nothing
    assert (before.banner, shown.around().banner) == ("", "Fermé ce soir")


def test_a_plain_page_completes_the_legal_page_of_the_house(client, newsroom):
    pages.plain("Mentions légales", slug="mentions-legales", html="<p>Directrice : Mme Dupont.</p>")
    text = client.get("/mentions-legales/").content.decode()
    assert "Mme Dupont" in text
    assert "Vos données" in text


def test_a_site_whose_database_is_down_still_says_so(client, newsroom, monkeypatch):
    from django.db import DatabaseError

    monkeypatch.setattr(shown, "_read", lambda: (_ for _ in ()).throw(DatabaseError()))
    assert client.get("/nulle-part/").status_code == 404


def test_pages_of_a_file_are_put_once():
    for _turn in (1, 2):
        call_command("load_pages", DEMO, stdout=StringIO())
    assert NewsPage.objects.live().count() == 3
    assert SearchDocument.objects.filter(kind="news").count() == 3


def test_published_again_a_page_keeps_its_address_and_says_when():
    first = operations.publish_page(by=None, model=NewsPage, slug="x", html="<p>Un</p>", title="Un")
    again = operations.publish_page(by=None, model=NewsPage, slug="x", html="<p>Deux</p>", title="Deux")
    assert (again.pk, again.title) == (first.pk, "Deux")
    assert [hit.key for hit in found("deux").hits] == [str(first.pk)]
    call_command("rebuild_search", stdout=StringIO())
    assert found("deux").total == 1


def test_a_look_back_is_begun_once_from_the_meeting_by_its_organiser():
    fund = applications.fund()
    meeting = meetings.published(
        on=timezone.localdate() - timedelta(days=3), territory=fund.territory, topics=[meetings.topic()],
        programme=meetings.programme(),
    )  # fmt: skip
    meetings_operations.set_funds(by=meetings.TESTS, meeting=meeting, funds=[fund])
    client = meet_kit.organiser(fund.territory)
    page = client.get(meet_kit.url("look_back", meeting.slug))
    address = page.context["draft_url"]
    assert address in page.content.decode()
    for _again in range(2):
        answer = meet_kit.post(client, address)
        draft = NewsPage.objects.get(slug=f"retour-sur-{meeting.slug}")
        assert answer.url == f"/cms/pages/{draft.pk}/edit/"
    assert client.get(answer.url).status_code == 200
    assert not draft.live
    assert client.get(f"/actualites/{draft.slug}/").status_code == 404
    said = str(draft.get_latest_revision_as_object().body)
    for words in ("Carrefour", f"/agenda/{meeting.slug}/", fund.name):
        assert words in said
    assert list(draft.topics.all()) == list(meeting.topics.all())
    assert list(draft.territories.all()) == [fund.territory]
    stranger = personas._with_mandate("Hugo Petit", Role.EVENT_ORGANISER, applications.territory("Ailleurs"))
    elsewhere = Client()
    sign_in(elsewhere, stranger)
    assert elsewhere.get("/cms/").status_code == 200
    assert meet_kit.post(elsewhere, address).status_code == 404
