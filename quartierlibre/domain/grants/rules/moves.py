"""Who may act on a grant, and when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.states import GRANT_MOVES, AcceptanceKind, GrantState
from quartierlibre.foundation import states
from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_accept(*, state: GrantState, how: AcceptanceKind, has_paper: bool, said_by: str) -> Verdict:
    """An agreement is accepted once, by somebody named; on paper, the signed sheet is kept."""
    return (
        states.may_move(GRANT_MOVES, state, GrantState.RUNNING)
        & refuse_if(not said_by.strip(), "grant.nobody_accepts", _("Écrivez le nom de la personne qui accepte."))
        & refuse_if(
            how == AcceptanceKind.PAPER and not has_paper,
            "grant.paper_missing",
            _("Joignez une photo de la convention signée."),
        )
    )


def may_choose_way(*, already_paid: bool) -> Verdict:
    message = _("Un paiement est déjà préparé ou parti : la façon de payer ne change plus.")
    return refuse_if(already_paid, "grant.already_paid", message)


def may_meet(*, already: bool) -> Verdict:
    return refuse_if(already, "condition.already_met", _("Cette condition est déjà remplie."))
