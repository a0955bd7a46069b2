"""A page waits for its reviewers, or goes back to who wrote it. A letter names no page: a draft is nobody's yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from quartierlibre.domain.people.models import Mandate, Person
from quartierlibre.domain.people.permissions import Permission, roles_granting
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.writing import Letter, Writer
from quartierlibre.pagekit.navigation import EDITING


def on_submitted(event: Event) -> Iterator[Letter]:
    """Everyone who may publish, but who asks."""
    held = Mandate.objects.current().filter(role__in=roles_granting(Permission.PUBLISH_PAGES))
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=event.actor_id or 0)
    yield from _letters(people, "newsroom/to_review", event)


def on_sent_back(event: Event) -> Iterator[Letter]:
    """Who asked for the review."""
    yield from _letters(Person.objects.filter(pk=event.data["asked_by"]), "newsroom/sent_back", event)


def _letters(people: QuerySet[Person], name: str, event: Event) -> Iterator[Letter]:
    page_url = f"{settings.SITE_URL.rstrip('/')}{EDITING}pages/{event.subject_id}/edit/"
    for each in people.filter(is_active=True).exclude(email=None).exclude(email="").order_by("pk"):
        yield Letter(str(each.email), name, {"name": each.name, "page_url": page_url})


LETTERS: dict[str, Writer] = {
    "cms.page.submitted": on_submitted,
    "cms.page.sent_back": on_sent_back,
}
SILENT: dict[str, str] = {"cms.page.approved": "La page est publiée : chacun peut la lire."}
