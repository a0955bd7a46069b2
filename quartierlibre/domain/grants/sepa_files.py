"""The SEPA file of a batch of transfers, `pain.001.001.09`, the same bytes each time.

With only the BIC or nothing beside the IBAN, and no address: what banks refuse is a free-text one. Loaded by the day a
file is made: what it stands on takes 10 MB of memory which a page does not need.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC
from typing import Any
from xml.etree import ElementTree

from sepaxml import SepaTransfer
from text_unidecode import unidecode

from quartierlibre.domain.grants.models import BankAccount, PaymentBatch, PaymentOrder
from quartierlibre.domain.meetings.rules.times import PARIS
from quartierlibre.foundation import secrets

SCHEMA = "pain.001.001.09"
LONGEST_NAME, LONGEST_LABEL = 70, 140
# What banks print everywhere (EPC 217-08); the rest becomes a space.
_NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def sepa_text(text: str, longest: int) -> str:
    """Words as banks take them: no accent, no sign of their own, never empty."""
    plain = _NOT_SEPA.sub(" ", unidecode(text))
    return re.sub(r"/{2,}", "/", " ".join(plain.split())).strip("/ ")[:longest].strip() or "-"


class _SameEachTime(SepaTransfer):  # type: ignore[misc]
    """The library takes the hour and random numbers; here they come from the batch."""

    def __init__(self, batch: PaymentBatch, config: dict[str, Any]) -> None:
        self.batch = batch
        super().__init__(config, schema=SCHEMA, clean=True)

    def _create_header(self) -> None:
        super()._create_header()
        header = self._xml.find("CstmrCdtTrfInitn/GrpHdr")
        header.find("MsgId").text = self.batch.message_id
        made = self.batch.prepared_at.astimezone(UTC).astimezone(PARIS)
        header.find("CreDtTm").text = made.strftime("%Y-%m-%dT%H:%M:%S")

    def _finalize_batch(self) -> None:
        super()._finalize_batch()
        for rank, payment in enumerate(self._xml.iter("PmtInf"), start=1):
            payment.find("PmtInfId").text = f"{self.batch.message_id}-{rank}"
            bank = payment.find("DbtrAgt/FinInstnId")
            if not len(bank):  # the schema takes an empty one, several banks do not
                other = ElementTree.SubElement(bank, "Othr")
                ElementTree.SubElement(other, "Id").text = "NOTPROVIDED"


def transfers(batch: PaymentBatch, orders: Sequence[PaymentOrder], validate: bool) -> bytes:
    """The bytes of the file; `validate` checks them against the official schema first (0.5 s)."""
    debtor = _known(batch.account)
    config = {
        "name": sepa_text(debtor.holder_name, LONGEST_NAME),
        "IBAN": secrets.unseal(debtor.iban_sealed),
        "batch": True,
        "currency": "EUR",
        **_bic(debtor),
    }
    made = _SameEachTime(batch, config)
    for order in orders:
        made.add_payment(_payment(batch, order))
    return bytes(made.export(validate=validate))


def _payment(batch: PaymentBatch, order: PaymentOrder) -> dict[str, Any]:
    account = _known(order.account)
    return {
        "name": sepa_text(account.holder_name, LONGEST_NAME),
        "IBAN": secrets.unseal(account.iban_sealed),
        "amount": order.amount_cents,
        "execution_date": batch.execute_on,
        "description": sepa_text(f"{order.reference} {order.label}", LONGEST_LABEL),
        "endtoend_id": order.reference,
        **_bic(account),
    }


def _bic(account: BankAccount) -> dict[str, str]:
    return {"BIC": account.bic} if account.bic else {}


def _known(account: BankAccount | None) -> BankAccount:
    if account is None:
        raise AssertionError("the database refuses a transfer without account")
    return account
