"""Wagtail's screens, trimmed to what the newsroom needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from quartierlibre.cms import looking_back
from quartierlibre.cms.models import Heading

UNUSED = frozenset({"help", "reports", "settings"})


class HeadingViewSet(ModelViewSet):
    """The lists of kinds, kept by whoever publishes."""

    model = Heading
    icon = "tag"
    menu_label = "Types"
    menu_name = "headings"
    add_to_admin_menu = True
    list_display = ("label", "shelf", "slug")
    list_filter = ("shelf",)
    search_fields = ("label",)
    inspect_view_enabled = False
    panels = (FieldPanel("shelf"), FieldPanel("label"), FieldPanel("slug"), FieldPanel("old_id"))


@hooks.register("register_admin_viewset")
def heading_viewset() -> HeadingViewSet:
    return HeadingViewSet("types")


@hooks.register("register_admin_urls")
def own_addresses() -> list[URLPattern]:
    return [path("retour-sur/<slug:slug>/", looking_back.begin, name="begin_look_back")]


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [item for item in items if item.name not in UNUSED]


@hooks.register("insert_editor_js")
def one_save_at_a_time() -> SafeString:
    """See cms/static/cms/one-save.js."""
    return format_html('<script type="module" src="{}"></script>', static("cms/one-save.js"))
