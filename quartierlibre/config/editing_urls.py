"""Addresses while editing: Wagtail's own, then all the others (`cms/door.py` says when)."""

from django.urls import include, path
from wagtail.admin import urls as editing

from quartierlibre.config import urls

urlpatterns = [path("cms/", include(editing)), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
