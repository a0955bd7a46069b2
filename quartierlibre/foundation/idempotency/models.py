"""What was already done under a key."""

from django.db import models
from django.utils import timezone


class Submission(models.Model):
    """One form sent: its key, the digest of what it said, how it ended. Written in the transaction of the act."""

    key = models.UUIDField()
    operation = models.CharField(max_length=80)
    owner_id = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    outcome = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "operation"], name="submission_acts_once")]
        indexes = [models.Index(fields=["created_at"], name="submission_age")]

    def __str__(self) -> str:
        return f"{self.operation} {self.key}"
