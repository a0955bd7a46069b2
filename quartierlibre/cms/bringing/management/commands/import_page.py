"""`quartierlibre import_page FILE [--source-url URL] [--dry-run] [--publish]`, or `--folder DIR`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.cms.bringing import operations
from quartierlibre.cms.bringing.items import Brought
from quartierlibre.cms.bringing.pictures import Beside
from quartierlibre.cms.bringing.towns import Towns
from quartierlibre.cms.old_pages import telling
from quartierlibre.cms.old_pages.page import OldPage
from quartierlibre.cms.old_pages.reading import read_page
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refused

READ = {".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"}
Told = dict[str, Any]


class Command(BaseCommand):
    help = "Reprend une page imprimée d’un ancien site (texte, Markdown ou HTML). Peut être relancée sans risque."
    requires_system_checks = ()  # it reads and writes tables only: a fault in a page must not stop it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FICHIER")
        parser.add_argument("--folder", metavar="DOSSIER", help="toutes les pages d’un dossier et de ses sous-dossiers")
        parser.add_argument("--source-url", default="", metavar="ADRESSE", help="l’adresse qu’avait la page")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
        parser.add_argument("--publish", action="store_true", help="publie au lieu de laisser en brouillon")
        parser.add_argument("--overwrite", action="store_true", help="remplace aussi ce qui a été corrigé à la main")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["file"]) == bool(options["folder"]):
            raise CommandError(_("Donnez un fichier, ou --folder et un dossier."))
        if options["folder"] and options["source_url"]:
            raise CommandError(_("--source-url vaut pour une seule page : donnez un fichier."))
        run = _Run(options)
        if options["file"]:
            told = run.bring(Path(options["file"]))
            self._write(told)
            if "refused" in told:
                raise CommandError(_reasons(told))
            return
        self._bring_folder(run, Path(options["folder"]))

    def _bring_folder(self, run: _Run, folder: Path) -> None:
        """Every page, one after the other; a refused one stops nothing but is told at the end."""
        if not folder.is_dir():
            raise CommandError(_("%(folder)s n’est pas un dossier.") % {"folder": folder})
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        pages = [path for path in files if path.suffix.lower() in READ]
        report = []
        for number, path in enumerate(pages, start=1):
            told = run.bring(path)
            report.append(told)
            self.stderr.write(f"{number}/{len(pages)} {told['file']} : {_in_a_word(told)}")
        ignored = [str(path) for path in files if path.suffix.lower() not in READ and path.resolve() not in run.taken]
        counts = Counter("refused" if "refused" in told else told["item"]["status"] for told in report)
        self._write({"pages": report, "ignored": ignored, "counts": dict(sorted(counts.items()))})
        if counts["refused"]:
            message = ngettext("%(n)d page refusée.", "%(n)d pages refusées.", counts["refused"])
            raise CommandError(message % {"n": counts["refused"]})

    def _write(self, told: Told) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))


class _Run:
    """One run of the command: what it was asked, the towns it met, the pages it brought."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        self.towns = Towns()
        self.seen: dict[str, str] = {}
        self.taken: set[Path] = set()  # pictures which came with their page

    def bring(self, path: Path) -> Told:
        """The report of one file."""
        try:
            page = self._read(path)
            brought = self._brought(page, path)
        except Refused as refused:
            reasons = [{"code": each.code, "message": str(each.message)} for each in refused.verdict.refusals]
            return {"file": str(path), "refused": reasons}
        except OSError as error:
            message = _("Ligne 1 : fichier illisible (%(error)s).") % {"error": error.strerror}
            return {"file": str(path), "refused": [{"code": "file.unreadable", "message": message}]}
        return _told(path, page, brought, dry_run=self.options["dry_run"])

    def _read(self, path: Path) -> OldPage:
        return read_page(
            path.read_bytes(), name=path.name, source_url=self.options["source_url"], is_commune=self.towns
        )

    def _brought(self, page: OldPage, path: Path) -> Brought:
        identity = operations.identity_of(page)
        beside = Beside(path, Path(self.options["folder"]) if self.options["folder"] else None)
        brought = operations.bring_page(
            by=Machine("import_page"),
            page=page,
            towns=self.towns,
            beside=beside,
            publish=self.options["publish"],
            overwrite=self.options["overwrite"],
            dry_run=self.options["dry_run"],
            is_duplicate=identity in self.seen,
        )
        self.taken |= {file for each in brought.pictures if (file := beside.file_of(each.address))}
        self.seen.setdefault(identity, path.name)
        return brought


def _told(path: Path, page: OldPage, brought: Brought, *, dry_run: bool) -> Told:
    came = {each.note for each in brought.pictures}
    page = replace(page, notes=tuple(each for each in page.notes if each not in came))
    notes = {kind: telling.notes(page, kind, brought.notes) for kind in ("guessed", "left_out", "reported")}
    item = {
        "kind": brought.kind,
        "status": brought.status,
        "id": brought.pk,
        "title": brought.title,
        "address": brought.address,
        "state": brought.state,
    }
    said = {"file": str(path), "dry_run": dry_run, "item": item, "redirects": list(brought.redirects)}
    said["pictures"] = [{"line": each.line, "address": each.address, "words": each.words} for each in brought.pictures]
    return {**said, "understood": telling.understood(page), **notes}


def _reasons(told: Told) -> str:
    reasons = [f"  - {each['message']}" for each in told["refused"]]
    count = len(reasons)
    title = ngettext("Refusé, %(count)d problème :", "Refusé, %(count)d problèmes :", count) % {"count": count}
    return "\n".join([title, *reasons, _("Rien n’a été écrit.")])


def _in_a_word(told: Told) -> str:
    if "refused" in told:
        return _("refusée (%(why)s)") % {"why": told["refused"][0]["message"]}
    words = {
        "created": _("créée"),
        "updated": _("mise à jour"),
        "unchanged": _("inchangée"),
        "kept": _("gardée telle quelle"),
    }
    return words[told["item"]["status"]]
