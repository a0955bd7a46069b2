"""The paper sheet of a fund, and a file printed on it: the same questions, in the same order, as the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.form import Field, FieldKind, Form, Question
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.drafts import form_for, form_of
from quartierlibre.domain.applications.reading import Line, Reading, is_blank, read
from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds.models import Fund, Regulation
from quartierlibre.domain.funds.sentences import say
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.alphabet import alphabetical
from quartierlibre.pagekit.pdf import pages_of, typeset
from quartierlibre.pagekit.words import long_date

TEMPLATE = Path(__file__).parent / "typst" / "sheet.typ"
HALF_WIDTH = frozenset({FieldKind.DATE, FieldKind.NUMBER, FieldKind.MONEY, FieldKind.PHONE, FieldKind.EMAIL})
TICKED = frozenset({FieldKind.CHOICE, FieldKind.CHECK, FieldKind.THEMES, FieldKind.NEIGHBOURHOODS})
# What somebody about to file must not discover too late.
REMINDERS = (
    *(
        "filing.lead_time",
        "amount.ceilings",
        "amount.rate_max",
        "amount.own_contribution",
        "holder.max_grants_per_year",
    ),
    *("project.objects_refused", "filing.required_papers", "session.holder_presence"),
)
MOST_NEIGHBOURHOODS, PAGES = 12, 2


@dataclass(frozen=True)
class Density:
    """How tight a sheet is: height of a line (mm), examples or not, how many reminders, questions cut in two or not."""

    row_mm: float
    examples: bool
    reminders: int
    breakable: bool = False


DENSITIES = (Density(6.8, True, 8), Density(6.8, False, 8), Density(6.2, False, 6, True), Density(5.7, False, 4, True))


@dataclass(frozen=True)
class Sheet:
    """What a sheet is drawn from; `reading` is empty for a blank one."""

    fund: Fund
    regulation: Regulation | None
    form: Form
    answers: Mapping[str, Any]
    reading: Reading
    application: Application | None = None

    @property
    def filled(self) -> bool:
        return self.application is not None


def sheet_pdf(
    fund: Fund, regulation: Regulation | None, form: Form | None = None, *, at: datetime | None = None
) -> bytes:
    """The blank sheet of a fund, to be printed and filled in by hand: two pages of A4."""
    sheet = Sheet(fund, regulation, form or form_for(fund), {}, Reading({}))
    return typeset(TEMPLATE, fitted(sheet), at=at or timezone.now())


def fitted(sheet: Sheet) -> dict[str, Any]:
    """The roomiest layout that holds on one sheet of paper, both sides; the tightest one when none does."""
    for density in DENSITIES:
        data = data_of(sheet, density)
        if pages_of(TEMPLATE, data) <= PAGES:
            break
    return data


def filled_sheet_pdf(application: Application, *, at: datetime | None = None) -> bytes:
    """A file as it stands, on the sheet of its own form, to be printed, signed or kept."""
    form = form_of(application)
    reading = read(form, application.answers)
    sheet = Sheet(application.fund, application.regulation, form, application.answers, reading, application)
    return typeset(TEMPLATE, data_of(sheet), at=at or timezone.now())


def data_of(sheet: Sheet, density: Density = DENSITIES[0]) -> dict[str, Any]:
    """Everything the template shows, as plain text and numbers."""
    fund, application = sheet.fund, sheet.application
    number = application.number if application else ""
    title = _("Dossier %(number)s") % {"number": number} if number else _("Mon projet pour le quartier")
    return {
        "filled": sheet.filled,
        "row_mm": density.row_mm,
        "breakable": density.breakable,
        "examples": density.examples and not sheet.filled,
        "title": title,
        "author": fund.manager_name or str(fund.territory),
        "description": _("Fiche de demande : %(fund)s") % {"fund": fund.name},
        "scheme": fund.scheme.name,
        "fund": fund.name,
        "intro": "" if sheet.filled else _("Répondez avec vos mots, au stylo. Une réponse courte convient."),
        "hand_in_title": _("À remettre à"),
        "hand_in": list(_hand_in(fund)),
        "example_word": _("Par exemple :"),
        "page_word": _("page"),
        "footer": _("%(fund)s · fiche de demande") % {"fund": fund.name},
        "questions": [_question(sheet, at, each) for at, each in enumerate(sheet.form.questions, start=1)]
        + [_question(sheet, 0, sheet.form.contact)],
        **_rules(sheet.regulation, density.reminders),
        **_signing(sheet),
    }


def _hand_in(fund: Fund) -> Iterable[str]:
    yield fund.contact_name or fund.manager_name or str(fund.territory)
    yield from filter(None, (fund.contact_place, fund.contact_email))
    if fund.contact_phone:
        yield readable_phone(fund.contact_phone)


def _question(sheet: Sheet, at: int, question: Question) -> dict[str, Any]:
    asked = [each for each in question.fields if not sheet.filled or _is_said(sheet, each)]
    if question is sheet.form.contact and not sheet.filled:
        asked = [each for each in asked if each.kind != FieldKind.CHOICE]  # writing one of the answers is choosing it
    fields = [_field(sheet, each) for each in asked]
    if len(fields) == 1 and fields[0]["options"]:
        fields[0]["label"] = ""  # the question has just said it
    return {
        "number": str(at) if at else "",
        "label": question.label,
        "help": "" if sheet.filled else question.help,
        "example": question.example,
        "lines": _in_lines(fields),
    }


def _is_said(sheet: Sheet, asked: Field) -> bool:
    """A filled sheet leaves out what was not asked of this person, and what they left blank."""
    if asked.kind == FieldKind.NEIGHBOURHOODS:
        return bool(_neighbourhoods(sheet))
    return asked.asked(sheet.answers) and not is_blank(sheet.answers.get(asked.name))


def _neighbourhoods(sheet: Sheet) -> set[str]:
    """Those the file is for: chosen in the list, or found around its point."""
    return set(sheet.application.neighbourhoods.values_list("code", flat=True)) if sheet.application else set()


def _in_lines(fields: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Two narrow fields that follow each other share a line."""
    lines: list[list[dict[str, Any]]] = []
    for field in fields:
        if lines and field["narrow"] and len(lines[-1]) == 1 and lines[-1][0]["narrow"]:
            lines[-1].append(field)
        else:
            lines.append([field])
    return lines


