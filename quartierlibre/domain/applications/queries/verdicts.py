"""What a rulebook says of a file: facts gathered here, judged by the funds room. It informs, it never blocks a save."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models import Application, BudgetLine
from quartierlibre.domain.applications.rules import OBJECT_OF_CATEGORY
from quartierlibre.domain.applications.states import (
    COUNTED_IN_RANK,
    ApplicationState,
    DocumentKind,
    HolderKind,
    LineKind,
)
from quartierlibre.domain.funds.amounts import AmountVerdict, amount_allowed
from quartierlibre.domain.funds.criteria import eligibility, serves_whole_towns
from quartierlibre.domain.funds.facts import Position, ProjectFacts
from quartierlibre.domain.funds.findings import Eligibility, Finding, Tone
from quartierlibre.domain.funds.models import Fund, Regulation
from quartierlibre.domain.funds.queries import current_regulation, left_in_open_year, towns_of
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.foundation.money import Cents, format_euros

# Papers we can tell are there or not; when a rulebook asks for another kind, only a person can say.
KNOWABLE_PAPERS = frozenset({"full_description", "balanced_budget", "quotes", "supporting_papers"})


@dataclass(frozen=True)
class Verdicts:
    """The answer to « est-ce que ça passe ? », with the rank in the year and the rulebook it was read in."""

    regulation: Regulation | None
    rank: int
    asked_cents: Cents | None
    eligibility: Eligibility
    amount: AmountVerdict

    @property
    def cut_cents(self) -> Cents:
        """How many of the cents asked for the rules do not allow."""
        return self.amount.cut(self.asked_cents) if self.asked_cents else Cents(0)

    @property
    def amount_finding(self) -> Finding | None:
        """What bounds the amount, when it is less than what is asked for."""
        allowed = self.amount.allowed_cents
        if not self.cut_cents or allowed is None:
            return None
        said = {"allowed": format_euros(allowed), "why": self.amount.binding[0].reason}
        message = _("Ce fonds peut donner jusqu’à %(allowed)s (%(why)s).") % said
        return Finding("money.above_what_is_allowed", Tone.WARNING, message, self.amount.binding[0].source)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything to tell, good news included, money last."""
        last = (self.amount_finding,) if self.amount_finding else ()
        return self.eligibility.findings + last

    @property
    def to_look_at(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.tone in {Tone.WARNING, Tone.BLOCKING})


def verdicts(application: Application, *, today: date, next_session: date | None) -> Verdicts:
    """Judge a file as it stands, under the rulebook it accepted, or for a draft the one in force.

    `next_session` is the day of the next committee, which this room does not know. About eight queries.
    """
    regulation = _regulation_of(application, today)
    rulebook = regulation.rulebook if regulation else Rulebook()
    rank = rank_in_year(application, today)
    remaining = remaining_in(application.fund, application.sector_id)
    facts = facts_of(
        application, rulebook, rank=rank, today=today, next_session=next_session, remaining_cents=remaining
    )
    facts = replace(facts, has_late_report=has_late_report(application))
    asked = None if application.asked_cents is None else Cents(application.asked_cents)
    return Verdicts(regulation, rank, asked, eligibility(rulebook, facts), amount_allowed(rulebook, facts))


def _regulation_of(application: Application, today: date) -> Regulation | None:
    return application.regulation or current_regulation(application.fund, today)


def in_town(application: Application, *, today: date) -> bool | None:
    """Whether the address is in a town the fund serves whole; None when its rules or the address do not tell."""
    regulation = _regulation_of(application, today) if application.location_commune else None
    return _in_town(application, regulation.rulebook) if regulation else None


def rank_in_year(application: Application, today: date) -> int:
    """1 for the first file a holder files in a fund in a calendar year, 2 for the second…

    By order of filing; files withdrawn, not admissible or refused are left out, an adjourned one keeps its place.
    Same holder: for an association the same RNA, SIREN or name; for a group the same name, contact or account; for one
    person the same contact or account (people share names). See docs/decisions/0010 and 0011.
    """
    year = application.filing_year or today.year
    before = Application.objects.filter(
        fund=application.fund_id,
        filing_year=year,
        state__in=COUNTED_IN_RANK,
        holder_kind=application.holder_kind,
    )
    if application.filing_number:
        before = before.filter(filing_number__lt=application.filing_number)
    same = _same_holder(application)
    return 1 + (before.filter(same).exclude(pk=application.pk).count() if same else 0)


def files_of_same_holder(application: Application) -> QuerySet[Application]:
    """Every file of this holder in this fund, this one included; only this one while nothing is known of them."""
    same, itself = _same_holder(application), Q(pk=application.pk)
    wanted = itself | (same & Q(holder_kind=application.holder_kind)) if same else itself
    return Application.objects.filter(wanted, fund=application.fund_id)


