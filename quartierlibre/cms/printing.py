"""The sheet of a page: the same words, its links numbered the same way."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from quartierlibre.cms.article_page import ArticlePage
from quartierlibre.pagekit.articles.blocks import Block, blocks, run
from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.articles.sheet import Article, printed, shared_picture

Fact = tuple[str, list[Block]]


def sheet(page: ArticlePage) -> bytes:
    """The PDF of a page, dated by its last publication: the same page gives the same bytes."""
    links = Links(settings.SITE_URL)
    body = blocks(page.markup, links)
    article = Article(
        title=page.title,
        kicker=page.list_name if page.list_url else "Quartier Libre",
        summary=page.lead,
        blocks=body,
        facts=_facts(page, links),
        links_title=_("Liens"),
        links=links.listed,
        notes=notes(page),
        footer=page.url,
        page_word=_("Page"),
    )
    return printed(article, at=page.article.last_published_at or page.article.published_at)


def notes(page: ArticlePage) -> list[str]:
    """When it was published, where it comes from."""
    source = page.article.source_url or page.url
    label = _("URL de la source (modifié le %(when)s) :") % {"when": page.modified}
    said = [f"{label} {source}" if page.modified else f"{_('URL de la source :')} {source}"]
    return [_("Publié le %(day)s") % {"day": page.published}, *said] if page.is_dated else said


def picture(page: ArticlePage) -> bytes:
    """What networks show of it."""
    kicker = page.list_name if page.list_url else "Quartier Libre"
    return shared_picture(kicker=kicker, title=page.title, lines=[page.published] if page.is_dated else [])


def _facts(page: ArticlePage, links: Links) -> list[Fact]:
    article = page.article
    said: list[Fact] = []
    if page.heading:
        said.append((_("Type"), _linked([("type", page.heading.slug, page.heading.label)], page, links)))
    topics = [("theme", topic.slug, topic.name) for topic in article.topics.all()]
    said.append((_("Thématiques"), _linked(topics, page, links)))
    territories = [("territoire", place.slug, place.name) for place in article.territories.all()]
    said.append((_("Territoires"), _linked(territories, page, links)))
    return [(label, runs) for label, runs in said if runs]


def _linked(choices: list[tuple[str, str, str]], page: ArticlePage, links: Links) -> list[Block]:
    runs: list[Block] = []
    for name, value, words in choices:
        number = links.number(page.address_of(name, value))
        runs += [run(f", {words}" if runs else words), run("", number=number)]
    return runs
