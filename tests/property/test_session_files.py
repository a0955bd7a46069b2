"""B13: anyone can recount. Over 500 invented evenings the verifier agrees with the rules written here a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quartierlibre.console.verify_session import Wrong, verify
from quartierlibre.domain.committees.rules.session_file import (
    BallotShown,
    CaseShown,
    ConsultationShown,
    DecisionShown,
    PotShown,
    PresenceShown,
    QuorumShown,
    RoundShown,
    SessionShown,
    WrittenShown,
    canonical,
    seal_of,
    session_text,
)
from tests.support.examples import some

CONSULTATION = ConsultationShown(1, opened_on="2026-05-05", last_day="2026-05-15", closed_on="2026-05-16")
CHOICES = ("for", "against", "abstain")
MAJORITIES = (None, "simple", "of_present", "of_enrolled", "two_thirds", "consensus")
TIES = (None, "chair", "refused", "second_round", "postpone")
QUORUMS = (None, "none", "members", "percent_of_enrolled", "percent_of_active")


def oracle_quorum(unit: str | None, value: int, enrolled: int, active: int, out: int) -> tuple[int | None, int | None]:
    """The base, then how many are needed: read from the sentences of the catalogue, by trying every number."""
    base = {"percent_of_enrolled": enrolled - out, "percent_of_active": active}.get(unit or "")
    if unit == "members":
        return None, value
    if base is None:
        return None, None
    return base, next(n for n in range(base + 1) if 100 * n >= value * base)


def oracle_result(
    rules: dict[str, str | None], votes: tuple[int, int], room: int, roster: int, chair: str | None
) -> str:
    """« Plus de voix pour que de voix contre », « plus de la moitié des présents », and so on, word by word."""
    ayes, noes = votes
    sentences = {
        "simple": lambda ayes: ayes > noes,
        "of_present": lambda ayes: ayes > room / 2,
        "of_enrolled": lambda ayes: ayes > roster / 2,
        "two_thirds": lambda ayes: bool(ayes) and ayes >= (ayes + noes) - (ayes + noes) // 3,
        "consensus": lambda ayes: bool(ayes) and not noes,
    }
    if rules["majority"] is None:
        return "unsaid"
    granted = sentences[rules["majority"]]
    if granted(ayes) or ayes != noes or not granted(ayes + 1):
        return "adopted" if granted(ayes) else "rejected"
    if rules["tie"] == "chair" and chair:
        return "chair" if chair == "unknown" else ("adopted" if chair == "for" else "rejected")
    return {"refused": "rejected", "second_round": "second_round", "postpone": "postponed"}.get(
        rules["tie"] or "", "unsaid"
    )


@st.composite
def evenings(draw: st.DrawFn) -> SessionShown:
    """A session that could have happened, with its quorum met whenever there is a vote."""
    seats = draw(st.integers(3, 25))
    voters = draw(st.integers(2, seats))
    unit, majority, tie = (draw(st.sampled_from(each)) for each in (QUORUMS, MAJORITIES, TIES))
    recusal = draw(st.sampled_from((None, "leaves_and_counts", "leaves_not_counted", "stays_without_vote")))
    value = draw(st.integers(1, voters) if unit == "members" else st.integers(1, 100))
    said: dict[str, Any] = {"session.majority": majority, "session.tie": tie, "session.recusal": recusal}
    rules = {key: {"value": word, "unit": "choice"} for key, word in said.items() if word}
    if unit:
        rules["session.quorum"] = {"value": value if unit != "none" else 0, "unit": unit}
    in_writing = draw(writing(voters, rules))
    here = draw(st.integers(0, seats))
    away = draw(st.integers(0, seats - here))
    presence = PresenceShown(seats, voters, present=here, excused=away, absent=seats - here - away)
    setting = {"voters": voters, "unit": unit, "value": value, "majority": majority, "tie": tie, "recusal": recusal}
    setting |= in_writing
    second = draw(st.sampled_from((None, None, "avant")))
    cases, left = [], draw(st.integers(0, 500_000))
    for n in range(draw(st.integers(1, 4))):
        cases.append(draw(cases_of(n, {**setting, "second": second}, left)))
        left -= sum(each.amount_cents or 0 for each in cases[-1].decisions)
    return SessionShown(
        fund="fonds",
        committee="Comité",
        session="s",
        number=1,
        opened_at="2026-05-05T16:00:00+00:00",
        closed_at="2026-05-05T18:00:00+00:00",
        second_call_of=second,
        regulation=2,
        rules=rules,
        presence=presence,
        cases=cases,
        consultations=[CONSULTATION] if any(vote.written for case in cases for vote in case.rounds) else [],
    )


@st.composite
def writing(draw: st.DrawFn, voters: int, rules: dict[str, Any]) -> dict[str, Any]:
    """What the regulation says of asking in writing, added to its rules."""
    answers = draw(st.sampled_from((None, "none", "members", "percent_of_enrolled")))
    wanted = {None: 0, "none": 0, "members": draw(st.integers(1, voters))}.get(answers, draw(st.integers(1, 100)))
    asks = draw(st.booleans())
    if asks:
        rules["session.no_quorum"] = {"value": "written", "unit": "choice"}
    if answers:
        rules["session.written_quorum"] = {"value": wanted, "unit": answers}
    return {"asks": asks, "answers": answers, "wanted": wanted}


@st.composite
def cases_of(draw: st.DrawFn, n: int, setting: dict[str, Any], left: int) -> CaseShown:
    asked = draw(st.integers(100, 90_000))
    recused = draw(st.integers(0, setting["voters"] - 1))
    vote = draw(rounds_of(setting, recused, asked))
    number = f"2026-{n:03d}"
    if vote is None or vote.state == "annulled":
        return CaseShown(number, "adjourned", asked, recused, 0, [vote] if vote else [])
    decision = draw(decisions_of(vote, asked, left))
    state = "decided" if decision else "adjourned"
    return CaseShown(number, state, asked, recused, 0, [vote], [decision] if decision else [])


@st.composite
def rounds_of(draw: st.DrawFn, setting: dict[str, Any], recused: int, asked: int) -> RoundShown | None:
    """None when the quorum was not met and nobody was asked in writing: the session heard and did not decide."""
    voters = setting["voters"]
    out = recused if setting["recusal"] == "leaves_not_counted" else 0
    active, counted = draw(st.integers(0, voters - out)), draw(st.integers(0, voters - out))
    base, needed = oracle_quorum(setting["unit"], setting["value"], voters, active, out)
    needed = None if setting["second"] else needed
    quorum = QuorumShown(needed, counted, met=needed is None or counted >= needed, base=base)
    if quorum.met:
        return draw(votes_of(setting, recused, asked, quorum))
    return draw(votes_in_writing_of(setting, recused, asked, quorum)) if setting["asks"] else None


@st.composite
def votes_in_writing_of(
    draw: st.DrawFn, setting: dict[str, Any], recused: int, asked: int, quorum: QuorumShown
) -> RoundShown:
    """The same vote, cast from home: those present are those who answered, and too few of them decide nothing."""
    voters = setting["voters"]
    vote = draw(votes_of(setting, recused, asked, quorum, modes=("by_name", "secret"), in_writing=True))
    out = recused if setting["recusal"] == "leaves_not_counted" else 0
    base, needed = oracle_quorum(setting["answers"], setting["wanted"], voters, 0, out)
    answers = len(vote.receipts if vote.ballots is None else vote.ballots)
    written = WrittenShown(consultation=1, counted=answers, needed=needed, base=base)
    if needed is None or answers >= needed:
        return replace(vote, written=written)
    return replace(
        vote, written=written, state="annulled", totals=None, proposals=None, ballots=None, result="", chair=None
    )


@st.composite
def votes_of(
    draw: st.DrawFn,
    setting: dict[str, Any],
    recused: int,
    asked: int,
    quorum: QuorumShown,
    modes: tuple[str, ...] = ("by_name", "secret", "totals"),
    in_writing: bool = False,
) -> RoundShown:
    voters = setting["voters"]
    mode = draw(st.sampled_from(modes))
    cast = draw(st.lists(st.sampled_from(CHOICES), max_size=voters - recused))
    amounts = [draw(st.none() | st.integers(1, asked)) if choice == "for" else None for choice in cast]
    ballots = sorted(
        (BallotShown(f"R{n:04d}", *each) for n, each in enumerate(zip(cast, amounts, strict=True))), key=str
    )
    totals = (cast.count("for"), cast.count("against"), cast.count("abstain"))
    voices = draw(st.integers(len(cast), voters - recused))
    chair = draw(st.sampled_from((None, "unknown", *CHOICES)))
    masked = mode == "secret" and (len(cast) < 4 or len(cast) in totals)
    words = {"majority": setting["majority"], "tie": setting["tie"]}
    return RoundShown(
        number=1,
        mode=mode,
        state="closed",
        enrolled=voters,
        present=draw(st.integers(voices, voters)),
        recused=recused,
        voices=voices,
        voided=0,
        quorum=quorum,
        totals=None if masked else totals,
        result=oracle_result(words, totals[:2], len(cast) if in_writing else voices, voters - recused, chair),
        chair=chair,
        proposals=None if masked else sorted(each for each in amounts if each is not None),
        ballots=ballots if mode == "by_name" else None,
        receipts=[each.receipt for each in ballots] if mode == "secret" else None,
    )


@st.composite
def decisions_of(draw: st.DrawFn, vote: RoundShown, asked: int, left: int) -> DecisionShown | None:
    if vote.result in ("rejected", "unsaid", "chair"):
        return DecisionShown(1, "refused", in_force=True, round=1)
    if vote.result != "adopted" or left < 2:
        return None
    amount = draw(st.integers(1, min(asked, left)))
    before = draw(st.integers(0, 10**7))
    pot = PotShown(before, before + amount, available_before_cents=left)
    outcome = "granted" if amount == asked else draw(st.sampled_from(("part", "conditions")))
    return DecisionShown(1, outcome, True, 1, amount, pots=[pot])


# Evenings are large: looking for the smallest wrong one takes minutes, and the first one found tells as much.
WITHOUT_SHRINKING = (Phase.explicit, Phase.generate)
FIVE_HUNDRED = settings(
    max_examples=some(500), deadline=None, suppress_health_check=list(HealthCheck), phases=WITHOUT_SHRINKING
)
A_HUNDRED = settings(FIVE_HUNDRED, max_examples=some(100))


def numbers_in(content: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every whole number of a vote, a presence or an amount is."""
    if isinstance(content, dict):
        return [found for key in sorted(content) for found in numbers_in(content[key], (*path, key))]
    if isinstance(content, list):
        return [found for at, each in enumerate(content) for found in numbers_in(each, (*path, at))]
    return [path] if type(content) is int or content in CHOICES else []


