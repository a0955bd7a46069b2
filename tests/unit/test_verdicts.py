import pytest

from quartierlibre.foundation.verdicts import ALLOWED, Refused, refuse_if

FULL = refuse_if(True, "hall.full", "La salle est pleine.")
LATE = refuse_if(True, "hall.late", "Il est trop tard.")


def test_a_condition_that_does_not_hold_allows():
    verdict = refuse_if(False, "hall.full", "La salle est pleine.")
    assert verdict == ALLOWED
    assert bool(verdict) is True
    verdict.enforce()


def test_two_verdicts_keep_every_reason_in_order():
    both = FULL & ALLOWED & LATE
    assert not both
    assert both.codes == {"hall.full", "hall.late"}
    assert both.messages == ("La salle est pleine.", "Il est trop tard.")


def test_enforcing_a_refusal_raises_it_with_its_codes():
    with pytest.raises(Refused, match=r"hall\.full, hall\.late") as caught:
        (LATE & FULL).enforce()
    assert caught.value.verdict.codes == {"hall.full", "hall.late"}
