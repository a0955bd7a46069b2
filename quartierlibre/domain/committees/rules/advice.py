"""What deserves a second look before a session, and forbids nothing: the committee and its manager judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Advice:
    """A stable code for tests and programs, a French message for people."""

    code: str
    message: str


@dataclass(frozen=True)
class AdviceFacts:
    """Counts of a roll and what the regulation says; None when it does not say.

    `voting_funders` sit for a funder with a voice; `voting_managers` also manage the fund.
    """

    seats: int
    voters: int
    voting_funders: int = 0
    voting_managers: int = 0
    recused: int = 0
    funders_vote: bool | None = None
    minimum_size: int | None = None
    recusal: str | None = None
    quorum: str | None = None
    majority: str | None = None


def advice(facts: AdviceFacts) -> tuple[Advice, ...]:
    """Everything worth saying, what touches the law first."""
    return tuple(_advice(facts))


def _advice(facts: AdviceFacts) -> Iterator[Advice]:
    if facts.voting_funders and facts.funders_vote is None:
        said = ngettext(
            "%(n)s membre siège pour un financeur et vote : le règlement n’en dit rien, et la circulaire du "
            "25 avril 2000 demande que les financeurs ne décident pas.",
            "%(n)s membres siègent pour un financeur et votent : le règlement n’en dit rien, et la circulaire du "
            "25 avril 2000 demande que les financeurs ne décident pas.",
            facts.voting_funders,
        )
        yield Advice("funders_vote_unsaid", said % {"n": facts.voting_funders})
    if facts.voting_managers:
        said = _("Une personne qui gère le fonds vote aussi : c’est permis, et le procès-verbal le montre.")
        yield Advice("manager_votes", said)
    if facts.minimum_size and facts.voters < facts.minimum_size:
        said = _("Le comité compte %(voters)s votants ; le règlement en demande au moins %(least)s.")
        yield Advice("committee_too_small", said % {"voters": facts.voters, "least": facts.minimum_size})
    if facts.recused and facts.recusal is None:
        said = _("Le règlement ne dit pas si un membre qui se déporte compte dans le quorum : il reste compté.")
        yield Advice("recusal_unsaid", said)
    if facts.quorum is None:
        yield Advice("quorum_unsaid", _("Le règlement ne fixe pas de quorum."))
    if facts.majority is None:
        yield Advice("majority_unsaid", _("Le règlement ne dit pas à quelle majorité une aide est accordée."))
