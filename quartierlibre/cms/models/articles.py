"""What one reads: news, resources, plain pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from quartierlibre.cms.blocks import BodyBlock
from quartierlibre.cms.models.headings import Heading, Shelf
from quartierlibre.cms.models.pictures import Picture
from quartierlibre.domain.meetings.models import Topic
from quartierlibre.domain.places.models import Territory

PRESENTER = "quartierlibre.cms.article_page.ArticlePage"


class Article(Page):
    """What every page one reads has: a lead, a picture, a body, territories, pages to read next."""

    lead = models.TextField(
        _("chapô"), max_length=600, blank=True, help_text=_("Deux phrases, montrées dans les listes.")
    )
    picture = models.ForeignKey(
        Picture, verbose_name=_("image"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = StreamField(BodyBlock(), verbose_name=_("contenu"), blank=True)
    territories = ParentalManyToManyField(Territory, verbose_name=_("territoires"), blank=True, related_name="+")
    topics = ParentalManyToManyField(Topic, verbose_name=_("thématiques"), blank=True, related_name="+")
    dated = models.DateTimeField(
        _("date affichée"), null=True, blank=True, help_text=_("Vide : le jour de la première publication.")
    )
    source_url = models.URLField(_("adresse d’origine"), max_length=400, blank=True)
    old_path = models.CharField(max_length=400, blank=True, editable=False)

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        InlinePanel("related_pages", label=_("Page à lire ensuite"), max_num=4),
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("topics"), FieldPanel("territories"), FieldPanel("dated"), FieldPanel("source_url")],
            _("Classement"),
        ),
        MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], _("Adresse")),
    ]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = False

    class Meta:
        verbose_name = _("page")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        """The page as readers get it: its presenter is made late, it reads models of this very room."""
        return {**super().get_context(request, *args, **options), "shown": import_string(PRESENTER)(self)}

    @property
    def published_at(self) -> datetime:
        """When readers are told it was published; a draft counts from now."""
        return self.dated or self.first_published_at or timezone.now()

    @property
    def changed_at(self) -> datetime | None:
        """When it was last published again, if that was a later day than the one it is dated, and than the first."""
        last: datetime | None = self.last_published_at
        known = max(filter(None, (self.published_at, self.first_published_at)))
        return last if last and timezone.localdate(last) > timezone.localdate(known) else None


class RelatedPage(Orderable):
    page = ParentalKey(Article, on_delete=models.CASCADE, related_name="related_pages")
    target = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar[list[Any]] = [PageChooserPanel("target")]


class NewsPage(Article):
    """Something that happens or happened, dated."""

    heading = models.ForeignKey(
        Heading,
        verbose_name=_("type d’actualité"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"shelf": Shelf.NEWS},
    )

    content_panels: ClassVar[list[Any]] = [
        Article.content_panels[0],
        FieldPanel("heading"),
        *Article.content_panels[1:],
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.NewsShelf"]
    template = "cms/article.html"
    is_creatable = True

    class Meta:
        verbose_name = _("actualité")
        verbose_name_plural = _("actualités")


class ResourcePage(Article):
    """Something to use: a guide, a form, a study."""

    heading = models.ForeignKey(
        Heading,
        verbose_name=_("type de ressource"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"shelf": Shelf.RESOURCES},
    )

    content_panels: ClassVar[list[Any]] = [
        Article.content_panels[0],
        FieldPanel("heading"),
        *Article.content_panels[1:],
    ]
    parent_page_types: ClassVar[list[str]] = ["cms.ResourceShelf"]
    template = "cms/article.html"
    is_creatable = True

    class Meta:
        verbose_name = _("ressource")
        verbose_name_plural = _("ressources")


class PlainPage(Article):
    """A page that stays: who we are, the presentation of a territory, what the law asks to say."""

    parent_page_types: ClassVar[list[str]] = ["cms.FrontPage", "cms.PlainPage"]
    subpage_types: ClassVar[list[str]] = ["cms.PlainPage"]
    template = "cms/article.html"
    is_creatable = True

    class Meta:
        verbose_name = _("page simple")
        verbose_name_plural = _("pages simples")
