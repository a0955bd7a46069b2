"""How a draft is kept and brought back: what was typed, and the codes that open it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class DraftRevision(models.Model):
    """One save of a draft. Rows are only ever added: `before` keeps the words that `after` replaced.

    `base` is the revision the device had seen; `kept_back` holds what arrived and was not made current (a blank over
    newer words).
    """

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    kept_back = models.JSONField(default=dict)
    device = models.CharField(max_length=64, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["application_id", "number"]
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="draft_revision_once")]

    def __str__(self) -> str:
        return f"{self.application_id} r{self.number}"


class ResumeCode(models.Model):
    """A code that brings a person back to their file. Only its keyed hash is stored; several may be alive at once."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"code {self.application_id}"


class CodeTry(models.Model):
    """A code typed wrong, or a lost code asked for, from one place (keyed hash of an address). Kept for a day."""

    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["source_hash", "-at"], name="code_try_recent")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
