"""What hangs on an application: money lines, papers, neighbourhoods."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.applications.states import DocumentKind, LineCategory, LineKind


class BudgetLine(models.Model):
    """One line of the budget in the person's words; the amount (cents) may still be unknown in a draft."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="budget_lines")
    kind = models.CharField(max_length=8, choices=LineKind, default=LineKind.EXPENSE)
    label = models.CharField(max_length=200, blank=True)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    category = models.CharField(max_length=14, choices=LineCategory, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["application_id", "kind", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class Document(models.Model):
    """A photo, a quote or a scan joined to an application. The file itself is kept by `foundation.files`."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="documents")
    file = models.OneToOneField("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=DocumentKind, default=DocumentKind.OTHER)
    label = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class ApplicationNeighbourhood(models.Model):
    """A neighbourhood the project is for; `share_percent` (1 to 100) says how much of it, when known."""

    application = models.ForeignKey(
        "applications.Application", on_delete=models.CASCADE, related_name="neighbourhood_links"
    )
    neighbourhood = models.ForeignKey("places.Neighbourhood", on_delete=models.PROTECT, related_name="+")
    share_percent = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "neighbourhood"], name="application_neighbourhood_once"),
            models.CheckConstraint(
                name="neighbourhood_share_is_a_percentage",
                condition=Q(share_percent=None) | Q(share_percent__gte=1, share_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.neighbourhood_id}"
