"""What filing leaves behind: the answers as filed, the counter of numbers, the agreement of the person helped."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from quartierlibre.domain.applications.states import AgreementKind


class FiledVersion(models.Model):
    """The answers as they were on the day: version 1 at filing, one more each time the file is completed."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="filed_versions")
    version = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    filed_at = models.DateTimeField(default=timezone.now, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["application_id", "version"]
        constraints = [models.UniqueConstraint(fields=["application", "version"], name="filed_version_once")]

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}"


class FilingCounter(models.Model):
    """The last number given by a fund in a year. Its row is locked while a number is given: no gap, no double."""

    fund = models.ForeignKey("funds.Fund", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="filing_counter_once")]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.year}: {self.last}"


class FilingAgreement(models.Model):
    """Someone files for someone else: who helps, how the person agreed, and when. The person is always told."""

    application = models.OneToOneField("applications.Application", on_delete=models.CASCADE, related_name="agreement")
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    helper_name = models.CharField(max_length=120)
    helper_organisation = models.CharField(max_length=160, blank=True)
    helper_email = models.EmailField(blank=True)
    helper_phone = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=9, choices=AgreementKind)
    evidence = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.helper_name} pour {self.application_id}"
