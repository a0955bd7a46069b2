"""The front door: anyone, without an account."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.discover import concerned_views, fund_views, rules_views

app_name = "discover"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", fund_views.home, name="home"),
    path("suis-je-concerne/", concerned_views.concerned, name="concerned"),
    path("fonds/", fund_views.funds, name="funds"),
    path("fonds/<slug:slug>/", fund_views.fund, name="fund"),
    path("fonds/<slug:slug>/carte.svg", fund_views.picture, name="map"),
    path("fonds/<slug:slug>/reglement/", rules_views.regulation, name="regulation"),
    path("fonds/<slug:slug>/reglement/<int:version>/", rules_views.regulation, name="regulation_version"),
]
