"""What the page itself needs: reader's display choices, navigation, scripts."""

from collections.abc import Sequence
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from quartierlibre.pagekit import display, html, navigation, newsroom

register = template.Library()

# allowEval off for the CSP; 409 (refused by a rule) and 422 (form to correct) are answers to show, not failures; 304
# says that nothing moved since the page was read.
HTMX_CONFIG = (
    '{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"historyCacheSize":0,'
    '"responseHandling":[{"code":"(204|304)","swap":false},{"code":"[23]..","swap":true},'
    '{"code":"(409|422)","swap":true},{"code":"[45]..","swap":false,"error":true}]}'
)


def nonce(context: Context) -> str:
    request = context.get("request")
    return str(getattr(request, "csp_nonce", "")) if request else ""


@register.simple_tag(takes_context=True)
def display_attributes(context: Context) -> SafeString:
    """` data-theme="dark"` and the like on `html`, from what the reader chose on /affichage/."""
    request = context.get("request")
    chosen = display.chosen(request.COOKIES) if request else display.Choice()
    return html.attributes({"data-theme": chosen.theme, "data-contrast": chosen.contrast})


@register.simple_tag(takes_context=True)
def site_links(context: Context) -> SafeString:
    """The entries of the main navigation as list items, the current one marked; pages of failure know nobody."""
    request = context.get("request")
    doors = navigation.doors(request.path if request else "")
    if request:
        doors = [*doors, *navigation.own_doors(getattr(request, "user", AnonymousUser()), request.path)]
    here = max((door.href for door in doors if door.current), key=len, default="")  # the innermost door only
    links = (_link(str(door.label), door.href, door.icon, current=door.href == here, main=door.main) for door in doors)
    return mark_safe("".join(links))  # noqa: S308 - each made by format_html


@lru_cache(maxsize=200)
def _link(label: str, href: str, icon: str, *, current: bool, main: bool) -> SafeString:
    """Drawn once per process: every page shows the same eight or nine."""
    drawing = html.icon(icon) if icon else ""
    marks = html.attributes(
        {"class": "button button-primary" if main else "", "aria-current": "true" if current else ""}
    )
    return format_html('<li><a href="{}"{}>{}{}</a></li>', href, marks, drawing, label)


@register.simple_tag
def newsroom_banner() -> SafeString:
    """What the newsroom wants everyone to know today; nothing most days."""
    said = newsroom.around()
    if not said.banner:
        return SafeString("")
    words = format_html('<a href="{}">{}</a>', said.banner_href, said.banner) if said.banner_href else said.banner
    return format_html('<div class="site-banner"><p class="wrap">{}</p></div>', words)


@register.simple_tag
def newsroom_news() -> Sequence[newsroom.News]:
    """The news chosen for the front page."""
    return newsroom.around().news


@register.simple_tag
def newsroom_news_href() -> str:
    """Where all the news are; empty without a newsroom."""
    return newsroom.around().news_href


@register.simple_tag
def newsroom_words(slug: str) -> SafeString:
    """What the newsroom wrote to complete a page of the house."""
    return newsroom.words(slug)


@register.simple_tag
def constant(name: str) -> str:
    """A part of the page that depends on nothing, rendered once per process: it is on every page."""
    if settings.DEBUG:
        return render_to_string(name)
    return _rendered_once(name, settings.ROOT_URLCONF, get_language())


@cache
def _rendered_once(name: str, urlconf: object, language: str) -> str:
    return render_to_string(name)


@register.simple_tag
def site_url(name: str) -> str:
    """An address without parameters by its name, looked for once per process."""
    return navigation.address(name)


@register.filter
def message_tone(message: Message) -> str:
    """Django's levels in our tones."""
    return {"success": "success", "warning": "warning", "error": "danger"}.get(message.level_tag, "info")


@register.simple_tag(takes_context=True)
def module(context: Context, path: str) -> SafeString:
    """A script of ours, as a module, with the page's nonce: `{% module "apply/autosave.js" %}`."""
    return format_html('<script type="module" src="{}" nonce="{}"></script>', static(path), nonce(context))


@register.simple_tag(takes_context=True)
def htmx(context: Context) -> SafeString:
    """htmx and its settings, for the pages that use it: `{% block htmx %}{% htmx %}{% endblock %}`."""
    return format_html(
        '<meta name="htmx-config" content="{}"><script src="{}" nonce="{}" defer></script>',
        HTMX_CONFIG,
        static("pagekit/vendor/htmx.min.js"),
        nonce(context),
    )


@register.simple_tag(takes_context=True)
def leaflet(context: Context) -> SafeString:
    """The map library, for pages with a map: `{% block head %}{% leaflet %}{% endblock %}`."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script src="{}" nonce="{}" defer></script>',
        static("pagekit/vendor/leaflet.css"),
        static("pagekit/vendor/leaflet.js"),
        nonce(context),
    )
