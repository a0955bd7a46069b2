"""The questions of a form, as versioned data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from quartierlibre.domain.applications.form import Form


class FormVersion(models.Model):
    """One version of the questions: of one fund, or common to all when `fund` is empty. Published ones never change.

    `questions` is what `form.Form.from_data` reads; the web form, the paper sheet and paper entry are drawn from it.
    """

    fund = models.ForeignKey(
        "funds.Fund", null=True, blank=True, on_delete=models.PROTECT, related_name="form_versions"
    )
    version = models.PositiveSmallIntegerField()
    questions = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["fund_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="form_version_once_per_fund"),
            models.UniqueConstraint(fields=["version"], condition=Q(fund=None), name="common_form_version_once"),
        ]

    def __str__(self) -> str:
        return f"formulaire {self.fund_id or 'commun'} v{self.version}"

    @cached_property
    def form(self) -> Form:
        """The questions, read."""
        return Form.from_data(self.questions)
