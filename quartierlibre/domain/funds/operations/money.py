"""Open the accounts of a year and receive money. Pots are locked once, late, in key order."""

from __future__ import annotations

from collections.abc import Mapping
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
    Purse,
    Sector,
)
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.states import YEAR_MOVES, YearState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation import states
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Account, Entry
from quartierlibre.foundation.money import Cents

# The pots of an envelope, by column, as the books name them.
POTS = {
    "outside": "financeurs",
    "available": "disponible",
    "reserved": "réservé",
    "paid": "versé",
    "ahead": "avance",
}
PURSE_POTS = {"given": "apporté", "cash": "en caisse", "spent": "dépensé"}
MAY_GO_NEGATIVE = frozenset({"outside", "ahead"})


@transaction.atomic
def prepare_year(*, by: Actor, fund: Fund, year: int) -> FundYear:
    """The accounts of a year, empty: one envelope per sector, or one for all. Twice changes nothing."""
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    fund_year, is_new = FundYear.objects.get_or_create(fund=fund, year=year)
    sectors: list[Sector | None] = list(fund.sectors.all()) or [None]
    there = set(fund_year.envelopes.order_by().values_list("sector", flat=True))
    for sector in sectors:
        if (sector.pk if sector else None) not in there:
            _open_envelope(fund_year, sector)
    if is_new:
        journal.record("funds.year.prepared", by=by, about=fund_year, territory=fund.territory, year=year)
    return fund_year


def _open_envelope(fund_year: FundYear, sector: Sector | None) -> Envelope:
    """Accounts are named by keys: names of funds change, books do not."""
    stem = f"fonds {fund_year.fund_id} · {fund_year.year} · secteur {sector.pk if sector else 'unique'}"
    names = {pot: f"{stem} · {said}" for pot, said in POTS.items()}
    accounts = books.open_accounts({name: pot in MAY_GO_NEGATIVE for pot, name in names.items()})
    pots = {pot: accounts[name] for pot, name in names.items()}
    return Envelope.objects.create(fund_year=fund_year, sector=sector, **pots)


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
    """A funder pays in, once for a `reference`: it covers what was promised ahead, the rest becomes available."""
    territory = envelope.fund_year.fund.territory
    ensure_right(by, Permission.ENDOW_FUNDS, territory)
    purse = open_purse(contribution, envelope)
    pots = books.lock(envelope.outside_id, envelope.available_id, envelope.ahead_id, purse.given_id, purse.cash_id)
    facts = rules.PaymentFacts(
        purpose=contribution.purpose,
        same_year=contribution.fund_year_id == envelope.fund_year_id,
        same_sector=contribution.sector_id in (None, envelope.sector_id),
    )
    verdict = rules.is_an_amount(amount) & rules.may_receive_in(state_of(envelope)) & rules.may_endow(facts)
    verdict.enforce()
    changes = {envelope.outside_id: Cents(-amount), **given_back(envelope, pots, amount)}
    entry = books.post(changes, reason="funds.contribution.received", reference=reference)
    fill_purse(purse, amount, reference)
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


def open_purse(contribution: Contribution, envelope: Envelope | None) -> Purse:
    """The purse of a funder in an envelope (None: for running costs), opened empty the first time it is asked for."""
    found = Purse.objects.filter(contribution=contribution, envelope=envelope).first()
    if found:
        return found
    stem = f"participation {contribution.pk} · enveloppe {envelope.pk if envelope else 'gestion'}"
    names = {pot: f"{stem} · {said}" for pot, said in PURSE_POTS.items()}
    accounts = books.open_accounts({name: pot == "given" for pot, name in names.items()})
    pots = {pot: accounts[name] for pot, name in names.items()}
    purse, _is_new = Purse.objects.get_or_create(contribution=contribution, envelope=envelope, defaults=pots)
    return purse


def fill_purse(purse: Purse, amount: Cents, reference: str) -> Entry:
    """Write whose euros came in; the pots are held by the caller."""
    changes = {purse.given_id: Cents(-amount), purse.cash_id: amount}
    return books.post(changes, reason="funds.purse.filled", reference=reference)


def given_back(envelope: Envelope, pots: Mapping[int, Account], amount: Cents) -> dict[int, Cents]:
    """Where money that comes (back) to an envelope goes: to what was promised ahead, then to what is available."""
    covered = rules.covered_first(amount=amount, ahead=Cents(-pots[envelope.ahead_id].balance_cents))
    changes = {envelope.ahead_id: covered, envelope.available_id: Cents(amount - covered)}
    return {pot: cents for pot, cents in changes.items() if cents}


def state_of(envelope: Envelope) -> YearState:
    """Read afresh: call it once the pots are held."""
    return YearState(FundYear.objects.values_list("state", flat=True).get(pk=envelope.fund_year_id))
