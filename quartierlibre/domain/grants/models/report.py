"""What the project really was: six questions, receipts line by line, three photos and their consents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from quartierlibre.domain.applications.models import BudgetLine
from quartierlibre.domain.grants.models.grant import Grant
from quartierlibre.domain.grants.states import CheckBody, CheckVerdict, PhotoUse, ReportState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.models import StoredFile


class Report(models.Model):
    """The report of a grant: how it went, when, for how many people, what it changed, what was hard, what it cost.

    People are counts typed by the holder, never names. `resources_cents` is what came from elsewhere (fees, sales,
    gifts), in cents. `self_rating` goes from 1 to 5. `typed` keeps word for word what could not be read as a number.
    """

    grant = models.OneToOneField(Grant, on_delete=models.PROTECT, related_name="report")
    state = models.CharField(max_length=11, choices=ReportState, default=ReportState.DRAFT)
    revision = models.PositiveIntegerField(default=0, editable=False)
    typed = models.JSONField(default=dict, blank=True)
    story = models.TextField(blank=True)
    realised_from = models.DateField(null=True, blank=True)
    realised_to = models.DateField(null=True, blank=True)
    place_text = models.CharField(max_length=300, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    women = models.PositiveIntegerField(null=True, blank=True)
    men = models.PositiveIntegerField(null=True, blank=True)
    under_18 = models.PositiveIntegerField(null=True, blank=True)
    from_neighbourhood = models.PositiveIntegerField(null=True, blank=True)
    volunteers = models.PositiveIntegerField(null=True, blank=True)
    volunteer_hours = models.PositiveIntegerField(null=True, blank=True)
    effect = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    self_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    resources_cents = models.PositiveBigIntegerField(null=True, blank=True)
    to_complete = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=120, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["grant"]
        constraints = [
            models.CheckConstraint(
                name="sent_report_has_its_date", condition=Q(state="draft") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="self_rating_from_one_to_five", condition=Q(self_rating=None) | Q(self_rating__range=(1, 5))
            ),
            models.CheckConstraint(
                name="project_ended_after_it_started",
                condition=Q(realised_from=None) | Q(realised_to=None) | Q(realised_to__gte=F("realised_from")),
            ),
            models.CheckConstraint(
                name="report_to_complete_says_what", condition=~Q(state="to_complete") | ~Q(to_complete="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} · bilan"


class ReportExpense(models.Model):
    """Money really spent, in cents, beside the line of the budget it answers. Refused by the manager with a reason."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="expenses")
    budget_line = models.ForeignKey(BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=160, blank=True)
    supplier = models.CharField(max_length=160, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    amount_cents = models.PositiveBigIntegerField(null=True, blank=True)
    receipt = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refused_because = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["report", "position", "pk"]

    def __str__(self) -> str:
        return self.label or f"dépense {self.pk}"


class ReportPhoto(models.Model):
    """A photo of the project. Shown in public only for the uses people agreed to, and until they change their mind."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alternative = models.CharField(max_length=300, blank=True)
    shows_people = models.BooleanField(null=True, blank=True)
    shows_minors = models.BooleanField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["report", "position", "pk"]

    def __str__(self) -> str:
        return self.alternative or f"photo {self.pk}"


class PhotoConsent(models.Model):
    """One use of a photo that the people seen on it, or the parents of a minor, agreed to. Withdrawn, it hides it."""

    photo = models.ForeignKey(ReportPhoto, on_delete=models.PROTECT, related_name="consents")
    use = models.CharField(max_length=6, choices=PhotoUse)
    given_by = models.CharField(max_length=120)
    given_on = models.DateField()
    paper = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["photo", "use", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "use"], condition=Q(withdrawn_at=None), name="consent_once_per_photo_and_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} · {self.use}"


class ReportCheck(models.Model):
    """What one body said of a report: the manager of its papers, the committee of the action. They may disagree."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="checks")
    revision = models.PositiveIntegerField()
    body = models.CharField(max_length=6, choices=CheckBody)
    verdict = models.CharField(max_length=11, choices=CheckVerdict)
    reason = models.TextField(blank=True)
    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "revision", "body"], name="report_checked_once_by_each_body"),
            models.CheckConstraint(name="not_conform_says_why", condition=~Q(verdict="not_conform") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.body}"
