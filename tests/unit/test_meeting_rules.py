"""When a meeting may take place, as truth tables: hours in order, clocks that move, days without hour, programmes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from quartierlibre.domain.meetings.rules import publishing
from quartierlibre.domain.meetings.rules.moments import kind_of
from quartierlibre.domain.meetings.rules.times import (
    PARIS,
    Times,
    instant,
    last_day,
    may_say,
    may_take_place,
    programme_in_order,
    whole_days,
)

DAY = date(2026, 5, 20)


def at(clock, day=DAY):
    return instant(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("day", "clock", "utc"),
    [
        (date(2017, 9, 28), "14:00", "2017-09-28T12:00"),
        (date(2026, 1, 15), "14:00", "2026-01-15T13:00"),
        (date(2026, 7, 15), "00:00", "2026-07-14T22:00"),
        (date(2026, 3, 29), "03:00", "2026-03-29T01:00"),
        (date(2026, 10, 25), "03:00", "2026-10-25T02:00"),
    ],
)
def test_an_hour_of_paris_is_one_instant(day, clock, utc):
    assert at(clock, day) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2027, 3, 28)])
@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59"])
def test_an_hour_that_does_not_exist_is_refused(day, clock):
    assert may_say(day, time.fromisoformat(clock)).codes == {"time.does_not_exist"}


@pytest.mark.parametrize("clock", ["02:00", "02:30", "02:59"])
def test_an_hour_that_exists_twice_is_asked(clock):
    day, said = date(2026, 10, 25), time.fromisoformat(clock)
    assert may_say(day, said).codes == {"time.exists_twice"}
    first, second = (instant(day, said, is_second=which) for which in (False, True))
    assert second - first == timedelta(hours=1)
    assert all(may_say(day, said, is_second=which) for which in (False, True))


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        (date(2026, 3, 29), "01:59"),
        (date(2026, 3, 29), "03:00"),
        (date(2026, 10, 25), "01:59"),
        (date(2026, 10, 25), "03:00"),
        (DAY, "02:30"),
    ],
)
def test_any_other_hour_is_said_once(day, clock):
    assert may_say(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("times", "codes"),
    [
        (Times(at("14:00")), set()),
        (Times(at("14:00"), at("17:00"), at("13:30")), set()),
        (Times(at("14:00"), at("17:00"), at("14:00")), set()),
        (Times(at("14:00"), welcome_at=at("14:01")), {"meeting.welcome_after_start"}),
        (Times(at("14:00"), welcome_at=at("13:30", DAY - timedelta(days=1))), {"meeting.welcome_too_early"}),
        (Times(at("14:00"), at("14:00")), {"meeting.ends_before_start"}),
        (Times(at("14:00"), at("13:00"), at("15:00")), {"meeting.ends_before_start", "meeting.welcome_after_start"}),
        (Times(at("14:00"), at("14:00", DAY + timedelta(days=61))), {"meeting.too_long"}),
        (Times(at("14:00", date(1917, 1, 1))), {"meeting.strange_year"}),
        (Times(at("14:00", date(2217, 1, 1))), {"meeting.strange_year"}),
        (whole_days(DAY), set()),
        (whole_days(DAY, DAY + timedelta(days=3)), set()),
        (Times(at("14:00"), at("17:00"), has_hour=False), {"meeting.hour_unknown"}),
        (Times(at("00:00"), None, has_hour=False), {"meeting.hour_unknown"}),
        (
            Times(at("00:00"), at("00:00", DAY + timedelta(days=1)), at("00:00"), has_hour=False),
            {"meeting.hour_unknown"},
        ),
    ],
)
def test_when_a_meeting_may_take_place(times, codes):
    assert may_take_place(times).codes == codes


def test_an_instant_without_its_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zone"):
        may_take_place(Times(datetime(2026, 5, 20, 14)))  # noqa: DTZ001


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), DAY])
def test_whole_days_begin_and_end_at_midnight_in_paris_even_when_clocks_move(day):
    times = whole_days(day)
    assert [each.astimezone(PARIS).time() for each in (times.starts_at, times.ends_at)] == [time(0), time(0)]
    assert last_day(times) == day


@pytest.mark.parametrize(
    ("clocks", "codes"),
    [
        ([], set()),
        ([None, None], set()),
        (["13:30", "14:00", None, "17:00"], set()),
        (["14:00", "14:00"], set()),
        (["14:00", None, "13:00"], {"programme.out_of_order"}),
    ],
)
def test_hours_of_a_programme_follow_one_another(clocks, codes):
    hours = [at(clock) if clock else None for clock in clocks]
    assert programme_in_order(hours, opens_at=at("13:30")).codes == codes


def test_a_programme_does_not_begin_the_day_before():
    before = at("13:30", DAY - timedelta(days=1))
    assert programme_in_order([before], opens_at=at("14:00")).codes == {"programme.before_the_doors"}


@pytest.mark.parametrize(
    ("mode", "has_place", "allowed"),
    [
        ("on_site", True, True),
        ("on_site", False, False),
        ("both", False, False),
        ("remote", False, True),
        ("remote", True, True),
    ],
)
def test_a_page_says_where_to_go(mode, has_place, allowed):
    assert bool(publishing.may_publish(mode=mode, has_place=has_place)) is allowed


@pytest.mark.parametrize(
    ("link", "file", "codes"), [(True, False, set()), (False, True, set()), (True, True, {"paper.file_or_link"})]
)
def test_a_paper_is_one_thing(link, file, codes):
    assert publishing.may_attach(title="Plan", has_link=link, has_file=file).codes == codes


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Café d’accueil", "welcome"),
        ("Présentation du dispositif", "presentation"),
        ("Temps d’échanges", "exchange"),
        ("CARREFOUR PIC-Lab", "carrefour"),
        ("Capitalisation", "harvest"),
        ("Synthèse des tables rondes", "restitution"),
        ("Pause, puis débat", "break"),
        ("Fin", "closing"),
        ("Démarrage des travaux", "other"),
    ],
)
def test_a_moment_is_what_its_words_say(title, kind):
    assert kind_of(title) == kind
