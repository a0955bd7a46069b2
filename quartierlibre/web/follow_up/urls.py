"""The holder's side of a grant: agreement, payee, changes, report, photos; and the committee's look at a report."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.follow_up.views import action, agreement, changing, home, papers, photos, reporting

app_name = "follow_up"
GRANT = "mon-projet/<uuid:public_id>/argent/"
PHOTO = GRANT + "photos/<int:photo_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("mon-aide/<uuid:grant_id>/<str:token>/", home.by_link, name="by_link"),
    path(GRANT, home.grant, name="grant"),
    path(GRANT + "convention/", agreement.read, name="agreement"),
    path(GRANT + "convention/code/", agreement.ask_code, name="ask_code"),
    path(GRANT + "convention/refuser/", agreement.decline, name="decline"),
    path(GRANT + "convention.pdf", agreement.printed, name="agreement_pdf"),
    path(GRANT + "qui-est-paye/", agreement.payee, name="payee"),
    path(GRANT + "changement/", changing.ask, name="change"),
    path(GRANT + "changement/retirer/", changing.withdraw, name="withdraw_change"),
    path(GRANT + "bilan/", reporting.write, name="report"),
    path(PHOTO, photos.describe, name="photo"),
    path(PHOTO + "accord/", photos.consent, name="consent"),
    path(PHOTO + "retirer/", photos.withdraw, name="withdraw_photo"),
    path(PHOTO + "enlever/", photos.remove, name="remove_photo"),
    path(GRANT + "affiche.pdf", papers.poster, name="poster"),
    path(GRANT + "fichiers/<uuid:file_id>/", papers.download, name="paper"),
    path(GRANT + "fichiers/<uuid:file_id>/vignette/", papers.thumbnail, name="thumbnail"),
    path("bilans/<uuid:grant_id>/", action.check, name="action"),
    path("bilans/<uuid:grant_id>/fichiers/<uuid:file_id>/vignette/", action.thumbnail, name="action_thumbnail"),
]
