"""The years of a fund, its pots, and what funders bring."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quartierlibre.domain.funds.models.fund import Fund, Sector
from quartierlibre.domain.funds.states import ContributionPurpose, FunderKind, YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.ledger.models import Account, Entry


class FundYear(models.Model):
    """The accounts of a fund for one calendar year: a grant belongs to the year it was decided in."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=YearState, default=YearState.PREPARING)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        Person, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.TextField(blank=True)

    class Meta:
        ordering = ["fund", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "year"], name="fund_year_once"),
            models.CheckConstraint(
                name="closed_year_has_its_date",
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund} {self.year}"


class Envelope(models.Model):
    """The pots of one sector of a fund year; without sector, those of the whole fund.

    `outside` is where funders pay from (its balance is minus what was received), `paid` where grants end up, `ahead`
    what was promised before the money came (its balance is minus that).
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="envelopes")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="envelopes")
    outside = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    available = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    reserved = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    paid = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    ahead = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund_year", "sector__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "sector"], name="envelope_once_per_sector", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.sector_id or 'commune'}"


class Funder(models.Model):
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=10, choices=FunderKind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Contribution(models.Model):
    """What one funder brings to a fund year: an amount, a share, or a place kept for a figure not known yet.

    `regrant_allowed` says whether the funder's agreement lets the manager hand the money on to associations
    (art. L.1611-4 CGCT); null means that the agreement was not read, and is never taken for a yes.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="contributions")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="contributions")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    purpose = models.CharField(max_length=12, choices=ContributionPurpose, default=ContributionPurpose.PROJECTS)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    regrant_allowed = models.BooleanField(null=True, blank=True)
    clause_reference = models.CharField(max_length=200, blank=True)
    agreement_reference = models.CharField(max_length=120, blank=True)
    agreement_date = models.DateField(null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="carried_to"
    )

    class Meta:
        ordering = ["fund_year", "purpose", "funder", "pk"]
        constraints = [
            # Money carried over from the year before is kept apart from what is given this year.
            models.UniqueConstraint(
                fields=["fund_year", "funder", "sector", "purpose"],
                condition=Q(carried_from=None),
                name="contribution_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="contribution_is_positive", condition=Q(amount_cents=None) | Q(amount_cents__gt=0)
            ),
            models.CheckConstraint(
                name="contribution_share_is_a_percentage",
                condition=Q(share_percent=None) | Q(share_percent__gt=0, share_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} → {self.fund_year_id}"


class ContributionPayment(models.Model):
    """Money a funder really paid in, tied to its entry in the books, which holds the amount.

    `envelope` is null for running costs (« animation et gestion »), which never enter the pots of projects.
    """

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="payments")
    envelope = models.ForeignKey(Envelope, null=True, blank=True, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["contribution", "pk"]

    def __str__(self) -> str:
        return f"{self.contribution_id} · {self.entry_id}"
