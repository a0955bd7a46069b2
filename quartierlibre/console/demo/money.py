"""Who pays in, what is promised: euros in the story, cents in the books."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from quartierlibre.console.demo.acts import Act, Data, Stage
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Contribution, ContributionPurpose, Envelope, FunderKind
from quartierlibre.foundation.money import Cents

AGREED = 205  # days ago


def money_acts(stage: Stage) -> Iterator[Act]:
    yield Act(stage.before(AGREED, "09:30"), partial(_open_year, stage))
    for said in stage.data["contributions"]:
        yield Act(stage.before(AGREED, "10:00"), partial(_agree, stage, said))
    for said in stage.data.get("promised", ()):
        yield Act(stage.before(said["days_ago"], "20:00"), partial(_promise, stage, said))


def _open_year(stage: Stage) -> None:
    stage.year = funds.open_year(by=stage.manager, fund=stage.fund, year=stage.today.year)


def _agree(stage: Stage, said: Data) -> None:
    """Note what a funder brings, then what it really paid in, pot by pot."""
    funder = funds.note_funder(
        by=stage.manager, territory=stage.territory, name=said["funder"], kind=FunderKind(said["kind"])
    )
    contribution = funds.record_contribution(
        by=stage.manager,
        fund_year=stage.year,
        funder=funder,
        sector=stage.fund.sectors.get(slug=said["sector"]) if "sector" in said else None,
        **_terms(stage, said),
    )
    for sector, euros in said.get("paid", {}).items():
        _pay_in(stage, contribution, sector, euros)


def _terms(stage: Stage, said: Data) -> dict[str, Any]:
    """What the story leaves out stays unknown."""
    return {
        "purpose": ContributionPurpose(said.get("purpose", "projects")),
        "amount_cents": said["amount"] * 100 if "amount" in said else None,
        "share_percent": Decimal(said["share"]) if "share" in said else None,
        "regrant_allowed": said.get("regrant"),
        "clause_reference": said.get("clause", ""),
        "agreement_date": stage.before(AGREED, "00:00").date() if "clause" in said else None,
    }


def _pay_in(stage: Stage, contribution: Contribution, sector: str, euros: int) -> None:
    funds.endow(
        by=stage.manager,
        contribution=contribution,
        envelope=_envelope(stage, sector),
        amount=Cents(euros * 100),
        reference=f"demo · {contribution.pk} · {sector or 'fonds'}",
    )


def _promise(stage: Stage, said: Data) -> None:
    """Money set aside for projects decided before this platform held them."""
    funds.reserve_grant(
        by=stage.manager,
        envelope=_envelope(stage, said.get("sector", "")),
        amount=Cents(said["amount"] * 100),
        reference=f"demo · {stage.fund.pk} · {said['project']}",
    )


def _envelope(stage: Stage, sector: str) -> Envelope:
    if sector:
        return stage.year.envelopes.get(sector__slug=sector)
    return stage.year.envelopes.get(sector=None)
