"""What came from where."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.models import Page

from quartierlibre.domain.meetings.models import Meeting


class BroughtPage(models.Model):
    """A page of an older site and what it became here: one source, one item.

    `identity` is its address, however written, or its title and day when it has none. `digest` is what was understood
    of the file: the same again changes nothing. `written` is the item as it was left: one which no longer looks like
    it was corrected by hand. `source_modified` tells an older print of a page from a newer one.
    """

    identity = models.CharField(max_length=600, unique=True)
    source_url = models.CharField(max_length=500, blank=True)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    written = models.CharField(max_length=64)
    source_modified = models.DateTimeField(null=True, blank=True)
    brought_at = models.DateTimeField(auto_now=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="brought_page_became_one_thing",
                condition=Q(meeting__isnull=False, page=None) | Q(meeting=None, page__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.identity
