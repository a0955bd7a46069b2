"""Meetings: written, published now or later, moved, cancelled, brought from elsewhere; and who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.facts import Item
from quartierlibre.domain.meetings.models import AgendaMark, Meeting, MeetingPaper, NewsType, Topic
from quartierlibre.domain.meetings.queries.facts import facts_of
from quartierlibre.domain.meetings.rules.times import PARIS, Times, whole_days
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.foundation.journal import queries as journal
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds, meetings, personas, uploads
from tests.factories.meetings import TESTS, at


def told(meeting):
    return [event.name.removeprefix("meetings.") for event in journal.history(meeting)]


def refusal_of(act, **arguments):
    with pytest.raises(Refused) as refused:
        act(**arguments)
    return refused.value.verdict.codes


def test_a_meeting_is_written_then_published_with_its_programme_and_its_themes():
    on = meetings.day()
    made = meetings.published(topics=[meetings.topic()], programme=meetings.programme(on), on=on)

    assert made.state == MeetingState.PUBLISHED
    assert made.slug.startswith("pic-lab-n")
    assert [(item.order, item.kind) for item in made.programme.all()] == [
        (1, "welcome"),
        (2, "presentation"),
        (3, "carrefour"),
        (4, "closing"),
    ]
    assert told(made) == ["meeting.created", "programme.set", "topics.set", "meeting.published"]
    assert made.first_published_at is not None


def test_two_meetings_of_one_title_have_two_addresses_and_an_address_never_changes():
    first, second = meetings.draft(title="L’œuvre des cœurs"), meetings.draft(title="L’œuvre des cœurs")
    assert (first.slug, second.slug) == ("loeuvre-des-coeurs", "loeuvre-des-coeurs-2")
    renamed = operations.revise_meeting(by=TESTS, meeting=first, facts=replace(facts_of(first), title="Autre"))
    assert (renamed.title, renamed.slug) == ("Autre", first.slug)


def test_a_long_title_gives_an_address_of_whole_words():
    long = meetings.draft(title="PIC Lab : rencontre sur les Projets d’Initiative Citoyenne, à Saint-Quentin")
    assert long.slug == "pic-lab-rencontre-sur-les-projets-dinitiative-citoyenne-a-saint"
    assert meetings.draft(title="x" * 90).slug == "x" * 70


def test_words_are_made_safe_before_they_are_kept():
    made = meetings.draft(body='<p onclick="x()">Bonjour <script>alert(1)</script><a href="javascript:x">lien</a></p>')
    assert made.body == "<p>Bonjour <a>lien</a></p>"


def test_the_same_facts_change_nothing():
    made = meetings.published()
    again = operations.revise_meeting(by=TESTS, meeting=made, facts=facts_of(made))
    assert (again.sequence, told(again)) == (made.sequence, told(made))
    assert again.modified_at is None


def test_a_change_of_a_page_people_read_is_dated_and_moves_calendars():
    made = meetings.published()
    after = operations.revise_meeting(by=TESTS, meeting=made, facts=replace(facts_of(made), venue_name="Ailleurs"))
    assert after.sequence == made.sequence + 1
    assert after.modified_at is not None
    assert after.first_published_at == made.first_published_at


def test_what_was_brought_from_elsewhere_keeps_its_dates_and_comes_once():
    said = {
        "source_url": "https://ancien.example/actualites-0/pic-lab",
        "first_published_at": at(date(2017, 9, 27), "09:00"),
        "modified_at": at(date(2017, 9, 27), "17:05"),
        "on": meetings.SEED_DAY,
    }
    made = meetings.published(**said)
    assert made.first_published_at == said["first_published_at"]
    assert made.modified_at == said["modified_at"]
    with pytest.raises(IntegrityError), transaction.atomic():
        meetings.draft(**said)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({"title": "  "}, {"meeting.no_title"}),
        ({"remote_url": "https://visio.example/x"}, {"meeting.remote_address_unused"}),
        ({"times": Times(at(date(2026, 5, 2), "14:00"), at(date(2026, 5, 2), "13:00"))}, {"meeting.ends_before_start"}),
    ],
)
def test_facts_that_contradict_each_other_are_refused(said, codes):
    assert refusal_of(operations.create_meeting, by=TESTS, facts=meetings.facts(**said)) == codes


def test_a_page_says_where_to_go_before_anyone_reads_it():
    nowhere = meetings.draft(venue_name="", venue_address="", town="")
    assert refusal_of(operations.publish_meeting, by=TESTS, meeting=nowhere) == {"meeting.no_place"}
    afar = meetings.draft(venue_name="", venue_address="", town="", mode="remote", remote_url="https://visio.example/x")
    assert operations.publish_meeting(by=TESTS, meeting=afar).state == MeetingState.PUBLISHED


def test_a_draft_published_later_is_published_once_its_minute_has_come():
    draft, later = meetings.draft(), timezone.now() + timedelta(hours=2)
    waiting = operations.schedule_publication(by=TESTS, meeting=draft, at=later)
    assert operations.publish_due(now=later - timedelta(minutes=1)) == 0
    assert operations.publish_due(now=later) == 1
    assert operations.publish_due(now=later) == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.publish_at) == (MeetingState.PUBLISHED, None)
    assert refusal_of(operations.schedule_publication, by=TESTS, meeting=waiting, at=later) == {
        "state.forbidden_move",
        "meeting.already_read",
    }


def test_a_publication_is_not_announced_for_the_past_and_can_be_given_up():
    draft, later = meetings.draft(), timezone.now() + timedelta(hours=2)
    past = timezone.now() - timedelta(minutes=1)
    assert refusal_of(operations.schedule_publication, by=TESTS, meeting=draft, at=past) == {
        "meeting.publication_is_past"
    }
    operations.schedule_publication(by=TESTS, meeting=draft, at=later)
    operations.unschedule_publication(by=TESTS, meeting=draft)
    assert operations.publish_due(now=later) == 0


def test_a_meeting_cancelled_says_why_and_may_be_on_again():
    made = meetings.published()
    assert refusal_of(operations.cancel_meeting, by=TESTS, meeting=made, note=" ") == {"meeting.no_reason"}
    cancelled = operations.cancel_meeting(by=TESTS, meeting=made, note="La salle est fermée.")
    assert (cancelled.state, cancelled.state_note) == (MeetingState.CANCELLED, "La salle est fermée.")
    again = operations.publish_meeting(by=TESTS, meeting=cancelled)
    assert (again.state, again.state_note) == (MeetingState.PUBLISHED, "")
    assert again.sequence == made.sequence + 2


def test_a_postponed_meeting_gets_its_new_date_and_its_programme_follows_the_clock():
    """From summer to winter time: 14 h stays 14 h."""
    summer, winter = date(2027, 10, 28), date(2027, 11, 4)
    made = meetings.published(on=summer, programme=meetings.programme(summer))
    operations.postpone_meeting(by=TESTS, meeting=made, note="Nouvelle date bientôt.")
    moved = operations.move_meeting(by=TESTS, meeting=made, times=meetings.afternoon(winter))
    assert moved.state == MeetingState.PUBLISHED
    assert moved.previous_starts_at == at(summer, "14:00")
    hours = [item.at and item.at.astimezone(PARIS).strftime("%d/%m %H:%M") for item in moved.programme.all()]
    assert hours == ["04/11 13:30", "04/11 14:00", None, "04/11 17:00"]


def test_an_archived_page_is_off_the_agenda_and_still_answers():
    made = operations.archive_meeting(by=TESTS, meeting=meetings.published())
    assert not Meeting.objects.listed().filter(pk=made.pk).exists()
    assert Meeting.objects.readable().filter(pk=made.pk).exists()
    assert refusal_of(operations.cancel_meeting, by=TESTS, meeting=made, note="x") == {"state.forbidden_move"}


def test_a_page_published_by_mistake_is_a_draft_again():
    made = operations.take_back(by=TESTS, meeting=meetings.published())
    assert not Meeting.objects.readable().filter(pk=made.pk).exists()


def test_hours_of_a_programme_follow_one_another():
    made = meetings.draft()
    items = [Item("Fin", at=made.starts_at), Item("Début", at=made.welcome_at)]
    assert refusal_of(operations.set_programme, by=TESTS, meeting=made, items=items) == {"programme.out_of_order"}


def test_a_day_without_hour_stays_a_day():
    made = meetings.draft(times=whole_days(date(2026, 7, 10)))
    assert not made.has_hour
    assert made.last_moment.astimezone(PARIS).date() == date(2026, 7, 11)


def test_a_theme_is_made_once_whatever_its_case_and_keeps_its_old_number():
    first = meetings.topic("Politique de la ville - DSU")
    assert meetings.topic("POLITIQUE DE LA VILLE – DSU", old_id=3692) == first
    assert Topic.objects.get(old_id=3692).pk == first.pk
    assert meetings.topic("Renommé ailleurs", old_id=3692) == first
    assert meetings.topic("Politique de la ville - DSU", old_id=9).pk != first.pk


def test_a_type_of_news_is_made_once():
    for old_id in (None, 4315, None):
        operations.news_type_for(by=TESTS, name="Actu pour l’agenda", old_id=old_id)
    assert list(NewsType.objects.values_list("name", "old_id")) == [("Actu pour l’agenda", 4315)]


def test_who_organises_in_a_territory_prepares_its_meetings_and_no_other():
    here, there = funds.territory(), funds.territory()
    gaelle = meetings.gaelle(here)
    made = operations.create_meeting(by=gaelle, facts=meetings.facts(territory=here))
    elsewhere = meetings.draft(territory=there)

    assert refusal_of(operations.create_meeting, by=gaelle, facts=meetings.facts(territory=there)) == {
        "meeting.no_right"
    }
    assert refusal_of(operations.publish_meeting, by=gaelle, meeting=elsewhere) == {"meeting.no_right"}
    taken = replace(facts_of(made), territory=there)
    assert refusal_of(operations.revise_meeting, by=gaelle, meeting=made, facts=taken) == {"meeting.no_right"}
    assert list(Meeting.objects.organised_by(gaelle)) == [made]


def test_a_neighbour_prepares_nothing_and_reads_no_draft():
    driss, draft = personas.driss(), meetings.draft()
    assert refusal_of(operations.publish_meeting, by=driss, meeting=draft) == {"meeting.no_right"}
    assert not Meeting.objects.visible_to(driss).exists()


def test_a_paper_is_opened_by_publication():
    draft = meetings.draft()
    paper = operations.attach_paper(by=TESTS, meeting=draft, title="Plan d’accès", upload=uploads.photo())
    driss = personas.driss()
    assert not MeetingPaper.objects.visible_to(driss).exists()
    operations.publish_meeting(by=TESTS, meeting=draft)
    assert list(MeetingPaper.objects.visible_to(driss)) == [paper]
    operations.remove_paper(by=TESTS, paper=paper)
    assert not draft.papers.exists()


def test_a_paper_is_a_file_or_a_link_under_a_title():
    draft = meetings.draft()
    assert refusal_of(operations.attach_paper, by=TESTS, meeting=draft, title="") == {
        "paper.no_title",
        "paper.file_or_link",
    }


def test_the_database_moves_the_mark_with_every_change():
    made = meetings.published()
    before = AgendaMark.objects.get().revision
    operations.set_topics(by=TESTS, meeting=made, topics=[meetings.topic()])
    assert AgendaMark.objects.get().revision > before
