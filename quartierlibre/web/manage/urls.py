"""The desk of those who run a fund: what to do this morning, the files, the paper sheets, the sessions."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.manage.views import morning

app_name = "manage"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", morning.home, name="home"),
]
