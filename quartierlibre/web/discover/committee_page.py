"""What everyone may know of a committee: its colleges, when it sits, what it decided. Nobody is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from quartierlibre.domain.committees.models import Committee, Minutes, Session
from quartierlibre.domain.committees.queries import register
from quartierlibre.domain.committees.queries.register import Bench, Evening, Line
from quartierlibre.domain.funds.vocabulary import COLLEGES
from quartierlibre.web.discover.register_page import rows_html


@dataclass(frozen=True)
class College:
    name: str
    bench: Bench


class CommitteePage:
    """Three reads: who sits, what comes, what was held."""

    def __init__(self, committee: Committee) -> None:
        self.committee = committee
        self.fund = committee.fund
        self.today = timezone.localdate()

    @cached_property
    def colleges(self) -> Sequence[College]:
        """In the order of the house's words."""
        known = list(COLLEGES)
        found = sorted(
            register.benches(self.committee),
            key=lambda each: known.index(each.college) if each.college in known else len(known),
        )
        return [College(_said(bench.college), bench) for bench in found]

    @property
    def seats(self) -> int:
        return sum(college.bench.seats for college in self.colleges)

    @property
    def votes(self) -> int:
        return sum(college.bench.votes for college in self.colleges)

    @cached_property
    def coming(self) -> Sequence[Session]:
        return list(Session.objects.upcoming().filter(committee=self.committee)[:3])

    @cached_property
    def held(self) -> Sequence[Evening]:
        return register.evenings(self.committee)


class SessionPage:
    """What a sitting decided, read from the public copy."""

    def __init__(self, minutes: Minutes) -> None:
        self.minutes = minutes
        self.session = minutes.session
        self.committee = minutes.session.committee

    @cached_property
    def lines(self) -> Sequence[Line]:
        return register.decided_in(self.session)

    @property
    def rows(self) -> SafeString:
        return rows_html(self.lines)


def _said(code: str) -> str:
    """« Les habitants », as a heading."""
    words = str(COLLEGES.get(code, code))
    return words[:1].upper() + words[1:]
