"""Which committee sits next, and until when one may still file for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from quartierlibre.domain.committees import rules
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.rulebook import Rulebook


@dataclass(frozen=True)
class NextSitting:
    """A session to come and its last day to file (None: the regulation sets no delay)."""

    session: Session
    last_day: date | None

    @property
    def day(self) -> date:
        return timezone.localdate(self.session.starts_at)


def next_sitting(fund: Fund, rulebook: Rulebook | None, *, today: date) -> NextSitting | None:
    """The first session of the fund for which a file sent today still arrives in time. One query."""
    sessions = Session.objects.upcoming().filter(committee__fund=fund).select_related("committee")
    for session in sessions[:12]:
        day = timezone.localdate(session.starts_at)
        last_day = rules.last_day_to_file(session_day=day, rulebook=rulebook)
        if last_day is None or last_day >= today:
            return NextSitting(session, last_day)
    return None


def next_session_days(funds: Iterable[Fund]) -> dict[int, date]:
    """The day of the next session of each fund that has one, whatever its delay. One query."""
    days: dict[int, date] = {}
    rows = Session.objects.upcoming().filter(committee__fund__in=list(funds))
    for fund_id, starts_at in rows.values_list("committee__fund_id", "starts_at"):
        days.setdefault(fund_id, timezone.localdate(starts_at))
    return days
