"""What a vote says: majority, tie, abstentions, recusals, and the median of the amounts."""

import pytest

from quartierlibre.domain.committees.rules import Result, RoundFacts, Tally, is_telling, median, outcome
from quartierlibre.domain.committees.rules.decisions import settled
from quartierlibre.domain.committees.rules.votes import mode_of
from quartierlibre.domain.committees.states import BallotMode, Choice, Outcome


def says(votes, majority="simple", tie=None, *, enrolled=None, voices=None, recused=0, voided=0, chair=None, **more):
    """`votes` is (for, against, abstentions); everyone enrolled is there and votes unless said otherwise."""
    voices = sum(votes) + voided if voices is None else voices
    facts = RoundFacts(
        enrolled=voices + recused if enrolled is None else enrolled,
        present=voices,
        recused=recused,
        voices=voices,
        mode=BallotMode.BY_NAME,
        majority=majority,
        tie=tie,
        chair=more.get("chair_seat", 1),
    )
    return outcome(facts, Tally(*votes, voided=voided, chair=chair, chair_aside=more.get("chair_aside", False)))


@pytest.mark.parametrize(
    ("majority", "votes", "more", "expected"),
    [
        ("simple", (1, 0, 9), {}, "adopted"),
        ("simple", (4, 3, 0), {}, "adopted"),
        ("simple", (3, 4, 0), {}, "rejected"),
        ("of_present", (5, 0, 4), {}, "adopted"),  # 5 of 9
        ("of_present", (4, 0, 5), {}, "rejected"),  # an abstention weighs here, and only here
        ("of_present", (5, 0, 5), {}, "rejected"),  # half is not more than half
        ("of_present", (5, 0, 0), {"voices": 9}, "adopted"),
        ("of_present", (4, 0, 0), {"voices": 9}, "rejected"),
        ("of_enrolled", (5, 0, 0), {"enrolled": 9}, "adopted"),
        ("of_enrolled", (5, 0, 0), {"enrolled": 10}, "rejected"),
        ("two_thirds", (2, 1, 0), {}, "adopted"),
        ("two_thirds", (2, 1, 6), {}, "adopted"),
        ("two_thirds", (199, 100, 0), {}, "rejected"),
        ("two_thirds", (200, 100, 0), {}, "adopted"),
        ("consensus", (1, 0, 8), {}, "adopted"),
        ("consensus", (8, 1, 0), {}, "rejected"),
        (None, (9, 0, 0), {}, "unsaid"),
    ],
)
def test_majorities(majority, votes, more, expected):
    assert says(votes, majority, **more) == expected


@pytest.mark.parametrize(
    ("tie", "more", "expected"),
    [
        (None, {}, "unsaid"),
        ("refused", {}, "rejected"),
        ("second_round", {}, "second_round"),
        ("postpone", {}, "postponed"),
        ("chair", {}, "chair"),
        ("chair", {"chair": Choice.FOR}, "adopted"),
        ("chair", {"chair": Choice.AGAINST}, "rejected"),
        ("chair", {"chair": Choice.ABSTAIN}, "rejected"),
        ("chair", {"chair_seat": None}, "unsaid"),
        ("chair", {"chair_aside": True}, "unsaid"),
    ],
)
def test_ties(tie, more, expected):
    assert says((3, 3, 1), "simple", tie, **more) == expected


@pytest.mark.parametrize(
    ("majority", "votes", "expected"),
    [
        ("of_present", (4, 4, 0), "second_round"),  # one more of the eight would do
        ("of_present", (4, 4, 2), "rejected"),  # one more would not: no tie to break
        ("two_thirds", (1, 1, 0), "second_round"),
        ("two_thirds", (3, 3, 0), "rejected"),
        ("consensus", (2, 2, 0), "rejected"),
        ("simple", (0, 0, 5), "second_round"),
        ("consensus", (0, 0, 5), "second_round"),
        ("two_thirds", (0, 0, 5), "second_round"),
    ],
)
def test_a_tie_matters_only_when_one_more_voice_would_do(majority, votes, expected):
    assert says(votes, majority, "second_round") == expected


