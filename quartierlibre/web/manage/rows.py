"""The rows of the list, written by hand: sixty of them through a template would cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.queries.desk import Row
from quartierlibre.domain.applications.states import ApplicationState, Channel
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit.words import short_date

MARK = '<span class="mark{}">{}</span>'
NO_ONE = UUID(int=0)


def rows_html(rows: tuple[Row, ...], *, with_fund: bool) -> SafeString:
    """Every row, escaped; what rows have in common (days, addresses, words) is said once for all."""
    pen = Pen(with_fund=with_fund)
    return mark_safe("".join(pen.row(row) for row in rows))  # noqa: S308 - each part escaped by the pen


class Pen:
    """Writes rows. Everything that comes from people goes through `escape`."""

    def __init__(self, *, with_fund: bool) -> None:
        self.with_fund = with_fund
        self.address = reverse("manage:file", args=[NO_ONE])
        self.day = cache(lambda day: escape(short_date(day)))
        self.channels = _drawn(Channel, "{}")
        self.states = _drawn(ApplicationState, MARK.format("", "{}"))
        self.new = MARK.format(" mark-new", escape(_("Nouveau")))
        self.to_tell = MARK.format(" mark-tell", escape(_("À prévenir")))
        self.missing = MARK.format(" mark-look", escape(_("À compléter")))
        self.findings = MARK.format(" mark-look", escape(_("À regarder")))

    def row(self, row: Row) -> str:
        new = ' class="is-new"' if row.is_new else ""
        href = self.address.replace(str(NO_ONE), str(row.public_id))
        title = escape(row.title or _("Dossier sans titre"))
        under = escape(f"{row.number} · {row.holder}" if row.holder else row.number)
        place = escape(", ".join(row.neighbourhoods) or row.sector)
        fund = f'<span class="under">{escape(row.fund)}</span>' if self.with_fund else ""
        asked = "" if row.asked_cents is None else escape(format_euros(row.asked_cents))
        return (
            f'<tr{new}><th scope="row"><a href="{href}">{title}</a><span class="under">{under}</span></th>'
            f'<td class="place">{place}{fund}</td><td class="end sum">{asked}</td><td class="day">'
            f'{self.day(row.filed_on)}<span class="under">{self.channels[row.channel]}</span></td>'
            f'<td class="marks">{"".join(self.marks(row))}</td></tr>'
        )

    def marks(self, row: Row) -> Iterator[str]:
        """What to see at a glance, in words: colour is never alone."""
        yield self.new if row.is_new else self.states[row.state_code]
        if row.to_tell:
            yield self.to_tell
        if row.missing:
            yield self.missing
        if row.findings:
            yield self.findings


def _drawn(words: type[TextChoices], shape: str) -> dict[str, str]:
    """Each word of a short list in its shape, escaped."""
    return {value: shape.format(escape(str(label))) for value, label in words.choices}
