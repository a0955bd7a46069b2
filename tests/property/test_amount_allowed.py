"""Laws of the amount allowed: below every bound, monotone, order of rules indifferent, silence never bounds."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.domain.funds.amounts import amount_allowed
from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.funds.vocabulary import HOLDER_KINDS, OBJECTS
from tests.factories.funds import SOURCES, clause

START = date(2026, 1, 1)
cents = st.integers(1, 500_000)
days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: f"{day:%m-%d}")
conditions = st.fixed_dictionaries(
    {},
    optional={
        "rank": st.integers(1, 4),
        "rank_from": st.integers(1, 3),
        "holder_kinds": st.lists(st.sampled_from(sorted(HOLDER_KINDS)), min_size=1, unique=True),
        "objects": st.lists(st.sampled_from(sorted(OBJECTS)), min_size=1, max_size=3, unique=True),
        "season": st.fixed_dictionaries({"first": days, "last": days}),
    },
).filter(bool)


def clauses(value, unit, **more):
    optional = {"when": conditions, "unless": conditions, **more}
    return st.fixed_dictionaries({"value": value, "unit": st.just(unit), "source": st.just("R")}, optional=optional)


ceilings = st.lists(clauses(cents, "cents", per=st.sampled_from(["project", "holder_year"])), min_size=1, max_size=4)
rulebooks = st.fixed_dictionaries(
    {},
    optional={
        "amount.ceilings": ceilings,
        "amount.rate_max": st.lists(clauses(st.integers(1, 100), "percent"), min_size=1, max_size=3),
        "amount.own_contribution": st.one_of(
            st.integers(1, 100).map(lambda part: clause(part, "percent")), cents.map(lambda own: clause(own, "cents"))
        ),
        "holder.max_grants_per_year": st.integers(1, 3).map(lambda most: clause(most, "grants")),
        "amount.rounding_step": st.sampled_from([100, 500, 1000]).map(lambda step: clause(step, "cents")),
    },
)
projects = st.builds(
    ProjectFacts,
    today=st.just(START),
    holder_kind=st.sampled_from([None, *HOLDER_KINDS]),
    rank_in_year=st.none() | st.integers(1, 5),
    objects=st.frozensets(st.sampled_from(sorted(OBJECTS)), max_size=3),
    starts_on=st.none() | st.integers(0, 400).map(lambda n: START + timedelta(days=n)),
    cost_cents=st.none() | st.integers(0, 1_000_000),
    granted_this_year_cents=st.none() | st.integers(0, 600_000),
    remaining_cents=st.none() | st.integers(0, 600_000),
)


def allowed(rules, facts):
    return amount_allowed(Rulebook.read(rules, SOURCES), facts)


def height(verdict):
    return float("inf") if verdict.allowed_cents is None else verdict.allowed_cents


@given(rulebooks, projects)
def test_an_amount_is_never_above_a_bound_nor_below_zero(rules, facts):
    verdict = allowed(rules, facts)
    assert (verdict.allowed_cents is None) == (verdict.bounds == ())
    assert all(0 <= verdict.allowed_cents <= bound.cents for bound in verdict.bounds)
    assert set(verdict.binding) <= set(verdict.bounds)
    assert all(isinstance(bound.cents, int) for bound in (*verdict.bounds, *verdict.undecided))


@given(rulebooks, projects)
def test_without_rounding_a_bound_is_reached(rules, facts):
    rules.pop("amount.rounding_step", None)
    verdict = allowed(rules, facts)
    assert verdict.allowed_cents is None or verdict.binding
    assert {bound.cents for bound in verdict.binding} <= {verdict.allowed_cents}


@given(rulebooks, projects, st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(rules, facts, chance: random.Random):
    keys = list(rules)
    chance.shuffle(keys)
    shuffled = {key: rules[key] for key in keys}
    for key in ("amount.ceilings", "amount.rate_max"):
        if key in shuffled:
            shuffled[key] = chance.sample(shuffled[key], len(shuffled[key]))
    assert allowed(shuffled, facts) == allowed(rules, facts)


@given(rulebooks, projects)
def test_forgetting_a_rule_never_lowers_the_amount(rules, facts):
    whole = height(allowed(rules, facts))
    for key in rules:
        fewer = {other: said for other, said in rules.items() if other != key}
        assert height(allowed(fewer, facts)) >= whole


@given(rulebooks, projects, st.integers(0, 300_000), st.sampled_from(["cost_cents", "remaining_cents"]))
def test_more_cost_or_more_money_left_never_lowers_the_amount(rules, facts, more, name):
    if getattr(facts, name) is None:
        return
    richer = replace(facts, **{name: getattr(facts, name) + more})
    assert height(allowed(rules, richer)) >= height(allowed(rules, facts))


@given(projects)
def test_a_rulebook_that_says_nothing_bounds_nothing(facts):
    assert height(allowed({}, replace(facts, remaining_cents=None))) == float("inf")


@given(rulebooks, projects)
def test_learning_a_fact_never_frees_a_bound(rules, facts):
    """Bounds sure without knowing who asks stay once it is known."""
    blind = set(allowed(rules, replace(facts, holder_kind=None, starts_on=None)).bounds)
    assert blind <= set(allowed(rules, facts).bounds)
