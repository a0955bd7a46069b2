"""The desk of those who run a fund: what to do this morning, the files, the paper sheets, the sessions."""

from django.urls import URLPattern, URLResolver, include, path

from quartierlibre.web.manage.books import urls as books
from quartierlibre.web.manage.payments.urls import urlpatterns as payments
from quartierlibre.web.manage.views import file, files, morning, paper_sheet, papers, sessions

app_name = "manage"
FILE = "dossiers/<uuid:public_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", morning.home, name="home"),
    path("dossiers/", files.files, name="files"),
    path(FILE, file.file, name="file"),
    path(FILE + "lu/", file.seen, name="seen"),
    path(FILE + "prevenu/", file.told, name="told"),
    path(FILE + "completer/", paper_sheet.complete, name="complete"),
    path(FILE + "accord/", papers.agreement, name="agreement"),
    path(FILE + "pieces/<uuid:document_id>/", papers.paper, name="paper"),
    path(FILE + "pieces/<uuid:document_id>/vignette/", papers.thumbnail, name="thumbnail"),
    path("", include("quartierlibre.web.manage.grants_urls")),
    path("<slug:slug>/fiche/", paper_sheet.enter, name="sheet"),
    path("<slug:slug>/seances/", sessions.sessions, name="sessions"),
    path("<slug:slug>/seances/<uuid:session_id>/annuler/", sessions.cancel, name="cancel_session"),
    *books.urlpatterns,
    *payments,
]
