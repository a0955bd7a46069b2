"""Payments, from a grant whose first part is due on: accounts confirmed, orders, batches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee, PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.states import Means, PayeeKind
from quartierlibre.domain.people.models import Mandate, Person
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from tests.factories import grants, personas
from tests.factories.applications import MACHINE
from tests.factories.grants import said
from tests.support.memory import remembered

KNOWN = "FR76 3000 6000 0112 3456 7890 189"
FUND_IBAN = "FR1420041010050500013M02606"
TWO_PEOPLE = {"payment.two_people": said(True, "yes_no")}
FREEZE = {"payment.account_freeze": said(3, "calendar_days")}


def iban(number: int) -> str:
    """A French IBAN whose key is right, another for each number."""
    bank = f"30006000011{number:010d}89"
    return f"FR{98 - int(bank + '152700') % 97:02d}{bank}"


@remembered
def yvonne(territory: Territory) -> Person:
    """The treasurer: approves what somebody else prepared."""
    found = personas.person("Yvonne Treso")
    Mandate.objects.get_or_create(
        person=found, role=Role.TREASURER, territory=territory, defaults={"starts_on": date(2020, 1, 1)}
    )
    return found


@remembered
def account(payee: Payee, number: int = 1, **more: Any) -> BankAccount:
    """Given by the platform, then confirmed by it after a call."""
    given = operations.give_account(by=MACHINE, payee=payee, iban=iban(number), holder_name=payee.name, **more)
    return confirmed(given)


def confirmed(given: BankAccount) -> BankAccount:
    who = personas.chloe(given.payee.territory if given.payee else given.fund.territory)
    return operations.confirm_account(by=who, account=given, note="Rappelée au 03 20 le 3 mai.")


@remembered
def fund_account(fund: Fund) -> BankAccount:
    given = operations.give_account(by=MACHINE, fund=fund, iban=FUND_IBAN, holder_name="Association Éclat & Cie")
    return confirmed(given)


@remembered
def payable(of: Fund | None = None, *, number: int = 1, rules: dict[str, Any] | None = None, **file: Any) -> Grant:
    """A running grant of an association whose account is confirmed."""
    fund = of or grants.fund({**grants.EIGHTY_TWENTY, **(rules or {})})
    grant = grants.running(fund, **{"group_name": f"Les amis du canal {number}", **file})
    payee = operations.association_of(by=MACHINE, grant=grant)
    account(payee, number)
    grant.refresh_from_db()
    return grant


def first(grant: Grant) -> Any:
    return grant.instalments.get(rank=1)


@remembered
def ordered(grant: Grant, by: Any = MACHINE) -> PaymentOrder:
    return operations.prepare_order(by=by, instalment=first(grant))


@remembered
def approved(grant: Grant, by: Any = MACHINE) -> PaymentOrder:
    return operations.approve_order(by=by, order=ordered(grant))


@remembered
def batch(*of: Grant, means: Means = Means.TRANSFER) -> PaymentBatch:
    """The approved orders of these grants of one fund, signed: ready to leave."""
    fund = of[0].fund
    if means == Means.TRANSFER:
        fund_account(fund)
    for grant in of:
        approved(grant)
    made = operations.prepare_batch(by=MACHINE, fund=fund, means=means, execute_on=timezone.localdate())
    return operations.sign_batch(by=MACHINE, batch=made)


@remembered
def supplier(grant: Grant, name: str = "Sono du Nord") -> Payee:
    return operations.note_payee(by=MACHINE, grant=grant, kind=PayeeKind.SUPPLIER, name=name)


def batch_of(*orders: PaymentOrder) -> PaymentBatch:
    """These approved orders, all those of their fund, signed: ready to leave."""
    fund = orders[0].grant.fund
    fund_account(fund)
    made = operations.prepare_batch(
        by=MACHINE, fund=fund, means=Means(orders[0].means), execute_on=timezone.localdate()
    )
    return operations.sign_batch(by=MACHINE, batch=made)
