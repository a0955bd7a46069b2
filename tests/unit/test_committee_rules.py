"""Who votes, how many must be there, who steps aside, which file goes where: truth tables."""

from datetime import date

import pytest

from quartierlibre.domain.committees.rules import advice, agenda, presence, recusals, seats
from quartierlibre.domain.committees.rules.quorum import Member, QuorumRule, may_decide, quorum
from quartierlibre.domain.committees.rules.recusals import Project, Tie, recusal_for
from quartierlibre.domain.committees.rules.seats import VotingRules, carries_a_voice
from quartierlibre.domain.committees.states import InterestNature, Presence

HERE, AWAY = Member(True, "present"), Member(True, "absent")


@pytest.mark.parametrize(
    ("votes", "college", "funder", "said", "expected"),
    [
        (True, "residents", False, VotingRules(), True),
        (False, "residents", False, VotingRules(), False),
        (True, "residents", False, VotingRules(voters=["residents"]), True),
        (True, "elected", False, VotingRules(voters=["residents"]), False),
        (True, "elected", False, VotingRules(non_voters=["elected"]), False),
        (True, "residents", False, VotingRules(non_voters=["elected"]), True),
        # a funder's seat: the regulation decides; unset, its own flag holds
        (True, "funders", True, VotingRules(), True),
        (True, "funders", True, VotingRules(funders_vote=True), True),
        (True, "funders", True, VotingRules(funders_vote=False), False),
        (True, "elected", True, VotingRules(funders_vote=True, voters=["residents"]), True),
        (False, "funders", True, VotingRules(funders_vote=True), False),
        # and never touches the seats of others
        (True, "residents", False, VotingRules(funders_vote=False), True),
    ],
)
def test_whose_seat_carries_a_voice(votes, college, funder, said, expected):
    assert carries_a_voice(votes=votes, college=college, is_funder=funder, said=said) is expected


@pytest.mark.parametrize(
    ("unit", "value", "enrolled", "needed"),
    [
        (None, 0, 9, None),
        ("none", 0, 9, None),
        ("members", 4, 9, 4),
        ("members", 4, 3, 4),  # more than there are: never met, and said
        ("percent_of_enrolled", 50, 7, 4),
        ("percent_of_enrolled", 50, 8, 4),
        ("percent_of_enrolled", 33, 9, 3),
        ("percent_of_enrolled", 34, 9, 4),
        ("percent_of_enrolled", 100, 9, 9),
        ("percent_of_enrolled", 1, 9, 1),
        ("percent_of_enrolled", 0, 9, 0),
        ("percent_of_active", 50, 9, None),  # the regulation does not say over how many sessions
    ],
)
def test_how_many_are_needed(unit, value, enrolled, needed):
    state = quorum(QuorumRule(unit, value), [AWAY] * enrolled)
    assert state.needed == needed
    assert state.is_checked is (needed is not None)


@pytest.mark.parametrize("unit", ["members", "percent_of_enrolled", "percent_of_active"])
@pytest.mark.parametrize(("here", "met"), [(3, False), (4, True), (5, True)])
def test_the_boundary(unit, here, met):
    value = 4 if unit == "members" else 50
    roll = [Member(True, "present", active=True)] * here + [Member(True, "absent", active=True)] * (8 - here)
    state = quorum(QuorumRule(unit, value, window=3), roll)
    assert (state.needed, state.counted, state.met) == (4, here, met)
    assert bool(may_decide(state)) is met
    assert may_decide(state).codes == (set() if met else {"session.no_quorum"})


@pytest.mark.parametrize(
    ("member", "counted"),
    [
        (Member(True, "present"), 1),
        (Member(True, "remote"), 1),
        (Member(True, "present", left=True), 0),
        (Member(True, "proxy"), 0),
        (Member(True, "excused"), 0),
        (Member(True, "expected"), 0),
        (Member(False, "present"), 0),
    ],
)
def test_who_counts_as_there(member, counted):
    assert quorum(QuorumRule("members", 1), [member]).counted == counted


@pytest.mark.parametrize(
    ("rule", "base", "counted", "needed"),
    [
        (None, 5, 3, 3),
        ("leaves_and_counts", 5, 3, 3),
        ("stays_without_vote", 5, 3, 3),
        ("leaves_not_counted", 4, 2, 2),
    ],
)
def test_what_a_recused_member_does_to_the_quorum(rule, base, counted, needed):
    roll = [HERE, HERE, Member(True, "present", recused=True), AWAY, AWAY]
    state = quorum(QuorumRule("percent_of_enrolled", 50, recusal=rule), roll)
    assert (state.base, state.counted, state.needed) == (base, counted, needed)


