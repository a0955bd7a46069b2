"""Whatever the roll: one more present never loses a quorum, frozen boundaries, and nobody without a voice weighs."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierlibre.domain.committees.rules.quorum import Member, QuorumRule, at_least, quorum
from quartierlibre.domain.committees.states import Presence
from tests.support.examples import some

UNITS = (None, "none", "members", "percent_of_enrolled", "percent_of_active")
RECUSALS = (None, "leaves_and_counts", "leaves_not_counted", "stays_without_vote")

rules = st.builds(
    QuorumRule,
    unit=st.sampled_from(UNITS),
    value=st.integers(0, 100),
    window=st.none() | st.integers(1, 6),
    recusal=st.sampled_from(RECUSALS),
    is_second_call=st.booleans(),
)
members = st.builds(
    Member,
    votes=st.booleans(),
    presence=st.sampled_from([*Presence, *[Presence.PRESENT] * 6]),
    left=st.booleans(),
    recused=st.booleans(),
    active=st.booleans(),
)
rolls = st.lists(members, max_size=12)


@settings(max_examples=some(1_000), deadline=None)
@given(rules, rolls)
def test_the_oracle(rule, roll):
    """The sentences of the catalogue, read one by one and counted by hand."""
    counting = [each for each in roll if each.votes]
    if rule.recusal == "leaves_not_counted":
        counting = [each for each in counting if not each.recused]
    here = [each for each in counting if each.presence in ("present", "remote") and not each.left]
    state = quorum(rule, roll)
    assert state.counted == len(here)
    if rule.is_second_call or rule.unit in (None, "none") or (rule.unit == "percent_of_active" and not rule.window):
        assert (state.needed, state.met) == (None, True)
    elif rule.unit == "members":
        assert state.met is (len(here) >= rule.value)
    else:
        base = counting if rule.unit == "percent_of_enrolled" else [each for each in counting if each.active]
        assert state.base == len(base)
        assert state.met is (100 * len(here) >= rule.value * len(base))


@given(rules, rolls, st.data())
def test_someone_arriving_never_loses_the_quorum(rule, roll, data):
    away = [at for at, each in enumerate(roll) if not each.is_here]
    if away and quorum(rule, roll).met:
        at = data.draw(st.sampled_from(away))
        arrived = [*roll[:at], replace(roll[at], presence=Presence.PRESENT, left=False), *roll[at + 1 :]]
        assert quorum(rule, arrived).met


@given(rules, rolls, members)
def test_somebody_without_a_voice_changes_nothing(rule, roll, other):
    assert quorum(rule, [*roll, replace(other, votes=False)]) == quorum(rule, roll)


@given(rules.filter(lambda rule: rule.recusal != "leaves_not_counted"), rolls)
def test_a_recusal_changes_nothing_but_where_the_regulation_says_so(rule, roll):
    aside = [replace(each, recused=True) for each in roll]
    assert quorum(rule, aside) == quorum(rule, [replace(each, recused=False) for each in roll])


@given(st.integers(0, 100), st.integers(0, 100_000))
def test_a_part_of_a_base_is_the_smallest_number_that_reaches_it(percent, base):
    needed = at_least(percent, base)
    assert 100 * needed >= percent * base
    assert needed == 0 or 100 * (needed - 1) < percent * base


@pytest.mark.parametrize("percent", range(1, 101))
def test_one_under_is_not_met_and_exactly_is(percent):
    for base in (1, 2, 3, 7, 12, 30):
        rule, needed = QuorumRule("percent_of_enrolled", percent), at_least(percent, base)
        here, away = Member(True, "present"), Member(True, "absent")
        assert quorum(rule, [here] * needed + [away] * (base - needed)).met
        assert not quorum(rule, [here] * (needed - 1) + [away] * (base - needed + 1)).met
