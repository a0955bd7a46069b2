"""Set money aside for a decision, and put it back. Pots are locked once, late, in key order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import Commitment, Envelope, Movement
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.operations.money import given_back, state_of
from quartierlibre.domain.funds.shares import split
from quartierlibre.domain.funds.states import MovementKind
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger.models import Account, Entry
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class Share:
    """What one envelope gives to a grant, in cents. A project between two sectors has two shares."""

    envelope: Envelope
    amount: Cents


def reserve_grant(*, by: Actor, envelope: Envelope, amount: Cents, reference: str, ahead_because: str = "") -> Entry:
    """Set money aside for a favourable decision, once for a `reference`.

    `ahead_because` is the reason to promise money that has not come yet; it takes the right to endow the fund, and is
    journaled with its author. Without it, Refused says what is left.
    """
    return reserve_shares(by=by, shares=[Share(envelope, amount)], reference=reference, ahead_because=ahead_because)


@transaction.atomic
def reserve_shares(*, by: Actor, shares: Sequence[Share], reference: str, ahead_because: str = "") -> Entry:
    """The same for one grant paid by several envelopes, in one entry: all of them, or none.

    The state of the year is read after the pots are held, as closing holds them before it changes the state.
    """
    pots = books.lock(*(pot for share in shares for pot in _pots_of(share.envelope)))
    changes: dict[int, Cents] = {}
    for share in shares:
        (rules.is_an_amount(share.amount) & rules.may_spend_in(state_of(share.envelope))).enforce()
        changes |= _set_aside(by, share, pots, ahead_because)
    entry = books.post(changes, reason="funds.grant.reserved", reference=reference)
    Commitment.objects.bulk_create(
        Commitment(reservation=entry, envelope=share.envelope, granted_cents=share.amount) for share in shares
    )
    for share in shares:
        _record("funds.grant.reserved", by, share, entry)
        if changes.get(share.envelope.ahead_id):
            _record("funds.grant.promised_ahead", by, share, entry, ahead_cents=-changes[share.envelope.ahead_id])
    return entry


def _pots_of(envelope: Envelope) -> tuple[int, int, int]:
    return envelope.available_id, envelope.reserved_id, envelope.ahead_id


def _set_aside(by: Actor, share: Share, pots: Mapping[int, Account], ahead_because: str) -> dict[int, Cents]:
    """What each pot gains or loses: the money there is, then, only for a reason, the money to come."""
    envelope, available = share.envelope, Cents(pots[share.envelope.available_id].balance_cents)
    missing = Cents(max(0, share.amount - available))
    if missing and ahead_because.strip():
        ensure_right(by, Permission.ENDOW_FUNDS, envelope.fund_year.fund.territory)
    else:
        rules.may_reserve(amount=share.amount, available=available).enforce()
    changes = {
        envelope.available_id: Cents(missing - share.amount),
        envelope.ahead_id: Cents(-missing),
        envelope.reserved_id: share.amount,
    }
    return {pot: cents for pot, cents in changes.items() if cents}


@transaction.atomic
def release_grant(*, by: Actor | None, commitment: Commitment, amount: Cents, reference: str) -> Entry:
    """Put money promised to a grant back into the fund, once for a `reference`.

    What was promised ahead is covered first. Allowed in a closed year too: the money goes back to the year it
    came from. Raises Refused beyond what is left of this promise.
    """
    (held,) = hold_commitments([commitment])
    return _release(by, held, amount, reference, books.lock(*_pots_of(held.envelope)))


def _release_all(by: Actor | None, held: Sequence[Commitment], parts: Sequence[Cents], reference: str) -> list[Entry]:
    """So much of each promise of one grant, their pots held once; a promise that gives nothing back is left alone."""
    pots = books.lock(*(pot for one in held for pot in _pots_of(one.envelope)))
    pairs = zip(held, parts, strict=True)
    return [_release(by, one, cents, following(one, reference, held), pots) for one, cents in pairs if cents]


def _release(by: Actor | None, held: Commitment, amount: Cents, reference: str, pots: Mapping[int, Account]) -> Entry:
    envelope = held.envelope
    (rules.is_an_amount(amount) & rules.may_release(amount=amount, reserved=Cents(held.left_cents))).enforce()
    changes = {envelope.reserved_id: Cents(-amount), **given_back(envelope, pots, amount)}
    entry = books.post(changes, reason="funds.grant.released", reference=reference)
    held.released_cents += amount
    held.save(update_fields=["released_cents"])
    Movement.objects.create(commitment=held, kind=MovementKind.RELEASED, entry=entry)
    _record("funds.grant.released", by, Share(envelope, amount), entry)
    return entry


@transaction.atomic
def release_reservation(*, by: Actor | None, entry: Entry) -> list[Entry]:
    """Give back all that is left of a grant: each envelope gets back what it still held for it."""
    held = hold_commitments(Commitment.objects.filter(reservation=entry))
    return _release_all(by, held, [Cents(one.left_cents) for one in held], entry.reference)


@transaction.atomic
def release_part(*, by: Actor | None, entry: Entry, amount: Cents, reference: str) -> list[Entry]:
    """Give back a part of what is left of a grant, in cents, once for a `reference`: a project that cost less.

    Each envelope gets back its share of what it still held. Raises Refused beyond what is left of the grant.
    """
    held = hold_commitments(Commitment.objects.filter(reservation=entry))
    left = [Cents(one.left_cents) for one in held]
    (rules.is_an_amount(amount) & rules.may_release(amount=amount, reserved=Cents(sum(left)))).enforce()
    parts = split(amount, [Fraction(cents) for cents in left], left)
    return _release_all(by, held, parts, reference)


def hold_commitments(wanted: Iterable[Commitment]) -> list[Commitment]:
    """These promises, held until the end of the transaction, in key order. Hold them before any pot."""
    held = Commitment.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in wanted])
    return list(held.select_related("envelope__fund_year__fund__territory", "reservation").order_by("pk"))


def following(commitment: Commitment, reference: str, held: Sequence[Commitment]) -> str:
    """The reference of what follows a reservation, one for each envelope: `held` are all its promises."""
    return f"{reference}:{commitment.envelope_id}" if len(held) > 1 else reference


def shares_of(entry: Entry) -> list[Share]:
    """Which envelopes a reservation took from, and how much of each."""
    gained = dict(entry.lines.filter(amount_cents__gt=0).values_list("account_id", "amount_cents"))
    envelopes = Envelope.objects.filter(reserved__in=gained).select_related("fund_year__fund__territory")
    return [Share(envelope, Cents(gained[envelope.reserved_id])) for envelope in envelopes.order_by("pk")]


def _record(name: str, by: Actor | None, share: Share, entry: Entry, **more: int) -> None:
    territory = share.envelope.fund_year.fund.territory_id
    journal.record(
        name, by=by, about=share.envelope, territory=territory, amount_cents=share.amount, entry=entry.pk, **more
    )


def promised_ahead(entry: Entry) -> Cents:
    """How much of a reservation was promised before the money came."""
    ahead = Envelope.objects.order_by().values("ahead")
    taken = entry.lines.filter(amount_cents__lt=0, account__in=ahead).values_list("amount_cents", flat=True)
    return Cents(-sum(taken))
