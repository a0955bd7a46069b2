"""What is written, after every other address: a page may never take the place of one of the house."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from wagtail import views as wagtail

from quartierlibre.cms import feeds, views

own = [
    path("actualites/", views.news, name="news"),
    path("actualites/flux.atom", feeds.news, name="news_feed"),
    path("ressources/", views.resources, name="resources"),
    path("ressources/flux.atom", feeds.resources, name="resources_feed"),
    path("territoires/<slug:slug>/", views.territory, name="territory"),
    path("photos/<path:name>", views.picture, name="picture"),
    re_path(r"^(?P<path>(?:[\w-]+/)+)page\.pdf$", views.printed, name="pdf"),
    re_path(r"^(?P<path>(?:[\w-]+/)+)partage\.png$", views.share, name="share"),
]
urlpatterns = [
    path("", include((own, "cms"))),
    # Named as Wagtail looks for them.
    path(
        "documents/<int:document_id>/<str:document_filename>",
        views.paper,
        name="wagtaildocs_serve",
    ),
    re_path(r"^((?:[\w\-]+/)+)$", login_not_required(require_safe(wagtail.serve)), name="wagtail_serve"),
]
