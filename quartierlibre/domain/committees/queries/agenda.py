"""Which session a file goes to, what is on an order of the day, and earlier projects that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from quartierlibre.domain.applications.contacts import name_key
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Case, Committee, Session
from quartierlibre.domain.committees.queries.sessions import rulebook_of
from quartierlibre.domain.committees.rules.agenda import alike, is_in_time
from quartierlibre.domain.committees.states import LIVE_CASES
from quartierlibre.domain.funds.criteria import last_day_to_file
from quartierlibre.domain.funds.models import Envelope
from quartierlibre.domain.funds.states import YearState


def committee_of(application: Application) -> Committee | None:
    """The committee of the file's sector; without one, that of the whole fund, or the only one there is."""
    committees = list(Committee.objects.filter(fund=application.fund_id).select_related("fund__territory"))
    for wanted in (application.sector_id, None):
        for committee in committees:
            if committee.sector_id == wanted:
                return committee
    return committees[0] if len(committees) == 1 else None


def live_case(application: Application) -> Case | None:
    """The case that waits for a decision, if there is one."""
    return Case.objects.filter(application=application, state__in=LIVE_CASES).select_related("session").first()


def arrives_in_time(application: Application, session: Session) -> bool:
    """Filed before the lead time of the rules in force on the day of the session; an adjourned file keeps its day."""
    day = timezone.localdate(session.starts_at)
    last_day = last_day_to_file(rulebook_of(session), day)
    return application.filed_on is not None and is_in_time(filed_on=application.filed_on, last_day=last_day)


def sessions_for(application: Application, committee: Committee) -> Iterator[Session]:
    """Sessions to come that the file reaches in time and has not been to yet, soonest first."""
    been = Case.objects.filter(application=application).values("session")
    coming = Session.objects.upcoming().filter(committee=committee).exclude(pk__in=been)
    for session in coming.select_related("committee__fund", "regulation"):
        if arrives_in_time(application, session):
            yield session


def envelope_for(committee: Committee, session: Session) -> Envelope | None:
    """The money of the committee's sector in the open year of the session, else that of the whole fund."""
    wanted = timezone.localdate(session.starts_at).year
    listed = Envelope.objects.filter(fund_year__fund=committee.fund_id, fund_year__state=YearState.OPEN)
    pots = {(pot.fund_year.year, pot.sector_id): pot for pot in listed.select_related("fund_year").order_by()}
    years = {year for year, _sector in pots}
    year = wanted if wanted in years else max(years, default=wanted)
    return pots.get((year, committee.sector_id)) or pots.get((year, None))


def agenda_of(session: Session) -> QuerySet[Case]:
    """The order of the day, with files and envelopes; withdrawn ones left out."""
    listed = session.cases.exclude(state="withdrawn").select_related("application__fund", "envelope", "session")
    return listed.order_by("position", "pk")


@dataclass(frozen=True)
class Similar:
    """An earlier project and why it is shown: never a refusal, the committee judges."""

    application: Application
    same_holder: bool
    alike_title: bool


WORD = re.compile(r"\w{4,}")


def similar_projects(application: Application, *, most: int = 8) -> list[Similar]:
    """Filed before in the same territory, by the same holder or under nearly the same title, newest first."""
    words = name_key(application.title).split()
    titled = Q(pk__in=[])
    for word in WORD.findall(application.title)[:8]:
        titled |= Q(title__icontains=word)
    before = Application.objects.filed().filter(fund__territory=application.fund.territory_id)
    before = before.exclude(pk=application.pk).filter(_same_holder(application) | titled)
    if application.pk and application.filed_on:
        before = before.filter(
            Q(filed_on__lt=application.filed_on) | Q(filed_on=application.filed_on, pk__lt=application.pk)
        )
    holders = set(before.filter(_same_holder(application)).values_list("pk", flat=True))
    found = []
    for each in before.select_related("fund").order_by("-filed_on", "-pk")[:500]:
        close = alike(words, name_key(each.title).split())
        if each.pk in holders or close:
            found.append(Similar(each, same_holder=each.pk in holders, alike_title=close))
    return found[:most]


def _same_holder(application: Application) -> Q:
    """The same person, the same group, or a group of the same name."""
    same = Q(pk__in=[])
    if application.holder_id:
        same |= Q(holder=application.holder_id)
    if application.group_id:
        same |= Q(group=application.group_id)
    if application.name_key:
        same |= Q(name_key=application.name_key)
    return same
