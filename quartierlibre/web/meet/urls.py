"""The agenda: French addresses, words that say what one finds there."""

from django.urls import URLPattern, URLResolver, path, register_converter

from quartierlibre.web.meet import (
    coming_views,
    day_views,
    door_views,
    feeds,
    look_back_views,
    opinion_views,
    organise_views,
    training_views,
    views,
    wizard_views,
)
from quartierlibre.web.meet.addresses import TwoDigits

register_converter(TwoDigits, "month")

app_name = "meet"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.agenda, name="agenda"),
    path("<int:year>/<month:month>/", views.month, name="month"),
    path("flux.atom", feeds.feed, name="feed"),
    path("calendrier.ics", feeds.calendar, name="calendar"),
    path("theme/<slug:topic>/flux.atom", feeds.feed, name="topic_feed"),
    path("theme/<slug:topic>/calendrier.ics", feeds.calendar, name="topic_calendar"),
    path("territoire/<slug:territory>/flux.atom", feeds.feed, name="territory_feed"),
    path("territoire/<slug:territory>/calendrier.ics", feeds.calendar, name="territory_calendar"),
    path("inscription/<str:token>/", coming_views.registration, name="registration"),
    path("inscription/<str:token>/oui/", coming_views.accept, name="accept_offer"),
    path("inscription/<str:token>/changer/", coming_views.change, name="change_registration"),
    path("inscription/<str:token>/annuler/", coming_views.step_back, name="step_back"),
    path("inscription/<str:token>/avis/", opinion_views.opinion, name="opinion"),
    path("inscription/<str:token>/attestation.pdf", day_views.own_certificate, name="own_certificate"),
    path("attestation/", day_views.check_certificate, name="check_certificate"),
    path("organiser/", organise_views.home, name="organise"),
    path("organiser/billet/<uuid:public_id>/", door_views.ticket, name="ticket"),
    path("organiser/nouvelle/", wizard_views.wizard, name="wizard"),
    path("organiser/formations/", training_views.trainings, name="trainings"),
    path("organiser/formations/cycle/", training_views.open_cycle, name="open_cycle"),
    path("organiser/<slug:slug>/", organise_views.desk, name="desk"),
    path("organiser/<slug:slug>/reglages/", organise_views.settings, name="desk_settings"),
    path("organiser/<slug:slug>/inscrits.csv", organise_views.table, name="desk_table"),
    path("organiser/<slug:slug>/<uuid:public_id>/prevenu/", organise_views.called, name="called"),
    path("organiser/<slug:slug>/<uuid:public_id>/annuler/", organise_views.cancel, name="cancel_registration"),
    path("organiser/<slug:slug>/accueil/", door_views.door, name="door"),
    path("organiser/<slug:slug>/accueil/pointer/", door_views.note, name="note_arrival"),
    path("organiser/<slug:slug>/accueil/ajouter/", door_views.walk_in, name="walk_in"),
    path("organiser/<slug:slug>/accueil/rattraper/", door_views.catch_up, name="catch_up"),
    path("organiser/<slug:slug>/emargement.pdf", day_views.sheet, name="sheet"),
    path("organiser/<slug:slug>/badges.pdf", day_views.badges, name="badges"),
    path("organiser/<slug:slug>/affiche.pdf", day_views.poster, name="poster"),
    path("organiser/<slug:slug>/tables.pdf", day_views.table_cards, name="table_cards"),
    path("organiser/<slug:slug>/attestations.pdf", day_views.certificates, name="certificates"),
    path("organiser/<slug:slug>/attestations/", day_views.certify, name="certify"),
    path("organiser/<slug:slug>/retour-sur/", look_back_views.look_back, name="look_back"),
    path("<slug:slug>/inscription/", coming_views.register, name="register"),
    path("<slug:slug>/", views.meeting, name="meeting"),
    path("<slug:slug>/rencontre.ics", feeds.meeting_calendar, name="meeting_calendar"),
    path("<slug:slug>/page.pdf", views.meeting_pdf, name="meeting_pdf"),
    path("<slug:slug>/partage.png", views.meeting_picture, name="meeting_picture"),
    path("<slug:slug>/documents/<uuid:public_id>/", views.paper, name="paper"),
]
