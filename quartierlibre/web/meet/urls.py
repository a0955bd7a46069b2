"""The agenda: French addresses, words that say what one finds there."""

from django.urls import URLPattern, URLResolver, path, register_converter

from quartierlibre.web.meet import feeds, views
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
    path("<slug:slug>/", views.meeting, name="meeting"),
    path("<slug:slug>/rencontre.ics", feeds.meeting_calendar, name="meeting_calendar"),
    path("<slug:slug>/page.pdf", views.meeting_pdf, name="meeting_pdf"),
    path("<slug:slug>/partage.png", views.meeting_picture, name="meeting_picture"),
    path("<slug:slug>/documents/<uuid:public_id>/", views.paper, name="paper"),
]
