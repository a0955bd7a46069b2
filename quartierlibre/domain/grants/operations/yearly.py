"""The papers of a month, and the remainders of a year."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import FundYear
from quartierlibre.domain.grants.links import STATEMENT
from quartierlibre.domain.grants.models import Grant, MonthlyStatement, StatementCopy
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, hold_grant, is_person, tell
from quartierlibre.domain.grants.queries.dashboard import readers_of
from quartierlibre.domain.grants.rules import yearly as rules
from quartierlibre.domain.grants.states import HOLDING, GrantState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import personal_links
from quartierlibre.foundation.journal import operations as journal

OVER = (GrantState.CLOSED, GrantState.DECLINED, GrantState.CANCELLED)


@transaction.atomic
def send_statement(*, by: Actor, fund_year: FundYear, month: date) -> MonthlyStatement:
    """Send the statement of a month that is over, once, to the funders' contacts and to the members of the committees.

    Each gets a link of their own. Raises Refused when the month is not over, was sent already, or nobody reads it.
    """
    fund = fund_year.fund
    ensure_right(by, Permission.FOLLOW_GRANTS, fund.territory)
    FundYear.objects.select_for_update(of=("self",)).get(pk=fund_year.pk)
    today, first = timezone.localdate(), month.replace(day=1)
    already = MonthlyStatement.objects.filter(fund_year=fund_year, month=first).exists()
    readers = readers_of(fund, today)
    rules.may_send(month=first, today=today, already=already, readers=len(readers)).enforce()
    sent = MonthlyStatement.objects.create(fund_year=fund_year, month=first, sent_by=is_person(by))
    StatementCopy.objects.bulk_create(_copy(sent, reader.email) for reader in readers)
    told = {"month": f"{first:%Y-%m}", "copies": len(readers)}
    journal.record("grants.statement.sent", by=by, about=sent, territory=fund.territory_id, **told)
    return sent


def _copy(statement: MonthlyStatement, email: str) -> StatementCopy:
    public_id = uuid.uuid4()
    token = personal_links.token_of(STATEMENT, public_id)
    return StatementCopy(
        statement=statement, public_id=public_id, email=email, token_hash=personal_links.digest_of(token)
    )


@transaction.atomic
def give_back_remainder(*, by: Actor, grant: Grant) -> Grant:
    """What is left of a grant that is over goes back to the fund, to the year it was decided in.

    Raises Refused while the project is not over: a balance to come stays promised, whatever the year.
    """
    held = hold_grant(grant)
    ensure_right(by, Permission.FOLLOW_GRANTS, held.fund.territory)
    under_way = held.orders.filter(state__in=HOLDING).exists()
    rules.may_give_back(is_over=held.state in OVER, order_under_way=under_way).enforce()
    if held.decision.entry:
        entries = funds.release_reservation(by=by, entry=held.decision.entry)
        released = sum(entry.amount_cents for entry in entries)
        tell("grants.grant.remainder_released", by=by, grant=held, amount_cents=released)
    return held
