"""The agenda read elsewhere: calendars (iCalendar) and feeds (Atom), of everything, a theme or a territory."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries import agenda
from quartierlibre.domain.meetings.states import MeetingState
from quartierlibre.pagekit import kept_page
from quartierlibre.pagekit.articles import atom
from quartierlibre.pagekit.articles.atom import Entry
from quartierlibre.pagekit.meetings import calendars
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.web.meet.addresses import query_of, site, whole
from quartierlibre.web.meet.listing import Sifted, today

FEED, CALENDAR, KEPT_BEHIND = 40, 500, timedelta(days=366)


class Chosen(Sifted):
    """All of the agenda, one theme of it, or one territory; 404 for a theme or a territory nothing bears."""

    def __init__(self, topic: str, territory: str) -> None:
        asked = QueryDict(mutable=True)
        asked.update({"theme": topic, "territoire": territory})
        super().__init__(asked)
        if (topic and not self.topic_name) or (territory and not self.territory_name):
            raise Http404

    @property
    def name(self) -> str:
        words = self.topic_name or self.territory_name
        return _("Agenda : %(words)s") % {"words": words} if words else _("Agenda de Quartier Libre")


@login_not_required
@require_safe
def feed(request: HttpRequest, topic: str = "", territory: str = "") -> HttpResponse:
    """The forty announced or changed last."""

    def made() -> HttpResponse:
        chosen = Chosen(topic, territory)
        content = atom.written(
            title=chosen.name,
            subtitle=_("Rencontres, formations et assemblées, annoncées ou changées en dernier."),
            url=whole("meet:agenda") + query_of(chosen.sieve),
            self_url=site() + request.path,
            entries=map(_entry, agenda.newest(chosen.sieve, most=FEED)),
        )
        return HttpResponse(content, content_type=atom.CONTENT_TYPE)

    return kept_page.page(request, lambda: kept_page.this_hour("feed", agenda.revision()), made)


@login_not_required
@require_safe
def calendar(request: HttpRequest, topic: str = "", territory: str = "") -> HttpResponse:
    """Everything to come and the year behind, for a calendar that reads it again by itself."""

    def made() -> HttpResponse:
        chosen = Chosen(topic, territory)
        since = agenda.start_of(today() - KEPT_BEHIND)
        found = agenda.for_calendars(chosen.sieve, since=since, most=CALENDAR)
        content = calendars.calendar(found, site=site(), path=reverse("meet:agenda"), name=chosen.name)
        return HttpResponse(content, content_type=calendars.CONTENT_TYPE)

    return kept_page.page(request, lambda: kept_page.this_hour("calendar", agenda.revision()), made)


@login_not_required
@require_safe
def meeting_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting, added to a phone in one tap."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), slug=slug)
    content = calendars.calendar([found], site=site(), path=reverse("meet:agenda"))
    answer = HttpResponse(content, content_type=calendars.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return answer


def _entry(meeting: Meeting) -> Entry:
    published = meeting.first_published_at or meeting.starts_at
    return Entry(
        key=f"urn:uuid:{meeting.public_id}",
        title=_title(meeting),
        url=whole("meet:meeting", meeting.slug),
        html=_words(meeting),
        published=published,
        updated=meeting.modified_at or published,
        author=meeting.organiser,
        categories=tuple(topic.name for topic in meeting.topics.all()),
    )


def _title(meeting: Meeting) -> str:
    if meeting.state in (MeetingState.CANCELLED, MeetingState.POSTPONED):
        return f"{meeting.get_state_display()} : {meeting.title}"
    return meeting.title


def _words(meeting: Meeting) -> SafeString:
    """When and where first, then why it is not held, then the page's own words."""
    facts = format_html("<p><strong>{}</strong><br>{}</p>", when_said(meeting), where_said(meeting))
    note = format_html("<p>{}</p>", meeting.state_note) if meeting.state_note else SafeString("")
    return facts + note + SafeString(meeting.body)  # made safe before it was kept
