"""Who may look at the payments of a fund: who prepares them, and who approves them. 404 for everyone else."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import BankAccount, Grant, Instalment, Payee, PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.queries import batches as batch_queries
from quartierlibre.domain.grants.queries import payments as queries
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission

PAYS = (Permission.PREPARE_PAYMENTS, Permission.APPROVE_PAYMENTS)


def paying_funds(person: Person) -> QuerySet[Fund]:
    """The funds whose payments this person prepares or approves."""
    found = {key for each in PAYS for key in person.territories_where(each)}
    return Fund.objects.filter(territory__in=found, is_reference=False).select_related("territory", "scheme")


def paying_fund(person: Person, slug: str) -> Fund:
    return get_object_or_404(paying_funds(person), slug=slug)


def may(person: Person, fund: Fund, permission: Permission) -> bool:
    return person.may(permission, within=fund.territory)


def ensure(person: Person, fund: Fund, permission: Permission) -> None:
    """A page for who prepares only does not exist for who approves."""
    if not may(person, fund, permission):
        raise Http404


def order_in(fund: Fund, public_id: UUID) -> PaymentOrder:
    found = queries.orders_of(fund).select_related(
        "invoice",
        "instalment",
        "grant__fund__territory",
        "grant__decision__fund_year",
        "grant__decision__case__session__committee",
    )
    return get_object_or_404(found, public_id=public_id)


def instalment_in(fund: Fund, key: int) -> Instalment:
    found = Instalment.objects.filter(grant__fund=fund)
    return get_object_or_404(found.select_related("grant__application", "grant__fund", "grant__payee"), pk=key)


def grant_in(fund: Fund, public_id: UUID) -> Grant:
    found = Grant.objects.filter(fund=fund).select_related("application", "payee", "fund__territory")
    return get_object_or_404(found, public_id=public_id)


def batch_in(fund: Fund, number: int) -> PaymentBatch:
    return get_object_or_404(batch_queries.batches_of(fund), number=number)


def payees_of(fund: Fund) -> QuerySet[Payee]:
    """Everyone paid in the territory of this fund."""
    return Payee.objects.filter(territory=fund.territory_id)


def account_in(fund: Fund, key: int) -> BankAccount:
    """An account of one of them, or of the fund."""
    of_payees = BankAccount.objects.filter(payee__territory=fund.territory_id)
    found = of_payees | BankAccount.objects.filter(fund=fund)
    return get_object_or_404(found.select_related("payee__territory", "fund__territory"), pk=key)
