"""The year told in docs/money.md: each line of its table is done through the operations, each figure compared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from django.utils import timezone

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import FunderKind, Purse
from quartierlibre.domain.funds.states import SettlementChoice
from quartierlibre.domain.grants import operations as grants
from quartierlibre.domain.grants.models import Report
from quartierlibre.domain.grants.queries.proof import grant_faults
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents, euros
from tests.factories import funds as money
from tests.factories import grants as granted
from tests.factories import published
from tests.factories.funds import TESTS

DOCUMENT = Path(__file__).parents[2] / "docs" / "money.md"
WRITTEN = re.compile(r"<!-- year:.*?-->\n(.*?)<!-- /year -->", re.DOTALL)
YEAR = 2026


def lines():
    """The sentences of the table, and the figures after each."""
    rows = WRITTEN.search(DOCUMENT.read_text(encoding="utf-8"))[1].strip().splitlines()[2:]
    for row in rows:
        _number, act, *figures = [cell.strip() for cell in row.strip("|").split("|")]
        yield act, [int(figure.replace(",", "")) for figure in figures]


class Books:
    """The fund of the story, and one method for each verb of the table."""

    def __init__(self):
        self.fund = granted.fund()
        self.year = operations.open_year(by=TESTS, fund=self.fund, year=YEAR)
        self.next = operations.prepare_year(by=TESTS, fund=self.fund, year=YEAR + 1)
        self.envelope = self.year.envelopes.get()
        self.funders = {
            "Region": self._agreed(FunderKind.REGION, 7_000, 70, regrant=True),
            "Town": self._agreed(FunderKind.COMMUNE, 3_000, 30, regrant=False),
        }
        self.grants, self.paid, self.count = {}, {}, 0

    def _agreed(self, kind, amount, share, *, regrant):
        terms = {"amount_cents": euros(amount), "share_percent": share, "regrant_allowed": regrant}
        return operations.record_contribution(by=TESTS, fund_year=self.year, funder=money.funder(kind), **terms)

    def do(self, act):
        verb, *words = act.replace(",", "").split()
        numbers = [int(word) for word in words if word.isdigit()]
        names = [word for word in words if not word.isdigit()]
        self.count += 1
        getattr(self, f"_{verb}")(*names[:1], *[euros(number) for number in numbers])

    @property
    def reference(self):
        return f"ligne {self.count}"

    def _call(self, funder, amount):
        operations.call_funds(by=TESTS, contribution=self.funders[funder], amount=amount, on=date(YEAR, 2, 1))

    def _receive(self, funder, amount):
        contribution = self.funders[funder]
        operations.endow(
            by=TESTS, contribution=contribution, envelope=self.envelope, amount=amount, reference=self.reference
        )

    def _grant(self, name, amount):
        decision = published.decided(self.fund, amount=amount, on=date(YEAR, 6, self.count), group_name=name)
        (self.grants[name],) = grants.open_grants(by=TESTS, session=decision.case.session)

    def _pay(self, name, amount, *, to_association=True):
        reservation = self.grants[name].decision.entry
        self.paid[name] = operations.pay_grant(
            by=TESTS, reservation=reservation, amount=amount, reference=self.reference, to_association=to_association
        )

    def _buy(self, name, amount):
        self._pay(name, amount, to_association=False)

    def _fail(self, name):
        (movement,) = self.paid[name]
        operations.reverse_payment(by=TESTS, movement=movement, reference=self.reference)

    def _check(self, name):
        Report.objects.create(grant=self.grants[name], state="checked", sent_at=timezone.now())

    def _release(self, name):
        operations.release_reservation(by=TESTS, entry=self.grants[name].decision.entry)

    def _recover(self, name, amount):
        reservation = self.grants[name].decision.entry
        operations.recover_grant(by=TESTS, reservation=reservation, amount=amount, reference=self.reference)

    def _close(self):
        operations.close_year(by=TESTS, fund_year=self.year)
        self.year.refresh_from_db()

    def _carry(self, funder, amount, choice=SettlementChoice.CARRY_OVER):
        purse = Purse.objects.get(contribution=self.funders[funder])
        operations.settle_unused(by=TESTS, purse=purse, choice=choice, amount=amount, reference=self.reference)

    def _repay(self, funder, amount):
        self._carry(funder, amount, SettlementChoice.REPAY)

    def figures(self):
        """What a line of the table says, in whole euros."""
        read = queries.year_figures(self.year, date(YEAR, 12, 31))
        by_funder = {one.contribution.pk: one for one in read.funders}
        found = [read.pots.available]
        for contribution in self.funders.values():
            one = by_funder[contribution.pk]
            found += [one.received, one.committed, one.paid, one.justified, one.unused]
        assert all(cents % 100 == 0 for cents in found), found
        return [cents // 100 for cents in found]


def test_the_year_of_the_document_is_the_year_of_the_books():
    books = Books()
    told = list(lines())
    wrong = []
    for act, figures in told:
        books.do(act)
        if (found := books.figures()) != figures:
            wrong.append(f"{act}: {' | '.join(f'{figure:,}' for figure in found)}")
        agree(books)
    assert not wrong, "\n".join(wrong)
    assert len(told) > 15
    following = queries.year_figures(books.next, date(YEAR + 1, 1, 1))
    assert (following.flows.carried, following.pots.available) == (euros(1_100), euros(1_100))


def agree(books):
    """Months, purses, promises and reports agree with the lines after each act."""
    for read in (faults, queries.movement_faults, queries.commitment_faults, queries.purse_faults, grant_faults):
        assert list(read()) == []
    statement = queries.statement(books.year, date(2100, 1, 1))
    pots = queries.fund_figures(books.year)
    assert statement.total.so_far.left == Cents(pots.available - pots.ahead)
    assert statement.total.so_far.promised == pots.reserved
    assert statement.total.so_far.spent == pots.paid
