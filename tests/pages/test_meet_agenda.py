"""The agenda as a list and by month: what comes, what was, narrowed, page after page, each meeting once."""

import re
from datetime import date, timedelta
from itertools import chain

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.rules.times import whole_days
from tests.factories import funds, meetings
from tests.factories.meetings import TESTS, day

AGENDA = reverse("meet:agenda")


def titles(page):
    return re.findall(r'class="card-title"><a href="[^"]+">([^<]+)</a>', page.content.decode())


def month(year, number):
    return reverse("meet:month", args=[year, number])


def test_what_comes_is_listed_soonest_first_and_what_was_latest_first(client):
    for days, title in ((20, "Plus tard"), (-3, "Hier"), (2, "Bientôt"), (-40, "Jadis"), (0, "Aujourd’hui")):
        meetings.published(title=title, on=day(days))
    assert titles(client.get(AGENDA)) == ["Aujourd’hui", "Bientôt", "Plus tard"]
    assert titles(client.get(AGENDA, {"passe": "1"})) == ["Hier", "Jadis"]


def test_a_draft_and_an_archived_page_are_not_listed_a_cancelled_one_is(client):
    meetings.draft(title="En préparation")
    operations.archive_meeting(by=TESTS, meeting=meetings.published(title="Rangée"))
    operations.cancel_meeting(by=TESTS, meeting=meetings.published(title="Perdue"), note="Salle fermée.")
    page = client.get(AGENDA)
    assert titles(page) == ["Perdue"]
    assertContains(page, "Annulée")


def test_a_reader_narrows_by_theme_territory_kind_and_type(client):
    here, theme = funds.territory("Pays d’ici"), meetings.topic("Santé")
    news_type = operations.news_type_for(by=TESTS, name="Actu")
    meetings.published(title="Par thème", topics=[theme])
    meetings.published(title="Par territoire", territory=here)
    meetings.published(title="Par genre", kind="assembly")
    meetings.published(title="Par type", news_type=news_type)
    for asked, found in (
        ({"theme": "sante"}, "Par thème"),
        ({"territoire": here.slug}, "Par territoire"),
        ({"genre": "assembly"}, "Par genre"),
        ({"type": str(news_type.pk)}, "Par type"),
    ):
        assert titles(client.get(AGENDA, asked)) == [found]
    page = client.get(AGENDA, {"theme": "sante"})
    assertContains(page, '<option value="sante" selected>Santé</option>')
    assertContains(page, reverse("meet:topic_feed", args=["sante"]))


def test_a_theme_all_in_the_past_shows_what_was(client):
    theme = meetings.topic("Santé")
    for days in (-3, -40):
        meetings.published(title=f"Il y a {-days} jours", topics=[theme], on=day(days))
    page = client.get(AGENDA, {"theme": "sante"})
    assert titles(page) == ["Il y a 3 jours", "Il y a 40 jours"]
    assertContains(page, "Rien d’annoncé pour ce choix")
    assertContains(client.get(AGENDA, {"theme": "sante", "genre": "assembly"}), "Aucune rencontre ne correspond")


@pytest.mark.parametrize("hostile", ["'", "<script>", "a" * 300, "\x00", "１２", "-1"])
@pytest.mark.parametrize("name", ["theme", "territoire", "genre", "type", "passe", "depuis"])
def test_an_address_nobody_can_read_is_answered(client, name, hostile):
    assert client.get(AGENDA, {name: hostile}).status_code == 200


@pytest.mark.parametrize("past", [False, True])
def test_pages_follow_one_another_and_show_each_meeting_once(client, past):
    """Many begin at the same instant: the key tells them apart."""
    wanted = [f"N{n:02}" for n in range(47)]
    for n, title in enumerate(wanted):
        meetings.published(title=title, on=day(5 + n // 9) if not past else day(-5 - n // 9))
    first = f"{AGENDA}?passe=1" if past else AGENDA
    seen, address = [], first
    while address:
        page = client.get(address)
        seen.append(titles(page))
        following = re.search(r'<a href="([^"]+)" rel="next">', page.content.decode())
        address = AGENDA + following[1].replace("&amp;", "&") if following else ""
    assert [len(each) for each in seen] == [20, 20, 7]
    assert sorted(chain(*seen)) == wanted
    back = re.search(r'<a href="([^"]+)" rel="prev">', page.content.decode())
    assert titles(client.get(AGENDA + back[1].replace("&amp;", "&"))) == seen[1]


def test_ten_rows_cost_as_many_reads_as_sixty(client):
    client.cookies["reader"] = "1"
    counts = []
    for _ in range(2):
        for n in range(10 if not counts else 50):
            meetings.published(title=f"R{n}")
        with CaptureQueriesContext(connection) as asked:
            client.get(AGENDA)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_a_month_shows_its_meetings_each_on_its_days(client):
    meetings.published(title="Le 28", on=date(2017, 9, 28))
    meetings.published(title="À cheval", times=whole_days(date(2017, 8, 30), date(2017, 9, 2)))
    meetings.published(title="Le mois d’après", on=date(2017, 10, 1))
    page = client.get(month(2017, 9))
    assertContains(page, "Septembre 2017")
    assertContains(page, "Le 28", count=1)
    assertContains(page, "À cheval", count=2)
    assertNotContains(page, "Le mois d’après")
    assert month(2017, 9) == "/agenda/2017/09/"
    assertContains(page, "/agenda/2017/10/")


def test_a_meeting_at_midnight_in_paris_is_on_its_own_day(client):
    """The night when clocks move, and the last minute of a month: 23 h in UTC is another day there."""
    meetings.published(title="Minuit", times=meetings.Times(meetings.at(date(2026, 10, 1), "00:00")))
    assertContains(client.get(month(2026, 10)), "Minuit")
    assertNotContains(client.get(month(2026, 9)), "Minuit")


@pytest.mark.parametrize("address", ["/agenda/0001/01/", "/agenda/9999/12/", "/agenda/2017/13/", "/agenda/2017/00/"])
def test_months_far_away_are_not_invented(client, address):
    assert client.get(address).status_code == 404


def test_an_empty_month_says_so_and_is_left_out_of_search_engines(client):
    page = client.get(month(2031, 1))
    assertContains(page, "Aucune rencontre ce mois-là")
    assertContains(page, 'content="noindex"')


def test_a_meeting_of_several_days_comes_until_its_last(client):
    meetings.published(title="Cycle", times=whole_days(day(-2), day(1)))
    assert titles(client.get(AGENDA)) == ["Cycle"]
    assert titles(client.get(AGENDA, {"passe": "1"})) == []


def test_the_list_is_made_once_for_anyone_until_the_agenda_moves(client, settings):
    settings.KEPT_PARTS = 50
    meetings.published(title="Un")
    client.get(AGENDA)
    with CaptureQueriesContext(connection) as asked:
        client.get(AGENDA)
    assert len(asked) == 1
    meetings.published(title="Deux", on=day(31) + timedelta(days=1))
    assert titles(client.get(AGENDA)) == ["Un", "Deux"]


def test_the_front_door_leads_to_the_agenda(client):
    assertContains(client.get("/"), f'href="{AGENDA}"')


def test_the_site_map_lists_what_the_agenda_lists(client):
    made, draft = meetings.published(), meetings.draft()
    page = client.get("/sitemap.xml")
    assertContains(page, f"/agenda/{made.slug}/</loc>")
    assertNotContains(page, draft.slug)
