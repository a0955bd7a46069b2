"""Who pays in, what is promised: euros in the story, cents in the books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from quartierlibre.console.demo import clock
from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.console.demo.logos import logo
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Contribution, ContributionPurpose, Envelope, FunderKind, FundYear
from quartierlibre.domain.funds.queries import logos_of
from quartierlibre.foundation.money import Cents

GROWTH = 25  # the fund grew: one twenty-fifth less for each year before this one
STEP = 50  # euros
EARLY = timedelta(hours=6)
OPENED, AGREED = (1, 3), (1, 4)  # month and day


def money_acts(stage: Stage, first: date) -> Iterator[Act]:
    """Every year from the one of that day: its accounts, what funders bring, what is promised elsewhere."""
    for year in range(first.year, stage.today.year + 1):
        yield Act(_early(stage, year, OPENED, "09:30"), partial(_open_year, stage, year))
        for said in stage.data["contributions"]:
            yield Act(_early(stage, year, AGREED, "10:00"), partial(_agree, stage, year, said))
    for said in stage.data.get("promised", ()):
        yield Act(stage.before(said["days_ago"], "20:00"), partial(_promise, stage, said))


def _early(stage: Stage, year: int, month_day: tuple[int, int], hour: str) -> datetime:
    """In January, once the fund is open; during the first days of a January, some hours ago."""
    day = max(date(year, *month_day), stage.first_open_day(2))
    return min(clock.moment(day, hour), stage.now - EARLY)


def _open_year(stage: Stage, year: int) -> None:
    stage.years[year] = funds.open_year(by=stage.manager, fund=stage.fund, year=year)


def _agree(stage: Stage, year: int, said: Data) -> None:
    """Note what a funder brings, its logo the first year, then what it really paid in, pot by pot."""
    funder = funds.note_funder(
        by=stage.manager, territory=stage.territory, name=said["funder"], kind=FunderKind(said["kind"])
    )
    contribution = funds.record_contribution(
        by=stage.manager,
        fund_year=stage.years[year],
        funder=funder,
        sector=stage.fund.sectors.get(slug=said["sector"]) if "sector" in said else None,
        **_terms(stage, year, said),
    )
    if funder.pk not in logos_of(stage.fund.pk):
        _introduce(stage, contribution, said)
    paid = {sector: _of_year(stage, year, euros) for sector, euros in said.get("paid", {}).items()}
    promised, came = (contribution.amount_cents or 0) // 100, sum(paid.values())
    # Nothing is late from an earlier year.
    if paid and (asked := promised if year == stage.today.year else min(promised, came)):
        _call(stage, contribution, asked)
    for sector, euros in paid.items():
        _pay_in(stage, contribution, sector, euros)


def _introduce(stage: Stage, contribution: Contribution, said: Data) -> None:
    """The first year: its logo, and whom its monthly statement goes to."""
    if "logo" in said:
        emblem, ink = said["logo"]
        picture = logo(emblem, ink, contribution.funder.name)
        funds.set_funder_logo(by=stage.manager, contribution=contribution, upload=picture)
    if "contact" in said:
        email, name = said["contact"]
        funds.note_contact(by=stage.manager, fund=stage.fund, funder=contribution.funder, email=email, name=name)


def _call(stage: Stage, contribution: Contribution, euros: int) -> None:
    """All is asked for at once, to be paid within two months."""
    day, due_on = timezone.localdate(), timezone.localdate() + timedelta(days=60)
    funds.call_funds(by=stage.manager, contribution=contribution, amount=Cents(euros * 100), on=day, due_on=due_on)


def _of_year(stage: Stage, year: int, euros: int) -> int:
    """This year's sum is the story's own."""
    less = euros * (stage.today.year - year) // GROWTH
    return euros - less // STEP * STEP


def _terms(stage: Stage, year: int, said: Data) -> dict[str, Any]:
    """What the story leaves out stays unknown."""
    return {
        "purpose": ContributionPurpose(said.get("purpose", "projects")),
        "amount_cents": _of_year(stage, year, said["amount"]) * 100 if "amount" in said else None,
        "share_percent": Decimal(said["share"]) if "share" in said else None,
        "regrant_allowed": said.get("regrant"),
        "clause_reference": said.get("clause", ""),
        "agreement_date": _early(stage, year, AGREED, "10:00").date() if "clause" in said else None,
    }


def _pay_in(stage: Stage, contribution: Contribution, sector: str, euros: int) -> None:
    funds.endow(
        by=stage.manager,
        contribution=contribution,
        envelope=envelope_of(contribution.fund_year, sector),
        amount=Cents(euros * 100),
        reference=f"Virement {contribution.fund_year.year}-{contribution.pk:03} · {sector or 'fonds'}",
    )


def _promise(stage: Stage, said: Data) -> None:
    """Money set aside for projects decided on paper: a sum, or all but what the story wants `leaving`."""
    envelope = envelope_of(stage.years[timezone.localdate().year], said.get("sector", ""))
    amount = said["amount"] * 100 if "amount" in said else envelope.available.balance_cents - said["leaving"] * 100
    if amount <= 0:
        return
    funds.reserve_grant(
        by=stage.manager,
        envelope=envelope,
        amount=Cents(amount),
        reference=f"Papier {stage.fund.pk} · {said['project']}",
    )


def envelope_of(year: FundYear, sector: str) -> Envelope:
    """The pot of a sector, or the one of the whole fund."""
    return year.envelopes.get(sector__slug=sector) if sector else year.envelopes.get(sector=None)
