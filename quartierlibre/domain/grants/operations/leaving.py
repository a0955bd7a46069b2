"""Everything that may be paid, in one act, for funds which do not ask two people."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right
from quartierlibre.domain.grants.operations.batches import export_batch, prepare_batch, sign_batch
from quartierlibre.domain.grants.operations.payments import approve_all, prepare_due
from quartierlibre.domain.grants.states import Means, OrderState
from quartierlibre.domain.people.permissions import Permission


@transaction.atomic
def pay_at_once(*, by: Actor, fund: Fund, execute_on: date) -> PaymentBatch:
    """Prepare, approve and hand to the bank every transfer that nothing stops: one person, one act, one file.

    The same steps as when they are taken one by one, all of them or none; each order says that one person did it all.
    Raises Refused where the rulebook asks for two people, or when nothing may leave.
    """
    ensure_right(by, Permission.PREPARE_PAYMENTS, fund.territory)
    ensure_right(by, Permission.APPROVE_PAYMENTS, fund.territory)
    prepare_due(by=by, fund=fund)
    prepared = PaymentOrder.objects.filter(
        grant__fund=fund, state=OrderState.PREPARED, means=Means.TRANSFER, batch=None
    )
    _done, refused = approve_all(by=by, orders=list(prepared.order_by("pk")))
    refused.enforce()
    batch = prepare_batch(by=by, fund=fund, means=Means.TRANSFER, execute_on=execute_on)
    sign_batch(by=by, batch=batch)
    exported, _content = export_batch(by=by, batch=batch)
    return exported
