"""A signature drawn on the screen: the frame to draw in, then what was drawn."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartierlibre.pagekit import html
from quartierlibre.pagekit.templatetags.pagekit import button

register = template.Library()
SHEET = "600 200"  # the units of a drawing, as signature.js writes them


@register.simple_block_tag
def signature_pad(content: str, name: str, *, action: str = "") -> SafeString:
    """The form in which `name` signs; holds its hidden fields. Without `action` it shows, and sends nothing.

    Nobody draws without scripts: the page says so in its place, and offers another way to sign beside it.
    """
    width, height = SHEET.split()
    return format_html(
        '<noscript><p class="soft">{}</p></noscript>'
        '<form class="stack"{} data-ql-signature hidden>{}<input type="hidden" name="drawing" value=""><p>{}</p>'
        '<canvas class="signature-pad" width="{}" height="{}" role="img" aria-label="{}"></canvas>'
        '<div class="actions">{}<button class="button button-quiet" type="button" data-clear>{}</button></div></form>',
        _("Pour signer dans un cadre, à l’écran, il faut JavaScript. Sans lui, signez autrement, ci-dessous."),
        html.attributes({"method": "post", "action": action} if action else {}),
        content,
        _("Signez dans le cadre, avec le doigt, un stylet ou la souris."),
        width,
        height,
        _("Cadre de signature de %(name)s") % {"name": name},
        button(_("Signer"), icon="pen", kind="submit" if action else "button"),
        _("Effacer"),
    )


@register.simple_tag
def signature(name: str, drawing: str) -> SafeString:
    """What `name` drew."""
    return format_html(
        '<svg class="signature" viewBox="0 0 {}" role="img" aria-label="{}"><path d="{}"/></svg>',
        SHEET,
        _("Signature de %(name)s") % {"name": name},
        drawing,
    )
