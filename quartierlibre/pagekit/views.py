"""Pages of the house itself: display choices, gallery of components, health, robots."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from quartierlibre.pagekit import display, navigation, samples
from quartierlibre.pagekit.forms_display import DisplayForm


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state: what designers read and what axe checks."""
    return render(request, "pagekit/gallery.html", samples.everything())


def _came_from(request: HttpRequest) -> str:
    """The page of ours the reader came from, to bring them back to; the front page when unknown."""
    origin = request.META.get("HTTP_REFERER", "")
    ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(origin).path if ours else ""
    return "" if path == reverse("pagekit:display") else path


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose_display(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the device; normal or stronger contrast. A cookie, no account, no script."""
    if request.method != "POST":
        chosen = display.chosen(request.COOKIES)
        initial = {"theme": chosen.theme or "auto", "contrast": chosen.contrast or "auto", "back": _came_from(request)}
        return render(request, "pagekit/display.html", {"form": DisplayForm(initial=initial)})
    form = DisplayForm(request.POST)
    if not form.is_valid():
        return render(request, "pagekit/display.html", {"form": form}, status=422)
    answer = HttpResponseRedirect(form.cleaned_data["back"] or reverse("pagekit:display"))
    for cookie, name in ((display.THEME_COOKIE, "theme"), (display.CONTRAST_COOKIE, "contrast")):
        answer.set_cookie(
            cookie,
            form.cleaned_data[name],
            max_age=display.ONE_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pagekit/accessibility.html")


@login_not_required
@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    """Who publishes, which cookies, where the source is: what is not known is said to be not known."""
    known = {
        "publisher": settings.PUBLISHER,
        "source_url": settings.SOURCE_URL,
        "map_host": urlsplit(settings.MAP_TILES).netloc,
    }
    return render(request, "pagekit/legal.html", known)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when one query goes through, 503 otherwise; says nothing about what is inside."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": _("base injoignable")}, status=503)
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Public pages may be indexed; files and accounts are not."""
    closed = ("/gerer/", "/compte/", "/demo/", "/composants/", "/reprendre/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    if navigation.is_routed("sitemap"):
        lines.append(f"Sitemap: {settings.SITE_URL.rstrip('/')}{navigation.address('sitemap')}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its home screen."""
    icons = [{"src": static("pagekit/img/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}]
    content = {
        "name": "Quartier Libre",
        "short_name": "Quartier Libre",
        "lang": "fr",
        "start_url": "/",
        "display": "browser",
        "background_color": "#fbf5ea",
        "theme_color": "#9b3018",
        "icons": icons,
    }
    return JsonResponse(content, content_type="application/manifest+json")