def _field(sheet: Sheet, asked: Field) -> dict[str, Any]:
    options = _options(sheet, asked)
    return {
        "kind": asked.kind.value,
        "label": asked.label,
        "help": "" if sheet.filled or (asked.kind in TICKED and not options) else asked.help,
        "condition": "" if sheet.filled else _condition(sheet.form, asked),
        "narrow": _is_narrow(asked),
        "lines": asked.lines,
        "unit": _unit(asked),
        "options": options,
        "columns": 2 if asked.kind in {FieldKind.THEMES, FieldKind.NEIGHBOURHOODS} else 1,
        "rows": _rows(sheet, asked),
        "amount_label": _("Prix"),
        "value": _value(sheet, asked),
    }


def _is_narrow(asked: Field) -> bool:
    """A short answer leaves half of the line to the next field."""
    for_few = asked.when is not None and len(asked.when.values) == 1
    return asked.kind in HALF_WIDTH or (for_few and asked.kind == FieldKind.LINE)


def _unit(asked: Field) -> str:
    return {FieldKind.MONEY: "€", FieldKind.NUMBER: _("personnes")}.get(asked.kind, "")


def _condition(form: Form, asked: Field) -> str:
    """« (une association) »: whom a field that is not for everyone is for."""
    if asked.when is None:
        return ""
    other = form.field(asked.when.field)
    if other.kind == FieldKind.CHECK:
        return _("(si vous avez moins de 18 ans)") if other.name == "minor" else _("(si coché : %s)") % other.label
    if other in form.contact.fields:
        return ""
    labels = [option.label.lower() for option in other.options if option.value in asked.when.values]
    return f"({_(' ou ').join(labels)})"


