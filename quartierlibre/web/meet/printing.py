"""The sheet of a meeting: the same words as its page, its links numbered the same way."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from quartierlibre.pagekit.articles.blocks import Block, blocks, run
from quartierlibre.pagekit.articles.links import Links
from quartierlibre.pagekit.articles.sheet import Article, printed, shared_picture
from quartierlibre.pagekit.meetings.saying import where_said
from quartierlibre.pagekit.words import long_date, spaced
from quartierlibre.web.meet.addresses import site
from quartierlibre.web.meet.meeting_page import MeetingPage

Fact = tuple[str, list[Block]]


def sheet(page: MeetingPage) -> bytes:
    """The PDF of a page, dated by its last change: the same page gives the same bytes."""
    meeting = page.meeting
    links = Links(site())
    body = blocks(meeting.body, links)
    papers = [[run(paper.title), *_link_after(page.paper_address(paper), links)] for paper in page.told.papers]
    facts = _facts(page, links)
    article = Article(
        title=spaced(meeting.title),
        kicker=page.kicker,
        notice=" – ".join(filter(None, page.notice[1:])) if page.notice else "",
        headline=page.headline,
        summary=spaced(meeting.summary),
        facts=facts,
        blocks=body,
        steps_title=_("Programme"),
        steps_header=(_("Heure"), _("Moment"), ""),
        steps=[(said, spaced(title), kind) for _at, said, title, kind in page.programme],
        papers_title=_("Documents"),
        papers=papers,
        links_title=_("Liens"),
        links=links.listed,
        notes=_notes(page),
        footer=page.url,
        page_word=_("Page"),
    )
    return printed(article, at=meeting.modified_at or meeting.first_published_at or meeting.starts_at)


def picture(page: MeetingPage) -> bytes:
    """What networks show of it."""
    lines = [page.when, where_said(page.meeting)]
    return shared_picture(kicker=page.kicker, title=spaced(page.meeting.title), lines=[line for line in lines if line])


def _facts(page: MeetingPage, links: Links) -> list[Fact]:
    """In the order of the page: when, where, who, then what it speaks of."""
    meeting = page.meeting
    said = [
        (_("Quand"), [run(" – ".join(filter(None, (page.when, page.welcome))))]),
        (_("Où"), [run(", ".join(page.place_lines))]),
        (_("À distance"), [run(meeting.remote_url, url=meeting.remote_url)] if page.is_joined_from_afar else []),
        (_("Venir"), [run(meeting.access_notes)]),
        (_("Organisé par"), [run(meeting.organiser)]),
        (_("Avec"), [run(page.partners)]),
    ]
    if meeting.news_type:
        address = f"{reverse('meet:agenda')}?type={meeting.news_type.pk}"
        said.append((_("Type"), [run(meeting.news_type.name), *_link_after(address, links)]))
    topics: list[Block] = []
    for topic in page.told.topics:
        topics += [
            run(", " if topics else ""),
            run(topic.name),
            *_link_after(f"{reverse('meet:agenda')}?theme={topic.slug}", links),
        ]
    return [(label, runs) for label, runs in (*said, (_("Thématiques"), topics)) if any(each["text"] for each in runs)]


def _link_after(address: str, links: Links) -> list[Block]:
    return [run("", number=links.number(address))]


def _notes(page: MeetingPage) -> list[str]:
    meeting = page.meeting
    notes = []
    if meeting.first_published_at:
        notes.append(_("Publié le %(day)s") % {"day": long_date(meeting.first_published_at)})
    source = meeting.source_url or page.url
    label = _("URL de la source (modifié le %(when)s) :") if page.modified else _("URL de la source :")
    return [*notes, f"{label % {'when': page.modified} if page.modified else label} {source}"]
