"""Lists, pictures, printed pages. One page itself is served by Wagtail, with `cms/article.html`."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from quartierlibre.cms import printing
from quartierlibre.cms.article_page import ArticlePage
from quartierlibre.cms.lists import ListPage
from quartierlibre.cms.models import Article, FrontPage, NewsPage, NewsShelf, ResourcePage, ResourceShelf
from quartierlibre.cms.territory_page import TerritoryPage
from quartierlibre.domain.places.models import Territory

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
def territory(request: HttpRequest, slug: str) -> HttpResponse:
    """One territory: who it is, and all the site has of it."""
    page = TerritoryPage(get_object_or_404(Territory, slug=slug), site=settings.SITE_URL)
    return render(request, "cms/territory.html", {"page": page})


def _published(path: str) -> Article:
    """The page at this address, if anyone may read it."""
    front = FrontPage.objects.live().first()
    found = front and Article.objects.live().filter(url_path=f"{front.url_path}{path}").first()
    if not found:
        raise Http404
    article: Article = found.specific
    return article


@login_not_required
@require_safe
def printed(request: HttpRequest, path: str) -> HttpResponse:
    """The sheet of a page: PDF/UA, links numbered at its foot."""
    page = ArticlePage(_published(path))
    answer = HttpResponse(printing.sheet(page), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{page.article.slug}.pdf"'
    return answer


@login_not_required
@require_safe
def share(request: HttpRequest, path: str) -> HttpResponse:
    """What networks show of a page that has no picture."""
    return HttpResponse(printing.picture(ArticlePage(_published(path))), content_type="image/png")


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


@login_not_required
@require_safe
def paper(request: HttpRequest, document_id: int, document_filename: str) -> FileResponse:
    """A paper of the site, always saved and never opened as a page of ours."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != document_filename:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(content, as_attachment=True, filename=found.filename, content_type=found.content_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
