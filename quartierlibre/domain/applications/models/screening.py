"""What the team does with a filed application: answers to its checklist, corrections, messages, outside opinions."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from quartierlibre.domain.applications.states import (
    CheckAnswerKind,
    CorrectionReason,
    MessageKind,
    MessageSide,
    OpinionAnswer,
    OverrulingVerdict,
)


class Overruling(models.Model):
    """A person says otherwise than the machine about one finding, and why. The latest not withdrawn wins."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="overrulings")
    code = models.CharField(max_length=60)
    verdict = models.CharField(max_length=6, choices=OverrulingVerdict)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application_id", "at", "pk"]
        constraints = [models.CheckConstraint(name="overruling_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code} {self.verdict}"


class CheckAnswer(models.Model):
    """What a person answered to a check that no machine can do. The latest wins; the others are kept."""

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="check_answers")
    code = models.CharField(max_length=60)
    answer = models.CharField(max_length=7, choices=CheckAnswerKind)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["application_id", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.code} {self.answer}"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> CorrectionQuerySet:
        """Neither accepted nor taken back: the file is not ready."""
        return self.filter(accepted_at=None, cancelled_at=None)

    def waiting(self) -> CorrectionQuerySet:
        """Those the holder has not answered yet."""
        return self.open().filter(said_done_at=None)

    def late(self, today: date) -> CorrectionQuerySet:
        return self.waiting().filter(deadline__lt=today)


class Correction(models.Model):
    """One thing asked of the holder, with a reason and a last day. The file waits until they say « c’est fait ».

    `question` is the key of a question of the form, or empty when it is about a paper. Asking again is a new
    correction that `follows` the first, so that nothing anyone said is rewritten.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="corrections")
    reason = models.CharField(max_length=10, choices=CorrectionReason)
    question = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    deadline = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    said_done_at = models.DateTimeField(null=True, blank=True)
    said_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followed_by")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(name="correction_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="accepted_correction_was_said_done",
                condition=Q(accepted_at=None) | Q(said_done_at__isnull=False, cancelled_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["application"], name="correction_open", condition=Q(accepted_at=None, cancelled_at=None)
            ),
            models.Index(
                fields=["deadline"],
                name="correction_waiting",
                condition=Q(accepted_at=None, cancelled_at=None, said_done_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.reason}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.cancelled_at is None

    @property
    def is_waiting(self) -> bool:
        """The holder still has to answer."""
        return self.is_open and self.said_done_at is None

    @property
    def is_to_check(self) -> bool:
        """The holder said it is done: the team looks."""
        return self.is_open and self.said_done_at is not None

    def is_late(self, today: date) -> bool:
        return self.is_waiting and self.deadline < today


class MessageQuerySet(models.QuerySet["Message"]):
    def for_holder(self) -> MessageQuerySet:
        """What the holder may read: never a note the team keeps for itself."""
        return self.exclude(kind=MessageKind.NOTE)

    def unread_by_team(self) -> MessageQuerySet:
        return self.filter(side=MessageSide.HOLDER, seen_at=None)


class Message(models.Model):
    """One thing said about a file, by either side or by a letter of the site (`event` is what it was about).

    `author` is null for the site, and for a holder who came with their code. Letters are
    kept without the codes they held.
    """

    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=MessageSide)
    kind = models.CharField(max_length=7, choices=MessageKind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    event = models.ForeignKey("journal.Event", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_of_the_site_names_its_event",
                condition=~Q(side=MessageSide.SITE) | Q(event__isnull=False, author=None),
            ),
            models.CheckConstraint(name="message_says_something", condition=~Q(text="") | ~Q(subject="")),
            models.CheckConstraint(
                name="note_is_the_team_s", condition=~Q(kind=MessageKind.NOTE) | Q(side=MessageSide.TEAM)
            ),
            models.UniqueConstraint(fields=["event", "subject"], name="letter_filed_once"),
        ]
        indexes = [
            models.Index(
                fields=["application"], name="message_unread", condition=Q(side=MessageSide.HOLDER, seen_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"

    @property
    def is_note(self) -> bool:
        return self.kind == MessageKind.NOTE

    @property
    def is_unread(self) -> bool:
        """Written by the holder, not dealt with by the team yet."""
        return self.side == MessageSide.HOLDER and self.seen_at is None


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def pending(self, today: date) -> OpinionQuerySet:
        """Asked, not answered, still possible to answer: the last day counts."""
        return self.filter(answered_at=None, revoked_at=None, expires_on__gte=today)


class Opinion(models.Model):
    """What someone outside (town, landlord…) thinks of a project, asked by a personal link.

    Only a digest of the link's secret is stored. It answers once; its author may read it again until it expires.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("applications.Application", on_delete=models.CASCADE, related_name="opinions")
    who = models.CharField(max_length=120)
    organisation = models.CharField(max_length=160, blank=True)
    email = models.EmailField()
    question = models.TextField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField()
    answer = models.CharField(max_length=7, choices=OpinionAnswer, blank=True)
    text = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answered_opinion_says_yes_or_no",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            )
        ]
        indexes = [
            models.Index(fields=["application"], name="opinion_pending", condition=Q(answered_at=None, revoked_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.organisation or self.who}"

    def is_expired(self, today: date) -> bool:
        return self.expires_on < today

    def is_pending(self, today: date) -> bool:
        return self.answered_at is None and self.revoked_at is None and not self.is_expired(today)
