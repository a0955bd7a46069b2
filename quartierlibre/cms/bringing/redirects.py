"""Old addresses lead to the new ones: the page itself, and the pages of its themes and type."""

from __future__ import annotations

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect

from quartierlibre.cms.old_pages import addresses

LONGEST = 255  # of a path, in Wagtail's table


def keep(old_address: str, new_path: str) -> str:
    """One permanent redirect from the path of an old address; the path kept, or nothing when there is none to keep.

    Paths are compared decoded: `/actualit%C3%A9s` and `/actualités` are one.
    """
    path = str(Redirect.normalise_path(addresses.path_of(old_address)))
    bare_new = Redirect.normalise_path(new_path)
    if path in {"/", bare_new} or len(path) > LONGEST or not urlsplit(old_address).netloc:
        return ""
    known = Redirect.objects.filter(old_path=path, site=None).first()
    if known is None:
        Redirect.objects.create(old_path=path, redirect_link=new_path, is_permanent=True)
    elif known.redirect_link != new_path:
        known.redirect_page, known.redirect_link = None, new_path
        known.save(update_fields=["redirect_page", "redirect_link"])
    return path
