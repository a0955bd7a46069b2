import pytest

from quartierlibre.foundation.money import Cents, euros, format_euros


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0 €"),
        (5, "0,05 €"),
        (40_000, "400 €"),
        (123_456, "1 234,56 €"),
        (100_000_000, "1 000 000 €"),
        (-250, "-2,50 €"),
    ],
)
def test_amounts_are_written_the_french_way(cents, text):
    whole, unit = text.rsplit(" ", 1)
    assert format_euros(Cents(cents)) == whole.replace(" ", "\u202f") + "\u00a0" + unit


def test_whole_euros():
    assert euros(900) == 90_000
