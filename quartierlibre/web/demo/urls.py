"""Demo only: sign in as a persona, read the e-mails that were sent."""

from django.urls import path

from quartierlibre.web.demo import entrance, mailbox

app_name = "demo"
urlpatterns = [
    path("", entrance.cast, name="cast"),
    path("entrer/<str:token>/", entrance.enter, name="enter"),
    path("courrier/", mailbox.mailbox, name="mailbox"),
    path("courrier/<uuid:public_id>/", mailbox.letter, name="letter"),
    path("courrier/<uuid:public_id>/html/", mailbox.letter_html, name="letter_html"),
]
