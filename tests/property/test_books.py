"""Whatever is asked of the books, money is neither created nor lost (trust.md B1)."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.ledger import queries
from quartierlibre.foundation.ledger.models import Account, Entry, Line
from quartierlibre.foundation.money import Cents
from tests.support.examples import some

OUTSIDE, POTS = 0, 4
pot, amount = st.integers(0, POTS - 1), st.integers(1, 500)
moves = st.tuples(st.just("move"), pot, pot, amount)
reversals = st.tuples(st.just("reverse"), st.integers(0, 30))
splits = st.tuples(st.just("split"), st.lists(amount, min_size=POTS - 1, max_size=POTS - 1))
acts = st.lists(st.one_of(moves, moves, splits, reversals), max_size=30)


class Model:
    """The books as a child would keep them: one number per pot, refusing to go below zero but outside."""

    def __init__(self):
        self.pots = [0] * POTS
        self.entries = []  # (changes, reversed or not)

    def accepts(self, changes):
        return all(self.pots[n] + cents >= 0 for n, cents in changes.items() if n != OUTSIDE)

    def post(self, changes):
        for n, cents in changes.items():
            self.pots[n] += cents
        self.entries.append([changes, False])


class Books(TestCase):
    @settings(max_examples=some(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts)
    def test_money_is_neither_created_nor_lost(self, wanted):
        self.model = Model()
        self.accounts = [Account.objects.create(name=f"pot {n}", may_go_negative=n == OUTSIDE) for n in range(POTS)]
        for number, (verb, *details) in enumerate(wanted):
            getattr(self, f"_{verb}")(str(number), *details)
        self._check()

    def _move(self, reference, source, target, cents):
        if source == target:
            with pytest.raises(ValueError, match="from one pot to another"):
                self._book_move(reference, source, target, cents)
            return
        changes = {source: -cents, target: cents}
        self._try(changes, lambda: self._book_move(reference, source, target, cents))

    def _book_move(self, reference, source, target, cents):
        ends = {"source": self.accounts[source], "target": self.accounts[target]}
        books.move(**ends, amount=Cents(cents), reason="t", reference=reference)

    def _split(self, reference, shares):
        changes = {OUTSIDE: -sum(shares), **dict(enumerate(shares, start=1))}
        by_key = {self.accounts[n].pk: Cents(cents) for n, cents in changes.items()}
        self._try(changes, lambda: books.post(by_key, reason="t", reference=reference))

    def _reverse(self, reference, position):
        if position >= len(self.model.entries):
            return
        entry = Entry.objects.filter(reason="t").order_by("pk")[position]
        changes, already = self.model.entries[position]
        mirror = {n: -cents for n, cents in changes.items()}
        if already:
            with pytest.raises(IntegrityError), transaction.atomic():
                books.reverse(entry, reason="t", reference=reference)
        elif self._try(mirror, lambda: books.reverse(entry, reason="t", reference=reference)):
            self.model.entries[position][1] = True

    def _try(self, changes, act):
        """Do it in the books if the child's books accept it; expect a refusal otherwise."""
        if not self.model.accepts(changes):
            with pytest.raises(IntegrityError), transaction.atomic():
                act()
            return False
        act()
        self.model.post(changes)
        return True

    def _check(self):
        stored = [Account.objects.get(pk=account.pk).balance_cents for account in self.accounts]
        assert stored == self.model.pots
        assert sum(stored) == 0
        assert sum(Line.objects.values_list("amount_cents", flat=True)) == 0
        assert Entry.objects.count() == len(self.model.entries)
        assert list(queries.faults()) == []