def changed_at(content: Any, path: tuple[Any, ...]) -> None:
    for step in path[:-1]:
        content = content[step]
    value = content[path[-1]]
    content[path[-1]] = value + 1 if isinstance(value, int) else ("against" if value == "for" else "for")


@FIVE_HUNDRED
@given(evenings(), st.data())
def test_the_verifier_agrees_with_the_oracle_and_refuses_the_same_file_with_one_figure_changed(session, data):
    text = session_text(session, previous_sha256="0" * 64)
    assert verify(text)[-1] == "Tout est juste."
    content = json.loads(text)
    changed_at(content, data.draw(st.sampled_from(numbers_in(content))))
    with pytest.raises(Wrong):
        verify(canonical(content))


@A_HUNDRED
@given(evenings().filter(lambda session: any(map(_named, session.cases))), st.data())
def test_one_ballot_changed_is_refused_even_when_the_file_is_sealed_again(session, data):
    content = json.loads(session_text(session, previous_sha256=""))
    named = data.draw(st.sampled_from([at for at, case in enumerate(session.cases) if _named(case)]))
    ballot = data.draw(st.sampled_from(content["cases"][named]["rounds"][0]["ballots"]))
    ballot["choice"] = data.draw(st.sampled_from([choice for choice in CHOICES if choice != ballot["choice"]]))
    content["seal"] = seal_of(content)
    with pytest.raises(Wrong, match="les bulletins donnent"):
        verify(canonical(content))


