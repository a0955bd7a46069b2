"""Annul a vote, or the voices of a member who steps aside too late: in the open, and nothing is erased."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.models import Ballot, Case, Round, Seat, Voter
from quartierlibre.domain.committees.operations.actors import Actor, ensure_runs, lock_case
from quartierlibre.domain.committees.operations.deciding import move_case_to, take_back_decision
from quartierlibre.domain.committees.operations.votes import count_ballots, hold_round, lock_round, tell
from quartierlibre.domain.committees.rules import votes as rules
from quartierlibre.domain.committees.states import BallotMode, CaseState, RoundState, SessionState


@transaction.atomic
def annul_round(*, by: Actor, round: Round, because: str) -> Round:
    """The last vote on a file no longer counts, for a written reason; a decision taken on it is superseded.

    Raises Refused once the sitting is over.
    """
    case, held = lock_round(round)
    ensure_runs(by, case.session)
    rules.may_annul_round(
        session=SessionState(case.session.state),
        state=RoundState(held.state),
        because=because,
        is_last=not Round.objects.filter(case=case, number__gt=held.number).exists(),
    ).enforce()
    return annul(by, case, held, because, code="annulled")


def annul(by: Actor, case: Case, held: Round, because: str, *, code: str) -> Round:
    """The round no longer counts; the file waits for another. Both must be held. `code` is for the journal."""
    take_back_decision(by=by, case=case, because=code)
    held.state, held.annulled_at, held.annulled_because = RoundState.ANNULLED, timezone.now(), because.strip()[:300]
    held.save(update_fields=["state", "annulled_at", "annulled_because"])
    if case.state in (CaseState.VOTING, CaseState.VOTED):
        move_case_to(case, CaseState.HEARD)
    tell("committees.round.annulled", by=by, held=held, case=case, because=code)
    return held


@transaction.atomic
def void_voices(*, by: Actor, case: Case, seat: Seat) -> list[Round]:
    """A member stepped aside once a vote had begun: no voice of theirs, own or carried, counts any more.

    A named vote is counted again without them. A secret vote, or hands counted, cannot be: it is annulled, and a new
    one must be held. A decision taken on such a vote is superseded and its money released. Returns the votes touched.
    """
    case = lock_case(case)
    standing = Round.objects.filter(case=case).exclude(state=RoundState.ANNULLED).order_by("number")
    touched = [held for pk in list(standing.values_list("pk", flat=True)) if _concerns(held := hold_round(pk), seat)]
    for held in touched:
        held.case = case
        if held.mode == BallotMode.BY_NAME:
            _void(by, case, held, seat)
        else:
            because = _("Un membre s’est déporté après le début du vote : ses voix ne peuvent pas être retirées.")
            annul(by, case, held, str(because), code="late_recusal")
    return touched


def _of(seat: Seat) -> Q:
    return Q(attendance__seat=seat) | Q(cast_by__seat=seat)


def _concerns(held: Round, seat: Seat) -> bool:
    return Voter.objects.filter(_of(seat), round=held, voided_at=None).exists()


def _void(by: Actor, case: Case, held: Round, seat: Seat) -> None:
    now = timezone.now()
    Ballot.objects.filter(voter__in=Voter.objects.filter(_of(seat), round=held), voided_at=None).update(voided_at=now)
    gone = Voter.objects.filter(_of(seat), round=held, voided_at=None).update(voided_at=now)
    if held.state == RoundState.CLOSED:
        take_back_decision(by=by, case=case, because="late_recusal")
        totals, held.proposals = count_ballots(held)
        held.votes_for, held.votes_against, held.abstentions = totals
        held.save(update_fields=["votes_for", "votes_against", "abstentions", "proposals"])
    tell("committees.round.recounted", by=by, held=held, case=case, voided=gone)
