"""What happens during a meeting, and the papers that go with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from quartierlibre.domain.meetings.models.meeting import Meeting
from quartierlibre.domain.meetings.states import ItemKind, PaperMoment
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile


class ProgrammeItem(models.Model):
    """A moment of the programme; the hour of some is not announced, their order is."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="programme")
    order = models.PositiveSmallIntegerField()
    at = models.DateTimeField(null=True, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=ItemKind, default=ItemKind.OTHER)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="programme_order_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.order} {self.title}"


class MeetingPaperQuerySet(models.QuerySet["MeetingPaper"]):
    def visible_to(self, person: Person | AnonymousUser) -> MeetingPaperQuerySet:
        """Those made public, by whoever may read the meeting; the others, by those who organise it."""
        public = Q(is_public=True, meeting__in=Meeting.objects.visible_to(person))
        return self.filter(public | Q(meeting__in=Meeting.objects.organised_by(person)))


class MeetingPaper(models.Model):
    """A paper of a meeting: a file of ours or a link. Private until it is made public and the meeting is published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="papers")
    moment = models.CharField(max_length=6, choices=PaperMoment, default=PaperMoment.BEFORE)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    is_public = models.BooleanField(default=True, db_default=True)
    url = models.URLField(max_length=500, blank=True)
    file: models.ForeignKey[Any, Any] = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_papers"
    )

    objects = MeetingPaperQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "moment", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="meeting_paper_order_once"),
            models.CheckConstraint(
                name="meeting_paper_is_a_file_or_a_link",
                condition=(Q(url="") & Q(file__isnull=False)) | (~Q(url="") & Q(file=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.title
