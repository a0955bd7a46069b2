"""Which journey answers which address. French for people, English names for code."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from quartierlibre.cms.sitemaps import WrittenSitemap
from quartierlibre.web.meet.sitemaps import AgendaSitemap

SITEMAPS = {"agenda": AgendaSitemap, "pages": WrittenSitemap}
urlpatterns = [
    path("", include("quartierlibre.web.discover.urls")),
    path("", include("quartierlibre.web.apply.urls")),
    path("", include("quartierlibre.web.screen.urls")),
    path("", include("quartierlibre.web.follow_up.urls")),
    path("gerer/", include("quartierlibre.web.manage.urls")),
    path("deliberer/", include("quartierlibre.web.deliberate.urls")),
    path("agenda/", include("quartierlibre.web.meet.urls")),
    path("sitemap.xml", require_safe(login_not_required(sitemap)), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("", include("quartierlibre.web.account.urls")),
    path("demo/", include("quartierlibre.web.demo.urls")),
    path("", include("quartierlibre.pagekit.urls")),
    path("", include("quartierlibre.cms.urls")),  # last: what is written never hides a page of the house
]

handler400 = "quartierlibre.pagekit.errors.bad_request"
handler403 = "quartierlibre.pagekit.errors.forbidden"
handler404 = "quartierlibre.pagekit.errors.not_found"
handler500 = "quartierlibre.pagekit.errors.server_error"
