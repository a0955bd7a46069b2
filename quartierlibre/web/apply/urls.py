from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.apply.views import (
    checking,
    coming_back,
    following,
    helping,
    paper,
    papers,
    placing,
    saying,
    starting,
)

app_name = "apply"
FILE = "mon-projet/<uuid:public_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("deposer/", starting.choose, name="start"),
    path("deposer/<slug:slug>/", starting.begin, name="begin"),
    path("deposer/<slug:slug>/fiche.pdf", paper.sheet, name="sheet"),
    path("reprendre/", coming_back.resume, name="resume"),
    path("reprendre/code-perdu/", coming_back.lost_code, name="lost_code"),
    path("reprendre/quitter/", coming_back.leave, name="leave"),
    path(FILE, saying.say, name="say"),
    path(FILE + "autosave/", saying.autosave, name="autosave"),
    path(FILE + "regles/", saying.advice, name="advice"),
    path(FILE + "avant/", saying.earlier, name="earlier"),
    path(FILE + "code/", coming_back.new_code, name="new_code"),
    path(FILE + "aide/", helping.helper, name="helper"),
    path(FILE + "lieu/", placing.place, name="place"),
    path(FILE + "fichiers/", papers.add, name="add_papers"),
    path(FILE + "fichiers/<uuid:document_id>/", papers.download, name="paper"),
    path(FILE + "fichiers/<uuid:document_id>/vignette/", papers.thumbnail, name="thumbnail"),
    path(FILE + "fichiers/<uuid:document_id>/retirer/", papers.remove, name="remove_paper"),
    path(FILE + "fiche.pdf", paper.my_sheet, name="my_sheet"),
    path(FILE + "verifier/", checking.check, name="check"),
    path(FILE + "envoye/", checking.sent, name="sent"),
    path(FILE + "correction/<uuid:correction_id>/", following.correct, name="correct"),
    path(FILE + "modifier/", following.change, name="change"),
    path(FILE + "ecrire/", following.write, name="write"),
    path(FILE + "recommencer/", following.again, name="again"),
    path(FILE + "renoncer/", checking.withdraw, name="withdraw"),
]
