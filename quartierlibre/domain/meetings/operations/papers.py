"""Papers of a meeting, for before and after. Private until made public, and the meeting published."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max

from quartierlibre.domain.meetings.models import Meeting, MeetingPaper
from quartierlibre.domain.meetings.operations.actors import Actor, hold, tell
from quartierlibre.domain.meetings.rules import publishing as rules
from quartierlibre.domain.meetings.states import PaperMoment
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.operations import Upload


@transaction.atomic
def attach_paper(
    *,
    by: Actor,
    meeting: Meeting,
    title: str,
    moment: PaperMoment = PaperMoment.BEFORE,
    url: str = "",
    upload: Upload | None = None,
    is_public: bool = True,
) -> MeetingPaper:
    """A file (checked and cleaned) or a link, under a title; kept for the team unless `is_public`. Raises Refused."""
    meeting = hold(by, meeting)
    rules.may_attach(title=title, has_link=bool(url), has_file=upload is not None).enforce()
    file = None
    if upload is not None:
        author = by if isinstance(by, Person) else None
        file = files.store(
            upload=upload,
            owner_key=f"meetings.meeting:{meeting.pk}",
            purpose="meetings.paper",
            by=author,
            on_behalf=True,
        )
    last = meeting.papers.aggregate(last=Max("order"))["last"] or 0
    paper = MeetingPaper.objects.create(
        meeting=meeting,
        title=title.strip(),
        moment=moment,
        url=url,
        file=file,
        is_public=is_public,
        order=last + 1,
    )
    tell("meetings.paper.attached", by=by, meeting=meeting, paper=paper.pk, moment=moment, public=is_public)
    return paper


@transaction.atomic
def show_paper(*, by: Actor, paper: MeetingPaper, is_public: bool) -> MeetingPaper:
    """The page gives this paper to its readers, or no more; said again, it changes nothing."""
    meeting = hold(by, paper.meeting)
    paper.refresh_from_db(fields=["is_public"])
    if paper.is_public != is_public:
        paper.is_public = is_public
        paper.save(update_fields=["is_public"])
        tell("meetings.paper.shown", by=by, meeting=meeting, paper=paper.pk, public=is_public)
    return paper


@transaction.atomic
def remove_paper(*, by: Actor, paper: MeetingPaper) -> None:
    """Take a paper off the page; the bytes of a file go with it."""
    meeting = hold(by, paper.meeting)
    key, file = paper.pk, paper.file
    paper.delete()
    if file is not None:
        files.remove(file=file, by=by)
    tell("meetings.paper.removed", by=by, meeting=meeting, paper=key)