def _options(sheet: Sheet, asked: Field) -> list[dict[str, Any]]:
    if asked.kind not in TICKED:
        return []
    chosen = sheet.reading.get(asked.name)
    if asked.kind == FieldKind.CHECK:
        return [{"label": asked.label, "ticked": bool(chosen)}]
    picked = {chosen} if isinstance(chosen, str) else set(chosen or ())
    if asked.kind == FieldKind.NEIGHBOURHOODS:
        picked = _neighbourhoods(sheet)
    return [{"label": label, "ticked": value in picked} for value, label in _choices(sheet, asked)]


def _choices(sheet: Sheet, asked: Field) -> list[tuple[str, str]]:
    if asked.kind == FieldKind.THEMES:
        theme_set = sheet.regulation.theme_set if sheet.regulation else None
        return [(theme.code, theme.label) for theme in theme_set.themes.all()] if theme_set else []
    if asked.kind == FieldKind.NEIGHBOURHOODS:
        places = sheet.fund.neighbourhoods.order_by("code").values_list("code", "name")
        rows = sorted(places, key=lambda place: alphabetical(place[1]))
        return rows if len(rows) <= MOST_NEIGHBOURHOODS else []
    return [(option.value, option.label) for option in asked.options]


def _rows(sheet: Sheet, asked: Field) -> list[dict[str, str]]:
    if asked.kind != FieldKind.LINES:
        return []
    if not sheet.filled:
        return [{"label": "", "amount": ""}] * asked.rows
    return [_row(line) for line in sheet.reading.lines(asked.name)] or [{"label": "–", "amount": "0"}]


def _row(line: Line) -> dict[str, str]:
    amount = "" if line.amount_cents is None else format_euros(line.amount_cents).removesuffix("\u00a0€")
    return {"label": line.label, "amount": amount}


def _value(sheet: Sheet, asked: Field) -> str:
    """The answer as a reader writes it; as typed when we could not read it."""
    given, raw = sheet.reading.get(asked.name), sheet.answers.get(asked.name)
    if given is None:
        return "" if is_blank(raw) or not isinstance(raw, str) else raw
    if isinstance(given, date):
        return long_date(given)
    if asked.kind == FieldKind.MONEY:
        return format_euros(Cents(given)).removesuffix("\u00a0€")
    return readable_phone(given) if asked.kind == FieldKind.PHONE else str(given)


def _rules(regulation: Regulation | None, most: int) -> dict[str, Any]:
    """Reminders taken from the rulebook; what it leaves unset is left out."""
    if regulation is None:
        version, rules = _("Le règlement de ce fonds n’est pas encore publié."), []
    else:
        version = _("%(title)s, version %(version)s.") % {"title": regulation.title, "version": regulation.version}
        rules = [say(clause) for key in REMINDERS for clause in regulation.rulebook.all(key)]
    return {"rules_title": _("À savoir avant de déposer"), "regulation": version, "rules": rules[:most]}


def _signing(sheet: Sheet) -> dict[str, Any]:
    application = sheet.application
    accepted = bool(application and application.regulation_accepted_at)
    contract = bool(application and application.cer_accepted_at)
    statements = [{"label": _("J’ai lu et j’accepte le règlement."), "ticked": accepted}]
    if application is None or application.holder_kind == HolderKind.ASSOCIATION:
        label = _("L’association souscrit le contrat d’engagement républicain.")
        statements.append({"label": label, "ticked": contract})
    return {
        "sign_title": _("Signature"),
        "statements": statements,
        "signatures": list(_signatures(application)),
        "privacy": _(
            "Vos réponses servent à étudier votre demande et à vous répondre. L’équipe du fonds et le comité les "
            "lisent. Vous pouvez les relire, les corriger ou les faire effacer en écrivant à l’équipe."
        ),
        "office": _("Cadre réservé à l’équipe — Reçu le ………………………… par ……………………………………… Dossier n° …………………"),
    }


def _signatures(application: Application | None) -> Iterable[dict[str, str]]:
    accepted = application.regulation_accepted_at if application else None
    yield {"label": _("Date"), "value": long_date(accepted) if accepted else ""}
    yield {"label": _("Nom et signature"), "value": application.regulation_accepted_by if application else ""}
    if application is None or application.minor:
        yield {"label": _("Adulte responsable (si mineur)"), "value": application.adult_name if application else ""}
