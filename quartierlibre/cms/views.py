"""Lists, the map of the site, pictures, printed pages. One page itself is served by Wagtail, with `cms/article.html`."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quartierlibre.cms import queries
from quartierlibre.cms.lists import ListPage
from quartierlibre.cms.models import NewsPage, NewsShelf, ResourcePage, ResourceShelf

PICTURES = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@login_not_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    page = ListPage(NewsPage, NewsShelf, request.GET)
    return render(request, "cms/list.html", {"page": page, "shelf": "news"})


@login_not_required
@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    page = ListPage(ResourcePage, ResourceShelf, request.GET)
    return render(request, "cms/list.html", {"page": page, "shelf": "resources"})


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Pages of the newsroom, for search engines."""
    lines = [
        f"<url><loc>{escape(request.build_absolute_uri(path))}</loc><lastmod>{day:%Y-%m-%d}</lastmod></url>"
        for path, day in queries.addresses()
    ]
    body = "".join(
        ('<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">')
    )
    return HttpResponse(f"{body}{''.join(lines)}</urlset>", content_type="application/xml; charset=utf-8")


@login_not_required
@require_safe
@cache_control(max_age=31_536_000, immutable=True, public=True)
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A copy drawn for a page; its name changes with its content. The file an editor gave is never sent."""
    kind = PICTURES.get(f".{name.rpartition('.')[2].lower()}")
    storage = storages["pictures"]
    if kind is None or ".." in name or not name.startswith("images/") or not storage.exists(name):
        raise Http404
    answer = FileResponse(storage.open(name), content_type=kind)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
