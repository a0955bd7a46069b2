"""Chores: a row that fails holds up no other, and is told."""

import pytest

from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.jobs.chores import each_apart


@pytest.mark.django_db
def test_what_fails_is_undone_told_and_holds_up_no_other():
    def make(name):
        made = Territory.objects.create(slug=name, name=name)
        if name == "b":
            raise ValueError("no")
        return made.slug

    with pytest.raises(ExceptionGroup) as told:
        each_apart("territory", ["a", "b", "c"], make)
    assert set(Territory.objects.values_list("slug", flat=True)) == {"a", "c"}
    assert [(str(each), each.__notes__) for each in told.value.exceptions] == [("no", ["territory b"])]
    assert each_apart("territory", ["d"], make) == ["d"]
