"""The checklist and the verdicts of screening: facts in, answer out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.screening import HandCheck, Said, checklist, hand_checks
from quartierlibre.domain.applications.states import ApplicationState as State
from quartierlibre.domain.funds.findings import Finding, Tone
from quartierlibre.domain.funds.rulebook import Rulebook

TODAY = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
SOURCES = {"text": {"title": "Règlement"}}


def said(code, verdict):
    return {code: Said(code, verdict, "Parce que.", "Chloé", NOON)}


def rulebook(**rules_set):
    rules_set = {
        key.replace("__", "."): {"value": value, "unit": unit, "source": "text"}
        for key, (value, unit) in rules_set.items()
    }
    return Rulebook.read(rules_set, SOURCES)


@pytest.mark.parametrize(
    ("tone", "verdict", "expected"),
    [
        (Tone.BLOCKING, None, Tone.BLOCKING),
        (Tone.BLOCKING, "ok", Tone.OK),
        (Tone.WARNING, "not_ok", Tone.BLOCKING),
        (Tone.OK, "not_ok", Tone.BLOCKING),
    ],
)
def test_a_person_has_the_last_word_and_the_machine_is_still_heard(tone, verdict, expected):
    words = said("place.outside", verdict) if verdict else {}
    (point,) = checklist([Finding("place.outside", tone, "Hors du quartier.")], [], words).points
    assert (point.tone, point.automatic, point.is_overruled) == (expected, tone, verdict is not None)


@pytest.mark.parametrize(
    ("answer", "blocks", "expected"),
    [
        (None, True, None),
        ("unknown", True, None),
        ("yes", True, Tone.OK),
        ("no", True, Tone.BLOCKING),
        ("no", False, Tone.WARNING),
    ],
)
def test_a_check_by_hand_is_open_until_somebody_knows(answer, blocks, expected):
    words = said("hand.residence", answer) if answer else {}
    (point,) = checklist([], [HandCheck("hand.residence", "Habite-t-elle ici ?", "", blocks)], words).points
    assert (point.tone, point.is_to_check) == (expected, expected is None)


def test_what_stops_comes_first_and_good_news_last():
    tones = [Tone.OK, Tone.INFO, Tone.WARNING, Tone.BLOCKING]
    found = checklist(
        [Finding(f"code.{tone}", tone, "Mots.") for tone in tones], [HandCheck("hand.repeat", "Nouveau ?")], {}
    )
    assert [each.tone for each in found.points] == [Tone.BLOCKING, None, Tone.WARNING, Tone.INFO, Tone.OK]
    assert [each.code for each in found.blocking] == ["code.blocking"]


def test_a_rule_nobody_set_asks_nothing():
    assert hand_checks(Rulebook(), holder_kind="collective", knows_papers=True, is_inside=False) == []


def test_each_rule_no_machine_can_check_is_a_question():
    book = rulebook(
        holder__residence=("in_town", "choice"),
        holder__minimum_group_size=(3, "persons"),
        holder__late_report_blocks=(True, "yes_no"),
        holder__repeat_policy=("flagged", "choice"),
        project__not_fundable_elsewhere=(True, "yes_no"),
        filing__required_papers=(["quotes", "insurance"], "choices"),
    )
    asked = {
        each.code: each for each in hand_checks(book, holder_kind="collective", knows_papers=False, is_inside=True)
    }
    assert set(asked) == {
        *("hand.residence", "hand.group_size", "hand.late_report", "hand.repeat", "hand.elsewhere"),
        *("hand.paper.quotes", "hand.paper.insurance"),
    }
    assert asked["hand.residence"].blocks
    assert not asked["hand.repeat"].blocks
    assert "une attestation d’assurance" in asked["hand.paper.insurance"].question
    alone = hand_checks(book, holder_kind="individual", knows_papers=True, is_inside=True)
    assert not {"hand.group_size", "hand.paper.quotes"} & {each.code for each in alone}


def test_admissible_names_each_point_left():
    verdict = rules.may_admit(blocking=["Hors délai.", "Pas d’adulte."], open_corrections=1)
    assert verdict.codes == {"screening.blocking", "screening.correction_open"}
    assert [str(each) for each in verdict.messages][:2] == [
        "À régler d’abord : Hors délai.",
        "À régler d’abord : Pas d’adulte.",
    ]
    assert rules.may_admit(blocking=[], open_corrections=0)


@pytest.mark.parametrize(
    ("days", "codes"), [(0, {"correction.deadline"}), (1, set()), (366, set()), (367, {"correction.too_far"})]
)
def test_a_correction_leaves_time_and_not_for_ever(days, codes):
    assert rules.may_ask_correction(deadline=TODAY + timedelta(days), today=TODAY).codes == codes


@pytest.mark.parametrize(
    ("is_open", "said_done", "accepts", "codes"),
    [
        (True, True, True, set()),
        (True, False, True, {"correction.not_said_done"}),
        (True, False, False, set()),
        (False, True, False, {"correction.closed"}),
    ],
)
def test_a_correction_is_accepted_only_once_the_holder_said_so(is_open, said_done, accepts, codes):
    verdict = rules.may_settle_correction(is_open=is_open, said_done=said_done, accepts=accepts)
    assert verdict.codes == codes


@pytest.mark.parametrize("state", sorted(set(State)))
def test_only_a_filed_application_is_screened(state):
    assert bool(rules.may_screen(state, has_right=True)) == (state == State.SUBMITTED)
    assert not rules.may_screen(state, has_right=False)


@pytest.mark.parametrize(
    ("changed", "adjourned", "allowed"),
    [({"title"}, False, True), ({"asked"}, False, False), ({"asked"}, True, True), (set(), False, True)],
)
def test_the_holder_writes_only_where_they_were_asked(changed, adjourned, allowed):
    verdict = rules.may_rewrite(State.SUBMITTED, asked={"title"}, changed=changed, adjourned=adjourned)
    assert bool(verdict) is allowed


@pytest.mark.parametrize("state", [State.GRANTED, State.REFUSED, State.WITHDRAWN, State.DRAFT, State.INADMISSIBLE])
def test_nobody_rewrites_what_was_answered(state):
    assert not rules.may_rewrite(state, asked={"title"}, changed={"title"}, adjourned=True)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, set()),
        ({"revoked": True, "expired": True}, {"opinion.revoked"}),
        ({"expired": True}, {"opinion.expired"}),
        ({"answered": True, "expired": True}, {"opinion.answered"}),
        ({"answer": ""}, {"opinion.blank"}),
    ],
)
def test_a_link_answers_once_until_its_last_day(facts, codes):
    known = {"revoked": False, "expired": False, "answered": False, "answer": "yes", **facts}
    assert rules.may_answer_opinion(**known).codes == codes


@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True), (184, True), (185, False)])
def test_an_opinion_is_asked_for_a_day_to_come_and_near(days, allowed):
    verdict = rules.may_ask_opinion(email="a@exemple.fr", expires_on=TODAY + timedelta(days), today=TODAY)
    assert bool(verdict) is allowed


@pytest.mark.parametrize("words", ["", "  \n", "a" * (rules.LONGEST_TEXT + 1)])
def test_a_reason_is_written_and_can_be_read(words):
    assert not rules.may_say(words, code="reason")
