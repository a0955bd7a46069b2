"""Published pages that search engines may read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.sitemaps import Sitemap

from quartierlibre.cms.models import Article

if TYPE_CHECKING:
    Written = Sitemap[Article]
else:
    Written = Sitemap


class WrittenSitemap(Written):
    limit = 5_000

    def items(self) -> list[Article]:
        return list(Article.objects.live().order_by("path"))

    def location(self, item: Article) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Article) -> datetime | None:
        at: datetime | None = item.last_published_at
        return at
