"""What a territory has on this site: its presentation, its funds, its meetings, its news and resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartierlibre.cms import queries
from quartierlibre.cms.models import Article, NewsPage, PlainPage, ResourcePage
from quartierlibre.cms.rendering import body_of
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries.agenda import start_of
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.domain.places.models import Territory
from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.meetings.saying import when_said, where_said

SHOWN = 4


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting in one line."""

    meeting: Meeting

    @property
    def off(self) -> str:
        """« Annulée » or « Reportée », for who planned to come."""
        return "" if self.meeting.state == MeetingState.PUBLISHED else self.meeting.get_state_display()

    @property
    def said(self) -> str:
        return " · ".join(filter(None, (when_said(self.meeting), where_said(self.meeting))))


class TerritoryPage:
    def __init__(self, territory: Territory, *, site: str) -> None:
        self.territory, self.links = territory, Links(site)

    @cached_property
    def presentation(self) -> Article | None:
        """The plain page classified under this territory; the first of them in the order of the site."""
        found: Article | None = PlainPage.objects.live().filter(territories=self.territory).order_by("path").first()
        return found

    @cached_property
    def body(self) -> SafeString | str:
        return self.links.body(str(body_of(self.presentation))) if self.presentation else ""

    @cached_property
    def funds(self) -> Sequence[Fund]:
        return list(Fund.objects.visible_to(AnonymousUser()).filter(territory=self.territory).order_by("name", "pk"))

    @cached_property
    def meetings(self) -> Sequence[ComingMeeting]:
        today = start_of(timezone.localdate())
        found = Meeting.objects.listed().filter(territory=self.territory).coming(today)
        return [ComingMeeting(each) for each in found[:SHOWN]]

    @cached_property
    def news(self) -> Sequence[Article]:
        return list(queries.published(NewsPage).filter(territories=self.territory)[:SHOWN])

    @cached_property
    def resources(self) -> Sequence[Article]:
        return list(queries.published(ResourcePage).filter(territories=self.territory)[:SHOWN])

    @cached_property
    def is_empty(self) -> bool:
        return not (self.body or self.funds or self.meetings or self.news or self.resources)

    @cached_property
    def foot(self) -> SafeString:
        """Read after the body, so that every link has its number."""
        return self.links.foot(_("Liens"))
