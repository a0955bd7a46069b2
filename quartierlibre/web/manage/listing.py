"""The list of files: what it is narrowed to, what may be chosen, its pages. Light on purpose: it is opened all day."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Value
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.applications.queries.desk import TASKS, Filters, ManagerList, count_of, filed_in, page_of
from quartierlibre.domain.applications.states import ApplicationState, Channel
from quartierlibre.domain.funds.models import Fund, Sector, Theme
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.pagekit import kept
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.web.manage.rows import rows_html

PAGE_SIZES = (10, 30, 60)
LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Choice:
    value: str
    label: StrOrPromise


@dataclass(frozen=True)
class Chooser:
    """One list to choose from. `chosen` is empty when it narrows nothing."""

    name: str
    label: StrOrPromise
    everything: StrOrPromise
    choices: Sequence[Choice]
    chosen: str = ""


class FilesPage:
    """One page of the list. Three queries, whatever its size: two for the files, one for what may be chosen."""

    def __init__(self, territories: Sequence[int], asked: QueryDict) -> None:
        self.territories, self.asked = territories, asked
        self.words = asked.get("q", "").strip()[:LONGEST_SEARCH]
        self.size = _among(asked.get("par", ""), PAGE_SIZES) or PAGE_SIZES[-1]
        self._mark = kept.mark(("manage.files", *sorted(territories)), territories=territories)
        self._lists = kept.part((self._mark, "lists"), lambda: _lists(_read_offered(territories)))

    @cached_property
    def choosers(self) -> list[Chooser]:
        return [replace(each, chosen=self._chosen(each)) for each in self._lists]

    def _chosen(self, chooser: Chooser) -> str:
        asked = self.asked.get(chooser.name, "")
        return asked if asked and any(choice.value == asked for choice in chooser.choices) else ""

    @property
    def choosers_mark(self) -> Hashable:
        """The lists are drawn once for what is offered and what is chosen: a hundred lines to choose from."""
        return self._mark, tuple(chooser.chosen for chooser in self.choosers)

    @cached_property
    def filters(self) -> Filters:
        """Only what was offered: anything else in the address changes nothing."""
        chosen = {chooser.name: chooser.chosen for chooser in self.choosers}
        return Filters(
            fund=int(chosen.get("fonds") or 0) or None,
            sector=int(chosen.get("secteur") or 0) or None,
            neighbourhood=int(chosen.get("quartier") or 0) or None,
            theme=int(chosen.get("theme") or 0) or None,
            state=chosen.get("etat", ""),
            channel=chosen.get("canal", ""),
            task=chosen.get("a-faire", ""),
            words=self.words,
        )

    @cached_property
    def list(self) -> ManagerList:
        asked = self.asked.get("page", "1")
        number = int(asked) if asked.isdecimal() and len(asked) < 7 else 1
        files, filters = filed_in(self.territories), self.filters
        total = kept.part((self._mark, filters), lambda: count_of(files, filters))
        return page_of(files, filters, page=number, size=self.size, total=total)

    @property
    def rows(self) -> SafeString:
        return rows_html(self.list.rows, with_fund=self.shows_fund)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words) or self.has_choice

    @property
    def has_choice(self) -> bool:
        return any(chooser.chosen for chooser in self.choosers)

    @property
    def shows_fund(self) -> bool:
        return any(each.name == "fonds" for each in self._lists)

    @property
    def before(self) -> str:
        return self._at(self.list.page - 1) if self.list.page > 1 else ""

    @property
    def after(self) -> str:
        return self._at(self.list.page + 1) if self.list.page < self.list.pages else ""

    def _at(self, number: int) -> str:
        query = self.asked.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"


def _among(text: str, sizes: Sequence[int]) -> int:
    return next((size for size in sizes if text == str(size)), 0)


def _of(choices: type[ApplicationState] | type[Channel], but: str = "") -> list[Choice]:
    return [Choice(value, label) for value, label in choices.choices if value != but]


def _lists(offered: Mapping[str, Sequence[Choice]]) -> Sequence[Chooser]:
    """What may be chosen; a list of one choice is left out."""
    tasks = [Choice(code, title) for code, title, _when in TASKS]
    lists = [
        ("a-faire", _("À faire"), _("Tout"), tasks),
        ("fonds", _("Fonds"), _("Tous les fonds"), offered["fund"]),
        ("secteur", _("Secteur"), _("Tous les secteurs"), offered["sector"]),
        ("quartier", _("Quartier"), _("Tous les quartiers"), offered["neighbourhood"]),
        ("theme", _("Thème"), _("Tous les thèmes"), offered["theme"]),
        ("etat", _("État"), _("Tous les états"), _of(ApplicationState, but=ApplicationState.DRAFT)),
        ("canal", _("Reçu"), _("De toutes les façons"), _of(Channel)),
    ]
    return tuple(Chooser(*each) for each in lists if len(each[-1]) > 1)


def _read_offered(territories: Sequence[int]) -> Mapping[str, Sequence[Choice]]:
    """Funds, sectors, neighbourhoods and themes of these territories, in one query."""
    funds = Fund.objects.filter(territory__in=territories, is_reference=False)
    here = {"fund__territory__in": territories, "fund__is_reference": False}
    near = Neighbourhood.objects.filter(
        pk__in=Fund.neighbourhoods.through.objects.filter(**here).values("neighbourhood")
    )
    themes = Theme.objects.filter(theme_set__regulations__fund__in=funds).order_by().distinct()
    parts = [
        rows.order_by().annotate(offer=Value(kind)).values_list("offer", "pk", label)
        for kind, rows, label in (
            ("sector", Sector.objects.filter(**here), "name"),
            ("neighbourhood", near, "name"),
            ("theme", themes, "label"),
        )
    ]
    first = funds.order_by().annotate(offer=Value("fund")).values_list("offer", "pk", "name")
    offered: dict[str, list[Choice]] = {"fund": [], "sector": [], "neighbourhood": [], "theme": []}
    for kind, key, label in sorted(first.union(*parts, all=True), key=lambda row: alphabetical(row[2])):
        offered[kind].append(Choice(str(key), label))
    return offered
