"""Photos of a project, and what the people seen on them agreed to."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.grants.models import PhotoConsent, Report, ReportPhoto
from quartierlibre.domain.grants.operations.actors import Actor, hold_grant, is_person, tell
from quartierlibre.domain.grants.operations.agreement import owner_key_of
from quartierlibre.domain.grants.rules import photos as rules
from quartierlibre.domain.grants.rules import reports as report_rules
from quartierlibre.domain.grants.states import PhotoUse
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.operations import Upload
from quartierlibre.foundation.files.states import FileState


@transaction.atomic
def add_photo(*, by: Actor | None, report: Report, upload: Upload) -> ReportPhoto:
    """One more photo, three at most. Where and when it was taken is taken out of it before it is kept."""
    grant = hold_grant(report.grant)
    there = report.photos.filter(file__state=FileState.KEPT).count()
    report_rules.may_add_photo(there=there).enforce()
    stored = files.store(
        upload=upload, owner_key=owner_key_of(grant), purpose="grants.photo", by=is_person(by), pictures_only=True
    )
    return ReportPhoto.objects.create(report=report, file=stored, position=there + 1)


@transaction.atomic
def describe_photo(
    *, photo: ReportPhoto, words: str, shows_people: bool | None, shows_minors: bool | None
) -> ReportPhoto:
    """Say in a sentence what it shows, and whether people or children can be recognised.

    Said otherwise later, what had been agreed to falls: consent was given for what the photo was said to show.
    """
    hold_grant(photo.report.grant)
    held = ReportPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    minors = shows_minors if shows_people else False
    more_people = (shows_people and not held.shows_people) or (minors and not held.shows_minors)
    if more_people:
        held.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    held.alternative, held.shows_people, held.shows_minors = words.strip()[:300], shows_people, minors
    held.save(update_fields=["alternative", "shows_people", "shows_minors"])
    return held


@transaction.atomic
def give_consent(
    *, by: Actor | None, photo: ReportPhoto, uses: Collection[PhotoUse], given_by: str, paper: Upload | None = None
) -> list[PhotoConsent]:
    """Note who agreed to which uses. For a minor the written agreement of the parents is kept with it."""
    grant = hold_grant(photo.report.grant)
    held = ReportPhoto.objects.select_for_update(of=("self",)).get(pk=photo.pk)
    current = set(held.consents.filter(withdrawn_at=None).values_list("use", flat=True))
    rules.may_consent(
        described=held.shows_people is not None,
        words=held.alternative,
        shows_minors=held.shows_minors,
        has_paper=paper is not None,
        given_by=given_by,
        already=bool(uses) and set(uses) <= current,
    ).enforce()
    kept = None
    if paper is not None:
        kept = files.store(upload=paper, owner_key=owner_key_of(grant), purpose="grants.consent", by=is_person(by))
    given = PhotoConsent.objects.bulk_create(
        PhotoConsent(photo=held, use=use, given_by=given_by.strip()[:120], given_on=timezone.localdate(), paper=kept)
        for use in sorted(set(uses) - current)
    )
    tell("grants.photo.agreed", by=by, grant=grant, photo=held.pk, uses=len(given))
    return given


@transaction.atomic
def withdraw_consent(*, by: Actor | None, photo: ReportPhoto) -> ReportPhoto:
    """Somebody changed their mind: the photo is shown nowhere from now on. The papers already given stay as proof."""
    grant = hold_grant(photo.report.grant)
    photo.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    tell("grants.photo.withdrawn", by=by, grant=grant, photo=photo.pk)
    return photo


@transaction.atomic
def remove_photo(*, by: Actor | None, photo: ReportPhoto) -> None:
    """Take a photo away: nobody sees it any more, and its bytes are erased once no consent proves its past use."""
    grant = hold_grant(photo.report.grant)
    photo.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    if not photo.consents.exists():
        photo.delete()
    files.remove(file=photo.file, by=is_person(by))
    tell("grants.photo.withdrawn", by=by, grant=grant, photo=photo.pk)
