"""The minutes of a session: written by the system, corrected together, signed, sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.models.committee import Seat
from quartierlibre.domain.committees.models.session import Session
from quartierlibre.domain.committees.states import MinutesState, SignatureKind
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile


class Minutes(models.Model):
    """The procès-verbal of one session. Facts come from the tables; people only add words.

    `remarks` holds what was added, by part (`opening`, `closing`, `case.<id>`): its words, and the `revision` they were
    written at, which keeps two screens from erasing each other. Sealed, it has its PDF, the published session file, the
    digest of that file and of the one before it in the same committee.
    """

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=8, choices=MinutesState, default=MinutesState.DRAFT)
    remarks = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    pdf = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_file = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "minutes"
        constraints = [
            models.CheckConstraint(
                name="sealed_minutes_have_their_proof",
                condition=~Q(state="sealed") | (Q(sealed_at__isnull=False) & ~Q(sha256="") & ~Q(published_file="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id}"


class Signature(models.Model):
    """Chair or secretary agrees with the minutes as they stand: `text_sha256` is the digest of what was signed.

    `drawing` is the path of a drawn signature (SVG path data, validated), `scan` the photo of a sheet signed by hand.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=[("chair", "chair"), ("secretary", "secretary")])
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=SignatureKind)
    drawing = models.TextField(blank=True)
    scan = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["minutes", "role"]
        constraints = [models.UniqueConstraint(fields=["minutes", "role"], name="minutes_signed_once_per_role")]

    def __str__(self) -> str:
        return f"{self.minutes_id} · {self.role}"
