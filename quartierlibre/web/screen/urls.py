"""Screening: what waits for whom, one file point by point, its holder, outside opinions, and their link."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.screen.views import checks, corrections, deciding, file, opinions, outside, queue, thread

app_name = "screen"
FILE = "instruire/<uuid:public_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("instruire/", queue.waiting, name="queue"),
    path(FILE, file.file, name="file"),
    path(FILE + "pieces/<uuid:document_id>/", file.paper, name="paper"),
    path(FILE + "controle/<str:code>/", checks.check, name="check"),
    path(FILE + "controle/<str:code>/retirer/", checks.restore, name="restore"),
    path(FILE + "correction/", corrections.ask, name="ask"),
    path(FILE + "correction/<uuid:correction_id>/", corrections.settle, name="settle"),
    path(FILE + "avis/", opinions.ask, name="ask_opinion"),
    path(FILE + "avis/<uuid:opinion_id>/", opinions.follow, name="follow_opinion"),
    path(FILE + "avis/<uuid:opinion_id>/piece/", opinions.joined, name="opinion_file"),
    path(FILE + "echanges/", thread.thread, name="thread"),
    path(FILE + "echanges/lu/", thread.read, name="read"),
    path(FILE + "decider/", deciding.decide, name="decide"),
    path(FILE + "reprendre/", deciding.again, name="again"),
    path("avis/<str:token>/", outside.answer, name="answer"),
]
