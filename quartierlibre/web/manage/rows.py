"""The rows of the list, written by hand: sixty of them through a template would cost more than the rest of the page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.queries.desk import Row
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit.words import short_date

ROW = (
    '<tr{new}><th scope="row"><a href="{href}">{title}</a><span class="under">{under}</span></th>'
    '<td class="place">{place}{fund}</td><td class="end sum">{asked}</td>'
    '<td class="day">{day}<span class="under">{channel}</span></td><td class="marks">{marks}</td></tr>'
)
MARK = '<span class="mark{}">{}</span>'
NEW = mark_safe(' class="is-new"')


def rows_html(rows: tuple[Row, ...], *, with_fund: bool) -> SafeString:
    """Every row, escaped; days are said once each."""
    said = cache(short_date)
    return mark_safe("".join(_row(row, said(row.filed_on), with_fund) for row in rows))  # noqa: S308 - escaped below


def _row(row: Row, day: str, with_fund: bool) -> str:
    place = ", ".join(row.neighbourhoods) or row.sector
    return format_html(
        ROW,
        new=NEW if row.is_new else "",
        href=reverse("manage:file", args=[row.public_id]),
        title=row.title or _("Dossier sans titre"),
        under=f"{row.number} · {row.holder}" if row.holder else row.number,
        place=place,
        fund=mark_safe(f'<span class="under">{escape(row.fund)}</span>') if with_fund else "",  # noqa: S308 - escaped
        asked="" if row.asked_cents is None else format_euros(row.asked_cents),
        day=day,
        channel=row.channel_label,
        marks=mark_safe("".join(_marks(row))),  # noqa: S308 - words of ours
    )


def _marks(row: Row) -> Iterator[str]:
    """What to see at a glance, in words: colour is never alone."""
    yield format_html(MARK, " mark-new", _("Nouveau")) if row.is_new else format_html(MARK, "", row.state)
    if row.to_tell:
        yield format_html(MARK, " mark-tell", _("À prévenir"))
    if row.missing:
        yield format_html(MARK, " mark-look", _("À compléter"))
    if row.findings:
        yield format_html(MARK, " mark-look", _("À regarder"))
