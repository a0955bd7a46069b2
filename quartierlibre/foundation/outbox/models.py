"""The e-mails."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.foundation.outbox.states import MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, stale_before: object) -> MessageQuerySet:
        """What may leave now: waiting and due, or claimed by a sender that has not been heard of since."""
        waiting = Q(state=MessageState.WAITING, not_before__lte=timezone.now())
        abandoned = Q(state=MessageState.SENDING, claimed_at__lt=stale_before)
        return self.filter(waiting | abandoned).order_by("not_before", "pk")


class Message(models.Model):
    """One e-mail to one person. `key` makes it unique; `public_id` makes its Message-ID, the same at every try.

    `attachments` is a list of `{"name", "type", "text"}`: small texts only (a date for a calendar), never a file.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True)
    territory_id = models.BigIntegerField(default=0)
    to = models.EmailField()
    subject = models.CharField(max_length=160)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_ended_has_a_date",
                condition=Q(state__in=["sent", "kept", "failed"], ended_at__isnull=False)
                | Q(state__in=["waiting", "sending"], ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="message_claimed_has_a_date", condition=~Q(state="sending") | Q(claimed_at__isnull=False)
            ),
        ]
        indexes = [
            # What is still to be done is a handful of rows among all those kept for three months.
            models.Index(
                fields=["not_before", "id"], condition=Q(state__in=["waiting", "sending"]), name="message_to_send"
            ),
            models.Index(fields=["territory_id", "state", "id"], name="message_by_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
