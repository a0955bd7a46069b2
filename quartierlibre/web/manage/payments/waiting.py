"""A payment typed before its account was known: kept until its order is prepared, so that nothing is given twice.

The words wait in the session of who typed them; the invoice is already a private file of the grant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import Instalment, Payee
from quartierlibre.foundation.files.models import StoredFile

KEPT = "payments.typed"  # by the key of the instalment
WORDS = ("means", "amount", "receipt_number")


@dataclass(frozen=True)
class Waiting:
    """What the page shows again, and the invoice it does not ask for any more."""

    words: dict[str, str]
    invoice: StoredFile | None


def keep(request: HttpRequest, part: Instalment, payee: Payee | None, invoice: StoredFile | None) -> None:
    words = {name: request.POST.get(name, "") for name in WORDS}
    words["payee"] = str(payee.pk) if payee else ""
    words["invoice"] = str(invoice.public_id) if invoice else ""
    request.session[KEPT] = {**_all(request), str(part.pk): words}


def kept(request: HttpRequest, part: Instalment) -> Waiting:
    words = dict(_all(request).get(str(part.pk), {}))
    invoice = words.pop("invoice", "")
    mine = StoredFile.objects.of(f"grant:{part.grant.pk}").filter(purpose="invoice")
    return Waiting(words, mine.filter(public_id=invoice).first() if invoice else None)


def forget(request: HttpRequest, part: Instalment) -> None:
    rest = {key: words for key, words in _all(request).items() if key != str(part.pk)}
    if len(rest) != len(_all(request)):
        request.session[KEPT] = rest


def instalments_for(request: HttpRequest, fund: Fund, payee: Payee | None) -> list[Instalment]:
    """The payments of this fund that waited for the account of this payee."""
    keys = [key for key, words in _all(request).items() if payee and words["payee"] == str(payee.pk)]
    found = Instalment.objects.filter(pk__in=keys, grant__fund=fund).select_related("grant__application")
    return list(found) if keys else []


def _all(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.session.get(KEPT, {})
    return found