@A_HUNDRED
@given(evenings().filter(lambda session: any(_granted(case) for case in session.cases)), st.data())
def test_one_amount_changed_is_refused_even_when_the_file_is_sealed_again(session, data):
    content = json.loads(session_text(session, previous_sha256=""))
    case = data.draw(st.sampled_from([at for at, case in enumerate(session.cases) if _granted(case)]))
    decision = content["cases"][case]["decisions"][0]
    decision["amount_cents"] += data.draw(st.sampled_from((-1, 1, 100)))
    content["seal"] = seal_of(content)
    with pytest.raises(Wrong, match=r"Dossier"):
        verify(canonical(content))


@A_HUNDRED
@given(
    evenings().filter(lambda session: any(case.rounds and case.rounds[0].totals for case in session.cases)), st.data()
)
def test_a_result_turned_over_is_refused_even_when_the_file_is_sealed_again(session, data):
    at = data.draw(
        st.sampled_from([at for at, case in enumerate(session.cases) if case.rounds and case.rounds[0].totals])
    )
    vote = session.cases[at].rounds[0]
    turned = replace(vote, result="rejected" if vote.result == "adopted" else "adopted")
    cases = [*session.cases]
    cases[at] = replace(cases[at], rounds=[turned])
    with pytest.raises(Wrong):
        verify(session_text(replace(session, cases=cases), previous_sha256=""))


def _granted(case: CaseShown) -> bool:
    return any(decision.amount_cents for decision in case.decisions)


def _named(case: CaseShown) -> bool:
    return any(vote.ballots for vote in case.rounds)
