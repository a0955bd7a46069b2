"""How much a project may receive, on worked examples from real rulebooks."""

from datetime import date

import pytest

from quartierlibre.domain.funds.amounts import amount_allowed
from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.rulebook import Rulebook
from tests.factories.funds import SOURCES, clause

TODAY = date(2026, 3, 2)
BY_RANK = {
    "holder.max_grants_per_year": clause(2, "grants"),
    "amount.ceilings": [clause(90000, "cents", when={"rank": 1}), clause(40000, "cents", when={"rank": 2})],
}
SEASONS = {"first": "12-01", "last": "01-06", "label": "les fêtes de fin d’année"}
BY_SEASON = {
    "amount.ceilings": [
        clause(80000, "cents", unless={"season": SEASONS}),
        clause(150000, "cents", when={"season": SEASONS}),
    ]
}
LEARNING = ["training", "expert_advice"]
BY_HOLDER = {
    "amount.ceilings": [
        clause(75000, "cents", when={"holder_kinds": ["individual", "collective"]}),
        clause(230000, "cents", when={"holder_kinds": ["association"]}, unless={"objects": LEARNING}),
        clause(450000, "cents", when={"holder_kinds": ["association"], "objects": LEARNING}),
    ]
}
RATE = {"amount.rate_max": [clause(90, "percent")], "amount.ceilings": [clause(75000, "cents")]}


def verdict(rules, **facts):
    return amount_allowed(Rulebook.read(rules, SOURCES), ProjectFacts(today=TODAY, **facts))


@pytest.mark.parametrize(
    ("rules", "facts", "allowed"),
    [
        ({}, {}, None),
        ({}, {"cost_cents": 1000, "rank_in_year": 7}, None),
        (BY_RANK, {"rank_in_year": 1}, 90000),
        (BY_RANK, {"rank_in_year": 2}, 40000),
        (BY_RANK, {"rank_in_year": 3}, 0),
        (BY_RANK, {"rank_in_year": 1, "remaining_cents": 31200}, 31200),
        (BY_SEASON, {"starts_on": date(2026, 6, 21)}, 80000),
        (BY_SEASON, {"starts_on": date(2026, 12, 1)}, 150000),
        (BY_SEASON, {"starts_on": date(2027, 1, 6)}, 150000),
        (BY_SEASON, {"starts_on": date(2027, 1, 7)}, 80000),
        (BY_HOLDER, {"holder_kind": "collective"}, 75000),
        (BY_HOLDER, {"holder_kind": "association"}, 230000),
        (BY_HOLDER, {"holder_kind": "association", "objects": frozenset({"training"})}, 450000),
        (BY_HOLDER, {"holder_kind": "collective", "objects": frozenset({"training"})}, 75000),
        (RATE, {"cost_cents": 50001}, 45000),
        (RATE, {"cost_cents": 100000}, 75000),
        (RATE, {}, 75000),
        ({"amount.own_contribution": clause(10, "percent")}, {"cost_cents": 1005}, 904),
        ({"amount.own_contribution": clause(10000, "cents")}, {"cost_cents": 8000}, 0),
        ({**RATE, "amount.rounding_step": clause(100, "cents")}, {"cost_cents": 55555}, 49900),
        (
            {"amount.ceilings": [clause(75000, "cents", per="holder_year")]},
            {"granted_this_year_cents": 50000},
            25000,
        ),
    ],
)
def test_the_smallest_bound_wins(rules, facts, allowed):
    assert verdict(rules, **facts).allowed_cents == allowed


def test_every_bound_says_why_and_from_where():
    rules = {**BY_RANK, "amount.rate_max": [clause(80, "percent", article="article 4")]}
    found = verdict(rules, rank_in_year=2, cost_cents=60000, remaining_cents=100000)
    said = [(bound.cents, bound.reason.replace("\u00a0", " "), bound.source) for bound in found.bounds]
    assert said == [
        (40000, "Deuxième projet de l’année : plafond 400 €", "Règlement du fonds"),
        (48000, "80 % du coût de 600 €", "Règlement du fonds, article 4"),
        (100000, "Il reste 1\u202f000 € dans le fonds", ""),
    ]
    assert [bound.cents for bound in found.binding] == [40000]


def test_two_bounds_may_bind_together():
    found = verdict({"amount.ceilings": [clause(500, "cents")]}, remaining_cents=500)
    assert len(found.binding) == 2


def test_a_fact_not_known_yet_leaves_a_bound_undecided():
    found = verdict({"amount.ceilings": [*BY_RANK["amount.ceilings"], clause(100000, "cents")]})
    assert found.allowed_cents == 100000
    assert [bound.cents for bound in found.undecided] == [40000, 90000]


def test_rounding_is_said():
    found = verdict({**RATE, "amount.rounding_step": clause(100, "cents")}, cost_cents=55555)
    assert "arrondi vers le bas" in found.rounded
    assert not verdict(RATE, cost_cents=55555).rounded


def test_what_is_asked_beyond_the_bounds_is_counted():
    assert verdict(BY_RANK, rank_in_year=2).cut(45000) == 5000
    assert verdict(BY_RANK, rank_in_year=2).cut(40000) == 0
    assert verdict({}).cut(10**9) == 0
