"""Which journey answers which address. French for people, English names for code."""

from django.urls import include, path

urlpatterns = [
    path("", include("quartierlibre.web.discover.urls")),
    path("", include("quartierlibre.web.apply.urls")),
    path("gerer/", include("quartierlibre.web.manage.urls")),
    path("", include("quartierlibre.web.account.urls")),
    path("demo/", include("quartierlibre.web.demo.urls")),
    path("", include("quartierlibre.pagekit.urls")),
]
