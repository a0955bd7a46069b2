"""Finding anything public by its words: a plain form, kinds as filters with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.search import queries
from quartierlibre.foundation.search.marks import Piece
from quartierlibre.foundation.search.queries import MOST, PER_PAGE, Found, Hit
from quartierlibre.pagekit.templatetags.pagekit_lists import Tab

# Each kind in its two numbers; one that nothing tells is never shown.
KINDS: Mapping[str, tuple[StrOrPromise, StrOrPromise]] = {
    "news": (gettext_lazy("Actualités"), gettext_lazy("Actualité")),
    "meeting": (gettext_lazy("Rencontres"), gettext_lazy("Rencontre")),
    "resource": (gettext_lazy("Ressources"), gettext_lazy("Ressource")),
    "project": (gettext_lazy("Projets aidés"), gettext_lazy("Projet aidé")),
    "fund": (gettext_lazy("Fonds"), gettext_lazy("Fonds")),
    "page": (gettext_lazy("Pages du site"), gettext_lazy("Page du site")),
}


def marked(pieces: Sequence[Piece]) -> SafeString:
    """Words found are marked, everything is escaped."""
    return format_html_join("", "{}", ((_piece(each),) for each in pieces))


def _piece(piece: Piece) -> SafeString:
    return format_html("<mark>{}</mark>" if piece.is_found else "{}", piece.text)


class Answer:
    """What was asked in the address, and what it gives."""

    def __init__(self, asked: QueryDict) -> None:
        self.question = asked.get("q", "").strip()[: queries.LONGEST_QUESTION].replace("\x00", "")
        kind = asked.get("quoi", "")
        self.kind = kind if kind in KINDS else ""
        self.territory = self._territory(asked.get("territoire", ""))
        number = asked.get("page", "1")
        self.number = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1

    @staticmethod
    def _territory(slug: str) -> Territory | None:
        known = slug.replace("-", "").replace("_", "").isalnum()
        return Territory.objects.filter(slug=slug[:60]).first() if known else None

    @cached_property
    def found(self) -> Found:
        where = self.territory.pk if self.territory else None
        return queries.found(self.question, kind=self.kind, territory=where, page=self.number)

    @property
    def how_many(self) -> str:
        if self.found.is_many:
            return _("Plus de %(most)s réponses : précisez avec un mot de plus.") % {"most": MOST}
        if self.found.total == 1:
            return _("1 réponse")
        return _("%(total)s réponses") % {"total": self.found.total}

    @property
    def pages(self) -> Page[int]:
        shown = range(min(self.found.total, MOST))
        return Paginator(shown, PER_PAGE).get_page(self.found.page)

    @property
    def lines(self) -> list[tuple[Hit, StrOrPromise, SafeString, SafeString]]:
        return [
            (hit, KINDS[hit.kind][1], marked(hit.title), marked(hit.excerpt))
            for hit in self.found.hits
            if hit.kind in KINDS
        ]

    @property
    def tabs(self) -> list[Tab]:
        """All, then each kind that has something (or that is chosen), with its count when it is known."""
        counts = self.found.counts
        shown = [kind for kind in KINDS if counts.get(kind) or kind == self.kind or self.found.is_many]
        total = sum(counts.values()) if counts else None
        every = Tab(_("Tout"), self._address(""), count=total, current=not self.kind)
        return [
            every,
            *(
                Tab(
                    KINDS[kind][0],
                    self._address(kind),
                    count=counts.get(kind, 0) if counts else None,
                    current=kind == self.kind,
                )
                for kind in shown
            ),
        ]

    def _address(self, kind: str) -> str:
        said = {"q": self.question, "quoi": kind, "territoire": self.territory.slug if self.territory else ""}
        return f"?{urlencode({name: value for name, value in said.items() if value})}"


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    answer = Answer(request.GET)
    return render(request, "discover/search.html", {"answer": answer})
