from django.urls import URLPattern, URLResolver, path

from quartierlibre.pagekit import views

app_name = "pagekit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("composants/", views.gallery, name="gallery"),
    path("affichage/", views.choose_display, name="display"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.legal, name="legal"),
    path("sante/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
