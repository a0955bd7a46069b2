"""What everyone can read: a copy, kept by the database, that holds nothing about a person.

A trigger on decisions fills these tables when a decision is published, replaced or withdrawn from publication
(migration `published`); nobody else writes them. Public pages read them and never the files of the holders.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quartierlibre.domain.committees.models.committee import Committee
from quartierlibre.domain.committees.models.decision import Decision
from quartierlibre.domain.committees.models.session import Session
from quartierlibre.domain.committees.states import FAVOURABLE, Outcome
from quartierlibre.domain.funds.models import Fund, FundYear, Sector

IS_GRANTED = Q(outcome__in=FAVOURABLE)
SAYS_NOTHING = Q(
    public_id=None, title="", pitch="", holder="", reason="", conditions="", places=[], where_words="", asked_cents=None
)


class PublishedDecision(models.Model):
    """A decision in force and published. Of an unfavourable one it holds the number, the day and the themes only.

    `places` are the keys of the filters (« fonds:… », « commune:… », « quartier:… »), `where_words` the
    neighbourhoods in words; `public_id` names the project in addresses; `holder` is a group, never a person. Cents.
    """

    decision = models.OneToOneField(
        Decision, primary_key=True, on_delete=models.PROTECT, related_name="published", db_column="decision_id"
    )
    public_id = models.UUIDField(null=True)
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="+")
    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="+")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    decided_on = models.DateField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    asked_cents = models.PositiveBigIntegerField(null=True)
    amount_cents = models.PositiveBigIntegerField(null=True)
    reason = models.TextField(blank=True)
    conditions = models.TextField(blank=True)
    title = models.CharField(max_length=160, blank=True)
    pitch = models.TextField(blank=True)
    holder_kind = models.CharField(max_length=12, blank=True)
    holder = models.CharField(max_length=160, blank=True)
    places = ArrayField(models.TextField(), default=list)
    where_words = models.TextField(blank=True)
    themes = ArrayField(models.BigIntegerField(), default=list)
    theme_words = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-decided_on", "-decision"]
        constraints = [
            models.CheckConstraint(name="a_refusal_says_nothing_of_anyone", condition=IS_GRANTED | SAYS_NOTHING),
            models.CheckConstraint(
                name="a_lone_holder_is_not_named", condition=~Q(holder_kind="individual") | Q(holder="")
            ),
        ]
        indexes = [
            models.Index(fields=["public_id"], condition=Q(public_id__isnull=False), name="published_address"),
            models.Index(fields=["fund", "-decided_on", "-decision"], name="published_register"),
            models.Index(fields=["fund_year", "-decided_on", "-decision"], name="published_by_year"),
        ]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.number}"


class PublishedPosting(models.Model):
    """A granted project under one heading of the catalogue: each of its places, or "" for anywhere, by each of its
    themes, or 0 for any. A page of any filter is one walk along an index.
    """

    published = models.ForeignKey(PublishedDecision, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.TextField(blank=True)
    theme = models.BigIntegerField()
    decided_on = models.DateField()
    amount_cents = models.PositiveBigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["place", "theme", "-decided_on", "-published"], name="posting_newest"),
            models.Index(fields=["place", "theme", "-amount_cents", "-published"], name="posting_largest"),
            models.Index(fields=["published"], name="posting_of"),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.theme}"


class PublishedTally(models.Model):
    """How many projects were granted, and for how much, under each meeting of filters; "" or 0 means any."""

    place = models.TextField(blank=True)
    theme = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    band = models.PositiveSmallIntegerField()
    projects = models.PositiveIntegerField()
    granted_cents = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "theme", "year", "band"], name="tally_once")]
        indexes = [
            models.Index(fields=["theme", "year", "band", "place"], name="tally_by_place"),
            models.Index(fields=["place", "year", "band", "theme"], name="tally_by_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.place} · {self.theme} · {self.year} · {self.band}"


class FigureKind(models.TextChoices):
    OUTCOME = "outcome"
    SECTOR = "sector"
    THEME = "theme"
    MONTH = "month"
    UNFAVOURABLE = "unfavourable"  # by theme


class PublishedFigure(models.Model):
    """Decisions of a fund year under one heading: the code of an outcome, the key of a sector or of a theme, a month.

    Money asked and granted (cents) is that of projects granted.
    """

    fund_year = models.ForeignKey(FundYear, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=FigureKind)
    key = models.CharField(max_length=20)
    decisions = models.PositiveIntegerField()
    asked_cents = models.BigIntegerField()
    granted_cents = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fund_year", "kind", "key"], name="figure_once")]

    def __str__(self) -> str:
        return f"{self.fund_year_id} · {self.kind} · {self.key}"


class PublicationMark(models.Model):
    """One row, one number, moved by every publication: pages keep what they made until it moves."""

    revision = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.revision)
