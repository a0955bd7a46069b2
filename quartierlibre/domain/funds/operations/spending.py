"""Pay a grant, take money back, undo a payment that failed: the envelope and the funders' purses move together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from django.db import transaction
from django.db.models import Sum

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import Commitment, Envelope, Movement, Purse
from quartierlibre.domain.funds.operations.actors import Actor
from quartierlibre.domain.funds.operations.grants import following, hold_commitments
from quartierlibre.domain.funds.operations.money import given_back
from quartierlibre.domain.funds.queries import holdings_of
from quartierlibre.domain.funds.shares import Holding, attribute, split
from quartierlibre.domain.funds.states import MovementKind
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Account, Entry, Line
from quartierlibre.foundation.money import Cents


@transaction.atomic
def pay_grant(*, by: Actor, reservation: Entry, amount: Cents, reference: str, to_association: bool) -> list[Movement]:
    """Pay a part of a grant, in cents, once for a `reference`, with euros that funders really brought.

    A grant promised by several envelopes is paid by each in proportion of what it still holds. To an association, only
    the euros of funders whose agreement allows it are used (art. L.1611-4 CGCT); a supplier may be paid by all.
    Raises Refused when it is more than what is left of the grant, than what is in hand, or than what may be used.
    """
    held = hold_commitments(Commitment.objects.filter(reservation=reservation))
    left = [Cents(one.left_cents) for one in held]
    verdict = rules.may_pay(amount=amount, left=Cents(sum(left)), cash=amount, usable=amount)
    (rules.is_an_amount(amount) & verdict).enforce()
    parts = split(amount, [Fraction(cents) for cents in left], left)
    purses = {one.pk: _purses(one.envelope) for one in held}
    pots = books.lock(*(pot for one in held for pot in _pots(one.envelope, purses[one.pk])))
    return [
        _pay(by, one, cents, following(one, reference, held), purses[one.pk], pots, to_association)
        for one, cents in zip(held, parts, strict=True)
        if cents
    ]


def hold_payments(reservations: Iterable[int]) -> None:
    """Hold the promises of several grants, then every pot that paying them touches, in one order: no deadlock.

    Before several `pay_grant` or `reverse_payment` of one transaction.
    """
    held = hold_commitments(Commitment.objects.filter(reservation__in=list(reservations)))
    envelopes = {one.envelope_id: one.envelope for one in held}.values()
    books.lock(*(pot for envelope in envelopes for pot in _pots(envelope, _purses(envelope))))


def _purses(envelope: Envelope) -> list[Purse]:
    return list(Purse.objects.filter(envelope=envelope).select_related("contribution").order_by("pk"))


def _pots(envelope: Envelope, purses: Sequence[Purse]) -> list[int]:
    mine = [envelope.available_id, envelope.reserved_id, envelope.paid_id, envelope.ahead_id]
    return mine + [pot for purse in purses for pot in (purse.cash_id, purse.spent_id)]


def _pay(
    by: Actor,
    held: Commitment,
    amount: Cents,
    reference: str,
    purses: Sequence[Purse],
    pots: Mapping[int, Account],
    to_association: bool,
) -> Movement:
    envelope = held.envelope
    paying = [purse for purse in purses if purse.contribution.regrant_allowed] if to_association else purses
    cash = sum(pots[purse.cash_id].balance_cents for purse in purses)
    usable = sum(pots[purse.cash_id].balance_cents for purse in paying)
    rules.may_pay(amount=amount, left=Cents(held.left_cents), cash=Cents(cash), usable=Cents(usable)).enforce()
    changes = {envelope.reserved_id: Cents(-amount), envelope.paid_id: amount}
    entry = books.post(changes, reason="funds.grant.paid", reference=reference)
    shares = attribute(amount, _holdings(paying, pots))
    funders = _post_purses(paying, shares, "funds.purse.spent", reference)
    held.paid_cents += amount
    return _note(by, held, "funds.grant.paid", MovementKind.PAID, amount, entry, funders)


def _holdings(purses: Sequence[Purse], pots: Mapping[int, Account]) -> list[Holding]:
    """Read from the pots that are held, never from what was loaded before."""
    for purse in purses:
        purse.cash, purse.spent = pots[purse.cash_id], pots[purse.spent_id]
    return holdings_of(purses)


def _post_purses(purses: Sequence[Purse], shares: Sequence[Cents], reason: str, reference: str) -> Entry:
    """From cash to spent when positive, back when negative; a funder who moves nothing is not written."""
    changes: dict[int, Cents] = {}
    for purse, cents in zip(purses, shares, strict=True):
        if cents:
            changes |= {purse.cash_id: Cents(-cents), purse.spent_id: cents}
    return books.post(changes, reason=reason, reference=reference)


@transaction.atomic
def recover_grant(*, by: Actor, reservation: Entry, amount: Cents, reference: str) -> list[Movement]:
    """Money comes back from a grant, once for a `reference`: to the year it came from, in the shares it was paid in.

    Raises Refused beyond what was paid and has not come back yet.
    """
    held = hold_commitments(Commitment.objects.filter(reservation=reservation))
    paid = [Cents(one.paid_cents - one.recovered_cents) for one in held]
    (rules.is_an_amount(amount) & rules.may_recover(amount=amount, paid=Cents(sum(paid)))).enforce()
    parts = split(amount, [Fraction(cents) for cents in paid], paid)
    pots = books.lock(*(pot for one in held for pot in _pots(one.envelope, _purses(one.envelope))))
    return [
        _recover(by, one, cents, following(one, reference, held), pots)
        for one, cents in zip(held, parts, strict=True)
        if cents
    ]


def _recover(by: Actor, held: Commitment, amount: Cents, reference: str, pots: Mapping[int, Account]) -> Movement:
    envelope = held.envelope
    changes = {envelope.paid_id: Cents(-amount), **given_back(envelope, pots, amount)}
    entry = books.post(changes, reason="funds.grant.recovered", reference=reference)
    purses = _purses(envelope)
    bore = _borne_by(held, purses)
    shares = split(amount, [Fraction(cents) for cents in bore], bore)
    funders = _post_purses(purses, [Cents(-cents) for cents in shares], "funds.purse.returned", reference)
    held.recovered_cents += amount
    return _note(by, held, "funds.grant.recovered", MovementKind.RECOVERED, amount, entry, funders)


def _borne_by(commitment: Commitment, purses: Sequence[Purse]) -> list[Cents]:
    """What each funder bears of this grant today, in cents: what it paid, less what came back to it."""
    entries = Movement.objects.filter(commitment=commitment, funders_entry__isnull=False).values("funders_entry")
    lines = Line.objects.filter(entry__in=entries).order_by().values("account").annotate(total=Sum("amount_cents"))
    totals = {line["account"]: line["total"] for line in lines}
    return [Cents(totals.get(purse.spent_id, 0)) for purse in purses]


@transaction.atomic
def reverse_payment(*, by: Actor, movement: Movement, reference: str) -> Movement:
    """A payment did not arrive (refused by the bank, cheque not cashed): its mirror, once. The promise lives again."""
    (held,) = hold_commitments([movement.commitment])
    envelope = held.envelope
    if movement.kind != MovementKind.PAID or movement.funders_entry is None:
        raise ValueError("Only a payment is reversed.")
    books.lock(*_pots(envelope, _purses(envelope)))
    amount = Cents(movement.entry.amount_cents)
    rules.may_recover(amount=amount, paid=Cents(held.paid_cents - held.recovered_cents)).enforce()
    entry = books.reverse(movement.entry, reason="funds.grant.payment_reversed", reference=reference)
    funders = books.reverse(movement.funders_entry, reason="funds.purse.returned", reference=reference)
    held.paid_cents -= amount
    return _note(by, held, "funds.grant.payment_reversed", MovementKind.REVERSED, amount, entry, funders)


def _note(
    by: Actor, held: Commitment, event: str, kind: MovementKind, amount: Cents, entry: Entry, funders: Entry
) -> Movement:
    """Keep the promise, its movement and the journal in step with the books."""
    held.save(update_fields=["paid_cents", "recovered_cents"])
    movement = Movement.objects.create(commitment=held, kind=kind, entry=entry, funders_entry=funders)
    territory = held.envelope.fund_year.fund.territory_id
    journal.record(event, by=by, about=held.envelope, territory=territory, amount_cents=amount, entry=entry.pk)
    return movement
