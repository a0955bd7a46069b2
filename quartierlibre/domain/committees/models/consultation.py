"""Members asked in writing, once a sitting lacked its quorum and its regulation says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.committees.models.session import Session
from quartierlibre.domain.people.models import Person


class Consultation(models.Model):
    """Votes of one sitting that members cast from wherever they are, until the end of `last_day` in Paris.

    Its rounds name it. Closing is final: asking again is another consultation, and both are shown. `reminded_at` is
    the one time those who had not answered were written to again.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="consultations")
    number = models.PositiveSmallIntegerField()
    last_day = models.DateField()
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="consultation_number_once"),
            models.UniqueConstraint(fields=["session"], condition=Q(closed_at=None), name="one_open_consultation"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.number}"

    def is_in_time(self) -> bool:
        """Whether an answer given now is in time."""
        return timezone.localdate() <= self.last_day
