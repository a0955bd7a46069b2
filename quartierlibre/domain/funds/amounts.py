"""How much a rulebook lets a project receive: the smallest of every bound that applies, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from quartierlibre.domain.funds.conditions import ordinal
from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.rulebook import PER_YEAR, Clause, Rulebook
from quartierlibre.foundation.money import Cents, format_euros

REMAINING = "fund.remaining"


@dataclass(frozen=True)
class Bound:
    """One reason why an amount cannot be higher: `cents` at most, said in French, with the text it comes from."""

    key: str
    cents: Cents
    reason: str
    source: str = ""


@dataclass(frozen=True)
class AmountVerdict:
    """`allowed_cents` is None when nothing bounds. `binding` are the bounds that no other is below.

    `undecided` are bounds that may apply, and wait for a fact that is not known yet: they do not count.
    """

    allowed_cents: Cents | None
    bounds: tuple[Bound, ...] = ()
    binding: tuple[Bound, ...] = ()
    undecided: tuple[Bound, ...] = ()
    rounded: str = ""

    def cut(self, asked: Cents) -> Cents:
        """How many of the cents asked for the rules do not allow (0 when they allow them all)."""
        return Cents(0 if self.allowed_cents is None else max(0, asked - self.allowed_cents))


def amount_allowed(rulebook: Rulebook, facts: ProjectFacts) -> AmountVerdict:
    """min(every ceiling that applies, rate × eligible cost, what remains), in whole cents, always rounded down."""
    sure: list[Bound] = []
    undecided: list[Bound] = []
    for clause, bound in _candidates(rulebook, facts):
        applies = clause.applies(facts)
        if applies is not False:
            (sure if applies else undecided).append(bound)
    if facts.remaining_cents is not None:
        sure.append(_remaining_bound(facts.remaining_cents))
    return _verdict(rulebook, _in_order(sure), _in_order(undecided))


def _candidates(rulebook: Rulebook, facts: ProjectFacts) -> Iterator[tuple[Clause, Bound]]:
    for clause in rulebook.all("amount.ceilings"):
        yield clause, _ceiling_bound(clause, facts)
    if facts.cost_cents is not None:
        for clause in rulebook.all("amount.rate_max"):
            yield clause, _rate_bound(clause, facts.cost_cents)
        for clause in rulebook.all("amount.own_contribution"):
            yield clause, _own_contribution_bound(clause, facts.cost_cents)
    for clause in rulebook.all("holder.max_grants_per_year"):
        if facts.rank_in_year is not None and facts.rank_in_year > clause.value:
            yield clause, _too_many_bound(clause, facts.rank_in_year)


def _verdict(rulebook: Rulebook, bounds: tuple[Bound, ...], undecided: tuple[Bound, ...]) -> AmountVerdict:
    if not bounds:
        return AmountVerdict(None, undecided=undecided)
    lowest = min(bound.cents for bound in bounds)
    allowed = _round_down(lowest, rulebook.value("amount.rounding_step"))
    step = rulebook.one("amount.rounding_step")
    return AmountVerdict(
        allowed_cents=allowed,
        bounds=bounds,
        binding=tuple(bound for bound in bounds if bound.cents == lowest),
        undecided=undecided,
        rounded=_("arrondi vers le bas, par pas de %(step)s") % {"step": step.said()}
        if step and allowed < lowest
        else "",
    )


def _in_order(bounds: list[Bound]) -> tuple[Bound, ...]:
    return tuple(sorted(bounds, key=lambda bound: (bound.cents, bound.key, bound.reason)))


def _round_down(cents: Cents, step: int | None) -> Cents:
    return Cents(cents - cents % step) if step else cents


def _with_context(clause: Clause, text: str) -> str:
    """« Deuxième projet de l’année : plafond 400 € »: what makes the clause apply is said first."""
    rank = clause.when.rank
    if rank is not None:
        said = _("%(rank)s projet de l’année") % {"rank": ordinal(rank).capitalize()}
        rest = clause.when.without_rank().say()
        return f"{' '.join(filter(None, (said, rest)))}\u00a0: {text}"
    said = clause.when.say()
    return f"{said[0].upper()}{said[1:]}\u00a0: {text}" if said else f"{text[0].upper()}{text[1:]}"


def _ceiling_bound(clause: Clause, facts: ProjectFacts) -> Bound:
    said = clause.said()
    if clause.per != PER_YEAR:
        return _bound(clause, clause.value, _with_context(clause, _("plafond %(ceiling)s") % {"ceiling": said}))
    spent = facts.granted_this_year_cents or Cents(0)
    text = _("plafond %(ceiling)s par an, dont %(spent)s déjà reçus") % {"ceiling": said, "spent": format_euros(spent)}
    return _bound(clause, clause.value - spent, _with_context(clause, text))


def _rate_bound(clause: Clause, cost: Cents) -> Bound:
    text = _("%(rate)s du coût de %(cost)s") % {"rate": clause.said(), "cost": format_euros(cost)}
    return _bound(clause, cost * clause.value // 100, _with_context(clause, text))


def _own_contribution_bound(clause: Clause, cost: Cents) -> Bound:
    own = clause.value if clause.unit == "cents" else -(-cost * clause.value // 100)
    text = _("apport demandé de %(own)s sur un coût de %(cost)s")
    return _bound(clause, cost - own, _with_context(clause, text % {"own": clause.said(), "cost": format_euros(cost)}))


def _too_many_bound(clause: Clause, rank: int) -> Bound:
    text = _("%(rank)s projet de l’année : %(most)s par an au plus")
    return _bound(clause, 0, text % {"rank": ordinal(rank).capitalize(), "most": clause.said()})


def _bound(clause: Clause, cents: int, reason: str) -> Bound:
    return Bound(clause.key, Cents(max(0, cents)), reason, clause.origin)


def _remaining_bound(remaining: Cents) -> Bound:
    return Bound(
        REMAINING, Cents(max(0, remaining)), _("Il reste %(left)s dans le fonds") % {"left": format_euros(remaining)}
    )
