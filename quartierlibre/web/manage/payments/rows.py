"""An order as a line shows it: everything one checks, and nothing of an account but its ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import PaymentOrder
from quartierlibre.domain.grants.queries.accounts import changed_lately
from quartierlibre.domain.grants.queries.payments import two_people_said
from quartierlibre.domain.grants.states import OrderState
from quartierlibre.domain.people.models import Person

TONES = {
    OrderState.PREPARED: "warning",
    OrderState.APPROVED: "info",
    OrderState.SENT: "success",
    OrderState.CLEARED: "success",
    OrderState.REVERSED: "danger",
    OrderState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class OrderRow:
    order: PaymentOrder
    changed: str
    alone: str
    tone: str

    @property
    def prepared_by(self) -> str:
        return who(self.order.prepared_by)

    @property
    def approved_by(self) -> str:
        return who(self.order.approved_by)


def who(person: Person | None) -> str:
    """A name, or what acted in its place."""
    return (person.name or _("une personne de l’équipe")) if person else _("la plateforme")


def row_of(order: PaymentOrder) -> OrderRow:
    return OrderRow(order, changed_lately(order.account), two_people_said(order), TONES[OrderState(order.state)])


def rows_of(orders: Iterable[PaymentOrder]) -> list[OrderRow]:
    return [row_of(order) for order in orders]
