"""An order as a line shows it: everything one checks, and nothing of an account but its ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import PaymentOrder
from quartierlibre.domain.grants.queries.accounts import changed_lately
from quartierlibre.domain.grants.queries.agreement import holder_of
from quartierlibre.domain.grants.queries.payments import two_people_said
from quartierlibre.domain.grants.states import BatchState, OrderState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.html import Tone
from quartierlibre.pagekit.words import as_day, long_date

WHOLE = 100  # percent
TONES: dict[OrderState, Tone] = {
    OrderState.PREPARED: "warning",
    OrderState.APPROVED: "info",
    OrderState.SENT: "success",
    OrderState.CLEARED: "success",
    OrderState.REVERSED: "danger",
    OrderState.CANCELLED: "neutral",
}
BATCH_TONES: dict[BatchState, Tone] = {
    BatchState.PREPARED: "warning",
    BatchState.SIGNED: "info",
    BatchState.EXPORTED: "success",
    BatchState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class OrderRow:
    order: PaymentOrder
    changed: str
    alone: str
    tone: Tone

    @property
    def prepared_by(self) -> str:
        return who(self.order.prepared_by)

    @property
    def approved_by(self) -> str:
        return who(self.order.approved_by)

    @property
    def holder(self) -> str:
        return holder_of(self.order.grant)

    @property
    def part(self) -> str:
        """« Premier versement : 80 % des 300 € accordés »."""
        part, granted = self.order.instalment, format_euros(Cents(self.order.grant.amount_cents))
        if part is None:
            return _("sur une aide de %(granted)s") % {"granted": granted}
        said = {"kind": part.get_kind_display(), "percent": part.percent, "granted": granted}
        if part.percent and part.percent < WHOLE and part.final_cents is None:
            return _("%(kind)s\u00a0: %(percent)s\u00a0%% des %(granted)s accordés") % said
        return _("%(kind)s, sur une aide de %(granted)s") % said

    @property
    def decision(self) -> str:
        """« n° 3 de 2026 », with its day where it is not that of the session."""
        taken = self.order.grant.decision
        said = {"number": taken.number, "year": taken.fund_year.year, "day": long_date(taken.decided_at)}
        if as_day(taken.decided_at) == as_day(taken.case.session.starts_at):
            return _("n° %(number)s de %(year)s") % said
        return _("n° %(number)s de %(year)s, le %(day)s") % said

    @property
    def session(self) -> str:
        """« Comité Est, séance n° 2 du mardi 24 février 2026 »."""
        session = self.order.grant.decision.case.session
        said = {"name": session.committee.name, "number": session.number, "day": long_date(session.starts_at)}
        if session.number is None:
            return _("%(name)s, séance du %(day)s") % said
        return _("%(name)s, séance n° %(number)s du %(day)s") % said


def who(person: Person | None) -> str:
    """A name, or what acted in its place."""
    return (person.name or _("une personne de l’équipe")) if person else _("la plateforme")


def row_of(order: PaymentOrder) -> OrderRow:
    return OrderRow(order, changed_lately(order.account), two_people_said(order), TONES[OrderState(order.state)])


def rows_of(orders: Iterable[PaymentOrder]) -> list[OrderRow]:
    return [row_of(order) for order in orders]


def said_of_all(rows: Sequence[OrderRow]) -> str:
    """Who looked at these orders, when it is the same for all of them: said once."""
    said = {each.alone for each in rows}
    return said.pop() if len(said) == 1 else ""
