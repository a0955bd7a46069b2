"""Where the money of one grant stands, read from the promises of its envelopes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Sum

from quartierlibre.domain.funds.models import Commitment
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import HOLDING, RecoveryState
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class GrantMoney:
    """Cents. `paid` left and did not come back, `left` may still be paid, `claimed` is to come back."""

    paid: Cents
    left: Cents
    claimed: Cents
    order_under_way: bool


def money_of(grant: Grant) -> GrantMoney:
    """Three queries."""
    promises = Commitment.objects.filter(reservation=grant.decision.entry_id)
    sums = promises.aggregate(
        paid=Sum(F("paid_cents") - F("recovered_cents"), default=0),
        left=Sum(F("granted_cents") - F("released_cents") - F("paid_cents"), default=0),
    )
    due = grant.recoveries.filter(state=RecoveryState.DUE)
    claimed = due.aggregate(all=Sum(F("amount_cents") - F("repaid_cents"), default=0))["all"]
    under_way = grant.orders.filter(state__in=HOLDING).exists()
    return GrantMoney(Cents(sums["paid"]), Cents(sums["left"]), Cents(claimed), under_way)
