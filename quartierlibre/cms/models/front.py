"""What the newsroom adds around the site: a banner, links in the menu, news chosen for the front page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page


class FrontPage(Page):
    """The root of what is written. Its own address is the front door of the site, which shows its banner and news."""

    banner = models.CharField(_("bandeau"), max_length=200, blank=True)
    banner_url = models.CharField(_("lien du bandeau"), max_length=400, blank=True)
    banner_until = models.DateField(_("jusqu’au"), null=True, blank=True, help_text=_("Ce jour compris."))
    news_shown = models.PositiveSmallIntegerField(_("actualités à l’accueil"), default=3)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("banner"), FieldPanel("banner_url"), FieldPanel("banner_until")], _("Bandeau")),
        FieldPanel("news_shown"),
        InlinePanel("menu_links", label=_("Lien du menu"), max_num=4),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsShelf", "cms.ResourceShelf", "cms.PlainPage"]
    max_count = 1
    template = "cms/shelf_preview.html"

    class Meta:
        verbose_name = _("accueil")

    @property
    def has_banner(self) -> bool:
        """A banner is taken down by its date, nobody has to remember."""
        return bool(self.banner) and (self.banner_until is None or self.banner_until >= timezone.localdate())


class MenuLink(Orderable):
    """A link of the main menu: to a page of the newsroom, or to any address of the site."""

    front = ParentalKey(FrontPage, on_delete=models.CASCADE, related_name="menu_links")
    label = models.CharField(_("mots du lien"), max_length=40)
    target = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    path = models.CharField(_("ou adresse du site"), max_length=200, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel("label"), FieldPanel("target"), FieldPanel("path")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="menu_link_goes_somewhere",
                condition=(Q(target__isnull=False) & Q(path="")) | (Q(target=None) & Q(path__startswith="/")),
                violation_error_message=_("Choisissez une page, ou écrivez une adresse qui commence par « / »."),
            )
        ]
