"""Codes that bring a person back to their file: given, typed, lost, renewed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import codes
from quartierlibre.domain.applications.models import Application, CodeTry, ResumeCode
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if


@dataclass(frozen=True)
class Resumed:
    """The file a code opens, or why it opens none. The reason never says whether another file exists."""

    application: Application | None
    verdict: Verdict


def issue_code(application: Application) -> str:
    """A new code for this file; those already given keep working until they expire (a year)."""
    code = codes.new_code()
    ResumeCode.objects.create(
        application=application, code_hash=codes.hash_of(code), expires_at=queries.now() + codes.LIFETIME
    )
    return code


def is_code_of(application: Application, code: str) -> bool:
    """True when this live code opens this file."""
    return _live(code).filter(application=application).exists()


def _live(code: str) -> QuerySet[ResumeCode]:
    return ResumeCode.objects.filter(code_hash__in=codes.hashes_of(code), expires_at__gt=queries.now())


def resume(*, code: str, address: str) -> Resumed:
    """Open a file with its code. After ten wrong codes from one place in 15 minutes, even a right one waits.

    `address` is the visitor's IP address; only a keyed hash of it is kept. A right code does not forgive wrong ones.
    Never raises: a refused try must leave its trace, and an exception would undo it.
    """
    source = codes.source_of(address)
    with transaction.atomic():
        slowed = too_many_tries(source)
        if not slowed:
            return Resumed(None, slowed)
        found = _live(code).select_related("application__fund").first()
        if found is None:
            note_try(source)
            return Resumed(None, _unknown())
        ResumeCode.objects.filter(pk=found.pk).update(last_used_at=queries.now())
        _record("applications.draft.resumed", None, found.application)
        return Resumed(found.application, ALLOWED)


def ask_new_code(*, contact: str, address: str) -> Verdict:
    """Send codes to a contact that has files here. The answer is the same when it has none.

    At most ten requests from one place, and three to one contact, in 15 minutes.
    """
    source, target = codes.source_of(address), codes.source_of_contact(contact)
    with transaction.atomic():
        slowed = too_many_tries(source)
        if not slowed:
            return slowed
        quiet = _tries(target) >= codes.LETTERS
        note_try(source, target)
        files = queries.files_of_contact(contact)
        if files and files[0].contact_email and not quiet:
            _record("applications.code.asked", None, files[0], files=[file.pk for file in files])
    return ALLOWED


@transaction.atomic
def send_code(*, by: Person | None, application: Application) -> None:
    """Send a code of this file to its e-mail address, at the request of somebody who already has it open."""
    _record("applications.code.asked", by, application, files=[application.pk])


@transaction.atomic
def renew_code(*, by: Person, application: Application) -> str:
    """Staff hand a new code to a person who has no e-mail, after recognising them. Raises Refused without the right."""
    right = by.may(Permission.ENTER_PAPER, within=application.fund.territory)
    refuse_if(not right, "desk.no_right", _("Votre rôle ne permet pas de donner un code.")).enforce()
    _record("applications.code.renewed", by, application)
    return issue_code(application)


def _record(name: str, by: Person | None, application: Application, **data: object) -> None:
    journal.record(name, by=by, about=application, territory=application.fund.territory_id, **data)


def note_try(*sources: str) -> None:
    """Keep this try, and forget those of the day before: nothing else reads them."""
    CodeTry.objects.filter(at__lt=queries.now() - codes.TRIES_KEPT).delete()
    CodeTry.objects.bulk_create([CodeTry(source_hash=source) for source in sources])


def _tries(source: str) -> int:
    return CodeTry.objects.filter(source_hash=source, at__gt=queries.now() - codes.WINDOW).count()


def too_many_tries(source: str) -> Verdict:
    """Counted one at a time per place, so that a hundred tries at once are still a hundred tries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"applications.codes:{source}"])
    message = _(
        "Trop d’essais depuis cet endroit : attendez un quart d’heure, ou demandez de l’aide à l’équipe du fonds."
    )
    return refuse_if(_tries(source) >= codes.TRIES, "code.too_many_tries", message)


def _unknown() -> Verdict:
    message = _("Ce code n’ouvre aucun dossier. Vérifiez les 12 signes, ou demandez un nouveau code.")
    return refuse_if(True, "code.unknown", message)
