"""What the team of a fund reads in the morning: what to do, the list of files, one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from quartierlibre.domain.applications.models import Application, ApplicationQuerySet
from quartierlibre.domain.applications.models.application import TO_DO, number_said
from quartierlibre.domain.applications.states import ApplicationState, Channel, HolderKind, TellBy
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents

PAGE_SIZE, SHOWN_PER_ACTION = 60, 5
BY_HAND = (TellBy.PHONE, TellBy.LETTER)
COLUMNS = (
    *("pk", "public_id", "filing_year", "filing_number", "title", "holder_kind", "group_name", "holder_name"),
    *("fund__name", "sector__name", "asked_cents", "allowed_cents", "filed_on", "state", "seen_at", "channel"),
    *("missing", "tell_by", "told_at", "findings", "places"),
)
HEAVY = ("answers", "pitch", "audience")
# The names of a file's neighbourhoods, in the order they were given. Written by hand: put together by Django, this part
# of the question costs as much as its answer.
_PLACES = RawSQL(
    """ARRAY(SELECT place.name FROM applications_applicationneighbourhood link
    JOIN places_neighbourhood place ON place.id = link.neighbourhood_id
    WHERE link.application_id = applications_application.id ORDER BY link.id)""",
    (),
    output_field=ArrayField(TextField()),
)


@dataclass(frozen=True)
class Filters:
    """What a manager may narrow the list to. Anything else in the address changes nothing."""

    fund: int | None = None
    sector: int | None = None
    neighbourhood: int | None = None
    theme: int | None = None
    state: str = ""
    channel: str = ""
    task: str = ""
    only_new: bool = False
    only_to_look_at: bool = False
    words: str = ""


class Row(NamedTuple):
    """One line of the list. A tuple: sixty of them are made at each reading."""

    public_id: UUID
    number: str
    title: str
    holder: str
    fund: str
    sector: str
    neighbourhoods: tuple[str, ...]
    asked_cents: Cents | None
    allowed_cents: Cents | None
    filed_on: date
    state_code: str
    is_new: bool
    channel: str
    missing: int
    to_tell: bool
    findings: tuple[str, ...]


@dataclass(frozen=True)
class ManagerList:
    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int


def filed_in_charge_of(person: Person) -> ApplicationQuerySet:
    """Filed applications of the territories where this person may read them. Two queries when used."""
    return filed_in(person.territories_where(Permission.READ_APPLICATIONS))


def filed_in(territories: Sequence[int]) -> ApplicationQuerySet:
    """Filed applications of these territories: those where a person has just been found to have the right."""
    return Application.objects.filed().filter(fund__territory__in=territories)


def manager_list(person: Person, filters: Filters | None = None, page: int = 1, size: int = PAGE_SIZE) -> ManagerList:
    """A page of the files in a person's charge. Three queries, whatever the size of the page."""
    return page_of(filed_in_charge_of(person), filters, page, size)


def count_of(files: ApplicationQuerySet, filters: Filters) -> int:
    """How many of these files the filters leave."""
    return _narrowed(files, filters).count()


def page_of(
    files: ApplicationQuerySet,
    filters: Filters | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
    total: int | None = None,
) -> ManagerList:
    """A page of these files, the last filed first. Two queries, whatever its size; one when the total is known.

    Plain columns, not model instances: sixty of them cost a third of the time a whole page may take.
    """
    chosen = _narrowed(files, filters or Filters())
    total = chosen.count() if total is None else total
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    ordered = chosen.annotate(places=_PLACES).order_by("-filed_on", "-pk")
    found = ordered.values(*COLUMNS)[(page - 1) * size : page * size]
    return ManagerList(tuple(_row(each) for each in found), total, page, pages)


def _narrowed(files: ApplicationQuerySet, filters: Filters) -> ApplicationQuerySet:
    chosen: dict[str, Any] = {
        "fund": filters.fund,
        "sector": filters.sector,
        "neighbourhoods": filters.neighbourhood,
        "themes": filters.theme,
        "state": filters.state if filters.state in ApplicationState.values else "",
        "channel": filters.channel if filters.channel in Channel.values else "",
    }
    files = files.filter(**{name: value for name, value in chosen.items() if value})
    if filters.task in WAITS:
        files = files.filter(TO_DO, WAITS[filters.task])
    if filters.only_new:
        files = files.filter(state=ApplicationState.SUBMITTED, seen_at=None)
    if filters.only_to_look_at:
        files = files.exclude(findings=[])
    return _with_words(files, filters.words.strip()) if filters.words.strip() else files


