"""A page of the agenda becomes a meeting."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from quartierlibre.cms.bringing.html import html_of
from quartierlibre.cms.bringing.items import Remarks, hashed, old_number, shortened, topics_of
from quartierlibre.cms.bringing.towns import Towns
from quartierlibre.cms.old_pages.inline import words_of
from quartierlibre.cms.old_pages.lines import fold
from quartierlibre.cms.old_pages.page import Block, OldPage, Step, When
from quartierlibre.cms.typography import set_html, set_text
from quartierlibre.domain.meetings import operations
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries.facts import facts_of
from quartierlibre.domain.meetings.rules.times import Times, instant, whole_days
from quartierlibre.domain.meetings.states import ItemKind, MeetingKind, MeetingState, Mode
from quartierlibre.domain.places.models import Commune
from quartierlibre.foundation.journal.operations import Machine

_KINDS = (
    (MeetingKind.PIC_LAB, re.compile(r"\bpic[ -]?labs?\b")),
    (MeetingKind.TRAINING, re.compile(r"\b(formation|stage|qualification)s?\b")),
    (MeetingKind.ASSEMBLY, re.compile(r"\bassemblees?\b")),
    (MeetingKind.NETWORK, re.compile(r"\b(reseaux?|rencontres? des)\b")),
)


_REMOTE = re.compile(r"(en ligne|webinaire|visio|a distance|internet)\b")


class MeetingWriter:
    """Writes one page as a meeting, by the operations organisers use."""

    kind = "meeting"

    def __init__(self, page: OldPage, towns: Towns, *, by: Machine, remarks: Remarks) -> None:
        self.page, self.towns, self.by, self.remarks = page, towns, by, remarks

    def find(self, source_url: str) -> Meeting | None:
        return Meeting.objects.filter(source_url=source_url).first() if source_url else None

    def create(self) -> Meeting:
        meeting = operations.create_meeting(by=self.by, facts=self._facts())
        self._complete(meeting)
        return meeting

    def update(self, item: Meeting) -> None:
        operations.revise_meeting(by=self.by, meeting=item, facts=self._facts())
        self._complete(item)
        item.refresh_from_db()

    def publish(self, item: Meeting) -> bool:
        if item.state != MeetingState.DRAFT:
            return False
        with transaction.atomic():  # a refusal leaves the draft
            item.state = operations.publish_meeting(by=self.by, meeting=item).state
        return True

    def state(self, item: Meeting) -> str:
        return str(item.state)

    def address(self, item: Meeting) -> str:
        return reverse("meet:meeting", args=[item.slug])

    def fingerprint(self, item: Meeting) -> str:
        """What its page says; not its state, nor the days the site gave it."""
        facts = facts_of(Meeting.objects.get(pk=item.pk))
        apart = ("times", "first_published_at", "modified_at")
        said = {name: str(getattr(facts, name)) for name in facts.__dataclass_fields__ if name not in apart}
        programme = item.programme.order_by("order").values_list("at", "title", "kind")
        topics = item.topics.order_by("pk").values_list("pk", flat=True)
        return hashed([said, asdict(facts.times), [list(each) for each in programme], list(topics)])

    def term_addresses(self, item: Meeting) -> list[tuple[str, str]]:
        agenda = reverse("meet:agenda")
        by_number = {str(topic.old_id): f"{agenda}?theme={topic.slug}" for topic in item.topics.all()}
        found = [(term.href, by_number.get(term.old_id, "")) for term in self.page.themes]
        if self.page.kind and self.page.kind.old_id and item.news_type_id:
            found.append((self.page.kind.href, f"{agenda}?type={item.news_type_id}"))
        return [(old, new) for old, new in found if old and new]

    def _complete(self, meeting: Meeting) -> None:
        """Its programme and themes, when they are not those already."""
        items = self._items()
        before = list(meeting.programme.order_by("order").values_list("at", "title", "kind"))
        if before != [(item.at, item.title, item.kind) for item in items]:
            operations.set_programme(by=self.by, meeting=meeting, items=items)
        topics = topics_of(self.page, self.by)
        if {topic.pk for topic in topics} != set(meeting.topics.values_list("pk", flat=True)):
            operations.set_topics(by=self.by, meeting=meeting, topics=topics)

    def _facts(self) -> Facts:
        page, place = self.page, self.page.place
        commune = self._commune()
        kind = page.kind
        news_type = (
            operations.news_type_for(by=self.by, name=kind.name, old_id=old_number(kind.old_id)) if kind else None
        )
        line = page.lines.get("place")
        territories = list(commune.territories.all()[:2]) if commune else []
        return Facts(
            title=set_text(page.title)[:200],
            times=self._times(),
            kind=self._kind(),
            mode=self._mode(),
            commune=commune,
            territory=territories[0] if len(territories) == 1 else None,
            venue_name=shortened(set_text(place.venue), 200, self.remarks, line) if place else "",
            venue_address=shortened(set_text(place.address), 200, self.remarks, line) if place else "",
            town=shortened(place.commune, 120, self.remarks, line) if place else "",
            body=set_html(html_of(body_blocks(page))),
            news_type=news_type,
            source_url=page.source_url or None,
            first_published_at=page.published_at or _start_of(page.published_on),
            modified_at=page.modified_at or _start_of(page.modified_on),
        )

    def _commune(self) -> Commune | None:
        place = self.page.place
        return self.towns.find(place.commune, place.postal_code) if place and place.commune else None

    def _kind(self) -> MeetingKind:
        title = fold(self.page.title)
        kind = next((kind for kind, words in _KINDS if words.search(title)), MeetingKind.OTHER)
        if kind != MeetingKind.OTHER:
            message = _("Sorte de rencontre devinée d’après le titre : %(kind)s.") % {"kind": kind.label}
            self.remarks.guess("meeting.kind", message, self.page.lines.get("title"))
        return kind

    def _mode(self) -> Mode:
        """From afar when the place is no place: « En ligne », « Webinaire »."""
        place = self.page.place
        if place is None or place.address or place.commune or not _REMOTE.match(fold(place.words)):
            return Mode.ON_SITE
        message = _("Rencontre à distance, d’après le lieu : « %(place)s ».") % {"place": place.words}
        self.remarks.guess("meeting.remote", message, self.page.lines.get("place"))
        return Mode.REMOTE

    def _times(self) -> Times:
        """Hours only when they are told; a start without end over several days is told in days."""
        when = self._when()
        if when.start is None or (when.end is None and when.last > when.first):
            if when.start:
                message = _("Plusieurs jours, sans heure de fin : l’heure de début n’est que dans le texte.")
                self.remarks.report("meeting.days_only", message, self.page.lines.get("dates"))
            return whole_days(when.first, when.last)
        welcome = instant(when.first, self.page.welcome) if self.page.welcome else None
        ends_at = instant(when.last, when.end) if when.end else None
        return Times(instant(when.first, when.start), ends_at, welcome)

    def _when(self) -> When:
        if self.page.when is None:
            raise ValueError("a page without date is no meeting")
        return self.page.when

    def _items(self) -> list[Item]:
        first = self._when().first
        return [item for step in self.page.programme for item in self._items_of(step, first)]

    def _items_of(self, step: Step, first: date) -> list[Item]:
        """A timed item, then what is done during it, without hour."""
        title = step.title
        if step.end:
            title = _("%(title)s (jusqu’à %(hour)s)") % {"title": title, "hour": step.end.strftime("%H:%M")}
        at = instant(first + timedelta(days=step.day), step.start)
        parts = [Item(self._title(part.title, step.line), ItemKind(part.kind)) for part in step.parts]
        return [Item(self._title(title, step.line), ItemKind(step.kind), at), *parts]

    def _title(self, words: str, line: int) -> str:
        return shortened(set_text(words[:1].upper() + words[1:]), 200, self.remarks, line)


def body_blocks(page: OldPage) -> list[Block]:
    """The text without the lists which became the programme; the words announcing them come last, just above it."""
    kept: list[Block] = []
    announcing: list[Block] = []
    for position, block in enumerate(page.body):
        following = page.body[position + 1] if position + 1 < len(page.body) else None
        if block.programme:
            continue
        announces = following is not None and following.programme and _announces(block)
        (announcing if announces else kept).append(block)
    return [*kept, *announcing]


def _announces(block: Block) -> bool:
    words = words_of(block.runs)
    return (
        block.kind in {"paragraph", "heading"} and len(words) <= 80 and (words[-1:] == ":" or block.kind == "heading")
    )


def _start_of(day: date | None) -> datetime | None:
    """Pages are dated by the day; its first instant in Paris stands for it, and no page shows its hour."""
    return instant(day, time(0)) if day else None
