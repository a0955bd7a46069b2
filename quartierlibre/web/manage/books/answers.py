"""How the papers of the accounts leave."""

from __future__ import annotations

from django.http import HttpResponse


def paper(content: bytes, name: str) -> HttpResponse:
    """A PDF for one pair of eyes: kept by nobody on the way."""
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