def _with_words(files: ApplicationQuerySet, words: str) -> ApplicationQuerySet:
    """Files whose number, title, group or holder holds what was typed."""
    year, _dash, number = words.partition("-")
    if year.isdigit() and number.isdigit() and len(words) < 12:
        return files.filter(filing_year=int(year), filing_number=int(number))
    wanted = Q(title__icontains=words) | Q(group_name__icontains=words) | Q(holder_name__icontains=words)
    return files.filter(wanted)


def holder_of(application: Application) -> str:
    """Who carries the project, as one says it: the group when there is one, else the person."""
    return said_holder(application.holder_kind, application.group_name, application.holder_name)


def said_holder(kind: str, group_name: str, holder_name: str) -> str:
    """The same, from the columns alone."""
    return holder_name or group_name if kind == HolderKind.INDIVIDUAL else group_name or holder_name


def _row(each: Mapping[str, Any]) -> Row:
    return Row(
        public_id=each["public_id"],
        number=number_said(each["filing_year"], each["filing_number"]),
        title=each["title"],
        holder=said_holder(each["holder_kind"], each["group_name"], each["holder_name"]),
        fund=each["fund__name"],
        sector=each["sector__name"] or "",
        neighbourhoods=tuple(each["places"]),
        asked_cents=each["asked_cents"],
        allowed_cents=each["allowed_cents"],
        filed_on=each["filed_on"],
        state_code=each["state"],
        is_new=each["seen_at"] is None and each["state"] == ApplicationState.SUBMITTED,
        channel=each["channel"],
        missing=len(each["missing"]),
        to_tell=each["told_at"] is None and each["tell_by"] in BY_HAND,
        findings=tuple(finding["message"] for finding in each["findings"]),
    )


def must_be_told(application: Application) -> bool:
    """True while somebody still has to call, write to or meet the person this file is about."""
    return application.told_at is None and application.tell_by in BY_HAND


@dataclass(frozen=True)
class Task:
    """One kind of thing to do: how many files wait for it, and the ones that have waited longest."""

    code: str
    title: StrOrPromise
    count: int
    files: tuple[Application, ...] = field(default=())


TASKS: tuple[tuple[str, StrOrPromise, Q], ...] = (
    ("new", _("Nouveaux dossiers à ouvrir"), Q(seen_at=None)),
    ("tell", _("Personnes à prévenir par téléphone ou de vive voix"), Q(tell_by__in=BY_HAND, told_at=None)),
    ("sign", _("Fiches papier à faire signer"), Q(missing__contains="signature")),
    ("complete", _("Dossiers à compléter avec le porteur"), ~Q(missing=[]) & ~Q(missing=["signature"])),
)
WAITS: Mapping[str, Q] = {code: when for code, _title, when in TASKS}


def next_actions(person: Person) -> list[Task]:
    """What waits for this person, new files first; nothing is ever typed in this list. Four queries.

    `files` of a task holds the five oldest; the list page shows the others.
    """
    waiting = filed_in_charge_of(person).filter(TO_DO)
    counts = waiting.aggregate(**{code: Count("pk", filter=when) for code, _title, when in TASKS})
    files = _oldest_of_each(waiting, [(code, when) for code, _title, when in TASKS if counts[code]])
    return [Task(code, title, counts[code], files[code]) for code, title, _when in TASKS if counts[code]]


def _oldest_of_each(
    waiting: ApplicationQuerySet, wanted: Sequence[tuple[str, Q]]
) -> dict[str, tuple[Application, ...]]:
    if not wanted:
        return {}
    firsts = [
        waiting.filter(when).annotate(task=Value(code)).order_by("filed_on", "pk").values_list("task", "pk")
        for code, when in wanted
    ]
    parts = [first[:SHOWN_PER_ACTION] for first in firsts]
    pairs = list(parts[0].union(*parts[1:], all=True))
    known = Application.objects.select_related("fund").defer(*HEAVY).in_bulk([key for _code, key in pairs])
    return {
        code: tuple(sorted((known[key] for task, key in pairs if task == code), key=_age)) for code, _when in wanted
    }


def _age(application: Application) -> tuple[date, int]:
    return application.filed_on or date.max, application.pk