def has_late_report(application: Application) -> bool:
    """Whether this holder still owes the report of an earlier grant of this fund."""
    return files_of_same_holder(application).filter(report_late_since__isnull=False).exclude(pk=application.pk).exists()


def _same_holder(application: Application) -> Q:
    """Empty when nothing is known of the holder yet."""
    same = Q()
    if application.holder_kind == HolderKind.ASSOCIATION:
        same |= Q(rna=application.rna) if application.rna else Q()
        same |= Q(siret__startswith=application.siret[:9]) if application.siret else Q()
    if application.holder_kind != HolderKind.INDIVIDUAL and application.name_key:
        same |= Q(name_key=application.name_key)
    if application.holder_kind != HolderKind.ASSOCIATION:
        same |= Q(contact_email=application.contact_email) if application.contact_email else Q()
        same |= Q(contact_phone=application.contact_phone) if application.contact_phone else Q()
        same |= Q(holder=application.holder_id) if application.holder_id else Q()
    return same


def facts_of(
    application: Application,
    rulebook: Rulebook,
    *,
    rank: int,
    today: date,
    next_session: date | None,
    remaining_cents: Cents | None,
) -> ProjectFacts:
    """What is known of the file. What nobody told us stays None: the rulebook then says nothing, or reminds."""
    lines = list(application.budget_lines.all())
    filed = application.state != ApplicationState.DRAFT
    cost, own = _total(lines, LineKind.EXPENSE), _total(lines, LineKind.RESOURCE)
    return ProjectFacts(
        today=today,
        holder_kind=application.holder_kind or None,
        holder_is_minor=application.minor,
        has_adult_responsible=bool(application.adult_name and application.adult_contact),
        rank_in_year=rank if application.holder_kind else None,
        cer_accepted=application.cer_accepted_at is not None if filed else None,
        rules_accepted=application.regulation_accepted_at is not None if filed else None,
        objects=frozenset(OBJECT_OF_CATEGORY[line.category] for line in lines if line.category in OBJECT_OF_CATEGORY),
        theme_count=len(application.themes.all()) or None,
        position=_position(application),
        metres=application.location_metres,
        nearest_name=_nearest_name(application),
        in_town=_in_town(application, rulebook),
        open_to_all=application.open_to_all,
        starts_on=application.starts_on,
        ends_on=application.ends_on,
        asked_cents=None if application.asked_cents is None else Cents(application.asked_cents),
        cost_cents=cost,
        own_contribution_cents=own if cost is not None else None,
        remaining_cents=remaining_cents,
        next_session_on=next_session,
        filed_on=application.filed_on,
        papers=_papers(application, rulebook, cost, own or Cents(0)),
    )


def _total(lines: list[BudgetLine], kind: LineKind) -> Cents | None:
    """The sum of the lines of one kind; None for expenses when a price is missing, since a rate would then be wrong."""
    amounts = [line.amount_cents for line in lines if line.kind == kind]
    if kind == LineKind.EXPENSE and (not amounts or None in amounts):
        return None
    return Cents(sum(amount or 0 for amount in amounts))


def _position(application: Application) -> Position | None:
    """The point's, else « in » when the person chose one of the fund's neighbourhoods in the list."""
    match application.location_status:
        case "in" | "edge" | "out" as status:
            return status
    chosen = any(link.neighbourhood_id for link in application.neighbourhood_links.all())
    return "in" if chosen else None


def _nearest_name(application: Application) -> str:
    if application.location_nearest:
        return application.location_nearest
    links = application.neighbourhood_links.select_related("neighbourhood").order_by("pk")
    return ", ".join(link.neighbourhood.name for link in links[:2])


def _in_town(application: Application, rulebook: Rulebook) -> bool | None:
    """Whether the address is in a town of the fund; None without a known town on both sides, or a rule that asks it."""
    here = application.location_commune
    served = towns_of(application.fund) if here and serves_whole_towns(rulebook) else frozenset()
    return here in served if served else None


def remaining_in(fund: Fund, sector_id: int | None) -> Cents | None:
    """What is left to promise in the open year, in the sector when its pot is known; None when no year is open."""
    left = left_in_open_year(fund)
    if sector_id in left:
        return left[sector_id]
    return Cents(sum(left.values())) if left else None


def _papers(application: Application, rulebook: Rulebook, cost: Cents | None, own: Cents) -> frozenset[str] | None:
    asked_for = set(rulebook.value("filing.required_papers") or ())
    if not asked_for or not asked_for <= KNOWABLE_PAPERS:
        return None
    kinds = set(application.documents.filter(removed_at=None).values_list("kind", flat=True))
    there = {"supporting_papers": bool(kinds), "quotes": DocumentKind.QUOTE in kinds}
    there["full_description"] = bool(application.pitch)
    there["balanced_budget"] = cost is not None and cost == (application.asked_cents or 0) + own
    return frozenset(code for code, is_there in there.items() if is_there)
