"""An order of payment on paper: one page to sign and to file, with all that its page says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import PaymentOrder
from quartierlibre.domain.grants.states import Means, OrderState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.sums_in_words import in_words
from quartierlibre.pagekit.words import long_date, moment, spaced
from quartierlibre.web.manage.payments.rows import OrderRow

SHEET = Path(__file__).parent / "typst" / "order.typ"
Facts = Iterator[tuple[str, str]]


def printed_order(row: OrderRow) -> bytes:
    """The same order at the same stage gives the same bytes."""
    return pdf.typeset(SHEET, _data(row), at=_stage(row.order))


def _stage(order: PaymentOrder) -> datetime:
    return order.undone_at or order.sent_at or order.approved_at or order.prepared_at


def _data(row: OrderRow) -> dict[str, Any]:
    order, fund = row.order, row.order.grant.fund
    amount = Cents(order.amount_cents)
    title = _("Ordre de paiement")
    sections = [
        (_("Qui reçoit l’argent"), _payee(row)),
        (_("Pour quel projet"), _project(row)),
        (_("Qui l’a décidé"), _decision(row)),
        (_("Où en est ce paiement"), _gone(order)),
    ]
    return {
        "title": title,
        "number": _("n° %(number)s") % {"number": order.reference},
        "author": fund.manager_name or fund.name,
        "description": f"{title} {order.reference} · {fund.name}",
        "fund": fund.name if fund.manager_name else "",
        "footer": f"{fund.name} · {title} {order.reference}",
        "page_word": _("Page"),
        "stopped": _stopped(order),
        "amount": format_euros(amount),
        "in_words": in_words(amount),
        "means": order.get_means_display(),
        "sections": [{"title": name, "facts": facts} for name, said in sections if (facts := _written(said))],
        "signatures_title": _("Signatures"),
        "signatures": list(_signatures(row)),
        "sign": _("Date et signature"),
        "two_people": _two_people(row),
    }


def _written(said: Facts) -> list[list[str]]:
    return [[label, spaced(value)] for label, value in said if value]


def _stopped(order: PaymentOrder) -> str:
    """What no longer pays anything says so first: the paper may lie in a drawer."""
    if order.undone_at is None:
        return ""
    said = {"day": long_date(order.undone_at), "why": order.undone_because}
    if order.state == OrderState.REVERSED:
        return spaced(_("Paiement annulé dans les livres le %(day)s\u00a0: %(why)s") % said)
    return spaced(_("Ordre abandonné le %(day)s, à ne pas payer\u00a0: %(why)s") % said)


def _payee(row: OrderRow) -> Facts:
    order = row.order
    yield _("Nom"), order.payee.name
    yield _("Rôle"), str(order.payee.get_kind_display())
    yield _("SIRET"), order.payee.siret
    yield _("Compte (IBAN)"), order.account.masked if order.account else ""
    yield _("À vérifier"), row.changed
    yield _("Reçu n°"), order.receipt_number
    yield _("Chèque n°"), _("à écrire ici\u00a0: ………………………………") if order.means == Means.CHEQUE else ""


def _project(row: OrderRow) -> Facts:
    order, application = row.order, row.order.grant.application
    yield _("Projet"), application.title
    yield _("Dossier"), application.number
    yield _("Porté par"), row.holder
    yield _("Versement"), row.part
    yield _("Facture"), order.invoice.original_name if order.invoice else ""


def _decision(row: OrderRow) -> Facts:
    yield _("Décision"), row.decision
    yield _("Par"), row.session


def _gone(order: PaymentOrder) -> Facts:
    yield _("Lot"), _("n° %(number)s") % {"number": order.batch.number} if order.batch else ""
    yield _("Parti"), moment(order.sent_at) if order.sent_at else ""
    yield _("Vu sur le relevé"), long_date(order.cleared_on) if order.cleared_on else ""


def _signatures(row: OrderRow) -> Iterator[dict[str, str]]:
    order = row.order
    yield {"role": _("Préparé par"), "name": row.prepared_by, "day": moment(order.prepared_at)}
    if order.approved_at:
        yield {"role": _("Approuvé par"), "name": row.approved_by, "day": moment(order.approved_at)}
    else:
        yield {"role": _("Approuvé par"), "name": _("pas encore approuvé"), "day": ""}


def _two_people(row: OrderRow) -> str:
    if row.order.two_people_asked:
        return _("Le règlement demande deux personnes\u00a0: une prépare, une autre approuve.")
    return row.alone
