"""What a closed session publishes, gathered from its tables: figures and receipts, nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, QuerySet, Sum
from django.utils import timezone

from quartierlibre.domain.committees.models import Case, Consultation, Decision, Interest, Round, Session, Voter
from quartierlibre.domain.committees.queries.votes import facts_of_round, tally_of
from quartierlibre.domain.committees.queries.votes_said import is_uncounted
from quartierlibre.domain.committees.rules.outcomes import RoundFacts, Tally, is_telling, outcome
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE
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
    session_text,
)
from quartierlibre.domain.committees.states import BallotMode, CaseState, InterestState, Presence, RoundState
from quartierlibre.domain.funds.models import Envelope
from quartierlibre.foundation.ledger.models import Line

DECIDING = (
    "session.quorum",
    "session.quorum_window",
    "session.no_quorum",
    "session.written_days",
    "session.written_quorum",
    "session.recusal",
    "session.majority",
    "session.tie",
    "session.ballot",
    "session.proxies_maximum",
    "session.remote",
    "session.holder_presence",
    "session.deliberates_alone",
    "committee.funders_vote",
    "committee.voters",
    "committee.non_voters",
)


def session_file(session: Session, previous_sha256: str = "") -> str:
    """The text to publish, sealed, after the one whose digest is given. Raises ValueError if it never opened."""
    return session_text(shown(session), previous_sha256=previous_sha256)


def shown(session: Session) -> SessionShown:
    """The values of that text."""
    if session.regulation is None or session.opened_at is None:
        raise ValueError("A session that never opened has nothing to publish.")
    rulebook = session.regulation.rulebook
    clauses = [clause for key in DECIDING if (clause := rulebook.one(key)) is not None]
    return SessionShown(
        fund=session.committee.fund.slug,
        committee=session.committee.name,
        session=str(session.public_id),
        number=session.number or 0,
        opened_at=session.opened_at.isoformat(timespec="seconds"),
        closed_at=session.closed_at.isoformat(timespec="seconds") if session.closed_at else "",
        second_call_of=str(session.second_call_of.public_id) if session.second_call_of else None,
        regulation=session.regulation.version,
        rules={clause.key: {"value": clause.value, "unit": clause.unit} for clause in clauses},
        presence=_presence(session),
        cases=[_case(case) for case in _cases(session)],
        consultations=[_consultation(each) for each in session.consultations.order_by("number")],
    )


def _consultation(held: Consultation) -> ConsultationShown:
    return ConsultationShown(
        number=held.number,
        opened_on=timezone.localdate(held.opened_at).isoformat(),
        last_day=held.last_day.isoformat(),
        closed_on=timezone.localdate(held.closed_at).isoformat() if held.closed_at else "",
    )


def _presence(session: Session) -> PresenceShown:
    roll = list(session.attendances.values_list("presence", "may_vote"))
    came = Counter(presence for presence, _votes in roll)
    return PresenceShown(
        seats=len(roll),
        voters=sum(votes for _presence, votes in roll),
        present=came[Presence.PRESENT],
        remote=came[Presence.REMOTE],
        proxy=came[Presence.PROXY],
        excused=came[Presence.EXCUSED],
        absent=came[Presence.ABSENT] + came[Presence.EXPECTED],
    )


def _cases(session: Session) -> Iterable[Case]:
    voters = Voter.objects.select_related("ballot").order_by("receipt")
    rounds = (
        Round.objects.select_related("consultation")
        .order_by("number")
        .prefetch_related(Prefetch("voters", queryset=voters))
    )
    decisions = Decision.objects.order_by("pk").select_related("round")
    listed = session.cases.exclude(state=CaseState.WITHDRAWN).select_related("application").order_by("position", "pk")
    return listed.prefetch_related(Prefetch("rounds", queryset=rounds), Prefetch("decisions", queryset=decisions))


def _case(case: Case) -> CaseShown:
    looked_into = Counter(Interest.objects.filter(case=case).values_list("state", flat=True))
    return CaseShown(
        number=case.application.number,
        state=case.state,
        asked_cents=case.application.asked_cents,
        recused=sum(looked_into[state] for state in STEPPED_ASIDE),
        dismissed=looked_into[InterestState.DISMISSED],
        rounds=[_round(held) for held in case.rounds.all() if held.state != RoundState.OPEN],
        decisions=[_decision(decision) for decision in case.decisions.all()],
    )


def _round(held: Round) -> RoundShown:
    facts = facts_of_round(held)
    tally = _tally(held)
    masked = tally is None or is_telling(facts, tally)
    standing = [voter for voter in held.voters.all() if voter.voided_at is None]
    return RoundShown(
        number=held.number,
        mode=held.mode,
        state=held.state,
        enrolled=facts.enrolled,
        present=facts.present,
        recused=facts.recused,
        voices=facts.voices,
        voided=sum(voter.voided_at is not None for voter in held.voters.all()),
        quorum=_quorum(facts),
        totals=None if masked or tally is None else (tally.votes_for, tally.votes_against, tally.abstentions),
        result=outcome(facts, tally) if tally else "",
        chair=_chair(facts, tally) if tally else None,
        proposals=None if masked else sorted(held.proposals),
        ballots=_ballots(standing) if held.mode == BallotMode.BY_NAME and not is_uncounted(held) else None,
        receipts=sorted(voter.receipt for voter in standing if voter.has_voted) if _is_secret(held) else None,
        written=_written(held, facts),
    )


def _written(held: Round, facts: RoundFacts) -> WrittenShown | None:
    if held.consultation is None or facts.written is None:
        return None
    answers = sum(voter.has_voted for voter in held.voters.all())
    return WrittenShown(consultation=held.consultation.number, counted=answers, **facts.written)


def _is_secret(held: Round) -> bool:
    return held.mode == BallotMode.SECRET


def _tally(held: Round) -> Tally | None:
    """None for a round annulled before it was closed: nothing of it was ever counted."""
    return None if held.votes_for is None else tally_of(held)


def _quorum(facts: RoundFacts) -> QuorumShown:
    said = facts.quorum
    return QuorumShown(
        needed=said.get("needed"), counted=said.get("counted", 0), met=said.get("met", True), base=said.get("base")
    )


def _chair(facts: RoundFacts, tally: Tally) -> str | None:
    if facts.chair is None or tally.chair_aside:
        return None
    return tally.chair or "unknown"


def _ballots(standing: list[Voter]) -> list[BallotShown]:
    """Sorted by receipt, which is drawn at random: the order tells nothing."""
    cast = [(each.receipt, each.ballot) for each in standing if hasattr(each, "ballot")]
    counted = [(receipt, ballot) for receipt, ballot in cast if ballot.voided_at is None]
    listed = [BallotShown(receipt, ballot.choice, ballot.amount_cents) for receipt, ballot in counted]
    return sorted(listed, key=lambda each: (each.receipt, each.choice))


def _decision(decision: Decision) -> DecisionShown:
    return DecisionShown(
        number=decision.number,
        outcome=decision.outcome,
        in_force=decision.superseded_at is None,
        round=decision.round.number if decision.round else None,
        amount_cents=decision.amount_cents,
        overridden=decision.overridden_because != "",
        pots=_pots(decision.entry_id) if decision.entry_id else [],
    )


def _pots(entry: int) -> list[PotShown]:
    """The envelopes a grant was taken from: often one, several when a project spans sectors. Three queries.

    Entries of a pot are numbered one after the other, under its lock: what is before this one is what the pot held.
    """
    pots = list(Envelope.objects.filter(reserved__lines__entry=entry).order_by("pk"))
    held = {account for pot in pots for account in (pot.reserved_id, pot.available_id)}
    moved = _sums(Line.objects.filter(entry=entry))
    before = _sums(Line.objects.filter(account__in=held, entry__lt=entry))
    return [_pot(pot, before, moved) for pot in pots]


def _pot(pot: Envelope, before: Mapping[int, int], moved: Mapping[int, int]) -> PotShown:
    reserved = before.get(pot.reserved_id, 0)
    return PotShown(
        reserved_before_cents=reserved,
        reserved_after_cents=reserved + moved.get(pot.reserved_id, 0),
        available_before_cents=before.get(pot.available_id, 0),
        ahead_cents=-moved.get(pot.ahead_id, 0),
    )


def _sums(lines: QuerySet[Line]) -> dict[int, int]:
    """By key of account."""
    return dict(lines.order_by().values_list("account").annotate(Sum("amount_cents")))
