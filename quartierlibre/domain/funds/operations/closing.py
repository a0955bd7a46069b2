"""Close a year, and decide with each funder what becomes of its unused euros."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import Contribution, Envelope, FundYear, Purse, Settlement
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.operations.money import fill_purse, given_back, open_purse
from quartierlibre.domain.funds.states import YEAR_MOVES, SettlementChoice, YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents


@transaction.atomic
def close_year(*, by: Actor, fund_year: FundYear, note: str = "") -> FundYear:
    """Nothing more is promised or received in this year; what was promised is still paid, what comes back comes back.

    The pots are held first, as every promise holds them before it reads the state of the year.
    """
    fund = fund_year.fund
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    envelopes = Envelope.objects.filter(fund_year=fund_year)
    books.lock(*(pot for pair in envelopes.values_list("available_id", "reserved_id", "ahead_id") for pot in pair))
    held = FundYear.objects.select_for_update(of=("self",)).get(pk=fund_year.pk)
    states.may_move(YEAR_MOVES, YearState(held.state), YearState.CLOSED).enforce()
    held.state, held.closed_at, held.closing_note = YearState.CLOSED, timezone.now(), note.strip()
    held.closed_by = by if isinstance(by, Person) else None
    held.save(update_fields=["state", "closed_at", "closed_by", "closing_note"])
    journal.record("funds.year.closed", by=by, about=held, territory=fund.territory_id, year=held.year)
    return held


@transaction.atomic
def settle_unused(
    *, by: Actor, purse: Purse, choice: SettlementChoice, amount: Cents, reference: str, because: str = ""
) -> Settlement:
    """What becomes of a funder's unused euros of a closed year, in cents, once for a `reference`.

    Carried over, they make a contribution of their own in the next year; deducted, they count as received on the
    contribution of the next year; repaid, they leave the books. Raises Refused while something is promised on them.
    """
    year = purse.contribution.fund_year
    ensure_right(by, Permission.ENDOW_FUNDS, year.fund.territory)
    target = _where_it_stays(purse, choice, amount)
    pots = books.lock(*(pot for one in (purse, target) if one for pot in _pots(one)))
    cash = Cents(pots[purse.cash_id].balance_cents)
    free = Cents(pots[purse.envelope.available_id].balance_cents) if purse.envelope else cash
    (rules.is_an_amount(amount) & rules.may_settle(amount=amount, available=free, cash=cash)).enforce()
    settlement = Settlement.objects.create(
        purse=purse,
        choice=choice,
        amount_cents=amount,
        because=because.strip()[:300],
        to_purse=target,
        envelope_entry=_leave(purse.envelope, amount, reference) if purse.envelope else None,
        purse_entry=_empty(purse, amount, reference),
        decided_by=by if isinstance(by, Person) else None,
    )
    if target:
        _arrive(target, amount, reference)
    told = {"amount_cents": amount, "becomes": choice}
    journal.record("funds.year.settled", by=by, about=settlement, territory=year.fund.territory_id, **told)
    return settlement


def _where_it_stays(purse: Purse, choice: SettlementChoice, amount: Cents) -> Purse | None:
    """The purse that receives the money, None when it is given back. Raises Refused unless the year is closed."""
    year = purse.contribution.fund_year
    following_year = FundYear.objects.filter(fund=year.fund_id, year=year.year + 1).first()
    stays = choice != SettlementChoice.REPAY
    rules.may_settle_in(
        state=YearState(FundYear.objects.values_list("state", flat=True).get(pk=year.pk)),
        next_state=YearState(following_year.state) if following_year else None,
        stays=stays,
    ).enforce()
    return _target(purse, choice, amount, following_year) if stays and following_year else None


def _pots(purse: Purse) -> list[int]:
    envelope = purse.envelope
    mine = [purse.given_id, purse.cash_id]
    return mine + ([envelope.outside_id, envelope.available_id, envelope.ahead_id] if envelope else [])


def _target(purse: Purse, choice: SettlementChoice, amount: Cents, following_year: FundYear) -> Purse | None:
    """The purse of the next year: of money carried over, or of the funder's own contribution when it is deducted."""
    old = purse.contribution
    envelope = None
    if purse.envelope:
        envelope = Envelope.objects.filter(fund_year=following_year, sector=purse.envelope.sector).first()
        rules.has_next_envelope(envelope is not None).enforce()
    if choice == SettlementChoice.CARRY_OVER:
        return open_purse(_carried(old, following_year, amount), envelope)
    same = {"funder": old.funder, "sector": old.sector, "purpose": old.purpose, "carried_from": None}
    new = Contribution.objects.filter(fund_year=following_year, **same).first()
    rules.has_next_contribution(new is not None).enforce()
    return open_purse(new, envelope) if new else None


def _carried(old: Contribution, following_year: FundYear, amount: Cents) -> Contribution:
    """The euros of last year keep the clause under which they were given."""
    carried, is_new = Contribution.objects.get_or_create(
        carried_from=old,
        defaults={
            "fund_year": following_year,
            "funder": old.funder,
            "sector": old.sector,
            "purpose": old.purpose,
            "amount_cents": amount,
            "regrant_allowed": old.regrant_allowed,
            "clause_reference": old.clause_reference,
            "agreement_reference": old.agreement_reference,
            "agreement_date": old.agreement_date,
        },
    )
    if not is_new:
        carried.amount_cents = (carried.amount_cents or 0) + amount
        carried.save(update_fields=["amount_cents"])
    return carried


def _leave(envelope: Envelope, amount: Cents, reference: str) -> Entry:
    changes = {envelope.available_id: Cents(-amount), envelope.outside_id: amount}
    return books.post(changes, reason="funds.year.settled", reference=reference)


def _empty(purse: Purse, amount: Cents, reference: str) -> Entry:
    return books.post(
        {purse.cash_id: Cents(-amount), purse.given_id: amount}, reason="funds.purse.emptied", reference=reference
    )


def _arrive(purse: Purse, amount: Cents, reference: str) -> None:
    """In the next year it is money like any other: it covers first what was promised ahead."""
    if purse.envelope:
        pots = books.lock(purse.envelope.ahead_id)
        changes = {purse.envelope.outside_id: Cents(-amount), **given_back(purse.envelope, pots, amount)}
        books.post(changes, reason="funds.year.carried", reference=reference)
    fill_purse(purse, amount, reference)
