"""What `make test` leaves to `make test-every` and `.ci/run`: slow tests (tests/support/slow.py), and nothing else."""

import pytest

from tests.support import cases, slow


def test_slow_tests_are_drawn_and_all_processes_draw_the_same():
    listed = sorted(slow.listed())
    quick = "tests/unit/test_money.py::test_a"
    names = [*listed, *(f"{name}[case]" for name in listed), quick]
    kept = slow.tried(names, seed=7)
    assert {slow.measured_as(name) for name in kept} == {*slow.drawn(seed=7), quick}
    assert 0 < sum(slow.listed()[name] for name in slow.drawn(seed=7)) <= slow.DRAWN
    assert slow.tried(names[::-1], seed=7) == kept
    assert slow.drawn(seed=8) != slow.drawn(seed=7)


def test_guards_and_house_rules_are_never_drawn():
    assert [name for name in slow.listed() if slow.is_always_tried(name)] == []
    assert all(slow.is_always_tried(slow.measured_as(guard)) for guard in slow.guards())
    assert slow.is_always_tried("tests/contracts/test_size.py::test_no_file_is_too_long")


def test_every_case_of_a_guard_is_tried_unless_one_is_named(monkeypatch):
    monkeypatch.setattr(slow, "guards", lambda: {"a.py::test_all", "a.py::test_one[x]"})
    cases_of_both = [f"a.py::test_{test}[{case}]" for test in ("all", "one", "other") for case in "xy"]
    assert slow.of_guards(cases_of_both) == {"a.py::test_all[x]", "a.py::test_all[y]", "a.py::test_one[x]"}
    with pytest.raises(pytest.UsageError, match=r"test_one\[x\]"):
        slow.of_guards(cases_of_both[:2])


def test_slow_tests_that_are_listed_exist():
    gone = [name for name in sorted(slow.listed()) if not slow.is_written(name)]
    assert gone == [], "renamed or removed: edit tests/slow.txt, or make test-costs"


@pytest.mark.parametrize(("some", "whole", "left"), [(True, True, True), (True, False, False), (False, True, False)])
def test_nothing_is_left_out_when_every_test_or_one_file_is_asked_for(monkeypatch, some, whole, left):
    monkeypatch.setattr(cases, "SOME_TESTS", some)
    monkeypatch.setattr(cases, "_is_whole_suite", lambda _config: whole)
    assert cases.leaves_tests_out(None) is left
