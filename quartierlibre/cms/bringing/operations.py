"""Bring one page over: read it, make or find its item, keep its old addresses, and remember what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from quartierlibre.cms.bringing import redirects
from quartierlibre.cms.bringing.articles import ArticleWriter
from quartierlibre.cms.bringing.html import html_of
from quartierlibre.cms.bringing.items import Brought, Remarks, Writer, digest_of, hashed
from quartierlibre.cms.bringing.meetings import MeetingWriter
from quartierlibre.cms.bringing.models import BroughtPage
from quartierlibre.cms.bringing.pictures import Beside, drop_files, found
from quartierlibre.cms.bringing.towns import Towns
from quartierlibre.cms.models import Picture
from quartierlibre.cms.old_pages import addresses
from quartierlibre.cms.old_pages.lines import fold
from quartierlibre.cms.old_pages.page import PARIS, OldPage
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refusal, Refused, Verdict, refuse_if

LONGEST_ADDRESS, LONGEST_IDENTITY = 500, 600


def identity_of(page: OldPage) -> str:
    """The address of the page, however it was written; without address, its title and the day it tells."""
    if page.source_url:
        identity = addresses.identity(page.source_url)
        return identity if len(identity) <= LONGEST_IDENTITY else f"adresse:{hashed(identity)}"
    day = page.when.first if page.when else page.published_on
    return f"titre:{hashed([fold(page.title), day])}"


def bring_page(
    *,
    by: Machine,
    page: OldPage,
    towns: Towns,
    beside: Beside,
    publish: bool = False,
    overwrite: bool = False,
    dry_run: bool = False,
    is_duplicate: bool = False,
) -> Brought:
    """The item of this page: made once, changed when the page changed, never when somebody corrected it since.

    `is_duplicate` when another file of the same run was this page already: only a newer print of it counts. A dry run
    does everything, then undoes it. Pictures of an article lying `beside` its file come with it. Raises Refused, having
    written nothing.
    """
    refuse_if(
        len(page.source_url) > LONGEST_ADDRESS,
        "source.too_long",
        _("Ligne %(line)d : l’adresse de la page dépasse 500 signes.") % {"line": page.lines.get("source_url", 1)},
    ).enforce()
    remarks, made = Remarks(), list[Picture]()
    try:
        with transaction.atomic():
            _one_at_a_time(identity_of(page))
            bringing = _Bringing(page, towns, by, remarks, beside, made)
            brought = bringing.bring(publish, overwrite, is_duplicate)
            if dry_run:
                transaction.set_rollback(True)
                brought = replace(brought, pk=None if brought.status == "created" else brought.pk)
    except Refused as refused:
        raise _with_line(refused, page) from refused
    finally:
        drop_files(made)
    return brought


def _one_at_a_time(identity: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bringing:{identity}"])


def _with_line(refused: Refused, page: OldPage) -> Refused:
    """Rules of meetings do not know files: what they refuse is told with the line of the date."""
    line = page.lines.get("dates") or page.lines.get("title") or 1
    words = _("Ligne %(line)d : %(message)s")
    told = [Refusal(each.code, words % {"line": line, "message": each.message}) for each in refused.verdict.refusals]
    return Refused(Verdict(tuple(told)))


class _Bringing:
    """One page being brought over, inside its transaction."""

    def __init__(
        self, page: OldPage, towns: Towns, by: Machine, remarks: Remarks, beside: Beside, made: list[Picture]
    ) -> None:
        self.page, self.by, self.remarks, self.file_name = page, by, remarks, beside.page.name
        self.identity = identity_of(page)
        self.record = BroughtPage.objects.select_related("meeting", "page").filter(identity=self.identity).first()
        is_meeting = self._is_meeting()
        # The page of a meeting has no picture; an article takes those that lie beside it.
        self.pictures = () if is_meeting else found(page.images, beside, remarks, made)
        self.writer: Writer = (
            MeetingWriter(page, towns, by=by, remarks=remarks)
            if is_meeting
            else ArticleWriter(page, by=by, remarks=remarks, pictures=self.pictures)
        )
        self.digest = digest_of(page, html_of(page.body))
        if self.pictures:
            self.digest = hashed([self.digest, *(each.digest for each in self.pictures)])

    def _is_meeting(self) -> bool:
        """What it became first, it stays."""
        if self.record is None:
            return self.page.is_meeting
        if (self.record.meeting is not None) != self.page.is_meeting:
            message = _("La page a changé de nature (rencontre ou actualité) : rien n’a été changé ici.")
            self.remarks.report("item.other_kind", message)
        return self.record.meeting is not None

    def bring(self, publish: bool, overwrite: bool, is_duplicate: bool) -> Brought:
        item = self._known_item()
        status = self._status(item, overwrite=overwrite, is_duplicate=is_duplicate)
        if status == "created":
            item = self.writer.create()
        elif status == "updated":
            self.writer.update(item)
        if publish and status != "kept" and self._publish(item) and status == "unchanged":
            status = "updated"
        kept = self._redirects(item)
        if status in {"created", "updated"}:
            self._remember(item)
        return Brought(
            kind=self.writer.kind,
            status=status,
            title=str(item.title),
            state=self.writer.state(item),
            address=self.writer.address(item),
            pk=item.pk,
            redirects=kept,
            pictures=() if status == "kept" else tuple(each.image for each in self.pictures),
            notes=tuple(self.remarks.notes),
        )

    def _known_item(self) -> Any:
        if self.record is not None:
            return self.record.meeting or self.record.page.specific  # type: ignore[union-attr]
        return self.writer.find(self.page.source_url)

    def _status(self, item: Any, *, overwrite: bool, is_duplicate: bool) -> str:
        if item is None:
            return "created"
        if self.record is None:
            return (
                "updated"
                if overwrite
                else self._keep("item.made_here", _("Cette page existe déjà ici, faite à la main."))
            )
        if self.record.digest == self.digest:
            return "unchanged"
        if (self.record.meeting is not None) != self.page.is_meeting:
            return "kept"
        if self._is_older(is_duplicate):
            message = _("Même source qu’un autre fichier (%(file)s), dans une version qui n’est pas plus récente.")
            return self._keep("item.not_newer", message % {"file": self.record.file_name})
        if overwrite or self.writer.fingerprint(item) == self.record.written:
            return "updated"
        message = _("Corrigée à la main depuis la reprise : rien n’a été changé (--overwrite pour remplacer).")
        return self._keep("item.corrected_by_hand", message)

    def _keep(self, code: str, message: str) -> str:
        self.remarks.report(code, message)
        return "kept"

    def _is_older(self, is_duplicate: bool) -> bool:
        mine, known = _modified(self.page), self.record.source_modified if self.record else None
        if mine and known and mine != known:
            return mine < known
        return is_duplicate

    def _publish(self, item: Any) -> bool:
        """What its own rules do not let be published stays a draft, and it is said why."""
        try:
            return self.writer.publish(item)
        except Refused as refused:
            for refusal in refused.verdict.refusals:
                message = _("Gardée en brouillon : %(why)s") % {"why": refusal.message}
                self.remarks.report(refusal.code, message, self.page.lines.get("place"))
            return False

    def _redirects(self, item: Any) -> tuple[str, ...]:
        wanted = [*self.writer.term_addresses(item)]
        if self.page.source_url:
            wanted.insert(0, (self.page.source_url, self.writer.address(item)))
        return tuple(path for old, new in wanted if (path := redirects.keep(old, new)))

    def _remember(self, item: Any) -> None:
        record = self.record or BroughtPage(identity=self.identity)
        record.source_url, record.file_name = self.page.source_url, self.file_name[-255:]
        record.digest, record.written = self.digest, self.writer.fingerprint(item)
        record.source_modified = _modified(self.page)
        if self.writer.kind == "meeting":
            record.meeting = item
        else:
            record.page = item.page_ptr.page_ptr if hasattr(item.page_ptr, "page_ptr") else item.page_ptr
        record.save()
        journal.record("bringing.page.brought", by=self.by, about=record)


def _modified(page: OldPage) -> datetime | None:
    if page.modified_at:
        return page.modified_at
    return datetime.combine(page.modified_on, time(0), PARIS) if page.modified_on else None
