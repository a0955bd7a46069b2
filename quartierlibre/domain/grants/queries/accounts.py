"""Which account somebody is paid on today, and why not yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.domain.funds.rulebook import Clause, Rulebook
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee
from quartierlibre.domain.grants.rules import accounts as rules
from quartierlibre.domain.grants.states import AccountState, GrantState
from quartierlibre.domain.meetings.rules.times import PARIS
from quartierlibre.foundation.verdicts import Verdict

LIVE = (AccountState.CONFIRMED, AccountState.PENDING)
FOLLOWED = (GrantState.TO_AGREE, GrantState.RUNNING, GrantState.REPORTED, GrantState.CLOSED)
CHANGE_SHOWN_DAYS = 90  # a change older than that is said no more on orders


@dataclass(frozen=True)
class Accounts:
    """The confirmed account of somebody, and the one that waits to be confirmed."""

    confirmed: BankAccount | None = None
    pending: BankAccount | None = None

    @property
    def shown(self) -> BankAccount | None:
        return self.confirmed or self.pending

    def may_receive(self, now: datetime | None = None) -> Verdict:
        """Whether a transfer may go there now."""
        return receives(self.shown, self.pending, now)


def receives(account: BankAccount | None, pending: BankAccount | None, now: datetime | None = None) -> Verdict:
    """Whether a transfer may go now on this account, beside the one that would replace it."""
    facts = rules.AccountFacts(
        state=AccountState(account.state) if account else None,
        frozen_until=account.frozen_until if account else None,
        another_waits=pending is not None and account is not None and pending.pk != account.pk,
    )
    return rules.may_receive(facts, now=now or timezone.now(), said_until=_until(account))


def _until(account: BankAccount | None) -> str:
    """« le 3 décembre 2026 à 10 h 05 », at Paris time."""
    if account is None or account.frozen_until is None:
        return ""
    local = account.frozen_until.astimezone(PARIS)
    return _("le %(day)s à %(hour)s") % {"day": date_format(local, "j F Y"), "hour": date_format(local, "G \\h i")}


def changed_lately(account: BankAccount | None, now: datetime | None = None) -> str:
    """« RIB modifié le 3 décembre 2026 » on what is paid after a change; empty for a first or an old account."""
    if account is None or account.replaces_id is None:
        return ""
    given = account.given_at.astimezone(PARIS)
    if ((now or timezone.now()) - given).days > CHANGE_SHOWN_DAYS:
        return ""
    return _("RIB modifié le %(day)s") % {"day": date_format(given, "j F Y")}


def accounts_of(payees: Iterable[Payee | int]) -> dict[int, Accounts]:
    """By key of payee, in one query; a payee without account is not in it."""
    keys = {payee if isinstance(payee, int) else payee.pk for payee in payees}
    return _by_owner(BankAccount.objects.filter(payee__in=keys), "payee_id")


def accounts_of_payee(payee: Payee) -> Accounts:
    return accounts_of([payee]).get(payee.pk, Accounts())


def accounts_of_fund(fund: Fund) -> Accounts:
    """The account the fund pays from."""
    return _by_owner(BankAccount.objects.filter(fund=fund), "fund_id").get(fund.pk, Accounts())


def _by_owner(found: QuerySet[BankAccount], owner: str) -> dict[int, Accounts]:
    states: dict[int, dict[str, BankAccount]] = {}
    for account in found.filter(state__in=LIVE).order_by("pk"):
        states.setdefault(getattr(account, owner), {})[account.state] = account
    return {
        key: Accounts(held.get(AccountState.CONFIRMED), held.get(AccountState.PENDING)) for key, held in states.items()
    }


def elsewhere(account: BankAccount) -> list[BankAccount]:
    """Others who gave the same account, alive: a sign to look at, by whoever confirms."""
    same = BankAccount.objects.filter(fingerprint=account.fingerprint, state__in=LIVE).exclude(pk=account.pk)
    others = same.exclude(payee=account.payee) if account.payee_id else same.exclude(fund=account.fund)
    return list(others.select_related("payee", "fund").order_by("pk"))


def rulebooks_about(*, payee: Payee | None, fund: Fund | None) -> Sequence[Rulebook]:
    """The rulebooks a change of this account must follow: those of the grants it is paid for, or of the fund today."""
    if payee is not None:
        grants = Grant.objects.filter(payee=payee, state__in=FOLLOWED) | Grant.objects.filter(
            orders__payee=payee, state__in=FOLLOWED
        )
        return [grant.regulation.rulebook for grant in grants.select_related("regulation").distinct()]
    regulation = current_regulation(fund) if fund else None
    return [regulation.rulebook] if regulation else []


def freezes(rulebooks: Iterable[Rulebook]) -> list[Clause]:
    """What they say of the wait after a change; nothing said, nothing waited."""
    return [clause for each in rulebooks if (clause := each.one("payment.account_freeze"))]


def asks_two_people(rulebooks: Iterable[Rulebook]) -> bool:
    return any(each.value("payment.two_people") is True for each in rulebooks)
