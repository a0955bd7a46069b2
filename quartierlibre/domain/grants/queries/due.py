"""How much is to be paid in several funds, in short: for the first page of the morning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import BankAccount, Instalment
from quartierlibre.domain.grants.states import GIVEN_UP, AccountState, InstalmentKind, InstalmentState
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class Due:
    """Payments due in a fund: those whose account is confirmed, with their cents, and those which wait for one."""

    ready: int
    cents: Cents
    stopped: int

    @property
    def count(self) -> int:
        return self.ready + self.stopped


def due_by_fund(funds: Iterable[Fund]) -> dict[int, Due]:
    """By key of fund, those with nothing due left out; one query whatever their number.

    Invoices are not counted: they are paid as they come, nobody is late.
    """
    live = BankAccount.objects.filter(payee=OuterRef("grant__payee"))
    known = Q(Exists(live.filter(state=AccountState.CONFIRMED))) & ~Q(Exists(live.filter(state=AccountState.PENDING)))
    found = Instalment.objects.filter(grant__fund__in=list(funds), state=InstalmentState.DUE).exclude(
        Q(kind=InstalmentKind.INVOICES) | Q(grant__state__in=GIVEN_UP)
    )
    rows = (
        found.annotate(is_ready=known)
        .order_by()
        .values("grant__fund")
        .annotate(
            ready=Count("pk", filter=Q(is_ready=True)),
            stopped=Count("pk", filter=Q(is_ready=False)),
            cents=Sum(Coalesce("final_cents", "planned_cents"), filter=Q(is_ready=True), default=0),
        )
    )
    return {row["grant__fund"]: Due(row["ready"], Cents(row["cents"]), row["stopped"]) for row in rows}
