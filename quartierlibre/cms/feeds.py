"""News and resources read elsewhere (Atom): all of them, or those of one type, theme or territory."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierlibre.cms.lists import ListPage
from quartierlibre.cms.models import Article, NewsPage, NewsShelf, ResourcePage, ResourceShelf
from quartierlibre.cms.queries import SHOWN_IN_A_FEED, sifted
from quartierlibre.cms.rendering import body_of
from quartierlibre.cms.typography import set_text
from quartierlibre.pagekit.articles import atom
from quartierlibre.pagekit.articles.atom import Entry


@login_not_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    return _feed(ListPage(NewsPage, NewsShelf, request.GET), _("Actualités de Quartier Libre"), "cms:news")


@login_not_required
@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    return _feed(ListPage(ResourcePage, ResourceShelf, request.GET), _("Ressources de Quartier Libre"), "cms:resources")


def _feed(page: ListPage, title: str, name: str) -> HttpResponse:
    """The newest thirty; what narrows the list narrows its feed."""
    chosen = [words for each in page.choosers for _value, words, is_chosen in each.choices if is_chosen]
    found = sifted(page.model, page.sieve).prefetch_related("topics")[:SHOWN_IN_A_FEED]
    content = atom.written(
        title=" · ".join([title, *chosen]),
        subtitle=page.shelf.intro if page.shelf else "",
        url=f"{settings.SITE_URL}{reverse(name)}{page.query}",
        self_url=f"{settings.SITE_URL}{reverse(f'{name}_feed')}{page.query}",
        entries=map(_entry, found),
    )
    return HttpResponse(content, content_type=atom.CONTENT_TYPE)


def _entry(article: Article) -> Entry:
    lead = format_html("<p><strong>{}</strong></p>", set_text(article.lead)) if article.lead else ""
    return Entry(
        key=f"urn:uuid:{article.translation_key}",
        title=set_text(article.title),
        url=f"{settings.SITE_URL}{article.get_url() or '/'}",
        html=f"{lead}{body_of(article)}",
        published=article.published_at,
        updated=article.last_published_at or article.published_at,
        author=settings.PUBLISHER or "Quartier Libre",
        categories=tuple(topic.name for topic in article.topics.all()),
    )
