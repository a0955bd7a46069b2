"""Whatever committees decide, put off, take back, promise ahead, and whatever comes in: the books say so (trust.md B1).

After every act: left, promised and paid make what was received and promised ahead; the money set aside is that of the
decisions in force; no pot is below zero; the numbers have no gap; nothing already written has changed.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quartierlibre.domain.committees import operations, queries
from quartierlibre.domain.committees.models import Case, Decision
from quartierlibre.domain.committees.states import CaseState, Outcome
from quartierlibre.domain.funds.queries import fund_figures
from quartierlibre.foundation.ledger.models import Line
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import votes
from tests.factories.votes import MACHINE
from tests.support.examples import some

FILES, ASKED = 4, 15_000
file, cents = st.integers(0, FILES - 1), st.integers(1, ASKED)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("endow"), st.just(0), cents),
        st.tuples(st.just("decide"), file, cents),
        st.tuples(st.just("decide"), file, cents),
        st.tuples(st.just("promise"), file, cents),
        st.tuples(st.just("refuse"), file, cents),
        st.tuples(st.just("annul"), file, cents),
        st.tuples(st.just("wait"), file, cents),
        st.tuples(st.just("serve"), file, cents),
        st.tuples(st.just("give_up"), file, cents),
    ),
    min_size=8,
    max_size=30,
)


class Child:
    """The envelope as a child would keep it: what is there, what is promised, and who waits in which order."""

    def __init__(self):
        self.received = self.left = self.ahead = 0
        self.granted, self.line, self.voted = {}, [], dict.fromkeys(range(FILES), True)

    def take(self, at, cents, *, promise=False):
        if not self.voted[at] or (cents > self.left and not promise):
            return False
        self.ahead += max(0, cents - self.left)
        self.left -= min(cents, self.left)
        self.granted[at], self.voted[at] = cents, False
        self.line = [place for place in self.line if place[0] != at]
        return True

    def give(self, cents):
        covered = min(cents, self.ahead)
        self.ahead -= covered
        self.left += cents - covered

    def endow(self, _at, cents):
        self.received += cents
        self.give(cents)
        return True

    def decide(self, at, cents):
        return self.take(at, cents)

    def promise(self, at, cents):
        return self.take(at, cents, promise=True)

    def refuse(self, at, _cents):
        if not self.voted[at]:
            return False
        self.voted[at] = False
        self.line = [place for place in self.line if place[0] != at]
        return True

    def annul(self, at, _cents):
        self.give(self.granted.pop(at, 0))
        self.voted[at] = True
        self.line = [place for place in self.line if place[0] != at]
        return True

    def wait(self, at, cents):
        if not self.voted[at] or cents <= self.left or any(place[0] == at for place in self.line):
            return False
        self.line.append((at, cents))
        return True

    def serve(self, at, _cents):
        return bool(self.line) and self.line[0][0] == at and self.take(*self.line[0])

    def give_up(self, at, _cents):
        there = any(place[0] == at for place in self.line)
        self.line = [place for place in self.line if place[0] != at]
        return there


class Grown:
    """The same acts, through the operations people use."""

    def __init__(self, cases, fund):
        self.cases, self.fund = cases, fund

    def endow(self, _at, cents):
        votes.endow(self.fund, cents)

    def decide(self, at, cents, *, outcome=Outcome.GRANTED, **said):
        votes.decide(self.cases[at], outcome, amount=Cents(cents), **said)

    def promise(self, at, cents):
        self.decide(at, cents, override="La Région verse en juin.")

    def refuse(self, at, cents):
        # The rules of these votes leave the outcome to the secretary.
        self.decide(at, cents, outcome=Outcome.REFUSED)

    def annul(self, at, _cents):
        """And vote again: the file is ready for another decision."""
        last = self.cases[at].rounds.order_by("-number").first()
        operations.annul_round(by=MACHINE, round=last, because="Une voix de trop.")
        votes.voted(self.cases[at])

    def wait(self, at, cents):
        operations.wait_for_money(by=MACHINE, case=self.cases[at], amount=Cents(cents), reason="Voté oui.")

    def serve(self, at, _cents):
        operations.serve_waiting(by=MACHINE, waiting_place=self.place(at))

    def give_up(self, at, _cents):
        operations.give_up_waiting(by=MACHINE, waiting_place=self.place(at), because="Une autre aide est venue.")

    def place(self, at):
        return Case.objects.get(pk=self.cases[at].pk).waiting_place


def _accepted(act, at, cents):
    try:
        act(at, cents)
    except Refused:
        return False
    return True


class Decisions(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.fund = votes.applications.fund(rules=votes.rules())  # no majority: both outcomes may be stated
        votes.endow(cls.fund, 0)
        cls.cases = votes.cases(cls.fund, files=FILES)
        for case in cls.cases:
            votes.voted(case)

    @settings(max_examples=some(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(acts)
    def test_the_books_say_what_was_decided(self, wanted):
        child, grown, written = Child(), Grown(self.cases, self.fund), {}
        for verb, at, cents in wanted:
            if verb in ("serve", "give_up") and not hasattr(Case.objects.get(pk=self.cases[at].pk), "waiting_place"):
                continue
            agreed = getattr(child, verb)(at, cents)
            assert _accepted(getattr(grown, verb), at, cents) == agreed, (verb, at, cents)
            self._check(child, written)

    def _check(self, child, written):
        (pots,) = fund_figures(self.fund.years.get()).sectors
        assert pots.is_balanced
        granted = sum(child.granted.values())
        assert (pots.received, pots.available, pots.reserved, pots.ahead) == (
            child.received,
            child.left,
            granted,
            child.ahead,
        )
        in_force = Decision.objects.filter(superseded_at=None)
        assert sum(decision.amount_cents or 0 for decision in in_force) == granted
        numbers = list(Decision.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        places = queries.waiting_list(self.fund.years.get().envelopes.get())
        assert [(place.case_id, place.amount_cents) for place in places] == [
            (self.cases[at].pk, cents) for at, cents in child.line
        ]
        lines = dict(Line.objects.values_list("pk", "amount_cents"))
        assert written.items() <= lines.items()
        written.update(lines)
        assert list(faults()) == []
        assert set(Case.objects.values_list("state", flat=True)) <= {CaseState.VOTED, CaseState.DECIDED}
