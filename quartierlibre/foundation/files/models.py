from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.files.names import LONGEST_NAME
from quartierlibre.foundation.files.states import FileState

SMALLEST_COUNTED = 50_000  # bytes: ten thousand tiny files would cost more than what they hold


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def kept(self) -> StoredFileQuerySet:
        return self.filter(state=FileState.KEPT)

    def of(self, owner_key: str) -> StoredFileQuerySet:
        """The files of one dossier or person, oldest first: the scope a page must name before it shows a file."""
        return self.kept().filter(owner_key=owner_key).order_by("pk")

    def counted_bytes(self) -> int:
        """The place these files take in a quota, in bytes: a small file counts for 50 kB."""
        counted = Greatest(F("size_bytes") + F("thumbnail_bytes"), SMALLEST_COUNTED)
        total: int = self.aggregate(total=Coalesce(Sum(counted), 0))["total"]
        return total


class StoredFile(models.Model):
    """A private upload, checked and cleaned. Its bytes are on disk; who points at it gives the right."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner_key = models.CharField(max_length=80)
    owner_id = models.BigIntegerField(null=True)
    purpose = models.CharField(max_length=40)
    original_name = models.CharField(_("nom du fichier"), max_length=LONGEST_NAME, blank=True)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveBigIntegerField()
    thumbnail_bytes = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=8, choices=FileState, default=FileState.KEPT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    kept_until = models.DateField(null=True)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner_key"], name="file_of_owner_key"),
            models.Index(fields=["owner_id"], condition=Q(state="kept"), name="file_kept_of_person"),
            models.Index(fields=["kept_until"], condition=Q(state="kept"), name="file_kept_until"),
        ]
        constraints = [
            models.CheckConstraint(name="file_is_not_empty", condition=Q(size_bytes__gt=0)),
            models.CheckConstraint(
                name="file_removed_has_date_and_no_name",
                condition=Q(state="kept", removed_at=None)
                | Q(state="removed", removed_at__isnull=False, original_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.public_id}"

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
