"""The queue as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.applications.queries.desk import said_holder
from quartierlibre.domain.applications.queries.screening import Queue, Waits
from quartierlibre.domain.applications.states import ApplicationState

OLD = 14  # days: from then on a wait is shown as long


@dataclass(frozen=True)
class Row:
    public_id: UUID
    number: str
    title: str
    holder: str
    fund: str
    days: int
    marks: Sequence[tuple[str, str]]

    @property
    def since(self) -> str:
        if not self.days:
            return _("aujourd’hui")
        return ngettext("%(n)s jour", "%(n)s jours", self.days) % {"n": self.days}

    @property
    def is_old(self) -> bool:
        return self.days >= OLD


@dataclass(frozen=True)
class List:
    key: str
    icon: str
    title: str
    empty: str
    verb: str
    count: int
    rows: Sequence[Row]

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


def lists_of_queue(found: Queue, today: date) -> list[List]:
    mine = _("Rien à instruire : tous les dossiers avancent sans vous.")
    theirs = _("Aucun porteur n’a de correction à faire.")
    asked = _("Aucun avis n’est attendu.")
    read, see = _("Instruire"), _("Revoir")
    return [
        _list("me", "hand", _("À vous de jouer"), mine, read, found.for_me, found, today),
        _list("holder", "person", _("On attend le porteur"), theirs, see, found.for_holder, found, today),
        _list("opinion", "people", _("On attend un avis"), asked, see, found.for_opinion, found, today),
    ]


def _list(
    key: str, icon: str, title: str, empty: str, verb: str, files: Sequence[Waits], found: Queue, today: date
) -> List:
    return List(key, icon, title, empty, verb, found.counts[key], [_row(each, today) for each in files])


def _row(each: Waits, today: date) -> Row:
    file = each.application
    return Row(
        public_id=file.public_id,
        number=file.number,
        title=file.title or _("Dossier sans titre"),
        holder=said_holder(file.holder_kind, file.group_name, file.holder_name),
        fund=file.fund.name,
        days=each.days(today),
        marks=_marks(each),
    )


def _marks(each: Waits) -> list[tuple[str, str]]:
    """In words: why this file is in this list."""
    marks = []
    if each.unread:
        marks.append(("info", _("Message à lire")))
    if each.answered:
        marks.append(("success", _("Réponse reçue")))
    if each.application.seen_at is None:
        marks.append(("new", _("Nouveau")))
    if each.application.state == ApplicationState.ADMISSIBLE:
        marks.append(("warning", _("Ajourné")))
    return marks
