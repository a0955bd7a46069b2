"""Web addresses: made valid without changing where they lead, and compared as a reader would."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

KEPT_SCHEMES = {"http", "https", "mailto", "tel"}
LONGEST = 2000
_SAFE = "/:@!$&'()*+,;=~-._%"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TERM = re.compile(r"/taxonomy/term/([0-9]{1,12})(?:/|$)")
_HOST = re.compile(r"\w(?:[\w.-]{0,250}\w)?(?::[0-9]{1,5})?")


def valid(address: str, *, base: str = "") -> str:
    """The address with what a browser would encode, encoded; empty when it leads nowhere on the web."""
    address = address.strip().strip("<>").strip()
    if not address or len(address) > LONGEST or any(sign.isspace() for sign in address.strip()):
        address = "%20".join(address.split()) if 0 < len(address) <= LONGEST else ""
    if not address:
        return ""
    try:
        parts = urlsplit(urljoin(base, address) if base else address)
        host = parts.netloc
    except ValueError:
        return ""
    if parts.scheme.lower() not in KEPT_SCHEMES:
        return ""
    web = parts.scheme.lower() in {"http", "https"}
    if web and not _HOST.fullmatch(host):
        return ""
    if not web and not parts.path:
        return ""
    return urlunsplit(
        (parts.scheme.lower(), host.lower(), _encoded(parts.path), _encoded(parts.query, "?"), _encoded(parts.fragment))
    )


def _encoded(part: str, more: str = "") -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE + more)


def is_relative(address: str) -> bool:
    """Written for the site it was on: it needs the address of its page to lead anywhere."""
    return bool(address) and not address.startswith("#") and not re.match(r"[A-Za-z][A-Za-z0-9+.-]{0,20}:", address)


def identity(address: str) -> str:
    """What stays the same however an address was written: two pages of one identity are one page."""
    parts = urlsplit(valid(address))
    host = parts.netloc.removeprefix("www.").removesuffix(":80").removesuffix(":443")
    path = quote(unquote(parts.path), safe="/:@!$&'()*+,;=~-._").rstrip("/")
    path = re.sub(r"^/(?:print|printpdf|printmail)(?=/)", "", path)
    asked = [(name, value) for name, value in parse_qsl(parts.query) if not name.startswith("utm_")]
    return urlunsplit(("https", host, path or "/", urlencode(sorted(asked)), ""))


def path_of(address: str) -> str:
    """The decoded path a browser asks for, with its question if there is one."""
    parts = urlsplit(address)
    return unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def term_id(address: str) -> str:
    """The number the older site gave to a word of its taxonomies, if this is the page of one."""
    found = _TERM.search(urlsplit(address).path)
    return found[1] if found else ""


def slug(address: str) -> str:
    """The last words of an address, decoded, without extension; empty when they are a number or nothing."""
    last = unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2])
    last = re.sub(r"\.(?:html?|php|aspx?|md|txt)$", "", last, flags=re.IGNORECASE)
    return last if re.search(r"[^\W\d_]{2}", last) and last not in {"node", "index", "accueil", "home"} else ""
