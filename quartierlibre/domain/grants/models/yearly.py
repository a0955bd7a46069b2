"""Monthly statements sent to members and funders."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from quartierlibre.domain.funds.models import FundYear
from quartierlibre.domain.people.models import Person


class MonthlyStatement(models.Model):
    """The statement of one month of a fund year, sent once. Its figures are read in the books, which do not change."""

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="statements")
    month = models.DateField()
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund_year", "-month"]
        constraints = [models.UniqueConstraint(fields=["fund_year", "month"], name="statement_sent_once")]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.month:%Y-%m}"


class StatementCopy(models.Model):
    """A copy sent to one address, read by its personal link until the address is forgotten."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    statement = models.ForeignKey(MonthlyStatement, on_delete=models.PROTECT, related_name="copies")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        ordering = ["statement", "pk"]
        verbose_name_plural = "statement copies"
        constraints = [models.UniqueConstraint(fields=["statement", "email"], name="statement_copy_once")]

    def __str__(self) -> str:
        return f"{self.statement_id} · copie {self.pk}"
