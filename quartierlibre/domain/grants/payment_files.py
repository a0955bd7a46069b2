"""The file of a batch, made from its rows alone: the same rows give the same bytes, today or in ten years.

Transfers: a SEPA file (`sepa_files`). Cheques and cash: a list, one line each, semicolons and decimal commas.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence

from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.states import Means


def file_of(batch: PaymentBatch, orders: Sequence[PaymentOrder], *, validate: bool = False) -> bytes:
    """The bytes of a batch, its orders in key order. `validate` checks a SEPA file against its schema (0.5 s)."""
    listed = sorted(orders, key=lambda order: order.pk)
    if batch.means == Means.TRANSFER:
        from quartierlibre.domain.grants.sepa_files import transfers

        return transfers(batch, listed, validate)
    return _list(listed)


def _list(orders: Sequence[PaymentOrder]) -> bytes:
    """What a treasurer writes cheques from, or a box is counted by; opens in any spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["reference", "beneficiaire", "montant", "objet", "recu"])
    for order in orders:
        euros = f"{order.amount_cents // 100},{order.amount_cents % 100:02d}"
        row = [order.reference, order.payee.name, euros, order.label, order.receipt_number]
        writer.writerow([harmless(cell) for cell in row])
    return ("\ufeff" + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is only text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_name(batch: PaymentBatch) -> str:
    ending = "xml" if batch.means == Means.TRANSFER else "csv"
    return f"{batch.fund.slug}-lot-{batch.number}.{ending}"
