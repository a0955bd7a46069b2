"""A sum written out: the s of « cent » and « vingt », the « et » before one, a million which asks for « de »."""

import pytest

from quartierlibre.foundation.money import Cents, euros
from quartierlibre.pagekit.sums_in_words import in_words


@pytest.mark.parametrize(
    ("whole", "words"),
    [
        (0, "zéro euro"),
        (1, "un euro"),
        (17, "dix-sept euros"),
        (21, "vingt et un euros"),
        (70, "soixante-dix euros"),
        (71, "soixante et onze euros"),
        (80, "quatre-vingts euros"),
        (81, "quatre-vingt-un euros"),
        (91, "quatre-vingt-onze euros"),
        (99, "quatre-vingt-dix-neuf euros"),
        (100, "cent euros"),
        (101, "cent un euros"),
        (200, "deux cents euros"),
        (240, "deux cent quarante euros"),
        (280, "deux cent quatre-vingts euros"),
        (1000, "mille euros"),
        (1900, "mille neuf cents euros"),
        (80_000, "quatre-vingt mille euros"),
        (200_000, "deux cent mille euros"),
        (280_300, "deux cent quatre-vingt mille trois cents euros"),
        (1_000_000, "un million d’euros"),
        (80_000_000, "quatre-vingts millions d’euros"),
        (200_000_080, "deux cents millions quatre-vingts euros"),
    ],
)
def test_whole_euros_are_written_out(whole, words):
    assert in_words(euros(whole)) == words


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (1, "un centime"),
        (80, "quatre-vingts centimes"),
        (101, "un euro et un centime"),
        (12_050, "cent vingt euros et cinquante centimes"),
        (100_000_010, "un million d’euros et dix centimes"),
    ],
)
def test_cents_come_after(cents, words):
    assert in_words(Cents(cents)) == words


def test_no_two_sums_read_alike():
    assert len({in_words(Cents(cents)) for cents in range(20_000)}) == 20_000


@pytest.mark.parametrize("cents", [-1, 100_000_000_000])
def test_a_sum_nobody_orders_is_refused(cents):
    with pytest.raises(ValueError, match="cents are not written in words"):
        in_words(Cents(cents))
