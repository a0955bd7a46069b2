"""The grants of a fund as its team sees them: what waits first, by kind of work; then all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.models import Decision, Session
from quartierlibre.domain.committees.states import FAVOURABLE
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import ChangeState, GrantState, RecoveryState, ReportState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission

LOADED = ("application", "fund__territory", "fund_year", "decision", "regulation", "agreement_file", "payee")


def grant_in_charge(person: Person, slug: str, grant_id: UUID) -> Grant:
    """A grant this person follows, by its fund. Raises Http404 otherwise, whether it exists or not."""
    found = Grant.objects.followed_by(person).filter(fund__slug=slug).select_related(*LOADED)
    return get_object_or_404(found, public_id=grant_id)


def followed_fund(person: Person, slug: str) -> Fund:
    """A fund whose grants this person follows. Raises Http404 otherwise, whether it exists or not."""
    territories = person.territories_where(Permission.FOLLOW_GRANTS)
    funds = Fund.objects.filter(territory__in=territories, is_reference=False).select_related("territory")
    return get_object_or_404(funds, slug=slug)


def session_to_agree(fund: Fund, session_id: UUID) -> Session:
    """An evening of the fund whose minutes are sealed and which granted something."""
    found = _evenings(fund).filter(public_id=session_id).select_related("committee__fund__territory")
    session = found.first()
    if session is None:
        raise Http404
    return session


def _granted() -> Q:
    return Q(outcome__in=FAVOURABLE, superseded_at=None, published_at__isnull=False)


def _evenings(fund: Fund) -> QuerySet[Session]:
    """Evenings with an agreement still to send: no grant opened yet, or its agreement not sent."""
    to_send = Q(grant=None) | Q(grant__state=GrantState.TO_AGREE, grant__agreement_sent_at=None)
    waiting = Decision.objects.filter(_granted() & to_send, fund=fund)
    return Session.objects.filter(cases__decisions__in=waiting).distinct().order_by("starts_at")


@dataclass(frozen=True)
class Evening:
    """One evening whose agreements may leave in one click."""

    session: Session
    count: int
    asks_agreement: bool


def evenings_of(fund: Fund) -> list[Evening]:
    found = list(_evenings(fund).select_related("committee"))
    return [Evening(each, *_waiting_in(each)) for each in found]


def _waiting_in(session: Session) -> tuple[int, bool]:
    """How many aids of an evening wait for a first word, and whether one of them has an agreement to sign."""
    to_send = Q(grant=None) | Q(grant__state=GrantState.TO_AGREE, grant__agreement_sent_at=None)
    waiting = Decision.objects.filter(_granted() & to_send, case__session=session).select_related("regulation")
    asked = [each.regulation.rulebook.value("payment.agreement_needed") is not False for each in waiting]
    return len(asked), any(asked)


@dataclass(frozen=True)
class Row:
    """A line: the grant, what it waits for in a word, and where that is done."""

    grant: Grant
    word: str
    tone: str
    href: str


class GrantsPage:
    """A fixed number of queries, whatever the number of grants."""

    def __init__(self, fund: Fund, today: date) -> None:
        self.fund, self.today = fund, today
        self.evenings = evenings_of(fund)
        found = Grant.objects.filter(fund=fund).select_related("application", "report")
        self.grants = list(found.prefetch_related("changes", "conditions", "recoveries").order_by("-opened_at", "-pk"))

    @property
    def waiting(self) -> list[Row]:
        """What the team has to do."""
        return [row for each in self.grants if (row := waiting_row(each, self.today)) is not None]

    @property
    def others(self) -> list[Grant]:
        waiting = {row.grant.pk for row in self.waiting}
        return [each for each in self.grants if each.pk not in waiting]


def waiting_row(grant: Grant, today: date) -> Row | None:
    """What this grant waits for from its team, the most pressing first."""
    for word, tone, anchor in _waits(grant, today):
        name = "manage:grant_report" if anchor == "bilan" else "manage:grant"
        slug = grant.fund.slug
        address = reverse(name, args=[slug, grant.public_id])
        return Row(grant, word, tone, address if anchor == "bilan" else f"{address}#{anchor}")
    return None


def _waits(grant: Grant, today: date) -> Iterator[tuple[str, str, str]]:
    if any(each.state == ChangeState.ASKED for each in grant.changes.all()):
        yield _("Changement à répondre"), "warning", "changement"
    report = getattr(grant, "report", None)
    if report is not None and report.state == ReportState.SENT:
        yield _("Bilan à vérifier"), "warning", "bilan"
    live = grant.state in {GrantState.TO_AGREE, GrantState.RUNNING}
    if live and any(each.met_at is None for each in grant.conditions.all()):
        yield _("Condition à vérifier"), "info", "conditions"
    if any(each.state == RecoveryState.DUE for each in grant.recoveries.all()):
        yield _("Argent à récupérer"), "info", "rendre"
    if grant.state == GrantState.RUNNING and grant.report_due_on and grant.report_due_on < today:
        yield _("Bilan en retard"), "danger", "fermer"


@dataclass(frozen=True)
class Counted:
    """For the morning: how many things wait in a fund, in words."""

    fund: Fund
    count: int
    words: str
    href: str


def counted(funds: Sequence[Fund], today: date) -> list[Counted]:
    """What the grants of these funds wait for, one line a fund; nothing when all is calm."""
    return [line for fund in funds if (line := _count(fund, today)) is not None]


def _count(fund: Fund, today: date) -> Counted | None:
    asked = Q(changes__state=ChangeState.ASKED)
    to_check = Q(state=GrantState.REPORTED, report__state=ReportState.SENT)
    late = Q(state=GrantState.RUNNING, report_due_on__lt=today)
    waiting = Grant.objects.filter(asked | to_check | late, fund=fund).distinct().count()
    evenings = evenings_of(fund)
    agreements = sum(each.count for each in evenings)
    words = []
    if agreements:
        if any(each.asks_agreement for each in evenings):
            said = ngettext("%(n)d convention à envoyer", "%(n)d conventions à envoyer", agreements)
        else:
            said = ngettext("%(n)d aide à annoncer", "%(n)d aides à annoncer", agreements)
        words.append(said % {"n": agreements})
    if waiting:
        words.append(ngettext("%(n)d projet vous attend", "%(n)d projets vous attendent", waiting) % {"n": waiting})
    if not words:
        return None
    return Counted(fund, agreements + waiting, " · ".join(words), reverse("manage:grants", args=[fund.slug]))
