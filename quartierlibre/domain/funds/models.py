"""Schemes, funds, money received and the rulebooks, as tables."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.rulebook import Rulebook, rulebook_of
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Commune, Neighbourhood, Territory
from quartierlibre.foundation.ledger.models import Account, Entry


class Scheme(models.Model):
    """A family of funds with one purpose: one platform hosts several."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    short_name = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name


class ThemeSet(models.Model):
    """A dated list of themes. How many a project names (`min_themes`..`max_themes`) may be unknown: then it is null."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    owner = models.CharField(max_length=120)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    min_themes = models.PositiveSmallIntegerField(null=True, blank=True)
    max_themes = models.PositiveSmallIntegerField(null=True, blank=True)
    announced_count = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    unknown = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["valid_from", "slug"]
        constraints = [
            models.CheckConstraint(
                name="theme_set_cardinality_is_ordered",
                condition=Q(min_themes=None) | Q(max_themes=None) | Q(max_themes__gte=F("min_themes")),
            ),
            models.CheckConstraint(
                name="theme_set_ends_after_it_starts",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    theme_set = models.ForeignKey(ThemeSet, on_delete=models.PROTECT, related_name="themes")
    code = models.CharField(max_length=40)
    label = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["theme_set", "position", "code"]
        constraints = [models.UniqueConstraint(fields=["theme_set", "code"], name="theme_code_once_per_set")]

    def __str__(self) -> str:
        return self.label


class ThemeMapping(models.Model):
    """A bridge from an old theme to a newer one, so that a chart can cross the change: our choice, never a text."""

    origin = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="mapped_to")
    target = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="mapped_from")
    note = models.CharField(max_length=300)

    class Meta:
        ordering = ["origin", "target"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "target"], name="theme_mapping_once"),
            models.CheckConstraint(name="theme_mapping_says_it_is_a_choice", condition=~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.target_id}"


class FundQuerySet(models.QuerySet["Fund"]):
    def visible_to(self, person: Person | AnonymousUser) -> FundQuerySet:
        """Opened funds and reference rulebooks are public; a fund being prepared, to its writers only."""
        public = Q(opened_on__isnull=False) | Q(is_reference=True)
        if not isinstance(person, Person):
            return self.filter(public)
        return self.filter(public | Q(territory__in=person.territories_where(Permission.WRITE_REGULATIONS)))

    def open_on(self, day: date) -> FundQuerySet:
        """Funds in which one may file that day. A reference rulebook is read, never filed under."""
        started = self.filter(is_reference=False, opened_on__lte=day)
        return started.filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def of_territories(self, territory_ids: list[int]) -> FundQuerySet:
        return self.filter(territory__in=territory_ids)


class Fund(models.Model):
    """Money a territory entrusts to its residents, under a regulation, within a perimeter.

    `is_reference` marks a real rulebook shown as an example: nobody can file under it here.
    """

    slug = models.SlugField(max_length=60, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="funds")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="funds")
    name = models.CharField(max_length=120)
    manager_name = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    contact_place = models.CharField(max_length=200, blank=True)
    presentation = models.TextField(blank=True)
    neighbourhoods = models.ManyToManyField(Neighbourhood, blank=True, related_name="funds")
    communes = models.ManyToManyField(Commune, blank=True, related_name="funds")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_reference = models.BooleanField(default=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        ordering = ["name", "slug"]
        constraints = [
            models.CheckConstraint(
                name="fund_closes_after_it_opens",
                condition=Q(closed_on=None) | Q(opened_on__isnull=False, closed_on__gte=F("opened_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Same rule as `open_on`, for a fund already loaded."""
        if self.is_reference or self.opened_on is None or self.opened_on > on:
            return False
        return self.closed_on is None or self.closed_on >= on


class Sector(models.Model):
    """A part of a fund with its own committee and its own sub-envelope."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    neighbourhoods = models.ManyToManyField(Neighbourhood, blank=True, related_name="sectors")
    communes = models.ManyToManyField(Commune, blank=True, related_name="sectors")

    class Meta:
        ordering = ["fund", "position", "slug"]
        constraints = [models.UniqueConstraint(fields=["fund", "slug"], name="sector_slug_once_per_fund")]

    def __str__(self) -> str:
        return self.name


class FundYear(models.Model):
    """The accounts of a fund for one calendar year: a grant belongs to the year it was decided in."""

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=YearState, default=YearState.PREPARING)

    class Meta:
        ordering = ["fund", "-year"]
        constraints = [models.UniqueConstraint(fields=["fund", "year"], name="fund_year_once")]

    def __str__(self) -> str:
        return f"{self.fund} {self.year}"


class Envelope(models.Model):
    """The pots of one sector of a fund year; without sector, those of the whole fund.

    `outside` is where funders pay from (its balance is minus what was received), `paid` where grants end up, `ahead`
    what was promised before the money came (its balance is minus that).
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="envelopes")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="envelopes")
    outside = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    available = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    reserved = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    paid = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")
    ahead = models.OneToOneField(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["fund_year", "sector__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "sector"], name="envelope_once_per_sector", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.sector_id or 'commune'}"


class FunderKind(models.TextChoices):
    REGION = "region", _("Région")
    COMMUNE = "commune", _("Commune")
    EPCI = "epci", _("Intercommunalité")
    STATE = "state", _("État")
    LANDLORD = "landlord", _("Bailleur social")
    OTHER = "other", _("Autre")


class Funder(models.Model):
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=10, choices=FunderKind)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ContributionPurpose(models.TextChoices):
    PROJECTS = "projects", _("Projets")
    ENGINEERING = "engineering", _("Animation et gestion")


class Contribution(models.Model):
    """What one funder brings to a fund year: an amount, a share, or a place kept for a figure not known yet.

    `regrant_allowed` says whether the funder's agreement lets the manager hand the money on to associations
    (art. L.1611-4 CGCT); null means that the agreement was not read, and is never taken for a yes.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="contributions")
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="contributions")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    purpose = models.CharField(max_length=12, choices=ContributionPurpose, default=ContributionPurpose.PROJECTS)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    share_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    regrant_allowed = models.BooleanField(null=True, blank=True)
    clause_reference = models.CharField(max_length=200, blank=True)
    agreement_reference = models.CharField(max_length=120, blank=True)
    agreement_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["fund_year", "purpose", "funder"]
        constraints = [
            models.UniqueConstraint(
                fields=["fund_year", "funder", "sector", "purpose"], name="contribution_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="contribution_is_positive", condition=Q(amount_cents=None) | Q(amount_cents__gt=0)
            ),
            models.CheckConstraint(
                name="contribution_share_is_a_percentage",
                condition=Q(share_percent=None) | Q(share_percent__gt=0, share_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} → {self.fund_year_id}"


class ContributionPayment(models.Model):
    """Money a funder really paid in, tied to its entry in the books, which holds the amount."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="payments")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["contribution", "pk"]

    def __str__(self) -> str:
        return f"{self.contribution_id} · {self.entry_id}"


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
