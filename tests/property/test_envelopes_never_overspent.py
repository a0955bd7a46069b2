"""Whatever is asked of two sectors of a fund, in whatever order, no pot goes below zero and no cent is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from quartierlibre.domain.funds import operations, queries
from quartierlibre.foundation.ledger.queries import accounts_out_of_step
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS
from tests.support.examples import some

ACTS = {"reserve": operations.reserve_grant, "release": operations.release_grant}
moves = st.lists(
    st.tuples(st.sampled_from(["endow", *ACTS]), st.integers(0, 1), st.integers(1, 300)), min_size=1, max_size=15
)


class Envelopes(TestCase):
    @settings(max_examples=some(25), deadline=None)
    @given(moves)
    def test_no_sector_promises_more_than_it_has(self, wanted):
        year = operations.open_year(by=TESTS, fund=funds.fund(sectors=["Nord", "Sud"]), year=2026)
        envelopes = list(year.envelopes.all())
        expected = [[0, 0, 0], [0, 0, 0]]  # received, available, reserved
        for number, (act, sector, amount) in enumerate(wanted):
            received, available, reserved = expected[sector]
            envelope = envelopes[sector]
            if act == "endow":
                funds.pay_in(envelope, amount)
                expected[sector] = [received + amount, available + amount, reserved]
                continue
            there = available if act == "reserve" else reserved
            try:
                ACTS[act](by=TESTS, envelope=envelope, amount=Cents(amount), reference=f"{envelope.pk}-{number}")
            except Refused:
                assert amount > there
            else:
                sign = 1 if act == "reserve" else -1
                expected[sector] = [received, available - sign * amount, reserved + sign * amount]
                assert amount <= there
        found = [[part.received, part.available, part.reserved] for part in queries.fund_figures(year).sectors]
        assert found == expected
        assert min(min(pots) for pots in found) >= 0
        assert not accounts_out_of_step().exists()
