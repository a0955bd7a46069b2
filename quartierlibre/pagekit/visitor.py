"""Where a request comes from, for counting wrong codes and links."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the one our own nearest trusted proxy wrote, never what a visitor may write themselves."""
    behind = int(settings.TRUSTED_PROXIES)
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if behind and len(hops) >= behind:
        return str(hops[-behind])
    return str(request.META.get("REMOTE_ADDR", ""))
