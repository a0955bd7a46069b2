"""What is agreed with a funder beyond the sum: its calendar, the calls for funds, the money of running costs."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import (
    Contribution,
    ContributionPayment,
    ExpectedPayment,
    FundsCall,
    RunningCost,
)
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.operations.money import fill_purse, open_purse
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents


def _territory(by: Actor, contribution: Contribution) -> int:
    territory = contribution.fund_year.fund.territory
    ensure_right(by, Permission.ENDOW_FUNDS, territory)
    return territory.pk


@transaction.atomic
def expect_payment(
    *, by: Actor, contribution: Contribution, label: str, due_on: date | None = None, amount: Cents | None = None
) -> ExpectedPayment:
    """One line of the agreement's calendar; a date or a sum the agreement does not say stays unknown."""
    territory = _territory(by, contribution)
    expected = ExpectedPayment.objects.create(
        contribution=contribution, label=label.strip()[:120], due_on=due_on, amount_cents=amount
    )
    journal.record("funds.calendar.noted", by=by, about=expected, territory=territory, amount_cents=amount)
    return expected


@transaction.atomic
def call_funds(
    *, by: Actor, contribution: Contribution, amount: Cents, on: date, due_on: date | None = None, reference: str = ""
) -> FundsCall:
    """Ask a funder for money it promised, in cents. Numbered per contribution. Raises Refused beyond the promise."""
    territory = _territory(by, contribution)
    held = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    last = held.calls.aggregate(last=Max("number"))["last"] or 0
    called = sum(held.calls.values_list("amount_cents", flat=True))
    promised = None if held.amount_cents is None else Cents(held.amount_cents - called)
    (rules.is_an_amount(amount) & rules.may_call(amount=amount, still_to_call=promised)).enforce()
    call = FundsCall.objects.create(
        contribution=held,
        number=last + 1,
        amount_cents=amount,
        called_on=on,
        due_on=due_on,
        reference=reference.strip()[:120],
        called_by=by if isinstance(by, Person) else None,
    )
    journal.record("funds.money.called", by=by, about=call, territory=territory, amount_cents=amount)
    return call


@transaction.atomic
def receive_running_costs(*, by: Actor, contribution: Contribution, amount: Cents, reference: str) -> Entry:
    """A funder pays the manager's own work: the money stays out of the pots of projects. Once for a `reference`."""
    territory = _territory(by, contribution)
    purse = open_purse(contribution, None)
    books.lock(purse.given_id, purse.cash_id)
    year = YearState(contribution.fund_year.state)
    verdict = (
        rules.is_an_amount(amount) & rules.may_run_costs(purpose=contribution.purpose) & rules.may_receive_in(year)
    )
    verdict.enforce()
    entry = fill_purse(purse, amount, reference)
    ContributionPayment.objects.create(contribution=contribution, envelope=None, entry=entry)
    journal.record(
        "funds.running_costs.received",
        by=by,
        about=contribution,
        territory=territory,
        amount_cents=amount,
        entry=entry.pk,
    )
    return entry


@transaction.atomic
def spend_running_costs(
    *,
    by: Actor,
    contribution: Contribution,
    amount: Cents,
    label: str,
    on: date,
    reference: str,
    paper: StoredFile | None = None,
) -> RunningCost:
    """An expense of the manager's own work, in cents. Raises Refused beyond what was received for it."""
    territory = _territory(by, contribution)
    purse = open_purse(contribution, None)
    pots = books.lock(purse.cash_id, purse.spent_id)
    cash = Cents(pots[purse.cash_id].balance_cents)
    verdict = rules.is_an_amount(amount) & rules.may_run_costs(purpose=contribution.purpose)
    (verdict & rules.may_pay(amount=amount, left=amount, cash=cash, usable=cash)).enforce()
    changes = {purse.cash_id: Cents(-amount), purse.spent_id: amount}
    entry = books.post(changes, reason="funds.running_costs.spent", reference=reference)
    cost = RunningCost.objects.create(purse=purse, label=label.strip()[:160], spent_on=on, entry=entry, paper=paper)
    journal.record("funds.running_costs.spent", by=by, about=cost, territory=territory, amount_cents=amount)
    return cost
