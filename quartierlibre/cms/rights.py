"""Who writes the site: a mandate says it; Wagtail's groups are only its shadow, put right at the door."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import Group

from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission

# The two groups Wagtail comes with: the first writes and asks for review, the second also publishes.
WRITERS, PUBLISHERS = "Editors", "Moderators"
GROUPS: Mapping[Permission, str] = {Permission.WRITE_PAGES: WRITERS, Permission.PUBLISH_PAGES: PUBLISHERS}


def may_write(person: Person) -> bool:
    """True while a mandate of today, in any territory, gives a pen: the site is one newsroom."""
    return any(person.territories_where(permission) for permission in GROUPS)


def put_right(person: Person) -> None:
    """The person is in the groups their mandates of today give, and in no other of ours."""
    due = {group for permission, group in GROUPS.items() if person.territories_where(permission)}
    held = set(person.groups.filter(name__in=GROUPS.values()).values_list("name", flat=True))
    if due == held:
        return
    person.groups.remove(*Group.objects.filter(name__in=held - due))
    person.groups.add(*Group.objects.filter(name__in=due - held))
