"""One vote as the minutes say it: how, with what quorum or how many answers, its totals or why they are not shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.models import Round
from quartierlibre.domain.committees.rules.outcomes import RoundFacts, Tally, is_telling
from quartierlibre.domain.committees.states import BallotMode


@dataclass(frozen=True)
class VoteTaken:
    """One round: its totals, or why they are not shown; names only when the regulation wants a vote by name."""

    number: int
    mode_said: str
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    quorum_said: str
    annulled_because: str
    voices: tuple[tuple[str, str], ...]


def tells_too_much(taken: Round) -> bool:
    """A secret vote of too few voices, or of one mind, would say who voted what: its totals are not shown."""
    if taken.votes_for is None or taken.votes_against is None or taken.abstentions is None:
        return False
    return is_telling(RoundFacts.read(taken.facts), Tally(taken.votes_for, taken.votes_against, taken.abstentions))


def is_uncounted(taken: Round) -> bool:
    """Too few answered in writing: what they said decides nothing, and is told to nobody."""
    return taken.consultation_id is not None and taken.votes_for is None


def vote_taken(taken: Round) -> VoteTaken:
    masked = tells_too_much(taken)
    return VoteTaken(
        number=taken.number,
        mode_said=mode_said(taken),
        votes_for=None if masked else taken.votes_for,
        votes_against=None if masked else taken.votes_against,
        abstentions=None if masked else taken.abstentions,
        quorum_said=quorum_said(taken),
        annulled_because=taken.annulled_because,
        voices=_voices(taken) if taken.mode == BallotMode.BY_NAME and not is_uncounted(taken) else (),
    )


def mode_said(taken: Round) -> str:
    """How voices were taken: « Secret », « Par écrit, secret »."""
    said = str(BallotMode(taken.mode).label)
    return said if taken.consultation_id is None else _("Par écrit, %(how)s") % {"how": said[:1].lower() + said[1:]}


def quorum_said(taken: Round) -> str:
    """« 7 présents, il en fallait 5 », from what was frozen at the opening of the vote; in writing, the answers too."""
    facts = taken.facts.get("quorum") or {}
    counted, needed = facts.get("counted"), facts.get("needed")
    if counted is None:
        return ""
    if taken.consultation_id is not None:
        return _written_said(taken, counted, needed)
    if needed is None:
        return _("%(counted)s membres présents, aucun quorum exigé") % {"counted": counted}
    return _("%(counted)s membres présents, il en fallait %(needed)s") % {"counted": counted, "needed": needed}


def _written_said(taken: Round, present: int, wanted: int | None) -> str:
    """« 2 présents en séance, il en fallait 3 ; 4 réponses par écrit », and how many it took where a rule says so."""
    answers, needed = getattr(taken, "answers", 0), taken.facts["written"]["needed"]
    room = ngettext(
        "%(n)s présent en séance, il en fallait %(needed)s",
        "%(n)s présents en séance, il en fallait %(needed)s",
        present,
    ) % {"n": present, "needed": wanted}
    letters = ngettext("%(n)s réponse par écrit", "%(n)s réponses par écrit", answers) % {"n": answers}
    letters = letters if answers else _("aucune réponse par écrit")
    if needed is None:
        letters = _("%(answers)s, aucun nombre exigé") % {"answers": letters}
    else:
        letters = _("%(answers)s, il en fallait %(needed)s") % {"answers": letters, "needed": needed}
    return f"{room}\u00a0; {letters}"


def _voices(taken: Round) -> tuple[tuple[str, str], ...]:
    """Name and choice of each voice that counts."""
    cast = [(voter, getattr(voter, "ballot", None)) for voter in taken.voters.all()]
    return tuple(
        sorted(
            (str(voter.attendance.seat.person), str(ballot.get_choice_display()))
            for voter, ballot in cast
            if ballot is not None and ballot.voided_at is None and voter.voided_at is None
        )
    )
