"""When a decision may be taken, for how much, and who may promise money that is not there yet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.rules.outcomes import Result
from quartierlibre.domain.committees.states import FAVOURABLE, CaseState, Outcome, SessionState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

# What the committee may still say after each result; the secretary states the outcome when the regulation does not.
SAYABLE: dict[Result, Collection[Outcome]] = {
    Result.ADOPTED: (*FAVOURABLE, Outcome.ADJOURNED),
    Result.REJECTED: (Outcome.REFUSED, Outcome.ADJOURNED),
    Result.SECOND_ROUND: (),
    Result.POSTPONED: (Outcome.ADJOURNED,),
    Result.CHAIR: tuple(Outcome),
    Result.UNSAID: tuple(Outcome),
}


@dataclass(frozen=True)
class DecisionFacts:
    """`result` is None when no vote counts. Amounts are cents; `allowed` is what the rulebook lets, `why` its limit.

    `later` is True for a file that waited for money: its sitting may be over.
    """

    session: SessionState
    case: CaseState
    result: Result | None
    outcome: Outcome
    reason: str
    conditions: str = ""
    amount: Cents | None = None
    asked: Cents | None = None
    allowed: Cents | None = None
    why: str = ""
    step: int | None = None
    later: bool = False


def settled(outcome: Outcome, amount: Cents | None, asked: Cents | None) -> tuple[Outcome, Cents | None]:
    """« En totalité » without a figure is what was asked; a lower figure makes it « en partie », and conversely."""
    if outcome not in FAVOURABLE:
        return outcome, None
    if amount is None and outcome == Outcome.GRANTED:
        amount = asked
    if outcome == Outcome.CONDITIONS or amount is None or asked is None:
        return outcome, amount
    return (Outcome.PART if amount < asked else Outcome.GRANTED), amount


def may_decide(facts: DecisionFacts) -> Verdict:
    """A voted file is decided during the sitting, as its vote says, with a reason in plain words."""
    return (
        refuse_if(
            facts.session != SessionState.OPEN and not facts.later,
            "session.not_open",
            _("La séance n’est pas ouverte."),
        )
        & refuse_if(
            facts.case != CaseState.VOTED or facts.result is None,
            "decision.not_voted",
            _("Ce dossier n’a pas de vote clos : votez d’abord."),
        )
        & _follows_the_vote(facts)
        & refuse_if(not facts.reason.strip(), "decision.without_reason", _("Écrivez la raison, en mots simples."))
        & refuse_if(
            facts.outcome == Outcome.CONDITIONS and not facts.conditions.strip(),
            "decision.without_conditions",
            _("Écrivez les conditions."),
        )
        & (may_grant(facts) if facts.outcome in FAVOURABLE else ALLOWED)
    )


def _follows_the_vote(facts: DecisionFacts) -> Verdict:
    if facts.result is None or facts.outcome in SAYABLE[facts.result]:
        return ALLOWED
    if facts.result == Result.SECOND_ROUND:
        return refuse_if(True, "decision.second_round", _("Égalité : le règlement demande un second vote."))
    message = gettext("Le vote dit « %(result)s » : la décision ne peut pas dire le contraire.")
    return refuse_if(True, "decision.against_the_vote", message % {"result": facts.result.label})


def may_grant(facts: DecisionFacts) -> Verdict:
    """A sum above zero, no more than what was asked and than what the regulation allows."""
    if facts.amount is None or facts.amount <= 0:
        return refuse_if(True, "decision.without_amount", _("Écrivez la somme accordée."))
    asked, allowed = facts.asked, facts.allowed
    above_asked = asked is not None and facts.amount > asked
    above_rules = allowed is not None and facts.amount > allowed
    more = gettext("Le dossier demande %(asked)s : accordez au plus cette somme.")
    limit = gettext("Le règlement permet %(allowed)s au plus (%(why)s).")
    said = {"allowed": format_euros(allowed or Cents(0)), "why": facts.why}
    return (
        refuse_if(above_asked, "decision.above_asked", more % {"asked": format_euros(asked or Cents(0))})
        & refuse_if(above_rules, "decision.above_allowed", limit % said)
        & _is_round(facts.amount, facts.step)
    )


def _is_round(amount: Cents, step: int | None) -> Verdict:
    if not step or amount % step == 0:
        return ALLOWED
    message = gettext("Le règlement arrondit vers le bas, par pas de %(step)s : écrivez %(rounded)s.")
    said = {"step": format_euros(Cents(step)), "rounded": format_euros(Cents(amount - amount % step))}
    return refuse_if(True, "decision.not_rounded", message % said)


def may_wait(*, already: bool, is_short: bool) -> Verdict:
    """A file waits once, and only for money that is missing."""
    return refuse_if(already, "waiting.already", _("Ce dossier est déjà sur la liste d’attente.")) & refuse_if(
        not is_short, "waiting.not_needed", _("L’argent est là : prenez la décision.")
    )


def may_serve(*, ended: bool, is_first: bool) -> Verdict:
    """First come, first served."""
    return refuse_if(ended, "waiting.ended", _("Ce dossier n’attend plus.")) & refuse_if(
        not ended and not is_first, "waiting.not_first", _("Un autre dossier attend depuis plus longtemps.")
    )


def may_share(same_year: bool) -> Verdict:
    """Envelopes that pay one grant together are of the same year of the same fund."""
    other = _("Ces enveloppes ne sont pas de la même année du même fonds.")
    return refuse_if(not same_year, "decision.other_year", other)


def may_take_back(because: str) -> Verdict:
    return refuse_if(not because.strip(), "decision.taken_back_without_reason", _("Écrivez pourquoi."))
