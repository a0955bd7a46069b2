"""The rulebooks of a fund, version by version."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from quartierlibre.domain.funds.models.fund import Fund, ThemeSet
from quartierlibre.domain.funds.rulebook import Rulebook, rulebook_of
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def published(self) -> RegulationQuerySet:
        return self.filter(published_at__isnull=False)

    def in_force(self, on: date) -> RegulationQuerySet:
        """Published versions whose known dates include that day, newest first. An unknown date excludes nothing."""
        started = Q(effective_from=None) | Q(effective_from__lte=on)
        not_ended = Q(effective_to=None) | Q(effective_to__gte=on)
        return self.published().filter(started, not_ended).order_by("fund", "-version")

    def visible_to(self, person: Person | AnonymousUser) -> RegulationQuerySet:
        """Published versions are public; a draft is seen by those who write the rules of its territory."""
        shown = Q(published_at__isnull=False)
        if isinstance(person, Person):
            shown |= Q(fund__territory__in=person.territories_where(Permission.WRITE_REGULATIONS))
        return self.filter(shown, fund__in=Fund.objects.visible_to(person))


class Regulation(models.Model):
    """One dated version of a fund's rules. Once published it never changes: applications point at theirs.

    `rules` follows the catalogue (`catalogue`): a rule that is absent is not set. Only `effective_to` may still be
    filled after publication, when a newer version takes over. `unknown` lists, in French, what nobody could tell us.
    """

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="regulations")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    adopted_on = models.DateField(null=True, blank=True)
    adopted_by = models.CharField(max_length=200, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    dates_note = models.CharField(max_length=300, blank=True)
    theme_set = models.ForeignKey(ThemeSet, null=True, blank=True, on_delete=models.PROTECT, related_name="regulations")
    rules = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    unknown = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        Person, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="regulations_published"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        ordering = ["fund", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "version"], name="regulation_version_once"),
            models.CheckConstraint(name="regulation_version_is_positive", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="regulation_ends_after_it_starts",
                condition=Q(effective_from=None) | Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} v{self.version}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    def is_in_force(self, on: date) -> bool:
        """Same rule as `in_force`, for a version already loaded."""
        started = self.effective_from is None or self.effective_from <= on
        return self.is_published and started and (self.effective_to is None or self.effective_to >= on)

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rules, read and typed."""
        return rulebook_of(self.rules, self.sources)
