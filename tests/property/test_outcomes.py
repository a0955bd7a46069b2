"""5,000 votes judged twice: by our rule, and by an oracle that counts people one by one, written from the catalogue's
sentences without looking at the rule (trust.md B14).
"""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from quartierlibre.domain.committees.rules import Result, RoundFacts, Tally, outcome
from quartierlibre.domain.committees.states import Choice
from tests.support.examples import some

MAJORITIES = [None, "simple", "of_present", "of_enrolled", "two_thirds", "consensus"]
TIES = [None, "chair", "refused", "second_round", "postpone"]
# What each enrolled member does that evening. `late` was on the roll and stepped aside after the vote began.
DEEDS = ["for", "against", "abstain", "silent", "away", "recused", "late"]
evenings = st.lists(st.sampled_from(DEEDS), min_size=1, max_size=25)
chairs = st.integers(0, 24)


def oracle(people, chair, majority, tie):
    """« Une aide est accordée si … » — person by person, the way a secretary would with a sheet of paper."""
    concerned = [person for person in people if person not in ("recused", "late")]
    there = [person for person in concerned if person != "away"]
    pros = [person for person in there if person == "for"]
    cons = [person for person in there if person == "against"]
    half_of = {"of_present": Fraction(len(there), 2), "of_enrolled": Fraction(len(concerned), 2)}

    def granted(pros, cons):
        if majority == "simple":  # plus de voix pour que de voix contre
            return len(pros) > len(cons)
        if majority in half_of:  # plus de la moitié des présents, des inscrits
            return len(pros) > half_of[majority]
        if majority == "two_thirds":  # les deux tiers des voix exprimées
            return bool(pros + cons) and Fraction(len(pros), len(pros + cons)) >= Fraction(2, 3)
        return bool(pros) and not cons  # personne ne s’y oppose

    if majority is None:
        return "unsaid"
    if granted(pros, cons):
        return "adopted"
    one_more = granted([*pros, "one more"], cons)
    return broken(tie, people, chair) if len(pros) == len(cons) and one_more else "rejected"


def broken(tie, people, chair):
    if tie == "chair":
        deed = people[chair] if chair < len(people) else "away"
        if deed in ("away", "recused", "late"):
            return "unsaid"
        if deed == "silent":
            return "chair"
        return "adopted" if deed == "for" else "rejected"
    return {None: "unsaid", "refused": "rejected", "second_round": "second_round", "postpone": "postponed"}[tie]


def ours(people, chair, majority, tie):
    deed = people[chair] if chair < len(people) else "away"
    count = people.count
    facts = RoundFacts(
        enrolled=len(people),
        present=len(people) - count("away"),
        recused=count("recused"),
        voices=len(people) - count("away") - count("recused"),
        mode="by_name",
        majority=majority,
        tie=tie,
        chair=None if deed in ("away", "recused") else 1,
    )
    said = Choice(deed) if deed in Choice.values else None
    tally = Tally(
        count("for"), count("against"), count("abstain"), voided=count("late"), chair=said, chair_aside=deed == "late"
    )
    return facts, tally


@settings(max_examples=some(5_000), deadline=None)
@given(evenings, chairs, st.sampled_from(MAJORITIES), st.sampled_from(TIES))
def test_the_rule_and_the_oracle_agree(people, chair, majority, tie):
    assert outcome(*ours(people, chair, majority, tie)) == oracle(people, chair, majority, tie)


@settings(max_examples=some(1_000), deadline=None)
@given(evenings, chairs, st.sampled_from(MAJORITIES), st.sampled_from(TIES), st.integers(0, 24))
def test_one_more_voice_for_never_turns_yes_into_no(people, chair, majority, tie, at):
    if outcome(*ours(people, chair, majority, tie)) != Result.ADOPTED or at >= len(people):
        return
    if people[at] in ("abstain", "silent", "against"):
        swayed = [*people[:at], "for", *people[at + 1 :]]
        assert outcome(*ours(swayed, chair, majority, tie)) == Result.ADOPTED


@settings(max_examples=some(1_000), deadline=None)
@given(evenings, st.sampled_from(MAJORITIES), st.sampled_from(TIES), st.integers(0, 24))
def test_a_recusal_is_never_a_voice_against(people, majority, tie, at):
    """Stepping aside, before or after the vote began, never does worse than having voted against."""
    if at >= len(people):
        return
    nobody = len(people)  # nobody chairs: the chair's own recusal is another matter
    against = outcome(*ours([*people[:at], "against", *people[at + 1 :]], nobody, majority, tie))
    for deed in ("recused", "late"):
        aside = outcome(*ours([*people[:at], deed, *people[at + 1 :]], nobody, majority, tie))
        assert not (against == Result.ADOPTED and aside != Result.ADOPTED)


@settings(max_examples=some(500), deadline=None)
@given(evenings, st.sampled_from(MAJORITIES), st.sampled_from(TIES))
def test_when_someone_stepped_aside_makes_no_difference(people, majority, tie):
    """Before the vote or after it began, the same voices count: the outcome is the same."""
    early = ["recused" if deed == "late" else deed for deed in people]
    nobody = len(people)
    assert outcome(*ours(people, nobody, majority, tie)) == outcome(*ours(early, nobody, majority, tie))


@settings(max_examples=some(500), deadline=None)
@given(evenings, chairs, st.sampled_from(MAJORITIES), st.sampled_from(TIES))
def test_what_the_quorum_was_changes_no_outcome(people, chair, majority, tie):
    facts, tally = ours(people, chair, majority, tie)
    assert outcome(replace(facts, quorum={"needed": 3, "met": True}), tally) == outcome(facts, tally)
