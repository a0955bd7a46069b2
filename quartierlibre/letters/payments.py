"""Letters about money on its way: sent, given back by the bank, an account that changed. Never a sign of an IBAN."""

from __future__ import annotations

from collections.abc import Iterator

from quartierlibre.domain.grants.models import BankAccount, Grant, Payee, PaymentOrder
from quartierlibre.domain.grants.states import Means
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.about_files import said
from quartierlibre.letters.writing import Letter, Writer
from quartierlibre.pagekit.words import moment


def on_sent(event: Event) -> Iterator[Letter]:
    """To who is paid, and to who carries the project when it is another."""
    yield from _about_order("payments/sent", event)


def on_reversed(event: Event) -> Iterator[Letter]:
    """A cheque or a box is settled face to face; a transfer given back is nearly always a wrong account."""
    yield from _about_order("payments/given_back", event)


def _about_order(name: str, event: Event) -> Iterator[Letter]:
    found = PaymentOrder.objects.filter(pk=event.data["order"])
    order = found.select_related("payee", "grant__application__fund__territory", "grant__fund").first()
    if order is None:
        return
    file = order.grant.application
    context = said(
        file, order=order, is_transfer=order.means == Means.TRANSFER, means=order.get_means_display().lower()
    )
    if file.contact_email:
        yield Letter(file.contact_email, name, {**context, "to_holder": True}, thread=file.pk)
    if order.payee.contact_email not in ("", file.contact_email):
        yield Letter(order.payee.contact_email, name, {**context, "to_holder": False})


def on_account_changed(event: Event) -> Iterator[Letter]:
    """To those known before: the contact of the payee, and who carries its projects. A thief cannot change them all."""
    account = BankAccount.objects.select_related("payee", "fund").filter(pk=event.subject_id).first()
    if account is None:
        return
    until = moment(account.frozen_until) if account.frozen_until else ""
    for address in sorted(_known_before(account)):
        yield Letter(
            address, "payments/account_changed", {"account": account, "until": until, "owner": _owner(account)}
        )


def _owner(account: BankAccount) -> str:
    return str(account.payee or account.fund)


def _known_before(account: BankAccount) -> set[str]:
    if account.fund is not None:
        return {account.fund.contact_email} - {""}
    payee = account.payee
    known = {payee.contact_email, *_holders_of(payee)} if payee else set()
    return known - {""}


def _holders_of(payee: Payee) -> set[str]:
    return set(Grant.objects.filter(payee=payee).values_list("application__contact_email", flat=True))


LETTERS: dict[str, Writer] = {
    "grants.order.sent": on_sent,
    "grants.order.reversed": on_reversed,
    "grants.account.changed": on_account_changed,
}
SILENT: dict[str, str] = {
    "grants.payee.noted": "Travail de l’équipe, visible sur son bureau.",
    "grants.account.given": "Un premier RIB ne remplace rien ; l’équipe rappelle la personne pour le confirmer.",
    "grants.account.confirmed": "La personne vient d’être rappelée.",
    "grants.account.refused": "L’équipe rappelle la personne : une lettre dirait au voleur qu’il est vu.",
    "grants.account.revealed": "Trace d’une consultation.",
    "grants.account.sealed_again": "Entretien de la plateforme.",
    "grants.order.prepared": "Rien n’est parti.",
    "grants.order.approved": "Rien n’est parti.",
    "grants.order.cancelled": "Rien n’était parti.",
    "grants.order.cleared": "La lettre du départ suffit.",
    "grants.batch.prepared": "Rien n’est parti.",
    "grants.batch.signed": "Rien n’est parti.",
    "grants.batch.exported": "Chaque paiement du lot a sa lettre.",
    "grants.batch.cancelled": "Rien n’est parti.",
    "grants.batch.downloaded": "Trace d’une consultation.",
    "grants.statement.imported": "Travail de l’équipe.",
    "grants.line.matched": "Travail de l’équipe.",
    "grants.line.left_out": "Travail de l’équipe.",
}
