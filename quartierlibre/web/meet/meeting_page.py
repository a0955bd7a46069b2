"""The page of a meeting: its facts in words, its links numbered for paper, what machines read of it."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from quartierlibre.domain.meetings.models import Desk, MeetingPaper
from quartierlibre.domain.meetings.queries.coming import closes_at, desk_of, is_full
from quartierlibre.domain.meetings.queries.page import Told
from quartierlibre.domain.meetings.states import ItemKind, MeetingState, Mode, PaperMoment
from quartierlibre.pagekit.articles import machines
from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.articles.tree import read, text_of
from quartierlibre.pagekit.meetings.saying import welcome_said, when_said, where_said
from quartierlibre.pagekit.words import file_size, hour, long_date, moment, period, stamp
from quartierlibre.web.meet.addresses import site, whole
from quartierlibre.web.meet.cards import in_a_row
from quartierlibre.web.meet.event_data import event_data, instant

MAP = "https://www.openstreetmap.org/"
DESCRIPTION = 180


class MeetingPage:
    """Everything the template, the sheet and the machines say, made once and shared by every reader.

    What is kept of it is kept under `mark`, which a draft, read again each time, never has twice.
    """

    def __init__(self, told: Told, *, now: datetime, mark: Hashable) -> None:
        self.mark = mark
        self.told, self.meeting, self.now = told, told.meeting, now
        self.links = Links(site())
        self.body = self.links.body(self.meeting.body)
        self.papers = self._papers()
        self.type_link = self._type_link()
        self.topic_links = [
            self.links.link(f"{reverse('meet:agenda')}?theme={topic.slug}", topic.name) for topic in told.topics
        ]

    def _type_link(self) -> SafeString | str:
        news_type = self.meeting.news_type
        return self.links.link(f"{reverse('meet:agenda')}?type={news_type.pk}", news_type.name) if news_type else ""

    @property
    def url(self) -> str:
        return whole("meet:meeting", self.meeting.slug)

    @property
    def kicker(self) -> str:
        series = self.meeting.series
        return f"{self.meeting.get_kind_display()} · {series.title}" if series else self.meeting.get_kind_display()

    @property
    def when(self) -> str:
        return when_said(self.meeting)

    @property
    def headline(self) -> str:
        """When and where on one line, for paper."""
        return " – ".join(filter(None, (self.when, where_said(self.meeting))))

    @property
    def machine_start(self) -> str:
        return instant(self.meeting.starts_at, has_hour=self.meeting.has_hour) or ""

    @property
    def welcome(self) -> str:
        return welcome_said(self.meeting.welcome_at)

    @property
    def is_over(self) -> bool:
        return bool(self.meeting.last_moment < self.now)

    @property
    def is_on(self) -> bool:
        return self.meeting.state == MeetingState.PUBLISHED

    @cached_property
    def _desk(self) -> Desk | None:
        """Where one registers, while one may or soon will."""
        desk = desk_of(self.meeting)
        return desk if desk and self.is_on and closes_at(desk) > self.now else None

    @property
    def register_url(self) -> str:
        return reverse("meet:register", args=[self._desk.meeting.slug]) if self._desk else ""

    @property
    def is_full(self) -> bool:
        """Whoever registers now waits for a place."""
        return self._desk is not None and is_full(self._desk)

    @property
    def notice(self) -> tuple[str, str, str] | None:
        """Tone, title and words of what a reader must know first; None when all is as planned."""
        note = self.meeting.state_note
        if self.meeting.state == MeetingState.CANCELLED:
            return "danger", _("Cette rencontre est annulée"), note
        if self.meeting.state == MeetingState.POSTPONED:
            return "warning", _("Cette rencontre est reportée : la nouvelle date n’est pas encore connue"), note
        if self.meeting.state == MeetingState.DRAFT:
            return "info", _("Brouillon"), self._draft_words()
        if self.meeting.previous_starts_at and not self.is_over:
            before = {"before": period(self.meeting.previous_starts_at, has_hour=self.meeting.has_hour)}
            return (
                "warning",
                _("La date a changé"),
                " ".join((_("Elle était prévue %(before)s.") % before, note)).strip(),
            )
        if self.is_on and note and not self.is_over:
            return "warning", _("Du nouveau"), note
        if self.meeting.state == MeetingState.ARCHIVED:
            return "neutral", _("Cette page est archivée"), ""
        return ("neutral", _("Cette rencontre a eu lieu"), "") if self.is_over else None

    def _draft_words(self) -> str:
        if self.meeting.publish_at is None:
            return _("Vous seul·e et votre équipe lisez cette page.")
        return _("Cette page sera publiée %(when)s.") % {"when": moment(self.meeting.publish_at)}

    @property
    def place_lines(self) -> list[str]:
        """Venue, address and town; none for a meeting one only joins from afar."""
        if self.meeting.mode == Mode.REMOTE:
            return []
        return [part for part in (self.meeting.venue_name, self.meeting.venue_address, self.meeting.town) if part]

    @property
    def is_joined_from_afar(self) -> bool:
        return self.meeting.mode != Mode.ON_SITE

    @property
    def map_url(self) -> str:
        """A map one opens, never one that is fetched with the page."""
        if not self.place_lines:
            return ""
        latitude, longitude = self.meeting.latitude, self.meeting.longitude
        if latitude is not None and longitude is not None:
            return f"{MAP}?mlat={latitude:.5f}&mlon={longitude:.5f}#map=17/{latitude:.5f}/{longitude:.5f}"
        return f"{MAP}search?query={quote_plus(', '.join(self.place_lines[-2:]))}"

    @property
    def partners(self) -> str:
        return ", ".join(self.meeting.partners)

    @property
    def programme(self) -> list[tuple[str, str, str, str]]:
        """Hour as machines then people write it, title, and what sort of moment when the title does not say it."""
        return [
            (
                instant(item.at) or "" if item.at else "",
                hour(item.at) if item.at else "",
                item.title,
                ""
                if item.kind == ItemKind.OTHER or _says(item.title, item.get_kind_display())
                else item.get_kind_display(),
            )
            for item in self.told.programme
        ]

    def _papers(self) -> list[tuple[str, list[tuple[SafeString, str]]]]:
        """Papers under what they are for: their link, and their size when they are ours."""
        found = []
        for each in PaperMoment:
            some = [
                (
                    self.links.link(self.paper_address(paper), paper.title),
                    file_size(paper.file.size_bytes) if paper.file else "",
                )
                for paper in self.told.papers
                if paper.moment == each
            ]
            if some:
                found.append((str(each.label), some))
        return found

    def paper_address(self, paper: MeetingPaper) -> str:
        return paper.url or reverse("meet:paper", args=[self.meeting.slug, paper.public_id])

    @cached_property
    def foot(self) -> SafeString:
        """Read after the facts, so that every link has its number."""
        return self.links.foot(_("Liens"))

    @property
    def modified(self) -> str:
        """`27/09/2017 à 17 h 05`, for the line of the source."""
        at = self.meeting.modified_at
        return stamp(at) if at else ""

    @property
    def published(self) -> str:
        at = self.meeting.first_published_at
        return long_date(at) if at else ""

    @cached_property
    def description(self) -> str:
        """For search engines and shared pages: the summary, else the first words."""
        return Truncator(self.meeting.summary or text_of(read(self.meeting.body)) or self.when).chars(DESCRIPTION)

    @cached_property
    def for_machines(self) -> SafeString:
        picture = whole("meet:meeting_picture", self.meeting.slug)
        shared = machines.Shared(
            title=self.meeting.title,
            description=f"{self.when}. {self.description}",
            url=self.url,
            picture=picture,
            picture_words=f"{self.meeting.title}, {self.when}",
            published=instant(self.meeting.first_published_at) or "",
            modified=instant(self.meeting.modified_at) or "",
        )
        data = event_data(self.meeting, url=self.url, description=self.description, picture=picture)
        return machines.open_graph(shared) + machines.json_ld(data)

    @property
    def siblings(self) -> SafeString:
        return in_a_row(self.told.siblings)

    @property
    def alike(self) -> SafeString:
        return in_a_row(self.told.alike)


def _says(title: str, kind: str) -> bool:
    return kind.casefold().rstrip("s") in title.casefold()
