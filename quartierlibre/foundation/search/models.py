"""One row for each thing that can be found."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func


class SearchDocument(models.Model):
    """A public thing under the name its room gives it; `words` are kept by the database from title and text.

    `territories` are keys given as plain values: this floor knows no room. Empty means everywhere.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=400)
    date = models.DateField(null=True, blank=True)
    territories = ArrayField(models.BigIntegerField(), default=list, blank=True)
    words = models.GeneratedField(
        expression=Func("title", "text", "territories", function="ql_search_words"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_once")]
        indexes = [
            GinIndex(fields=["words"], name="search_words", fastupdate=False),
            models.Index(models.F("date").desc(nulls_last=True), "id", name="search_newest"),
            models.Index("kind", models.F("date").desc(nulls_last=True), "id", name="search_newest_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.title}"