@pytest.mark.parametrize("majority", ["simple", "of_present", "of_enrolled", "two_thirds", "consensus"])
def test_stepping_aside_is_not_voting_against(majority):
    assert says((3, 0, 0), majority, enrolled=8, recused=3) == says((3, 0, 0), majority, enrolled=5, recused=0)
    assert says((3, 0, 0), majority, enrolled=6, voices=6, voided=2) == says((3, 0, 0), majority, enrolled=4, voices=4)


def test_a_late_recusal_may_turn_an_outcome_both_ways():
    assert says((5, 0, 0), "of_present", voices=10) == Result.REJECTED
    assert says((5, 0, 0), "of_present", voices=10, voided=1) == Result.ADOPTED


@pytest.mark.parametrize(
    ("proposals", "step", "expected"),
    [
        ([], None, None),
        ([30_000], None, 30_000),
        ([10_000, 90_000], None, 10_000),  # of two middles, the lower
        ([10_000, 20_000, 90_000], None, 20_000),
        ([90_000, 10_000, 20_000, 30_000], None, 20_000),
        ([15_500], 1_000, 15_000),
        ([900], 1_000, 0),
    ],
)
def test_the_median_of_the_amounts(proposals, step, expected):
    assert median(proposals, step) == expected


@pytest.mark.parametrize(
    ("votes", "tells"),
    [
        ((2, 1, 0), True),
        ((2, 1, 1), False),
        ((5, 0, 0), True),
        ((0, 0, 7), True),
        ((4, 1, 0), False),
        ((0, 0, 0), True),
    ],
)
def test_totals_of_a_secret_vote_that_would_tell(votes, tells):
    secret = RoundFacts(enrolled=9, present=9, recused=0, voices=9, mode="secret")
    assert is_telling(secret, Tally(*votes)) is tells
    open_vote = RoundFacts(enrolled=9, present=9, recused=0, voices=9, mode="by_name")
    assert not is_telling(open_vote, Tally(*votes))


@pytest.mark.parametrize(
    ("said", "chosen", "mode", "codes"),
    [
        ("show_of_hands", None, "totals", set()),
        ("show_of_hands", "by_name", "by_name", set()),
        ("show_of_hands", "secret", "secret", {"round.other_mode"}),
        ("by_name", None, "by_name", set()),
        ("by_name", "totals", "totals", {"round.other_mode"}),
        ("secret", None, "secret", set()),
        ("secret", "by_name", "by_name", {"round.other_mode"}),
        (None, "secret", "secret", set()),
        (None, None, None, {"round.mode_unsaid"}),
    ],
)
def test_the_way_of_voting_is_the_regulations_or_chosen_never_a_default(said, chosen, mode, codes):
    found, verdict = mode_of(said, BallotMode(chosen) if chosen else None)
    assert (found, verdict.codes) == (mode, codes)


@pytest.mark.parametrize(
    ("outcome_said", "amount", "asked", "expected"),
    [
        (Outcome.GRANTED, None, 500, (Outcome.GRANTED, 500)),
        (Outcome.GRANTED, 300, 500, (Outcome.PART, 300)),
        (Outcome.PART, 500, 500, (Outcome.GRANTED, 500)),
        (Outcome.CONDITIONS, 300, 500, (Outcome.CONDITIONS, 300)),
        (Outcome.PART, None, 500, (Outcome.PART, None)),
        (Outcome.GRANTED, 300, None, (Outcome.GRANTED, 300)),
        (Outcome.REFUSED, 300, 500, (Outcome.REFUSED, None)),
        (Outcome.ADJOURNED, 300, 500, (Outcome.ADJOURNED, None)),
    ],
)
def test_in_full_and_in_part_follow_the_figure(outcome_said, amount, asked, expected):
    assert settled(outcome_said, amount, asked) == expected


def test_facts_survive_being_kept():
    facts = RoundFacts(
        enrolled=9, present=7, recused=1, voices=6, mode="secret", majority="simple", quorum={"met": True}
    )
    assert RoundFacts.read(facts.as_kept()) == facts
