"""The tables of deliberation, in the order of an evening: committee, session, vote, decision, minutes."""

from quartierlibre.domain.committees.models.ballot import Ballot, Round, SecretBox, Voter
from quartierlibre.domain.committees.models.case import WAITS_FOR_MONEY, Case, Interest
from quartierlibre.domain.committees.models.committee import Committee, Link, Seat
from quartierlibre.domain.committees.models.consultation import Consultation
from quartierlibre.domain.committees.models.decision import Decision, DecisionLetter, WaitingPlace
from quartierlibre.domain.committees.models.minutes import Minutes, Signature
from quartierlibre.domain.committees.models.public import (
    PublicationMark,
    PublishedDecision,
    PublishedFigure,
    PublishedPosting,
    PublishedTally,
)
from quartierlibre.domain.committees.models.session import Attendance, Session

__all__ = [
    "WAITS_FOR_MONEY",
    "Attendance",
    "Ballot",
    "Case",
    "Committee",
    "Consultation",
    "Decision",
    "DecisionLetter",
    "Interest",
    "Link",
    "Minutes",
    "PublicationMark",
    "PublishedDecision",
    "PublishedFigure",
    "PublishedPosting",
    "PublishedTally",
    "Round",
    "Seat",
    "SecretBox",
    "Session",
    "Signature",
    "Voter",
    "WaitingPlace",
]
