"""What pages speak of: themes, types of news, and series of meetings. The editorial site uses them too."""

from __future__ import annotations

from django.db import models

from quartierlibre.domain.places.models import Territory


class Topic(models.Model):
    """An editorial theme, made once. `old_id` is its number on the site it came from (a taxonomy term)."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    old_id = models.PositiveIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class NewsType(models.Model):
    """What sort of page the source said it was (« Actu pour l’agenda »), kept word for word."""

    name = models.CharField(max_length=120, unique=True)
    old_id = models.PositiveIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """Meetings that belong together: the same day in three towns, a cycle of several days."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    summary = models.TextField(blank=True)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="meeting_series"
    )

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title
