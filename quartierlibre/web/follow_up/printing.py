"""What a holder prints: the poster of the project, with the logos, or the names, of those who pay for it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import Grant
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.projects.funders import named, printed_funders
from quartierlibre.pagekit.qr import square
from quartierlibre.pagekit.words import long_date, spaced

POSTER = Path(__file__).parent / "typst" / "poster.typ"
LONGEST_PITCH = 240
PAPERS = ("a4", "a3")


def poster(grant: Grant, paper: str) -> bytes:
    """One page for walls and shop windows, A4 or A3. The square leads to the public page of the project."""
    application = grant.application
    address = settings.SITE_URL.rstrip("/") + reverse("discover:project", args=[application.public_id])
    pitch = application.pitch if len(application.pitch) <= LONGEST_PITCH else ""
    data = {
        "paper": paper,
        "title": spaced(application.title),
        "author": grant.fund.name,
        "description": _("Affiche du projet « %(title)s »") % {"title": application.title},
        "kicker": application.group_name or _("Un projet d’habitants"),
        "when": _days(grant),
        "place": grant.place_text,
        "pitch": spaced(pitch),
        "call": _("Ce projet est aidé par"),
        "funders": printed_funders(grant) or [named(grant.fund.name)],
        "address": address,
        "qr": square(address),
        "alt": _("Carré à viser avec le téléphone pour ouvrir la page du projet"),
    }
    return pdf.typeset(POSTER, data, at=timezone.now())


def _days(grant: Grant) -> str:
    if grant.starts_on is None:
        return ""
    if grant.ends_on is None or grant.ends_on == grant.starts_on:
        return long_date(grant.starts_on)
    return _("du %(start)s au %(end)s") % {"start": long_date(grant.starts_on), "end": long_date(grant.ends_on)}
