"""The two lists: their pages are under them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class NewsShelf(Page):
    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["cms.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]
    max_count = 1
    template = "cms/shelf_preview.html"

    class Meta:
        verbose_name = _("liste des actualités")


class ResourceShelf(Page):
    intro = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types: ClassVar[list[str]] = ["cms.FrontPage"]
    subpage_types: ClassVar[list[str]] = ["cms.ResourcePage"]
    max_count = 1
    template = "cms/shelf_preview.html"

    class Meta:
        verbose_name = _("liste des ressources")
