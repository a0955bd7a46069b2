"""How much the committee may give: what the rulebook allows, what is left, what members proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet, Sum
from django.utils import timezone

from quartierlibre.domain.applications.queries.verdicts import facts_of, files_of_same_holder, rank_in_year
from quartierlibre.domain.committees.models import Case, Decision, Round, WaitingPlace
from quartierlibre.domain.committees.queries.sessions import NOTHING_SAID
from quartierlibre.domain.committees.queries.votes import counting_round
from quartierlibre.domain.committees.rules.outcomes import median
from quartierlibre.domain.funds.amounts import AmountVerdict, Bound, amount_allowed
from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.models import Envelope, FundYear
from quartierlibre.domain.funds.queries import open_year_of
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class AmountPage:
    """Everything about the sum of one file, in cents, as it stands now.

    `bounds` are all the limits that apply, lowest first, with what is left in the envelope; `allowed` is the lowest of
    them, rounded as the rulebook says (None: nothing limits). `by_the_rules` is the same without what is left: an
    override never goes beyond it. `median` is of the amounts proposed in `round`, the vote that counts. `waiting` is
    what other files of the envelope wait for.
    """

    envelope: Envelope | None
    asked: Cents | None
    available: Cents | None
    allowed: Cents | None
    bounds: tuple[Bound, ...]
    undecided: tuple[Bound, ...]
    by_the_rules: AmountVerdict
    median: Cents | None
    waiting: Cents
    round: Round | None
    step: int | None = None

    @property
    def suggested(self) -> Cents | None:
        """The median brought within what is allowed."""
        if self.median is None or self.allowed is None:
            return self.median
        return min(self.median, self.allowed)


def amount_to_decide(case: Case) -> AmountPage:
    """The live limits of a file, under the rulebook it accepted when it was filed. About a dozen queries."""
    application, envelope = case.application, envelope_of(case)
    rulebook = application.regulation.rulebook if application.regulation else NOTHING_SAID
    available = Cents(envelope.available.balance_cents) if envelope else None
    facts = _facts(case, rulebook, envelope)
    verdict = amount_allowed(rulebook, replace(facts, remaining_cents=available))
    held = counting_round(case)
    return AmountPage(
        envelope=envelope,
        asked=None if application.asked_cents is None else Cents(application.asked_cents),
        available=available,
        allowed=verdict.allowed_cents,
        bounds=verdict.bounds,
        undecided=verdict.undecided,
        by_the_rules=amount_allowed(rulebook, replace(facts, remaining_cents=None)),
        median=median(held.proposals, rulebook.value("amount.rounding_step")) if held else None,
        waiting=_waited_for(envelope, case),
        round=held,
        step=rulebook.value("amount.rounding_step"),
    )


def _facts(case: Case, rulebook: Rulebook, envelope: Envelope | None) -> ProjectFacts:
    """The file as it was filed, with what is true on the evening of the decision: rank, grants of the year."""
    today = timezone.localdate()
    rank = rank_in_year(case.application, today)
    facts = facts_of(case.application, rulebook, rank=rank, today=today, next_session=None, remaining_cents=None)
    year = envelope.fund_year if envelope else None
    return replace(facts, granted_this_year_cents=granted_this_year(case, year) if year else None)


def granted_this_year(case: Case, fund_year: FundYear) -> Cents:
    """What the same holder was granted in this year of the fund, this case left out."""
    granted = Decision.objects.filter(
        fund_year=fund_year,
        superseded_at=None,
        case__application__in=files_of_same_holder(case.application).values("pk"),
    ).exclude(case=case)
    return Cents(granted.aggregate(total=Sum("amount_cents"))["total"] or 0)


def envelope_of(case: Case) -> Envelope | None:
    """Where the money comes from, with what is left in it as it stands now.

    What the agenda says, else the pot of the sector in the open year of the session.
    """
    found = _envelope_of(case)
    if found is not None and found.fund_year.fund_id == case.session.committee.fund_id:
        found.fund_year.fund = case.session.committee.fund
    return found


def _envelope_of(case: Case) -> Envelope | None:
    found = Envelope.objects.select_related("fund_year", "sector", "available")
    if case.envelope_id is not None:
        return found.get(pk=case.envelope_id)
    committee = case.session.committee
    year = open_year_of(committee.fund, timezone.localdate(case.session.starts_at).year)
    if year is None:
        return None
    pots = {each.sector_id: each for each in found.filter(fund_year=year)}
    for sector in (case.application.sector_id, committee.sector_id, None):
        if sector in pots:
            return pots[sector]
    return next(iter(pots.values())) if len(pots) == 1 else None


def waiting_list(envelope: Envelope) -> QuerySet[WaitingPlace]:
    """Who waits for the money of an envelope, first come first."""
    waiting = WaitingPlace.objects.filter(envelope=envelope, ended_at=None).order_by("since", "pk")
    return waiting.select_related("case__application", "case__session")


def _waited_for(envelope: Envelope | None, case: Case) -> Cents:
    if envelope is None:
        return Cents(0)
    others = WaitingPlace.objects.filter(envelope=envelope, ended_at=None).exclude(case=case)
    return Cents(others.aggregate(total=Sum("amount_cents"))["total"] or 0)
