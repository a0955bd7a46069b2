"""A project before its committee: put on the order of the day, heard, voted, decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.console.demo.cases import PastProject, days_before
from quartierlibre.domain.applications import operations as applications
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Case, Round, Session, Voter
from quartierlibre.domain.committees.queries.amounts import envelope_of
from quartierlibre.domain.committees.queries.sessions import rulebook_of
from quartierlibre.domain.committees.queries.votes import open_round_of
from quartierlibre.domain.committees.states import BallotMode, Choice, HolderPresence, Outcome, RoundState
from quartierlibre.foundation.money import Cents

SCHEDULED, SCHEDULED_AGAIN, WITHDRAWN, DECLARED = 22, 11, 4, 5  # days before the evening
MODES = {"by_name": BallotMode.BY_NAME, "secret": BallotMode.SECRET}
Voice = tuple[Choice, Cents | None]


@dataclass
class Passage:
    """One project at one evening. `said` is what the story tells of that evening."""

    stage: Stage
    project: PastProject
    said: Data
    sector: str
    session_key: tuple[str, int]
    starts_at: datetime
    called_again: bool = False
    case: Case = field(default_factory=Case)

    @property
    def session(self) -> Session:
        return self.stage.sessions[self.session_key]

    @property
    def asked(self) -> int:
        return int(self.project.said["asked"]) * 100

    @property
    def amount(self) -> Cents:
        return Cents(self.said["amount"] * 100 if "amount" in self.said else self.asked)

    @property
    def is_heard(self) -> bool:
        return not {"inadmissible", "withdrawn"} & set(self.project.said)


def preparing_acts(passage: Passage) -> Iterator[Act]:
    if "inadmissible" in passage.project.said:
        return
    days = SCHEDULED_AGAIN if passage.called_again else SCHEDULED
    yield Act(days_before(passage.starts_at, days, "09:40"), partial(_schedule, passage))
    if "withdrawn" in passage.project.said:
        yield Act(days_before(passage.starts_at, WITHDRAWN, "19:15"), partial(_withdraw, passage))
    for slug, nature in passage.said.get("recused", ()):
        yield Act(days_before(passage.starts_at, DECLARED, "20:05"), partial(_step_aside, passage, slug, nature))


def hearing_acts(passage: Passage, at: datetime, *, decides: bool) -> Iterator[Act]:
    yield Act(at, partial(_hear, passage))
    if decides:
        yield Act(at + timedelta(minutes=9), partial(_vote, passage))
        yield Act(at + timedelta(minutes=13), partial(decide, passage))


def coming_back_acts(passage: Passage) -> Iterator[Act]:
    """Put off by the committee, presented again by its holders some weeks later: same number, same rank."""
    if "presented_again_after" in passage.said:
        later = days_before(passage.starts_at, -passage.said["presented_again_after"], "20:15")
        yield Act(later, partial(_present_again, passage))


def _present_again(passage: Passage) -> None:
    by = passage.stage.people.get(passage.project.said.get("by", ""))
    applications.present_again(by=by, application=passage.project.application)


def _schedule(passage: Passage) -> None:
    case = committees.schedule(
        by=passage.stage.manager, application=passage.project.application, session=passage.session
    )
    if case is None:
        raise AssertionError(f"no session for {passage.project.said['title']}")
    passage.case = case


def _withdraw(passage: Passage) -> None:
    by = passage.stage.people.get(passage.project.said.get("by", ""))
    applications.withdraw_application(by=by, application=passage.project.application)


def _step_aside(passage: Passage, slug: str, nature: str) -> None:
    seat = passage.stage.seats[passage.sector, slug]
    committees.declare_interest(by=seat.person, case=passage.case, seat=seat, nature=nature)


def _hear(passage: Passage) -> None:
    presence = HolderPresence(passage.said.get("holder", "present"))
    passage.case = committees.hear(by=passage.stage.manager, case=passage.case, holder_presence=presence)
    passage.case.session = passage.session
    committees.deliberate_alone(by=passage.stage.manager, case=passage.case)


def _vote(passage: Passage) -> None:
    """A tie, or a member who steps aside too late, leads to a second round: both stay in the minutes."""
    if "first_round" in passage.said:
        _take_round(passage, passage.said["first_round"])
    for slug, nature in passage.said.get("late_recused", ()):
        held = _take_round(passage, passage.said)
        _step_aside(passage, slug, nature)
        held.refresh_from_db()
        if held.state != RoundState.ANNULLED:
            committees.annul_round(
                by=passage.stage.manager, round=held, because="Un membre s’est retiré après le vote."
            )
    _take_round(passage, passage.said)


def _take_round(passage: Passage, said: Data) -> Round:
    by = passage.stage.manager
    mode = MODES.get(rulebook_of(passage.session).value("session.ballot"), BallotMode.TOTALS)
    held = committees.open_round(by=by, case=passage.case, mode=mode)
    voters = list(held.voters.select_related("cast_by__seat__person").order_by("pk"))
    voices = voices_of(passage, said, len(voters))
    if mode == BallotMode.TOTALS:
        return _count_hands(passage, held, voices)
    if mode == BallotMode.BY_NAME:
        named = {voter.pk: voice for voter, voice in zip(voters, voices, strict=True)}
        committees.enter_named(by=by, round=held, voices=named)
    else:
        cast_each(voters, voices)
    return committees.close_round(by=by, round=held)


def cast_each(voters: Sequence[Voter], voices: Sequence[Voice]) -> None:
    """Everybody on their own phone."""
    for voter, (choice, amount) in zip(voters, voices, strict=True):
        committees.cast_ballot(by=voter.cast_by.seat.person, voter=voter, choice=choice, amount=amount)


def _count_hands(passage: Passage, held: Round, voices: Sequence[Voice]) -> Round:
    choices = [choice for choice, _amount in voices]
    return committees.enter_totals(
        by=passage.stage.manager,
        round=held,
        votes_for=choices.count(Choice.FOR),
        votes_against=choices.count(Choice.AGAINST),
        abstentions=choices.count(Choice.ABSTAIN),
        proposals=[amount for _choice, amount in voices if amount is not None],
    )


def voices_of(passage: Passage, said: Data, count: int) -> list[Voice]:
    """Who is against, or abstains, is not always the same; a part of the sum is what most of them proposed."""
    against, abstain = said.get("against", 0), said.get("abstain", 0)
    choices = [Choice.AGAINST] * against + [Choice.ABSTAIN] * abstain
    choices += [Choice.FOR] * (count - len(choices))
    turn = passage.project.number % max(count, 1)
    proposed = iter(_proposals(passage))
    voices = [(choice, next(proposed, None) if choice == Choice.FOR else None) for choice in choices[:count]]
    return voices[turn:] + voices[:turn]


def _proposals(passage: Passage) -> Sequence[Cents]:
    if passage.amount >= passage.asked or passage.said.get("outcome") != Outcome.PART:
        return ()
    return [passage.amount, Cents(passage.asked), Cents(passage.amount - 50_00), passage.amount, passage.amount]


def decide(passage: Passage) -> None:
    """When the pot no longer holds enough, the committee promises ahead with its reason, or the file waits."""
    said, by, case = passage.said, passage.stage.manager, passage.case
    outcome = Outcome(said["outcome"]) if said.get("outcome", "wait") != "wait" else Outcome.GRANTED
    gives = outcome not in (Outcome.REFUSED, Outcome.ADJOURNED)
    envelope = envelope_of(case) if gives else None
    is_short = envelope is not None and envelope.available.balance_cents < passage.amount
    if is_short and "override" not in said:
        committees.wait_for_money(by=by, case=case, amount=passage.amount, reason=said["reason"])
        return
    committees.decide(
        by=by,
        case=case,
        outcome=outcome,
        amount=passage.amount if gives else None,
        reason=said["reason"],
        conditions=said.get("conditions", ""),
        override=said["override"] if is_short else "",
    )


def put_to_the_vote(passage: Passage, first: Sequence[str]) -> None:
    """The vote of tonight is open; those named have voted, the others have not yet."""
    committees.open_round(by=passage.stage.manager, case=passage.case, mode=BallotMode.BY_NAME)
    held = open_round_of(passage.case)
    if held is None:
        raise AssertionError("the round was opened above")
    seats = {passage.stage.seats[passage.sector, slug].pk for slug in first}
    voters = held.voters.filter(cast_by__seat__in=seats).select_related("cast_by__seat__person")
    cast_each(list(voters), [(Choice.FOR, Cents(passage.asked))] * len(seats))
