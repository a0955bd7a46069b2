"""When money may be ordered, approved, sent, undone. Pure: facts in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.grants.states import (
    ORDER_MOVES,
    REGRANTED,
    GrantState,
    InstalmentKind,
    InstalmentState,
    Means,
    OrderState,
    PayeeKind,
)
from quartierlibre.foundation import states
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import Verdict, refuse_if

ENDED = frozenset({GrantState.TO_AGREE, GrantState.DECLINED, GrantState.CANCELLED})


@dataclass(frozen=True)
class OrderFacts:
    """A payment one would order, in cents. `left` is what the grant still holds, other orders prepared taken away."""

    grant: GrantState
    instalment: InstalmentState
    kind: InstalmentKind
    payee: PayeeKind | None
    means: Means
    amount: Cents
    left: Cents
    part_left: Cents
    has_file: bool


def may_order(facts: OrderFacts) -> Verdict:
    """Within what was decided, to somebody this instalment may pay, with the paper it needs."""
    said = {"left": format_euros(Cents(min(facts.left, facts.part_left)))}
    not_due = facts.instalment != InstalmentState.DUE
    return (
        refuse_if(facts.grant in ENDED, "grant.not_running", _("Cette aide n’est pas en cours : rien n’est à payer."))
        & refuse_if(not_due, "instalment.not_due", _("Ce versement n’est pas à payer, ou son ordre est déjà préparé."))
        & refuse_if(facts.amount <= 0, "money.not_positive", _("La somme doit être supérieure à zéro."))
        & refuse_if(
            facts.amount > min(facts.left, facts.part_left),
            "order.too_much",
            gettext("Il reste %(left)s à payer, ordres déjà préparés compris.") % said,
        )
        & _may_pay_whom(facts)
    )


def _may_pay_whom(facts: OrderFacts) -> Verdict:
    by_invoice = facts.kind == InstalmentKind.INVOICES
    direct = facts.payee not in REGRANTED
    return (
        refuse_if(facts.payee is None, "payee.missing", _("Dites d’abord qui reçoit l’argent."))
        & refuse_if(
            by_invoice and facts.payee is not None and not direct,
            "payee.not_a_supplier",
            _("Cette aide se paie sur factures : choisissez un fournisseur, ou une personne à rembourser."),
        )
        & refuse_if(
            facts.payee is not None and direct and not facts.has_file,
            "order.no_invoice",
            _("Joignez la facture, ou les tickets à rembourser : c’est ce qui prouve la dépense."),
        )
    )


def may_split(*, by_invoice: bool, amount: Cents, part_left: Cents) -> Verdict:
    """An instalment is paid in one go, unless invoices are paid one by one."""
    message = gettext("Ce versement se paie en une fois : %(left)s.") % {"left": format_euros(part_left)}
    return refuse_if(not by_invoice and amount != part_left, "order.partial", message)


def may_approve(*, state: OrderState, two_people: bool | None, same_person: bool, has_person: bool) -> Verdict:
    """A second pair of eyes where the rulebook asks for one."""
    message = _("Une autre personne que celle qui l’a préparé doit approuver cet ordre : le règlement le demande.")
    return states.may_move(ORDER_MOVES, state, OrderState.APPROVED) & refuse_if(
        two_people is True and (same_person or not has_person), "order.second_person", message
    )


def may_cancel(*, state: OrderState, in_batch: bool, because: str) -> Verdict:
    return (
        states.may_move(ORDER_MOVES, state, OrderState.CANCELLED)
        & refuse_if(in_batch, "order.in_batch", _("Cet ordre est dans un lot : abandonnez d’abord le lot."))
        & refuse_if(not because.strip(), "order.no_reason", _("Écrivez pourquoi."))
    )


def may_reverse(*, state: OrderState, because: str) -> Verdict:
    return states.may_move(ORDER_MOVES, state, OrderState.REVERSED) & refuse_if(
        not because.strip(), "order.no_reason", _("Écrivez pourquoi.")
    )


def state_of_part(*, amount: Cents, held: Cents, paid: Cents, by_invoice: bool) -> InstalmentState:
    """Where an instalment stands by its live orders, in cents: `held` prepared, approved or gone; `paid` gone."""
    if (amount and paid >= amount) or (paid and not by_invoice):
        return InstalmentState.PAID
    if held and (held >= amount or not by_invoice):
        return InstalmentState.ORDERED
    return InstalmentState.DUE
