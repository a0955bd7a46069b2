from django.urls import URLPattern, URLResolver

app_name = "discover"
urlpatterns: list[URLPattern | URLResolver] = []
