from django.urls import URLPattern, URLResolver

app_name = "pagekit"
urlpatterns: list[URLPattern | URLResolver] = []
