"""Who may sit, and whose seat carries a voice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if


@dataclass(frozen=True)
class VotingRules:
    """What a regulation says of the right to vote. None: it says nothing, and each seat's own flag holds."""

    funders_vote: bool | None = None
    voters: Collection[str] | None = None
    non_voters: Collection[str] | None = None


def may_manage(allowed: bool) -> Verdict:
    """Sessions are run by those who plan them in the territory, or by the chair and secretary of the evening."""
    return refuse_if(not allowed, "committee.no_right", _("Vous n’avez pas ce droit dans ce comité."))


def may_give(*, starts_on: date, ends_on: date | None, already_held: bool, college_is_known: bool) -> Verdict:
    """A person holds one seat at a time in a committee, in a college of the vocabulary, and never ends before it."""
    return (
        refuse_if(
            ends_on is not None and ends_on < starts_on,
            "seat.reversed_dates",
            _("La fin du mandat est avant son début : vérifiez les deux dates."),
        )
        & refuse_if(
            already_held,
            "seat.already_held",
            _("Cette personne siège déjà à ce comité à ces dates : terminez d’abord son mandat."),
        )
        & refuse_if(not college_is_known, "seat.unknown_college", _("Choisissez un collège de la liste."))
    )


def may_end(*, starts_on: date, ends_on: date | None, on: date) -> Verdict:
    """A mandate is ended once, on a day it includes."""
    return refuse_if(
        on < starts_on, "seat.reversed_dates", _("La fin du mandat est avant son début : vérifiez les deux dates.")
    ) & refuse_if(
        ends_on is not None and ends_on < on, "seat.already_ended", _("Ce mandat est déjà fini à cette date.")
    )


def carries_a_voice(*, votes: bool, college: str, is_funder: bool, said: VotingRules) -> bool:
    """A seat votes when it was given with a vote and the regulation does not take it away.

    A funder's seat answers to `funders_vote` alone: unset, its own flag holds (and pages warn). Other seats answer to
    the colleges the regulation names.
    """
    if not votes:
        return False
    if is_funder:
        return said.funders_vote is not False
    named = said.voters is None or college in said.voters
    return named and college not in (said.non_voters or ())


def must_name(name: str) -> Verdict:
    """A tie is to someone or something."""
    return refuse_if(not name, "link.unnamed", _("Dites avec qui, ou avec quelle structure."))
