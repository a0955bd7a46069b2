"""The committee's pages: its seats, a session prepared, the evening, the phones, the minutes, the answers."""

from django.urls import URLPattern, URLResolver, path

from quartierlibre.web.deliberate.views import (
    answers,
    case,
    committee,
    deciding,
    evening,
    home,
    minutes,
    papers,
    phone,
    prepare,
    waiting,
)

app_name = "deliberate"
COMMITTEE = "comites/<uuid:committee_id>/"
SESSION = "seances/<uuid:session_id>/"
CASE = SESSION + "dossiers/<uuid:case_id>/"
PHONE = "s/<uuid:session_id>/"
MINUTES = SESSION + "proces-verbal/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path(COMMITTEE, committee.committee, name="committee"),
    path(COMMITTEE + "sieges/", committee.add_seat, name="add_seat"),
    path(COMMITTEE + "sieges/<uuid:seat_id>/fin/", committee.end_seat, name="end_seat"),
    path(COMMITTEE + "sieges/<uuid:seat_id>/liens/", committee.add_link, name="add_link"),
    path(COMMITTEE + "sieges/<uuid:seat_id>/liens/fin/", committee.end_link, name="end_link"),
    path(SESSION, prepare.prepare, name="prepare"),
    path(SESSION + "heures/", prepare.hearings, name="hearings"),
    path(SESSION + "deports/", prepare.propose, name="propose"),
    path(SESSION + "convoquer/", prepare.call, name="call"),
    path(SESSION + "ordre-du-jour.pdf", papers.agenda, name="agenda_pdf"),
    path(SESSION + "convocations.pdf", papers.convocations, name="convocations_pdf"),
    path(SESSION + "cartes/", papers.cards, name="cards"),
    path(CASE + "place/", prepare.move, name="move"),
    path(CASE + "retirer/", prepare.take_off, name="take_off"),
    path(CASE + "deport/", prepare.recusal, name="recusal"),
    path(SESSION + "soiree/", evening.evening, name="evening"),
    path(SESSION + "soiree/presence/<uuid:seat_id>/", evening.attend, name="attend"),
    path(SESSION + "soiree/ouvrir/", evening.open_it, name="open"),
    path(SESSION + "soiree/clore/", evening.close_it, name="close"),
    path(SESSION + "soiree/seconde-reunion/", evening.call_again, name="call_again"),
    path(CASE, case.case, name="case"),
    path(CASE + "porteur/", case.hear, name="hear"),
    path(CASE + "porteur/sort/", case.alone, name="alone"),
    path(CASE + "sortir/", case.step_aside, name="step_aside"),
    path(CASE + "sortir/heure/", case.leaving, name="leaving"),
    path(CASE + "ajourner/", case.adjourn, name="adjourn"),
    path(CASE + "vote/annuler/", case.annul, name="annul"),
    path(CASE + "vote/ouvrir/", deciding.open_vote, name="open_vote"),
    path(CASE + "vote/clore/", deciding.close_vote, name="close_vote"),
    path(CASE + "vote/mains/", deciding.totals, name="totals"),
    path(CASE + "vote/noms/", deciding.named, name="named"),
    path(CASE + "decider/", deciding.decide, name="decide"),
    path("attente/", waiting.waiting, name="waiting"),
    path(CASE + "attente/servir/", waiting.serve, name="serve"),
    path(CASE + "attente/renoncer/", waiting.give_up, name="give_up"),
    path("carte/<str:token>/", phone.card, name="card"),
    path(PHONE, phone.phone, name="phone"),
    path(PHONE + "voter/", phone.cast, name="cast"),
    path(PHONE + "reprendre/", phone.undo, name="undo"),
    path(PHONE + "sortir/", phone.step_aside, name="declare"),
    path(MINUTES, minutes.minutes, name="minutes"),
    path(MINUTES + "ajouter/", minutes.remark, name="remark"),
    path(MINUTES + "a-signer/", minutes.to_sign, name="to_sign"),
    path(MINUTES + "reprendre/", minutes.take_back, name="take_back"),
    path(MINUTES + "code/", minutes.code, name="code"),
    path(MINUTES + "signer/", minutes.sign, name="sign"),
    path(MINUTES + "pdf/", minutes.printed, name="minutes_pdf"),
    path(MINUTES + "fichier/", minutes.session_file, name="session_file"),
    path(SESSION + "reponses/", answers.answers, name="answers"),
    path(SESSION + "reponses/pdf/", answers.printed, name="answers_pdf"),
]
