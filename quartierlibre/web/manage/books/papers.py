"""The accounts on paper: what Typst receives, all of it words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.funds.models import Fund, FundsCall, FundYear
from quartierlibre.domain.funds.queries import Statement
from quartierlibre.domain.grants.queries.yearly import Indicators, ProjectYear
from quartierlibre.domain.grants.states import GIVEN_UP
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit import pdf
from quartierlibre.pagekit.words import long_date, month_name, short_date
from quartierlibre.web.manage.books import tables
from quartierlibre.web.manage.books.tables import Table

SHEET = Path(__file__).parents[1] / "typst" / "report.typ"
LETTER = Path(__file__).parents[1] / "typst" / "call.typ"
Part = dict[str, Any]


def _printed(fund: Fund, title: str, subtitle: str, parts: Iterable[Part], *, at: datetime | None = None) -> bytes:
    data = {
        "title": title,
        "subtitle": subtitle,
        "author": fund.manager_name or fund.name,
        "description": f"{title} · {fund.name}",
        "scheme": fund.scheme.name,
        "footer": f"{fund.name} · {title}",
        "page_word": _("Page"),
        "flipped": False,
        "parts": list(parts),
    }
    return pdf.typeset(SHEET, data, at=at or timezone.now())


def _title(text: str) -> Part:
    return {"kind": "title", "text": text}


def _note(text: StrOrPromise) -> Part:
    return {"kind": "note", "text": str(text)}


def _table(table: Table) -> Part:
    said = [[tables.said(value) for value in row] for row in table.rows]
    total = [tables.said(value) for value in table.total]
    wide = sorted(table.wide)
    return {"kind": "table", "header": list(table.header), "rows": said, "total": total, "wide": wide}


def _facts(items: Sequence[tuple[str, str]]) -> Part:
    return {"kind": "facts", "items": [list(item) for item in items if item[1]]}


def statement(read: Statement) -> bytes:
    """The month, by sector and by funder. The same month gives the same figures for ever."""
    fund = read.fund_year.fund
    parts = [_title(_("Par secteur")), _table(tables.sectors(read)), _title(_("Par financeur"))]
    parts += [_table(tables.funders_of_month(read.funders)), _note(tables.TWO_THINGS)]
    if read.running:
        parts += [_title(_("Animation et gestion")), _table(tables.funders_of_month(read.running))]
    title = _("État des dépenses de %(month)s") % {"month": month_name(read.month)}
    return _printed(fund, title, f"{fund.name} · {read.fund_year.year}", parts)


def financial_report(year: FundYear, tables_of_year: Sequence[tuple[str, Table]], indicators: Indicators) -> bytes:
    """The year for a funder: its six sums, the projects, the indicators."""
    parts: list[Part] = []
    for title, table in tables_of_year:
        parts += [_title(title), _table(table)]
    parts += [_title(_("L’année en nombres")), _facts(tables.indicator_facts(indicators))]
    for title, headings in tables.breakdowns(indicators):
        parts += [{"kind": "small", "text": title}, _table(headings)]
    parts.append(_note(tables.THREE_YEARS))
    return _printed(year.fund, _("Compte rendu financier %(year)s") % {"year": year.year}, year.fund.name, parts)


def sheets(year: FundYear, projects: Sequence[ProjectYear]) -> bytes:
    """One simplified sheet a project, each on its own page."""
    parts: list[Part] = []
    for project in projects:
        parts += [{"kind": "break"}] if parts else []
        parts += [_title(f"{project.number} · {project.title}"), *_sheet(project)]
    if not parts:
        parts = [{"kind": "p", "text": _("Aucune aide n’a été accordée cette année.")}]
    title = _("Fiches-actions simplifiées %(year)s") % {"year": year.year}
    return _printed(year.fund, title, year.fund.name, parts)


def _sheet(project: ProjectYear) -> list[Part]:
    facts = [
        (_("Porté par"), project.holder or _("une personne du quartier")),
        (_("Thèmes"), ", ".join(project.themes)),
        (_("Quartiers"), ", ".join(project.places)),
        (_("Décidé le"), short_date(project.decided_on)),
        (_("Réalisé"), _realised(project.realised_from, project.realised_to)),
        (_("Accordé"), format_euros(project.granted)),
        (_("Versé"), format_euros(project.paid)),
        (_("Justifié"), format_euros(project.justified)),
        (_("Participants"), str(project.report.people or "") if project.report else ""),
    ]
    words: list[Part] = [_facts(facts), {"kind": "p", "text": project.pitch}]
    return [*words, {"kind": "small", "text": _("Ce qu’en disent les porteurs")}, *_told(project)]


def _told(project: ProjectYear) -> list[Part]:
    report = project.report
    if report is None:
        return [{"kind": "p", "text": _not_told(project)}]
    rating = _("%(rating)s sur 5") % {"rating": report.self_rating} if report.self_rating else ""
    words = [
        (_("Effet sur le thème"), report.effect),
        (_("Ce qui a été difficile"), report.difficulties),
        (_("Note que se donnent les porteurs"), rating),
    ]
    story = [{"kind": "p", "text": line} for line in report.story.split("\n") if line.strip()]
    return [*story, _facts(words)]


def _not_told(project: ProjectYear) -> str:
    if project.grant_state in GIVEN_UP:
        return _("%(state)s : aucun bilan n’est attendu.") % {"state": project.grant_state.label}
    return _("Le bilan manque : l’année a été close sans lui.") if project.without_report else _("Bilan attendu.")


def _realised(start: date | None, end: date | None) -> str:
    if start and end and start != end:
        return _("du %(start)s au %(end)s") % {"start": short_date(start), "end": short_date(end)}
    return short_date(end or start) if end or start else _("pas encore")  # type: ignore[arg-type]


def call(one: FundsCall) -> bytes:
    """The letter which asks a funder for money."""
    contribution = one.contribution
    fund = contribution.fund_year.fund
    amount = format_euros(one.amount_cents)  # type: ignore[arg-type]
    year = contribution.fund_year.year
    body = _(
        "Au titre de votre participation au fonds « %(fund)s » pour l’année %(year)s, "
        "nous vous demandons de verser %(amount)s."
    ) % {"fund": fund.name, "year": year, "amount": amount}
    agreement = contribution.agreement_reference and _("Convention n° %(reference)s.") % {
        "reference": contribution.agreement_reference
    }
    due = one.due_on and _("Nous attendons ce versement pour le %(day)s.") % {"day": long_date(one.due_on)}
    data = {
        "title": _("Appel de fonds n° %(number)s") % {"number": one.number},
        "author": fund.manager_name or fund.name,
        "description": _("Demande de versement à un financeur"),
        "footer": fund.name,
        "sender": [line for line in (fund.manager_name or fund.name, fund.contact_place, fund.contact_email) if line],
        "recipient": contribution.funder.name,
        "place_and_day": _("Le %(day)s") % {"day": long_date(one.called_on)},
        "reference": one.reference and _("Référence : %(reference)s") % {"reference": one.reference},
        "paragraphs": [part for part in (_("Madame, Monsieur,"), body, agreement, due) if part],
        "amount_label": _("Somme demandée"),
        "amount": amount,
        "closing": _("Nous vous remercions de votre confiance."),
        "signed": fund.manager_name or fund.name,
    }
    at = timezone.make_aware(datetime.combine(one.called_on, datetime.min.time()))
    return pdf.typeset(LETTER, data, at=at)
