"""Draft, revise, publish and end a version of the rulebook."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import Fund, Regulation
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.rulebook import rulebook_problems
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def draft_regulation(*, by: Actor, fund: Fund, title: str, version: int | None = None, **content: Any) -> Regulation:
    """A new version, the next one when no number is given. `content` are the other columns of `Regulation`."""
    ensure_right(by, Permission.WRITE_REGULATIONS, fund.territory)
    if version is None:
        version = (Regulation.objects.filter(fund=fund).aggregate(last=Max("version"))["last"] or 0) + 1
    regulation = Regulation.objects.create(fund=fund, version=version, title=title, **content)
    journal.record("funds.regulation.drafted", by=by, about=regulation, territory=fund.territory, version=version)
    return regulation


@transaction.atomic
def revise_regulation(*, by: Actor, regulation: Regulation, **content: Any) -> Regulation:
    """Change a draft. Raises Refused for a published version: a change of rule is a new version."""
    regulation = _held(regulation)
    ensure_right(by, Permission.WRITE_REGULATIONS, regulation.fund.territory)
    rules.may_change(is_published=regulation.is_published).enforce()
    for name, value in content.items():
        setattr(regulation, name, value)
    regulation.save(update_fields=list(content))
    journal.record("funds.regulation.revised", by=by, about=regulation, territory=regulation.fund.territory)
    return regulation


@transaction.atomic
def publish_regulation(*, by: Actor, regulation: Regulation) -> Regulation:
    """Check a draft against the catalogue and freeze it. Raises Refused with every problem of an unreadable draft."""
    regulation = _held(regulation)
    ensure_right(by, Permission.WRITE_REGULATIONS, regulation.fund.territory)
    problems = rulebook_problems(regulation.rules, regulation.sources)
    rules.may_publish(is_published=regulation.is_published, problems=problems).enforce()
    regulation.published_at = timezone.now()
    regulation.published_by = by if isinstance(by, Person) else None
    regulation.save(update_fields=["published_at", "published_by"])
    journal.record(
        "funds.regulation.published",
        by=by,
        about=regulation,
        territory=regulation.fund.territory,
        version=regulation.version,
    )
    return regulation


@transaction.atomic
def end_regulation(*, by: Actor, regulation: Regulation, last_day: date) -> Regulation:
    """Say, once, which day a published version was last in force."""
    regulation = _held(regulation)
    ensure_right(by, Permission.WRITE_REGULATIONS, regulation.fund.territory)
    rules.may_end(is_published=regulation.is_published, already_ended=regulation.effective_to is not None).enforce()
    regulation.effective_to = last_day
    regulation.save(update_fields=["effective_to"])
    journal.record(
        "funds.regulation.ended",
        by=by,
        about=regulation,
        territory=regulation.fund.territory,
        version=regulation.version,
        last_day=last_day,
    )
    return regulation


def _held(regulation: Regulation) -> Regulation:
    """The row as it is now, held until the end of the transaction."""
    held = Regulation.objects.select_for_update(of=("self",)).select_related("fund__territory")
    return held.get(pk=regulation.pk)
