"""The agreement as a printed sheet: the words of its page, and a place to sign by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.queries.agreement import agreement_of
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.projects.funders import printed_funders
from quartierlibre.pagekit.words import long_date, spaced

SHEET = Path(__file__).parent / "agreement.typ"


def printed_agreement(grant: Grant, *, at: datetime | None = None) -> bytes:
    """An accessible PDF; `at` is the moment it is sent."""
    moment = at or timezone.now()
    return pdf.typeset(SHEET, data_of(grant, moment), at=moment)


def data_of(grant: Grant, at: datetime) -> dict[str, Any]:
    said = agreement_of(grant)
    title = _("Convention d’aide")
    return {
        "title": title,
        "author": said.fund,
        "logos": [each for each in printed_funders(grant) if each["logo"]],
        "description": f"{title} · {said.number}",
        "subtitle": spaced(f"{said.title} · {_('dossier %(number)s') % {'number': said.number}}"),
        "amount": format_euros(said.amount),
        "articles": [
            {"title": spaced(each.title), "sentences": [spaced(words) for words in each.sentences]}
            for each in said.articles
        ],
        "signature_title": _("Signatures"),
        "signature_help": _(
            "Si vous acceptez avec un code reçu par courriel, cette feuille n’a pas besoin de signature."
        ),
        "signers": [_("Pour le porteur : nom, date, signature"), _("Pour le fonds : nom, date, signature")],
        "footer": f"{said.fund} · {long_date(at)}",
        "page_word": _("Page"),
    }
