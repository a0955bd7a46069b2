"""What a report makes of an aid, and who may be paid: truth tables, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.grants.rules.agreement import Way, may_name_payee, ways_open
from quartierlibre.domain.grants.rules.amounts import Part, final_amount, parts_after
from quartierlibre.domain.grants.rules.changes import report_due_on
from quartierlibre.domain.grants.rules.photos import may_consent
from quartierlibre.domain.grants.rules.reports import bodies, may_settle, standing
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict, GrantState, InstalmentKind
from quartierlibre.foundation.money import Cents

PAPERS, ACTION = CheckBody.PAPERS, CheckBody.ACTION
YES, NO = CheckVerdict.CONFORM, CheckVerdict.NOT_CONFORM


@pytest.mark.parametrize(
    ("rule", "spent", "resources", "expected"),
    [
        ("same_rate", 40_000, 0, 30_000),  # as planned
        ("same_rate", 50_000, 0, 30_000),  # never more
        ("same_rate", 20_000, 0, 15_000),
        ("same_rate", 33_333, 0, 24_999),  # what does not divide stays with the fund
        ("at_most_cost", 29_999, 10_000, 29_999),
        ("at_most_need", 29_999, 10_000, 19_999),
        ("at_most_need", 9_000, 10_000, 0),
        (None, 40_000, 0, None),
    ],
)
def test_the_final_amount_follows_the_rule_and_silence_asks_a_person(rule, spent, resources, expected):
    said = final_amount(
        rule, granted=Cents(30_000), planned=Cents(40_000), spent=Cents(spent), resources=Cents(resources)
    )
    assert said.amount == expected
    assert said.lines


def test_a_rate_needs_a_known_budget():
    said = final_amount("same_rate", granted=Cents(1), planned=None, spent=Cents(1), resources=Cents(0))
    assert said.amount is None


@given(
    rule=st.sampled_from(["same_rate", "at_most_cost", "at_most_need"]),
    granted=st.integers(1, 10**7),
    planned=st.integers(1, 10**7),
    spent=st.integers(0, 10**7),
    resources=st.integers(0, 10**7),
)
def test_the_aid_never_grows_nor_passes_the_cost_it_is_bound_to(rule, granted, planned, spent, resources):
    amount = final_amount(rule, granted=granted, planned=planned, spent=spent, resources=resources).amount
    assert 0 <= amount <= granted
    if rule != "same_rate":
        assert amount <= spent
    else:
        assert amount * planned <= granted * max(spent, planned)


@given(left=st.integers(0, 10**7), plans=st.lists(st.integers(0, 10**7), min_size=1, max_size=5))
def test_payments_to_come_add_up_to_what_is_left(left, plans):
    parts = [Part(rank, InstalmentKind.ADVANCE, Cents(cents)) for rank, cents in enumerate(plans, start=1)]
    shared = parts_after(Cents(left), parts)
    assert sum(shared.values()) == left
    assert all(0 <= shared[part.rank] <= part.planned for part in parts[:-1])


@pytest.mark.parametrize(
    ("two", "said", "complete", "conform"),
    [
        (None, [], False, False),
        (None, [(PAPERS, YES)], True, True),
        (False, [(PAPERS, NO)], True, False),
        (True, [(PAPERS, YES)], False, False),
        (True, [(PAPERS, YES), (ACTION, YES)], True, True),
        (True, [(PAPERS, YES), (ACTION, NO)], True, False),
    ],
)
def test_the_balance_waits_for_each_body_asked(two, said, complete, conform):
    where = standing(bodies(two), said)
    assert (where.is_complete, where.is_conform) == (complete, conform)


def test_a_disagreement_is_decided_in_writing_and_never_above_the_rule():
    where = standing(bodies(True), [(PAPERS, YES), (ACTION, NO)])
    facts = {"where": where, "computed": Cents(100), "granted": Cents(200), "order_under_way": False}
    assert may_settle(**facts, chosen=None, because="").codes == {"report.no_reason"}
    assert may_settle(**facts, chosen=Cents(150), because="Oui.").codes == {"report.above_rule"}
    assert may_settle(**facts, chosen=Cents(80), because="Oui.")


@pytest.mark.parametrize(
    ("holder", "modes", "ways"),
    [
        (HolderKind.ASSOCIATION, {"advance", "supplier_invoice"}, [Way.ASSOCIATION, Way.INVOICES]),
        (HolderKind.COLLECTIVE, {"advance", "support_structure"}, [Way.SUPPORT]),
        (HolderKind.INDIVIDUAL, {"advance"}, []),
        (HolderKind.COLLECTIVE, None, [Way.SUPPORT, Way.INVOICES, Way.RESIDENT]),
    ],
)
def test_a_group_is_never_paid_as_an_association(holder, modes, ways):
    assert list(ways_open(holder, modes)) == ways


def test_a_payee_is_named_before_any_payment_and_by_a_right_siret():
    facts = {"way": Way.SUPPORT, "ways": [Way.SUPPORT], "name": "Centre social", "state": GrantState.RUNNING}
    assert may_name_payee(**facts, siret="", paid=False)
    assert may_name_payee(**facts, siret="12345678901234", paid=True).codes == {"payee.already_paid", "payee.siret"}


@pytest.mark.parametrize(
    ("ends_on", "asked", "delay", "due"),
    [
        (date(2026, 12, 31), True, (2, "months"), date(2027, 2, 28)),
        (date(2026, 12, 31), None, (2, "months"), date(2027, 2, 28)),
        (date(2026, 12, 31), False, (2, "months"), None),
        (date(2026, 12, 31), True, None, None),
        (None, True, (2, "months"), None),
        (date(2026, 11, 27), True, (3, "working_days"), date(2026, 12, 2)),
    ],
)
def test_a_report_is_due_so_long_after_the_end(ends_on, asked, delay, due):
    assert report_due_on(ends_on, asked=asked, delay=delay) == due


def test_the_parents_of_a_minor_agree_in_writing():
    facts = {"described": True, "words": "La fête.", "given_by": "Leïla", "already": False}
    assert may_consent(**facts, shows_minors=False, has_paper=False)
    assert may_consent(**facts, shows_minors=True, has_paper=False).codes == {"photo.parents_paper"}
    assert may_consent(**facts, shows_minors=True, has_paper=True)
