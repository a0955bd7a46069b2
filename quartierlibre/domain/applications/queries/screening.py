"""What is read to screen a file: its checklist, its corrections, its opinions, and the queue of what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from quartierlibre.domain.applications.models import (
    Application,
    ApplicationQuerySet,
    CheckAnswer,
    Correction,
    FiledVersion,
    Message,
    Opinion,
    Overruling,
)
from quartierlibre.domain.applications.queries.verdicts import KNOWABLE_PAPERS, Verdicts, verdicts
from quartierlibre.domain.applications.screening import BY_HAND, Checklist, Said, checklist, hand_checks
from quartierlibre.domain.applications.states import UNDER_WAY, ApplicationState
from quartierlibre.domain.funds.rulebook import Rulebook

SHOWN_IN_QUEUE = 40


@dataclass(frozen=True)
class Screening:
    """A file judged today, by the rulebook and by people."""

    verdicts: Verdicts
    checklist: Checklist


def screening_of(
    application: Application, *, today: date, next_session: date | None, told: Verdicts | None = None
) -> Screening:
    """The checklist of a file. `told` spares judging it again when the page already has. About ten queries."""
    told = told or verdicts(application, today=today, next_session=next_session)
    rulebook = told.regulation.rulebook if told.regulation else Rulebook()
    asked = set(rulebook.value("filing.required_papers") or ())
    checks = hand_checks(
        rulebook,
        holder_kind=application.holder_kind,
        knows_papers=asked <= KNOWABLE_PAPERS,
        is_inside=any(each.code == "place.inside" for each in told.findings),
    )
    return Screening(told, checklist(told.findings, checks, said_of(application)))


def said_of(application: Application) -> Mapping[str, Said]:
    """The latest word of a person on each point, overrulings withdrawn left out. Two queries."""
    words: list[Overruling | CheckAnswer] = [
        *application.overrulings.filter(withdrawn_at=None).select_related("by"),
        *application.check_answers.select_related("by"),
    ]
    return {each.code: _said(each) for each in sorted(words, key=lambda each: (each.at, each.pk))}


def history_of(application: Application, code: str) -> list[tuple[Said, bool]]:
    """Everything people said of one point, newest first, and whether it was withdrawn since."""
    if code.startswith(BY_HAND):
        return [(_said(each), False) for each in application.check_answers.filter(code=code).order_by("-at", "-pk")]
    overrulings = application.overrulings.filter(code=code).select_related("by").order_by("-at", "-pk")
    return [(_said(each), each.withdrawn_at is not None) for each in overrulings]


def _said(each: Overruling | CheckAnswer) -> Said:
    if isinstance(each, Overruling):
        return Said(each.code, each.verdict, each.reason, each.by.name, each.at)
    return Said(each.code, each.answer, each.note, each.by.name, each.at)


def corrections_of(application: Application) -> list[Correction]:
    """Every correction asked about a file, the open ones first, oldest first."""
    found = application.corrections.select_related("asked_by").order_by("asked_at", "pk")
    return sorted(found, key=lambda each: not each.is_open)


def waiting_corrections(application: Application) -> list[Correction]:
    """What the holder still has to do, the nearest last day first."""
    return list(application.corrections.waiting().order_by("deadline", "pk"))


def opinions_of(application: Application) -> list[Opinion]:
    return list(application.opinions.select_related("file", "asked_by").order_by("asked_at", "pk"))


def thread_of(application: Application, *, for_holder: bool) -> list[Message]:
    """Everything said, oldest first; a holder never gets the notes the team keeps for itself. One query."""
    said = application.messages.for_holder() if for_holder else application.messages.all()
    return list(said.select_related("author").order_by("at", "pk"))


@dataclass(frozen=True)
class Waits:
    """A file in the queue: since when it waits (put off, given again or filed), and why it is in this list."""

    application: Application
    since: date
    unread: bool
    answered: bool

    def days(self, today: date) -> int:
        return max(0, (today - self.since).days)


@dataclass(frozen=True)
class Queue:
    """Who every filed project waits for, oldest first. At most 40 of each; `counts` says how many there are."""

    for_me: Sequence[Waits]
    for_holder: Sequence[Waits]
    for_opinion: Sequence[Waits]
    counts: Mapping[str, int]


def queue(files: ApplicationQuerySet, *, today: date) -> Queue:
    """Sort the files still to screen, and those with a message nobody read, by who has the next move. One query."""
    rows = list(_annotated(files, today).order_by("filed_on", "pk"))
    lists: dict[str, list[Waits]] = {"me": [], "holder": [], "opinion": []}
    for each in rows:
        lists[_who(each)].append(_waits(each))
    shown = {key: found[:SHOWN_IN_QUEUE] for key, found in lists.items()}
    counts = {key: len(found) for key, found in lists.items()}
    return Queue(shown["me"], shown["holder"], shown["opinion"], counts)


def _annotated(files: ApplicationQuerySet, today: date) -> ApplicationQuerySet:
    own = {"application": OuterRef("pk")}
    opinions = Opinion.objects.pending(today).filter(**own)
    answered = Opinion.objects.filter(answered_at__isnull=False, **own)
    given_again = FiledVersion.objects.filter(version__gt=1, **own).order_by("-version").values("filed_at")[:1]
    return (
        files.annotate(
            has_unread=Exists(Message.objects.unread_by_team().filter(**own)),
            asks_holder=Exists(Correction.objects.waiting().filter(**own)),
            holder_answered=Exists(Correction.objects.open().filter(said_done_at__isnull=False, **own)),
            asks_opinion=Exists(opinions),
            opinion_came=Exists(answered),
            given_again_at=Subquery(given_again),
        )
        .filter(
            Q(state=ApplicationState.SUBMITTED)
            | Q(state=ApplicationState.ADMISSIBLE, adjourned_at__isnull=False)
            | Q(has_unread=True, state__in=[*UNDER_WAY, ApplicationState.INADMISSIBLE])
        )
        .select_related("fund")
        .defer("answers", "pitch", "audience", "findings")
    )


def _who(each: Application) -> str:
    """An answer or an unread message gives the team the next move, whatever else is still waited for."""
    if getattr(each, "has_unread", False) or getattr(each, "holder_answered", False):
        return "me"
    if getattr(each, "asks_holder", False) or each.state == ApplicationState.ADMISSIBLE:
        return "holder"
    return "opinion" if getattr(each, "asks_opinion", False) else "me"


def _waits(each: Application) -> Waits:
    moved_at = each.adjourned_at or getattr(each, "given_again_at", None)
    since = timezone.localdate(moved_at) if moved_at else each.filed_on or date.max
    answered = bool(getattr(each, "holder_answered", False) or getattr(each, "opinion_came", False))
    return Waits(each, since, bool(getattr(each, "has_unread", False)), answered)
