"""When a batch may be made, signed, handed to the bank: once."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.states import BATCH_MOVES, BatchState
from quartierlibre.foundation import states
from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_make(*, orders: int) -> Verdict:
    message = _("Aucun ordre approuvé n’attend ce moyen de paiement.")
    return refuse_if(not orders, "batch.empty", message)


def may_debit(*, has_account: bool, is_the_same: bool) -> Verdict:
    """The fund's own account is known, confirmed, and the one the batch was made for."""
    message = _("Le compte du fonds n’est pas enregistré, ou pas confirmé : c’est de là que part l’argent.")
    changed = _("Le compte du fonds a changé depuis ce lot : abandonnez le lot, puis préparez-en un autre.")
    return refuse_if(not has_account, "batch.no_account", message) & refuse_if(
        not is_the_same, "batch.account_changed", changed
    )


def may_sign(*, state: BatchState, two_people: bool | None, same_person: bool, has_person: bool) -> Verdict:
    """A second signature where the rulebook asks for one."""
    message = _("Une autre personne que celle qui a préparé ce lot doit le signer : le règlement le demande.")
    return states.may_move(BATCH_MOVES, state, BatchState.SIGNED) & refuse_if(
        two_people is True and (same_person or not has_person), "batch.second_person", message
    )


def may_export(*, state: BatchState) -> Verdict:
    """Once: the file handed to the bank twice would pay twice."""
    gone = refuse_if(
        state == BatchState.EXPORTED,
        "batch.already_exported",
        _("Ce lot est déjà remis à la banque : téléchargez le même fichier, n’en faites pas un autre."),
    )
    return gone & refuse_if(
        state in (BatchState.PREPARED, BatchState.CANCELLED), "batch.not_signed", _("Ce lot n’est pas signé.")
    )


def is_the_same(*, proved: bool) -> Verdict:
    """The file made again is the one that left, to the byte."""
    message = _("Ce fichier ne peut plus être refait à l’identique : demandez à la banque celui qu’elle a reçu.")
    return refuse_if(not proved, "batch.other_bytes", message)


def adds_up(*, total: int, moved: int) -> Verdict:
    """What leaves is what the books moved, to the cent."""
    message = _("La somme du lot n’est pas celle des écritures : rien n’est parti.")
    return refuse_if(total != moved, "batch.total", message)
