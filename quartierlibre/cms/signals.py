"""What happens when a page is published, taken back or reviewed: it is found, or no more, and the journal learns it.

Nobody is written to from here: letters read the journal.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from quartierlibre.cms import searching, shown
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine

# Wagtail's own letters would leave from the request, past the outbox, with Wagtail's words.
LETTERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def listen() -> None:
    for signal in (page_published, page_slug_changed):
        signal.connect(_told, dispatch_uid=f"cms.told.{id(signal)}")
    page_unpublished.connect(_forgotten, dispatch_uid="cms.forgotten")
    post_delete.connect(_deleted, dispatch_uid="cms.deleted")
    for signal, sender, uid in LETTERS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    for review, written in REVIEWS:
        review.connect(written, dispatch_uid=f"cms.review.{id(review)}")


def _submitted(sender: type[Any], instance: WorkflowState, user: Person | None = None, **_: Any) -> None:
    with transaction.atomic():
        journal.record("cms.page.submitted", by=_who(user), about=instance.content_object)


def _sent_back(sender: type[Any], instance: WorkflowState, user: Person | None = None, **_: Any) -> None:
    with transaction.atomic():
        asked_by = instance.requested_by_id
        journal.record("cms.page.sent_back", by=_who(user), about=instance.content_object, asked_by=asked_by)


def _approved(sender: type[Any], instance: WorkflowState, user: Person | None = None, **_: Any) -> None:
    with transaction.atomic():
        journal.record("cms.page.approved", by=_who(user), about=instance.content_object)


def _who(user: Person | None) -> Person | Machine:
    return user or Machine("newsroom")


REVIEWS = ((workflow_submitted, _submitted), (workflow_rejected, _sent_back), (workflow_approved, _approved))


def _told(sender: type[Page], instance: Page, **_: Any) -> None:
    with transaction.atomic():
        searching.tell(instance)
    shown.forget()


def _forgotten(sender: type[Page], instance: Page, **_: Any) -> None:
    with transaction.atomic():
        searching.forget(instance)
    shown.forget()


def _deleted(sender: type[Any], instance: Any, **_: Any) -> None:
    if isinstance(instance, Page):
        _forgotten(sender, instance)
