"""Demo only: sign in as a persona, read the e-mails that were sent."""

from django.urls import path

from quartierlibre.web.demo import entrance

app_name = "demo"
urlpatterns = [
    path("", entrance.cast, name="cast"),
    path("entrer/<str:token>/", entrance.enter, name="enter"),
]
