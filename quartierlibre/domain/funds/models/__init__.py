"""The tables of money and rules: funds, their years and pots, what funders bring, where each euro stands, rulebooks."""

from quartierlibre.domain.funds.models.following import (
    Commitment,
    ExpectedPayment,
    FunderContact,
    FundsCall,
    Movement,
    Purse,
    RunningCost,
    Settlement,
)
from quartierlibre.domain.funds.models.fund import Fund, FundQuerySet, Scheme, Sector, Theme, ThemeMapping, ThemeSet
from quartierlibre.domain.funds.models.logo import FunderLogo
from quartierlibre.domain.funds.models.money import Contribution, ContributionPayment, Envelope, Funder, FundYear
from quartierlibre.domain.funds.models.regulation import Regulation, RegulationQuerySet
from quartierlibre.domain.funds.states import ContributionPurpose, FunderKind

__all__ = [
    "Commitment",
    "Contribution",
    "ContributionPayment",
    "ContributionPurpose",
    "Envelope",
    "ExpectedPayment",
    "Fund",
    "FundQuerySet",
    "FundYear",
    "Funder",
    "FunderContact",
    "FunderKind",
    "FunderLogo",
    "FundsCall",
    "Movement",
    "Purse",
    "Regulation",
    "RegulationQuerySet",
    "RunningCost",
    "Scheme",
    "Sector",
    "Settlement",
    "Theme",
    "ThemeMapping",
    "ThemeSet",
]
