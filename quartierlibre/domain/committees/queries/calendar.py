"""Which committee sits next, and until when one may still file for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.criteria import last_day_to_file
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
    return next_sittings([fund], {fund.pk: rulebook}, today=today).get(fund.pk)


def next_sittings(
    funds: Iterable[Fund], rulebooks: Mapping[int, Rulebook | None], *, today: date
) -> dict[int, NextSitting]:
    """The same for many funds, by key of fund, in one query."""
    found: dict[int, NextSitting] = {}
    coming = Session.objects.upcoming().filter(committee__fund__in=[fund.pk for fund in funds])
    for session in coming.select_related("committee"):
        key = session.committee.fund_id
        day = timezone.localdate(session.starts_at)
        rulebook = rulebooks.get(key)
        last_day = last_day_to_file(rulebook, day) if rulebook else None
        if key not in found and (last_day is None or last_day >= today):
            found[key] = NextSitting(session, last_day)
    return found


def next_session_days(funds: Iterable[Fund]) -> dict[int, date]:
    """The day of the next session of each fund that has one, whatever its delay. One query."""
    days: dict[int, date] = {}
    rows = Session.objects.upcoming().filter(committee__fund__in=list(funds))
    for fund_id, starts_at in rows.values_list("committee__fund_id", "starts_at"):
        days.setdefault(fund_id, timezone.localdate(starts_at))
    return days
