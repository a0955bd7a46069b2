"""The front door: anyone, without an account."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.discover import (
    concerned_views,
    fund_views,
    project_views,
    register_views,
    rules_views,
    search_views,
)

app_name = "discover"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", fund_views.home, name="home"),
    path("suis-je-concerne/", concerned_views.concerned, name="concerned"),
    path("fonds/", fund_views.funds, name="funds"),
    path("fonds/<slug:slug>/", fund_views.fund, name="fund"),
    path("fonds/<slug:slug>/carte.svg", fund_views.picture, name="map"),
    path("fonds/<slug:slug>/reglement/", rules_views.regulation, name="regulation"),
    path("fonds/<slug:slug>/reglement/<int:version>/", rules_views.regulation, name="regulation_version"),
    path("fonds/<slug:slug>/decisions/", register_views.decisions, name="decisions"),
    path("fonds/<slug:slug>/decisions.csv", register_views.decisions_csv, name="decisions_csv"),
    path("fonds/<slug:slug>/chiffres/", register_views.figures, name="figures"),
    path("comites/<uuid:public_id>/", register_views.committee, name="committee"),
    path("seances/<uuid:public_id>/", register_views.session, name="session"),
    path("seances/<uuid:public_id>/seance.json", register_views.session_file, name="session_file"),
    path("verifier/", register_views.verify, name="verify"),
    path("recherche/", search_views.search, name="search"),
    path("projets/", project_views.projects, name="projects"),
    path("projets/carte/", project_views.projects_map, name="projects_map"),
    path("projets/liste.csv", project_views.projects_csv, name="projects_csv"),
    path("projets/<uuid:public_id>/", project_views.project, name="project"),
    path("projets/<uuid:public_id>/photos/<int:photo_id>/", project_views.project_photo, name="project_photo"),
]
