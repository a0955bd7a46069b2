"""The slip of a batch: what is signed, kept, and shown to an auditor; and receipts to have signed, for cash."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import PaymentBatch
from quartierlibre.domain.grants.states import Means
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.words import long_date, moment
from quartierlibre.web.manage.payments.rows import OrderRow, said_of_all, who

SLIP = Path(__file__).parent / "typst" / "slip.typ"


def slip(batch: PaymentBatch, rows: Sequence[OrderRow]) -> bytes:
    """The same batch at the same stage gives the same bytes."""
    at = batch.exported_at or batch.signed_at or batch.prepared_at
    return pdf.typeset(SLIP, _data(batch, rows), at=at)


def _data(batch: PaymentBatch, rows: Sequence[OrderRow]) -> dict[str, Any]:
    fund, means = batch.fund, batch.get_means_display()
    title = _("Bordereau du lot %(number)s") % {"number": batch.number}
    said = said_of_all(rows)
    return {
        "title": title,
        "author": fund.name,
        "description": f"{title} · {fund.name}",
        "fund": fund.name,
        "footer": f"{fund.name} · {title}",
        "page_word": _("Page"),
        "facts": [[str(label), str(value)] for label, value in _facts(batch, means) if value],
        "header": [_("Référence"), _("Qui reçoit"), _("Pour"), _("Montant")],
        "rows": [_row(each, said=said) for each in rows],
        "said_of_all": said,
        "total_word": _("Total"),
        "total": format_euros(Cents(batch.total_cents)),
        "signatures_title": _("Signatures"),
        "signatures": [
            [_("Préparé par"), who(batch.prepared_by)],
            [_("Signé par"), who(batch.signed_by) if batch.signed_at else _("pas encore signé")],
        ],
        "sign": _("Date et signature"),
        "receipts": [_receipt(batch, each) for each in rows] if batch.means == Means.CASH else [],
    }


def _facts(batch: PaymentBatch, means: str) -> list[tuple[str, str]]:
    return [
        (_("Moyen"), means),
        (_("Compte débité"), batch.account.masked if batch.account else ""),
        (_("Date de paiement demandée"), long_date(batch.execute_on)),
        (_("Nombre d’ordres"), str(batch.orders_count)),
        (_("Deux personnes"), _asked(batch)),
        (
            _("Remis à la banque") if batch.means == Means.TRANSFER else _("Remis"),
            moment(batch.exported_at) if batch.exported_at else _("pas encore"),
        ),
        (_("Empreinte du fichier"), batch.sha256),
    ]


def _asked(batch: PaymentBatch) -> str:
    if batch.two_people_asked:
        return _("Le règlement les demande.")
    if batch.two_people_asked is False:
        return _("Le règlement ne les demande pas.")
    return _("Le règlement ne dit pas s’il en faut deux.")


def _row(each: OrderRow, *, said: str) -> dict[str, str]:
    order = each.order
    account = order.account.masked if order.account else order.get_means_display()
    return {
        "reference": order.reference,
        "who": order.payee.name,
        "account": account,
        "notes": " ".join(filter(None, (each.changed, each.alone if each.alone != said else ""))),
        "about": order.label,
        "amount": format_euros(Cents(order.amount_cents)),
    }


def _receipt(batch: PaymentBatch, each: OrderRow) -> dict[str, str]:
    order = each.order
    said = {"amount": format_euros(Cents(order.amount_cents)), "fund": batch.fund.name, "about": order.label}
    return {
        "title": _("Reçu n° %(number)s") % {"number": order.receipt_number},
        "text": _("Je reçois %(amount)s en espèces de « %(fund)s », pour : %(about)s.") % said,
        "who": order.payee.name,
        "sign": _("Date et signature"),
    }