def test_a_second_call_needs_nobody_and_says_so():
    state = quorum(QuorumRule("members", 8, is_second_call=True), [AWAY])
    assert (state.needed, state.met) == (None, True)
    assert "quel que soit le nombre" in state.base_said


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (QuorumRule(), "Le règlement ne fixe pas de quorum."),
        (QuorumRule("none"), "quel que soit le nombre"),
        (QuorumRule("members", 3), "3 membres présents au moins."),
        (QuorumRule("members", 1), "1 membre présent au moins."),
        (QuorumRule("percent_of_enrolled", 50), "50\u00a0% des 2 membres qui votent."),
        (
            QuorumRule("percent_of_active", 50, window=3),
            "50\u00a0% des 0 membres venus au moins une fois aux 3 dernières",
        ),
        (QuorumRule("percent_of_active", 50), "sans dire combien de séances"),
    ],
)
def test_the_base_is_said_in_words(rule, words):
    assert words in quorum(rule, [HERE, AWAY]).base_said


PROJECT = Project(
    people=frozenset({1, 2}), group_id=7, numbers=frozenset({"W595000001"}), name_keys=frozenset({"voisins"})
)
ASSOCIATION, FAMILY, LANDLORD = InterestNature.ASSOCIATION, InterestNature.FAMILY, InterestNature.LANDLORD


@pytest.mark.parametrize(
    ("person", "ties", "nature"),
    [
        (9, [], None),
        (1, [], InterestNature.OWN),
        (2, [Tie(FAMILY, with_person=1)], InterestNature.OWN),
        (9, [Tie(FAMILY, with_person=2)], FAMILY),
        (9, [Tie(FAMILY, with_person=3)], None),
        (9, [Tie(ASSOCIATION, group_id=7)], ASSOCIATION),
        (9, [Tie(ASSOCIATION, group_id=8)], None),
        (9, [Tie(ASSOCIATION, numbers=frozenset({"W595000001"}))], ASSOCIATION),
        (9, [Tie(LANDLORD, name_key="voisins")], LANDLORD),
        (9, [Tie(LANDLORD, name_key="")], None),
        (9, [Tie(LANDLORD, name_key="ailleurs"), Tie(FAMILY, with_person=1)], FAMILY),
    ],
)
def test_who_should_step_aside(person, ties, nature):
    assert recusal_for(PROJECT, person=person, ties=ties) == nature


