"""Money of a grant moved by several people at the same instant: each euro once (trust.md B3, B4)."""

import pytest

from quartierlibre.domain.funds.queries.following import commitment_faults, purse_faults
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Recovery, Reminder
from quartierlibre.domain.grants.operations.reminders import remind_all
from quartierlibre.domain.grants.queries.money import money_of
from quartierlibre.domain.grants.states import ChangeKind, CheckBody, CheckVerdict, GrantState
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import grants
from tests.factories.applications import MACHINE
from tests.factories.grants import said
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_cost", "choice")}
PEOPLE = 6


def together(act):
    """How many of these people succeeded; the others are refused, never an error."""
    outcomes = at_once(PEOPLE, lambda _n: act())
    odd = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert odd == []
    return sum(not isinstance(each, Refused) for each in outcomes)


def test_a_report_settles_once_and_money_comes_back_once_whoever_says_so_together():
    grant = grants.paid(grants.running(grants.fund(RULES), starts_on="01/03/2026", ends_on="01/03/2026"), 24_000)
    report = grants.sent(grant, 10_000)
    conform = {"by": MACHINE, "report": report, "body": CheckBody.PAPERS, "verdict": CheckVerdict.CONFORM}
    assert together(lambda: operations.check_report(**conform)) == 1
    recovery = Recovery.objects.get(grant=grant)  # one claim, not six
    assert recovery.amount_cents == 14_000
    assert together(lambda: operations.note_repaid(by=MACHINE, recovery=recovery, amount=Cents(5_000))) == 2
    money = money_of(grant)
    assert (money.paid, money.left, money.claimed) == (14_000, 0, 4_000)
    assert together(lambda: operations.write_off(by=MACHINE, recovery=recovery, because="Dissoute.")) == 1
    assert Grant.objects.get(pk=grant.pk).state == GrantState.CLOSED
    assert [*faults(), *commitment_faults(), *purse_faults()] == []


def test_a_project_is_cancelled_once_and_reminded_once():
    grant = grants.paid(grants.running(grants.fund(RULES), starts_on="01/03/2026", ends_on="01/03/2026"), 24_000)
    together(lambda: remind_all(by=MACHINE, today=grant.report_due_on))
    assert Reminder.objects.filter(grant=grant).count() == 1
    asked = {"by": None, "grant": grant, "kind": ChangeKind.CANCELLED, "text": "Plus de salle."}
    assert together(lambda: operations.ask_change(**asked)) == 1
    change = grant.changes.get()
    assert together(lambda: operations.answer_change(by=MACHINE, change=change, accept=True, answer="D’accord.")) == 1
    assert grant.recoveries.get().amount_cents == 24_000
    assert [*faults(), *commitment_faults(), *purse_faults()] == []
