"""Receive money, promise it, give it back. Pots are locked once, late, in key order."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import (
    Contribution,
    ContributionPayment,
    Envelope,
    Fund,
    Funder,
    FunderKind,
    FundYear,
    Sector,
)
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.states import YEAR_MOVES, YearState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Entry
from quartierlibre.foundation.money import Cents


@transaction.atomic
def prepare_year(*, by: Actor, fund: Fund, year: int) -> FundYear:
    """The accounts of a year, empty: one envelope per sector, or one for all. Twice changes nothing."""
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    fund_year, is_new = FundYear.objects.get_or_create(fund=fund, year=year)
    sectors: list[Sector | None] = list(fund.sectors.all()) or [None]
    for sector in sectors:
        if not fund_year.envelopes.filter(sector=sector).exists():
            _open_envelope(fund_year, sector)
    if is_new:
        journal.record("funds.year.prepared", by=by, about=fund_year, territory=fund.territory, year=year)
    return fund_year


def _open_envelope(fund_year: FundYear, sector: Sector | None) -> Envelope:
    """Accounts are named by keys: names of funds change, books do not."""
    stem = f"fonds {fund_year.fund_id} · {fund_year.year} · secteur {sector.pk if sector else 'unique'}"
    return Envelope.objects.create(
        fund_year=fund_year,
        sector=sector,
        outside=books.open_account(f"{stem} · financeurs", may_go_negative=True),
        available=books.open_account(f"{stem} · disponible"),
        reserved=books.open_account(f"{stem} · réservé"),
        paid=books.open_account(f"{stem} · versé"),
    )


@transaction.atomic
def open_year(*, by: Actor, fund: Fund, year: int) -> FundYear:
    """Prepare the accounts of a year if need be, and let committees promise its money."""
    fund_year = prepare_year(by=by, fund=fund, year=year)
    fund_year = FundYear.objects.select_for_update(of=("self",)).get(pk=fund_year.pk)
    states.may_move(YEAR_MOVES, YearState(fund_year.state), YearState.OPEN).enforce()
    fund_year.state = YearState.OPEN
    fund_year.save(update_fields=["state"])
    journal.record("funds.year.opened", by=by, about=fund_year, territory=fund.territory, year=year)
    return fund_year


@transaction.atomic
def note_funder(*, by: Actor, territory: Territory, name: str, kind: FunderKind) -> Funder:
    """The funder of that name, written down the first time: one funder often helps several funds."""
    ensure_right(by, Permission.ENDOW_FUNDS, territory)
    funder, is_new = Funder.objects.get_or_create(name=name, defaults={"kind": kind})
    if is_new:
        journal.record("funds.funder.noted", by=by, about=funder, territory=territory, kind=kind)
    return funder


@transaction.atomic
def record_contribution(
    *, by: Actor, fund_year: FundYear, funder: Funder, sector: Sector | None = None, **terms: Any
) -> Contribution:
    """Note what a funder brings, before any money: `terms` are the other columns of `Contribution`."""
    ensure_right(by, Permission.ENDOW_FUNDS, fund_year.fund.territory)
    rules.may_receive_in(YearState(fund_year.state)).enforce()
    contribution = Contribution.objects.create(fund_year=fund_year, funder=funder, sector=sector, **terms)
    journal.record(
        "funds.contribution.recorded",
        by=by,
        about=contribution,
        territory=fund_year.fund.territory,
        amount_cents=contribution.amount_cents,
    )
    return contribution


@transaction.atomic
def endow(*, by: Actor, contribution: Contribution, envelope: Envelope, amount: Cents, reference: str) -> Entry:
    """A funder pays in: the money becomes available in this envelope, once for a `reference`."""
    territory = envelope.fund_year.fund.territory
    ensure_right(by, Permission.ENDOW_FUNDS, territory)
    pots = books.lock(envelope.outside_id, envelope.available_id)
    facts = rules.PaymentFacts(
        purpose=contribution.purpose,
        same_year=contribution.fund_year_id == envelope.fund_year_id,
        same_sector=contribution.sector_id in (None, envelope.sector_id),
    )
    verdict = rules.is_an_amount(amount) & rules.may_receive_in(_state_of(envelope)) & rules.may_endow(facts)
    verdict.enforce()
    entry = books.move(
        source=pots[envelope.outside_id],
        target=pots[envelope.available_id],
        amount=amount,
        reason="funds.contribution.received",
        reference=reference,
    )
    payment = ContributionPayment.objects.create(contribution=contribution, envelope=envelope, entry=entry)
    journal.record(
        "funds.contribution.received",
        by=by,
        about=payment,
        territory=territory,
        amount_cents=amount,
        entry=entry.pk,
        funder=contribution.funder_id,
    )
    return entry


@transaction.atomic
def reserve_grant(*, by: Actor, envelope: Envelope, amount: Cents, reference: str) -> Entry:
    """Set money aside for a favourable decision, once for a `reference`.

    The state of the year is read after the pots are held, as closing holds them before it changes the state.
    """
    pots = books.lock(envelope.available_id, envelope.reserved_id)
    available, reserved = pots[envelope.available_id], pots[envelope.reserved_id]
    verdict = (
        rules.is_an_amount(amount)
        & rules.may_spend_in(_state_of(envelope))
        & rules.may_reserve(amount=amount, available=Cents(available.balance_cents))
    )
    verdict.enforce()
    entry = books.move(
        source=available, target=reserved, amount=amount, reason="funds.grant.reserved", reference=reference
    )
    _record_move("funds.grant.reserved", by, envelope, entry)
    return entry


@transaction.atomic
def release_grant(*, by: Actor, envelope: Envelope, amount: Cents, reference: str) -> Entry:
    """Put money that was set aside back into the fund, once for a `reference`."""
    pots = books.lock(envelope.available_id, envelope.reserved_id)
    available, reserved = pots[envelope.available_id], pots[envelope.reserved_id]
    verdict = (
        rules.is_an_amount(amount)
        & rules.may_receive_in(_state_of(envelope))
        & rules.may_release(amount=amount, reserved=Cents(reserved.balance_cents))
    )
    verdict.enforce()
    entry = books.move(
        source=reserved, target=available, amount=amount, reason="funds.grant.released", reference=reference
    )
    _record_move("funds.grant.released", by, envelope, entry)
    return entry


def _state_of(envelope: Envelope) -> YearState:
    return YearState(FundYear.objects.values_list("state", flat=True).get(pk=envelope.fund_year_id))


def _record_move(name: str, by: Actor, envelope: Envelope, entry: Entry) -> None:
    territory = envelope.fund_year.fund.territory_id
    journal.record(name, by=by, about=envelope, territory=territory, amount_cents=entry.amount_cents, entry=entry.pk)
