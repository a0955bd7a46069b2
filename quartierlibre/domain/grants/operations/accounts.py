"""Bank accounts: given, confirmed after a call back, refused, shown in full once to who asks with proof.

A new account never replaces the former one by itself: payments wait until a person confirms it, and then for as long as
the rulebook says. The former contact is told at once: whoever diverts a payment cannot do it in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import rules as fund_rules
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee
from quartierlibre.domain.grants.operations.actors import Actor, ensure_right, is_person
from quartierlibre.domain.grants.queries import accounts as queries
from quartierlibre.domain.grants.rules import accounts as rules
from quartierlibre.domain.grants.states import AccountState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation import secrets
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.verdicts import Refused

CHECKERS = (Permission.PREPARE_PAYMENTS, Permission.APPROVE_PAYMENTS)


@transaction.atomic
def give_account(
    *,
    by: Actor | None,
    iban: str,
    holder_name: str,
    bic: str = "",
    payee: Payee | None = None,
    fund: Fund | None = None,
) -> BankAccount:
    """A new account, of a payee or of the fund itself: kept sealed, to be confirmed.

    `by` is who prepares payments, or who carries a grant paid to this payee; None for a holder known by their code (the
    page checked it). Raises Refused with what to check in the IBAN.
    """
    number, code = rules.read_iban(iban), rules.read_bic(bic)
    payee, fund, known = _held_owner(payee, fund)
    _ensure_may_give(by, payee, fund, known)
    same = known.confirmed is not None and known.confirmed.fingerprint in secrets.fingerprints(number)
    waits = known.pending is not None
    rules.may_give(is_named=bool(holder_name.strip()), already=same, waits=waits).enforce()
    rulebooks = queries.rulebooks_about(payee=payee, fund=fund)
    now = timezone.now()
    account = BankAccount.objects.create(
        payee=payee,
        fund=fund,
        holder_name=holder_name.strip()[:140],
        iban_sealed=secrets.seal(number),
        first4=number[:4],
        last4=number[-4:],
        fingerprint=secrets.fingerprint(number),
        bic=code,
        given_at=now,
        given_by=is_person(by),
        replaces=known.confirmed,
        frozen_until=_frozen(rulebooks, now) if known.confirmed else None,
        second_person_asked=queries.asks_two_people(rulebooks),
    )
    _tell("changed" if known.confirmed else "given", by, account)
    return account


def _held_owner(payee: Payee | None, fund: Fund | None) -> tuple[Payee | None, Fund | None, queries.Accounts]:
    """The owner, held so that two accounts never come at once, and the accounts it has."""
    if payee is not None:
        payee = Payee.objects.select_for_update(of=("self",)).select_related("territory").get(pk=payee.pk)
        return payee, None, queries.accounts_of_payee(payee)
    if fund is None:
        raise ValueError("An account belongs to a payee or to a fund.")
    fund = Fund.objects.select_for_update(of=("self",)).select_related("territory").get(pk=fund.pk)
    return None, fund, queries.accounts_of_fund(fund)


def _frozen(rulebooks: Sequence[Rulebook], now: datetime) -> datetime | None:
    """The longest wait asked; none when no rulebook says one."""
    clauses = queries.freezes(rulebooks)
    return max((rules.frozen_until(now, each.value, each.unit) for each in clauses), default=None)


def _ensure_may_give(by: Actor | None, payee: Payee | None, fund: Fund | None, known: queries.Accounts) -> None:
    holds = isinstance(by, Person) and payee is not None and Grant.objects.held_by(by).filter(payee=payee).exists()
    prepares = isinstance(by, Person) and by.may(Permission.PREPARE_PAYMENTS, within=_territory(payee, fund))
    if payee is not None and (by is None or (holds and not prepares)):
        used_elsewhere = payee.grants.count() > 1
        rules.may_change_from_outside(known=known.confirmed is not None, used_elsewhere=used_elsewhere).enforce()
        return
    fund_rules.may_act(by is not None).enforce()
    ensure_right(by, Permission.PREPARE_PAYMENTS, _territory(payee, fund))  # type: ignore[arg-type]


def _territory(payee: Payee | None, fund: Fund | None) -> Territory:
    owner = payee or fund
    if owner is None:
        raise ValueError("An account belongs to a payee or to a fund.")
    return owner.territory


def territory_of(account: BankAccount) -> Territory:
    return _territory(account.payee, account.fund)


def _ensure_may_check(by: Actor, territory: Territory) -> None:
    if isinstance(by, Person):
        fund_rules.may_act(any(by.may(each, within=territory) for each in CHECKERS)).enforce()


def _held(account: BankAccount) -> BankAccount:
    """The account as it is now, behind its owner: two people never confirm two accounts of the same payee at once."""
    if account.payee_id:
        Payee.objects.select_for_update(of=("self",)).get(pk=account.payee_id)
    elif account.fund_id:
        Fund.objects.select_for_update(of=("self",)).get(pk=account.fund_id)
    held = BankAccount.objects.select_for_update(of=("self",)).select_related("payee__territory", "fund__territory")
    return held.get(pk=account.pk)


@transaction.atomic
def confirm_account(*, by: Actor, account: BankAccount, note: str) -> BankAccount:
    """Somebody was called back on a number already known: from now on (or once the wait is over), it is paid."""
    held = _held(account)
    _ensure_may_check(by, territory_of(held))
    person = is_person(by)
    rules.may_confirm(
        state=AccountState(held.state),
        second_person=held.second_person_asked,
        same_person=person is not None and held.given_by_id == person.pk,
        has_person=person is not None,
        note=note,
    ).enforce()
    if held.replaces_id:
        BankAccount.objects.filter(pk=held.replaces_id).update(state=AccountState.REPLACED)
    held.state, held.confirmed_at, held.confirmed_by = AccountState.CONFIRMED, timezone.now(), person
    held.call_back_note = note.strip()[:300]
    held.save(update_fields=["state", "confirmed_at", "confirmed_by", "call_back_note"])
    _tell("confirmed", by, held)
    return held


@transaction.atomic
def refuse_account(*, by: Actor, account: BankAccount) -> BankAccount:
    """It is not theirs, or nobody could be reached: the former one goes on."""
    held = _held(account)
    _ensure_may_check(by, territory_of(held))
    rules.may_refuse(state=AccountState(held.state)).enforce()
    held.state, held.replaces, former = AccountState.REFUSED, None, held.replaces_id
    held.save(update_fields=["state", "replaces"])
    _tell("refused", by, held, former=former)
    return held


@transaction.atomic
def reveal_iban(*, by: Person, account: BankAccount) -> str:
    """The whole IBAN, for who prepares payments and just proved who they are; the journal keeps who looked.

    Raises Refused once no key opens it any more.
    """
    ensure_right(by, Permission.PREPARE_PAYMENTS, territory_of(account))
    _tell("revealed", by, account)
    return _opened(account)


def _opened(account: BankAccount) -> str:
    try:
        return secrets.unseal(account.iban_sealed)
    except secrets.Unreadable:
        raise Refused(rules.opens(readable=False)) from None


@transaction.atomic
def seal_again(*, by: Actor) -> int:
    """After a new key: every IBAN sealed by an older one is sealed again. Returns how many."""
    done = 0
    for account in BankAccount.objects.select_for_update(of=("self",)).order_by("pk"):
        if secrets.is_current(account.iban_sealed):
            continue
        number = secrets.unseal(account.iban_sealed)
        account.iban_sealed, account.fingerprint = secrets.seal(number), secrets.fingerprint(number)
        account.save(update_fields=["iban_sealed", "fingerprint"])
        _tell("sealed_again", by, account)
        done += 1
    return done


def _tell(verb: str, by: Actor | None, account: BankAccount, **data: object) -> None:
    """The account by its key: the journal never learns a sign of it."""
    territory = territory_of(account)
    journal.record(f"grants.account.{verb}", by=by, about=account, territory=territory, payee=account.payee_id, **data)
