from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from quartierlibre.pagekit import words

TODAY = date(2026, 11, 24)


def render(source, **context):
    return Template(source).render(Context(context))


def test_a_meeting_at_14_is_shown_at_14_in_winter_and_in_summer():
    assert words.hour(datetime(2026, 11, 26, 13, 0, tzinfo=UTC)) == "14\u00a0h"
    assert words.hour(datetime(2017, 9, 28, 12, 0, tzinfo=UTC)) == "14\u00a0h"
    assert words.hour(datetime(2026, 11, 26, 13, 5, tzinfo=UTC)) == "14\u00a0h\u00a005"


def test_the_day_is_the_day_in_paris():
    late = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    assert words.long_date(late) == "jeudi 26\u00a0novembre 2026"
    assert words.moment(late) == "jeudi 26\u00a0novembre 2026 à 0\u00a0h\u00a030"


def test_an_hour_nobody_wrote_is_not_said():
    assert words.stamp(datetime(2017, 9, 27, 17, 5, tzinfo=words.PARIS)) == "27/09/2017 à 17\u00a0h\u00a005"
    assert words.stamp(datetime(2017, 9, 27, tzinfo=words.PARIS)) == "27/09/2017"
    assert words.stamp(datetime(2017, 9, 27, 0, 1, tzinfo=words.PARIS)) == "27/09/2017 à 0\u00a0h\u00a001"


def test_the_first_of_the_month_is_said_as_such():
    assert words.long_date(date(2026, 12, 1)) == "mardi 1er\u00a0décembre 2026"


def test_an_instant_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="naive"):
        words.long_date(datetime(2026, 11, 26, 14, 0))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 24), "aujourd’hui"),
        (date(2026, 11, 25), "demain"),
        (date(2026, 11, 23), "hier"),
        (date(2026, 11, 27), "dans 3 jours"),
        (date(2026, 11, 14), "il y a 10 jours"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "demain"),
    ],
)
def test_delays(day, said):
    assert words.days_from(day, TODAY) == said


@pytest.mark.parametrize(
    ("size", "said"), [(200, "1\u00a0ko"), (84_000, "84\u00a0ko"), (1_400_000, "1,4\u00a0Mo"), (2_000_000, "2\u00a0Mo")]
)
def test_file_sizes(size, said):
    assert words.file_size(size) == said


def test_filters_show_nothing_for_nothing():
    source = "{{ a|euros }}{{ a|long_date }}{{ a|short_date }}{{ a|hour }}{{ a|moment }}{{ a|days_from:t }}"
    assert render(source, a=None, t=TODAY) == ""


def test_filters_in_a_template():
    at = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
    assert render("{{ a|euros }}", a=123450) == "1\u202f234,50\u00a0€"
    assert render("{{ a|moment }}", a=at) == "jeudi 26\u00a0novembre 2026 à 14\u00a0h"
    assert render("{% when a %}", a=at).startswith('<time datetime="2026-11-26T14:00+01:00">')
    assert (
        render("{% when d short=True %}", d=date(2026, 11, 26))
        == '<time datetime="2026-11-26">26\u00a0nov. 2026</time>'
    )
