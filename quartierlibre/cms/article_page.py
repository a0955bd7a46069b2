"""A page as readers get it: its facts in words, its links numbered for paper, what machines read of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError

from quartierlibre.cms import queries
from quartierlibre.cms.bringing.queries import modified_there
from quartierlibre.cms.models import Article, Heading, NewsPage, PlainPage, ResourcePage
from quartierlibre.cms.rendering import body_of
from quartierlibre.cms.typography import set_text
from quartierlibre.pagekit.articles import machines
from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.articles.tree import read, text_of
from quartierlibre.pagekit.words import long_date, stamp

DESCRIPTION = 180
LISTS = {NewsPage: "cms:news", ResourcePage: "cms:resources"}
SCHEMA = {NewsPage: "NewsArticle", ResourcePage: "Article"}


class ArticlePage:
    """Everything the template, the sheet and the machines say of one page."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.title, self.lead = set_text(article.title), set_text(article.lead)
        self.markup = body_of(article)
        self.links = Links(settings.SITE_URL)
        self.body = self.links.body(self.markup)
        self.heading_link = self._fact_link("type", self.heading.slug, self.heading.label) if self.heading else ""
        self.topic_links = [self._fact_link("theme", topic.slug, topic.name) for topic in article.topics.all()]
        self.territory_links = [
            self.links.link(reverse("cms:territory", args=[place.slug]), place.name)
            for place in article.territories.all()
        ]

    @property
    def heading(self) -> Heading | None:
        return getattr(self.article, "heading", None)

    @property
    def list_url(self) -> str:
        """The list this page is in; empty for a page that stays alone."""
        name = LISTS.get(type(self.article))
        return reverse(name) if name else ""

    @property
    def list_name(self) -> str:
        return _("Les actualités") if isinstance(self.article, NewsPage) else _("Les ressources")

    def address_of(self, name: str, value: str) -> str:
        return f"{self.list_url or reverse('cms:news')}?{urlencode({name: value})}"

    def _fact_link(self, name: str, value: str, words: str) -> SafeString:
        return self.links.link(self.address_of(name, value), words)

    @property
    def path(self) -> str:
        return self.article.get_url() or "/"

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"

    @property
    def pdf_path(self) -> str:
        return f"{self.path}page.pdf"

    @property
    def is_dated(self) -> bool:
        return not isinstance(self.article, PlainPage)

    @property
    def published(self) -> str:
        return long_date(self.article.published_at)

    @property
    def modified(self) -> str:
        """`27/09/2017 à 17 h 05`, for the line of the source: its own date when the page came from elsewhere."""
        here = self.article.last_published_at
        at = modified_there(self.article.pk) if self.article.source_url else here
        return stamp(at) if at else ""

    @property
    def changed(self) -> str:
        at = self.article.changed_at
        return long_date(at) if at else ""

    @cached_property
    def foot(self) -> SafeString:
        """Read after the facts, so that every link has its number."""
        return self.links.foot(_("Liens"))

    @cached_property
    def related(self) -> list[Article]:
        return queries.related_to(self.article)

    @cached_property
    def description(self) -> str:
        said = self.article.search_description or self.lead or text_of(read(self.markup))
        return Truncator(" ".join(said.split())).chars(DESCRIPTION)

    @cached_property
    def picture_url(self) -> str:
        """The page's own picture as networks want it, else one drawn from its title."""
        drawn = f"{self.url}partage.png"
        if self.article.picture is None:
            return drawn
        try:
            return f"{settings.SITE_URL}{self.article.picture.get_rendition('fill-1200x630|format-jpeg').url}"
        except SourceImageIOError:  # the file given is lost: the page is read all the same
            return drawn

    @cached_property
    def for_machines(self) -> SafeString:
        published = timezone.localtime(self.article.published_at).isoformat(timespec="seconds")
        last = self.article.last_published_at
        modified = timezone.localtime(last).isoformat(timespec="seconds") if last else published
        words = self.article.picture.description if self.article.picture else self.title
        shared = machines.Shared(
            self.title, self.description, self.url, self.picture_url, words, published=published, modified=modified
        )
        data = {
            "@type": SCHEMA.get(type(self.article), "WebPage"),
            "headline": self.title[:110],
            "name": self.title,
            "description": self.description,
            "url": self.url,
            "mainEntityOfPage": self.url,
            "image": [self.picture_url],
            "datePublished": published,
            "dateModified": modified,
            "inLanguage": "fr",
            "author": self._organisation(),
            "publisher": self._organisation(),
            "about": [topic.name for topic in self.article.topics.all()],
        }
        if isinstance(self.article, PlainPage):
            del data["headline"]
        return machines.open_graph(shared) + machines.json_ld(data)

    def _organisation(self) -> dict[str, str]:
        """Who publishes, when it is known."""
        return {"@type": "Organization", "name": settings.PUBLISHER or "Quartier Libre", "url": f"{settings.SITE_URL}/"}