def test_nothing_known_matches_nothing():
    assert recusal_for(Project(), person=1, ties=[Tie(ASSOCIATION), Tie(FAMILY, name_key="")]) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"is_own_seat": False, "runs_session": False}, "committee.no_right"),
        ({"sits_here": False}, "interest.not_a_member"),
        ({"is_over": True}, "session.over"),
    ],
)
def test_who_declares(changed, code):
    facts = {"is_own_seat": True, "runs_session": False, "sits_here": True, "is_over": False, **changed}
    assert recusals.may_declare(**facts).codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"is_over": True}, "session.over"),
        ({"nature": "own"}, "interest.own_project"),
        ({"is_own_seat": True}, "interest.own_judge"),
        ({"reason": "  "}, "interest.no_reason"),
        ({"state": "dismissed"}, "interest.already_dismissed"),
    ],
)
def test_who_dismisses(changed, code):
    facts = {"state": "proposed", "nature": "family", "is_own_seat": False, "reason": "Homonyme", "is_over": False}
    assert recusals.may_dismiss(**{**facts, **changed}).codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"ends_on": date(2025, 1, 1)}, "seat.reversed_dates"),
        ({"already_held": True}, "seat.already_held"),
        ({"college_is_known": False}, "seat.unknown_college"),
    ],
)
def test_who_is_given_a_seat(changed, code):
    facts = {"starts_on": date(2026, 1, 1), "ends_on": None, "already_held": False, "college_is_known": True}
    assert seats.may_give(**{**facts, **changed}).codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"maximum": None}, "proxy.not_said"),
        ({"maximum": 0}, "proxy.too_many"),
        ({"already_carried": 1}, "proxy.too_many"),
        ({"maximum": 2, "already_carried": 1}, None),
        ({"bearer": None}, "proxy.to_nobody"),
        ({"giver_votes": False}, "proxy.without_voice"),
        ({"bearer": presence.Bearer(votes=False)}, "proxy.without_voice"),
        ({"bearer": presence.Bearer(gave_theirs=True)}, "proxy.in_a_chain"),
        ({"giver_carries_some": True}, "proxy.in_a_chain"),
        ({"bearer": presence.Bearer(is_away=True)}, "proxy.to_someone_away"),
    ],
)
def test_proxies(changed, code):
    facts = {"maximum": 1, "already_carried": 0, "giver_votes": True, "giver_carries_some": False}
    verdict = presence.may_give_proxy(presence.ProxyFacts(**{**facts, "bearer": presence.Bearer(), **changed}))
    assert verdict.codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("is_open", "state", "remote", "code"),
    [
        (True, Presence.PRESENT, None, None),
        (True, Presence.REMOTE, None, None),
        (True, Presence.REMOTE, True, None),
        (True, Presence.REMOTE, False, "presence.no_remote"),
        (False, Presence.PRESENT, None, "session.not_open"),
        (False, Presence.ABSENT, None, "session.not_open"),
        (False, Presence.EXCUSED, None, None),
        (False, Presence.PROXY, None, None),
    ],
)
def test_what_is_noted_when(is_open, state, remote, code):
    verdict = presence.may_note(is_over=False, is_open=is_open, presence=state, remote=remote)
    assert verdict.codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("policy", "met", "already", "code"),
    [
        ("second_call", False, False, None),
        (None, False, False, "session.no_second_call"),
        ("postpone", False, False, "session.no_second_call"),
        ("written", False, False, "session.no_second_call"),
        ("second_call", True, False, "session.quorum_met"),
        ("second_call", False, True, "session.already_called_again"),
    ],
)
def test_a_second_call_only_where_the_regulation_says_so(policy, met, already, code):
    verdict = presence.may_call_again(policy=policy, quorum_met=met, already_called=already, is_open=True)
    assert verdict.codes == ({code} if code else set())


@pytest.mark.parametrize(
    ("rule", "said", "allowed"),
    [
        ("required", "absent", False),
        ("required", "expected", False),
        ("required", "present", True),
        ("required", "remote", True),
        ("required", "represented", True),
        ("invited", "absent", True),
        (None, "absent", True),
    ],
)
def test_an_absent_holder_is_granted_nothing_where_presence_is_compulsory(rule, said, allowed):
    assert bool(agenda.may_grant_without_holder(rule=rule, presence=said)) is allowed


@pytest.mark.parametrize(("rule", "inside", "allowed"), [(True, True, False), (True, False, True), (None, True, True)])
def test_holders_leave_where_the_committee_deliberates_alone(rule, inside, allowed):
    assert bool(agenda.may_deliberate(rule=rule, holder_in_room=inside)) is allowed


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("fete quartier 2026", "fete quartier 2025", True),
        ("repas tour 3", "repas tour 4", True),
        ("repas tour", "sortie mer", False),
        ("", "repas", False),
        ("jardin partage ecole", "jardin partage", True),
        ("fete", "grande soiree musicale dans cour ecole avec fete", False),
    ],
)
def test_titles_that_look_alike(one, other, close):
    assert agenda.alike(one.split(), other.split()) is close


@pytest.mark.parametrize(("minutes", "good"), [(0, False), (1, True), (240, True), (241, False)])
def test_a_hearing_has_a_length(minutes, good):
    assert bool(agenda.may_space(minutes)) is good


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"voting_funders": 1}, ["funders_vote_unsaid"]),
        ({"voting_funders": 2, "funders_vote": True}, []),
        ({"voting_managers": 1}, ["manager_votes"]),
        ({"minimum_size": 8}, ["committee_too_small"]),
        ({"minimum_size": 7}, []),
        ({"recused": 1, "recusal": None}, ["recusal_unsaid"]),
        ({"recused": 0, "recusal": None}, []),
        ({"quorum": None, "majority": None}, ["quorum_unsaid", "majority_unsaid"]),
    ],
)
def test_what_deserves_a_second_look(changed, codes):
    facts = {"seats": 9, "voters": 7, "recusal": "leaves_and_counts", "quorum": "none", "majority": "simple", **changed}
    assert [each.code for each in advice.advice(advice.AdviceFacts(**facts))] == codes
