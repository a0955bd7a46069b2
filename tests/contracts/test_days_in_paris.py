"""A day is the day it is in Paris: `.date()` of an instant kept in UTC is yesterday's for an hour or two each night."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = ("quartierlibre", "tests", "bench", "scripts")
DAY_OF_AN_INSTANT = re.compile(r"(?:\bnow(?:\(\))?|\w+_at)\.date\(\)")


def in_utc(text: str) -> list[str]:
    return DAY_OF_AN_INSTANT.findall(text)


def test_no_day_is_taken_from_an_instant_in_utc():
    sources = [path for folder in OURS for path in (ROOT / folder).rglob("*.py")]
    found = {str(path.relative_to(ROOT)): in_utc(path.read_text()) for path in sources if path != Path(__file__)}
    assert not {path: calls for path, calls in found.items() if calls}, "use timezone.localdate(instant)"


@pytest.mark.parametrize("text", ["now.date()", "timezone.now().date()", "order.prepared_at.date()"])
def test_the_rule_sees_it(text):
    assert in_utc(text)


@pytest.mark.parametrize("text", ["timezone.localdate(now)", "in_paris(card.starts_at).date()", "NOW.date()"])
def test_the_rule_lets_a_day_of_paris_be(text):
    assert not in_utc(text)
