from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.discover import rules_views

app_name = "discover"
urlpatterns: list[URLPattern | URLResolver] = [
    path("fonds/<slug:slug>/reglement/", rules_views.regulation, name="regulation"),
    path("fonds/<slug:slug>/reglement/<int:version>/", rules_views.regulation, name="regulation_version"),
]
