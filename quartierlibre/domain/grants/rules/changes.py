"""What a holder may ask to change, and when the report is due."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.criteria import step_ahead
from quartierlibre.domain.grants.states import CHANGE_MOVES, ChangeKind, ChangeState, GrantState
from quartierlibre.foundation import states
from quartierlibre.foundation.verdicts import Verdict, refuse_if

DATED = frozenset({ChangeKind.DATES, ChangeKind.POSTPONED})


def report_due_on(ends_on: date | None, *, asked: bool | None, delay: tuple[int, str] | None) -> date | None:
    """The last day to send the report: so long after the end. None when no report is asked, or nothing says when."""
    if asked is False or delay is None or ends_on is None:
        return None
    return step_ahead(ends_on, *delay)


def may_ask(
    *, state: GrantState, kind: ChangeKind, text: str, starts_on: date | None, ends_on: date | None, place: str
) -> Verdict:
    """While the project lives, with what is new said: the new dates, the new place, or words."""
    backwards = bool(starts_on and ends_on and ends_on < starts_on)
    return (
        refuse_if(
            state not in {GrantState.TO_AGREE, GrantState.RUNNING},
            "change.too_late",
            _("Ce projet est terminé : il ne change plus."),
        )
        & refuse_if(not text.strip(), "change.says_nothing", _("Dites en quelques mots ce qui change et pourquoi."))
        & refuse_if(kind in DATED and starts_on is None, "change.no_date", _("Écrivez la nouvelle date."))
        & refuse_if(backwards, "change.dates_backwards", _("La fin est avant le début : vérifiez les dates."))
        & refuse_if(kind == ChangeKind.PLACE and not place.strip(), "change.no_place", _("Écrivez le nouveau lieu."))
    )


def may_ask_again(*, waiting: bool) -> Verdict:
    message = _("Une demande attend déjà sa réponse. Retirez-la pour en faire une autre.")
    return refuse_if(waiting, "change.one_at_a_time", message)


def may_answer(*, state: ChangeState, new: ChangeState, answer: str) -> Verdict:
    """A yes or a no, once; the reason is always written, since the holder reads it."""
    return states.may_move(CHANGE_MOVES, state, new) & refuse_if(
        not answer.strip(), "change.no_reason", _("Écrivez la raison de votre réponse : le porteur la lira.")
    )


def may_cancel(*, state: GrantState, order_under_way: bool) -> Verdict:
    return refuse_if(
        state not in {GrantState.TO_AGREE, GrantState.RUNNING},
        "grant.already_over",
        _("Ce projet n’est plus en cours."),
    ) & no_order(order_under_way)


def no_order(under_way: bool) -> Verdict:
    """Money that a prepared order holds is neither given back nor counted twice."""
    message = _("Un paiement est en préparation pour ce projet : faites-le partir ou abandonnez-le d’abord.")
    return refuse_if(under_way, "grant.order_under_way", message)
