"""What the register of decisions says, and how its rows are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models.application import number_said
from quartierlibre.domain.committees.queries import public, register
from quartierlibre.domain.committees.queries.public import Cursor
from quartierlibre.domain.committees.queries.register import Line, Register
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit import kept, kept_page
from quartierlibre.pagekit.words import short_date

NO_ONE = UUID(int=0)


def read_year(asked: QueryDict) -> int:
    text = asked.get("annee", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0


class RegisterPage:
    """A page of the register: three reads."""

    def __init__(self, fund: Fund, asked: QueryDict) -> None:
        self.fund = fund
        self.year = read_year(asked)
        self.cursor = public.read_cursor(asked.get("depuis", ""))

    @cached_property
    def register(self) -> Register:
        return register.register(self.fund, year=self.year, cursor=self.cursor)

    @cached_property
    def committees(self) -> Sequence[tuple[UUID, str]]:
        """The same for everyone, asked once an hour."""
        key = kept_page.this_hour("committees", self.fund.pk)
        return kept.part(key, lambda: register.public_committees(self.fund))

    @property
    def rows(self) -> SafeString:
        return rows_html(self.register.lines)

    @property
    def before(self) -> str:
        return self._at(self.register.before)

    @property
    def after(self) -> str:
        return self._at(self.register.after)

    @property
    def query(self) -> str:
        return f"?annee={self.year}" if self.year else ""

    def _at(self, cursor: Cursor | None) -> str:
        if cursor is None:
            return ""
        year = {"annee": self.year} if self.year else {}
        return f"?{urlencode({**year, 'depuis': str(cursor)})}"


def rows_html(lines: Iterable[Line]) -> SafeString:
    """Every row, escaped; what rows have in common is said once for all."""
    address = reverse("discover:project", args=[NO_ONE])
    day = cache(lambda value: escape(short_date(value)))
    outcomes = {code: escape(str(label)) for code, label in Outcome.choices}
    labels = tuple(escape(word) for word in (_("Date"), _("Décision"), _("Thèmes"), _("Accordé")))
    unsaid = escape(_("Projet non retenu"))
    return mark_safe(  # noqa: S308 - each part escaped here
        "".join(_row(line, address, day(line.decided_on), outcomes[line.outcome], labels, unsaid) for line in lines)
    )


def _row(line: Line, address: str, day: str, outcome: str, labels: tuple[str, ...], unsaid: str) -> str:
    number = escape(number_said(line.year, line.number))
    name = unsaid
    if line.public_id:
        href = address.replace(str(NO_ONE), str(line.public_id))
        name = f'<a href="{href}">{escape(line.title or _("Projet sans titre"))}</a>'
    holder = f" · {escape(line.holder)}" if line.holder else ""
    amount = "" if line.amount is None else escape(format_euros(line.amount))
    money = f'<td class="num end" data-label="{labels[3]}">{amount}</td>' if amount else '<td class="end"></td>'
    themes = f'<td data-label="{labels[2]}">{escape(line.themes)}</td>' if line.themes else "<td></td>"
    return (
        f'<tr><th scope="row">{name}<span class="register-part">n° {number}{holder}</span></th>'
        f'<td data-label="{labels[0]}">{day}</td><td data-label="{labels[1]}">{outcome}</td>{themes}{money}</tr>'
    )
