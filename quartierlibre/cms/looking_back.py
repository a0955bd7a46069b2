"""« Retour sur »: a draft of news begun from a meeting, by whoever organised it and has a pen. Only under /cms/."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.rich_text import RichText

from quartierlibre.cms.models import NewsPage, NewsShelf
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.models import Meeting
from quartierlibre.domain.meetings.queries.look_back import LookBack, look_back_of
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.meetings.saying import when_said, where_said
from quartierlibre.pagekit.once import once


@require_POST
@once("cms.begin_look_back")
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft, made if there is none, open for writing. Raises Http404 for a meeting somebody else prepares."""
    by = request.user
    if not isinstance(by, Person):
        raise RuntimeError("The door lets nobody else in.")
    meeting = get_object_or_404(Meeting.objects.organised_by(by).select_related("desk", "territory"), slug=slug)
    return redirect("wagtailadmin_pages:edit", begin_look_back(by=by, meeting=meeting).pk)


@transaction.atomic
def begin_look_back(*, by: Person, meeting: Meeting) -> NewsPage:
    """One article per meeting: the one already begun is given again, as it is."""
    shelf = NewsShelf.objects.select_for_update().get()
    slug = f"retour-sur-{meeting.slug}"
    known: NewsPage | None = NewsPage.objects.child_of(shelf).filter(slug=slug).first()
    if known is not None:
        return known
    address = f"{settings.SITE_URL.rstrip('/')}{reverse('meet:meeting', args=[meeting.slug])}"
    begun = look_back_of(meeting, when=when_said(meeting), where=where_said(meeting), address=address)
    body = [("text", RichText(format_html("{}{}", begun.body, _concerned(begun))))]
    page = NewsPage(title=begun.title, slug=slug, owner=by, live=False, body=body)
    shelf.add_child(instance=page)
    page.topics.set(begun.topics)
    page.territories.set([meeting.territory] if meeting.territory else [])
    page.save()
    page.save_revision(user=by, log_action=True, clean=False)
    return page


def _concerned(begun: LookBack) -> SafeString:
    """The funds it speaks of, where one applies."""
    if not begun.funds:
        return SafeString("")
    links = format_html_join(", ", '<a href="{}">{}</a>', ((_address(each), each.name) for each in begun.funds))
    return format_html("<p>{} {}</p>", _("Fonds concernés :"), links)


def _address(fund: Fund) -> str:
    return reverse("discover:fund", args=[fund.slug])
