"""The desk's side of grants: agreements, changes, reports, money to give back."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.manage.views import grant, grants, report

GRANTS = "<slug:slug>/aides/"
GRANT = GRANTS + "<uuid:grant_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(GRANTS, grants.grants, name="grants"),
    path(GRANTS + "conventions/<uuid:session_id>/", grants.send_agreements, name="send_agreements"),
    path(GRANT, grant.grant, name="grant"),
    path(GRANT + "faire/<slug:verb>/", grant.act, name="grant_act"),
    path(GRANT + "bilan/", report.report, name="grant_report"),
    path(GRANT + "bilan/faire/<slug:verb>/", report.act, name="report_act"),
    path(GRANT + "fichiers/<uuid:file_id>/", grant.paper, name="grant_paper"),
    path(GRANT + "fichiers/<uuid:file_id>/vignette/", grant.thumbnail, name="grant_thumbnail"),
]
