"""Put pages kept as a file on the site; loading twice changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.cms import operations
from quartierlibre.cms.models import Article, Heading, NewsPage, Picture, PlainPage, ResourcePage
from quartierlibre.domain.meetings.models import Topic
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.places.models import Territory

MODELS: Mapping[str, type[Article]] = {"news": NewsPage, "resources": ResourcePage, "pages": PlainPage}


class Command(BaseCommand):
    help = "Met sur le site les pages d’un fichier TOML. Relancer ne change rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--pictures", type=Path, help="dossier des images nommées dans le fichier")
        parser.add_argument("--by", default="", help="adresse de la personne qui signe")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        by = Person.objects.filter(email=options["by"]).first() if options["by"] else None
        count = 0
        for shelf, some in tomllib.loads(options["file"].read_text(encoding="utf-8")).items():
            for said in some:
                count += self._load(MODELS[shelf], shelf, said, by=by, pictures=options["pictures"])
        self.stdout.write(_("%(count)s pages mises sur le site.") % {"count": count})

    def _load(
        self, model: type[Article], shelf: str, said: dict[str, Any], *, by: Person | None, pictures: Path | None
    ) -> int:
        if model.objects.filter(slug=said["slug"]).exists():
            return 0
        topics = [
            Topic.objects.get_or_create(slug=slug, defaults={"name": name})[0]
            for slug, name in said.pop("topics", {}).items()
        ]
        territories = Territory.objects.filter(slug__in=said.pop("territories", ()))
        days = said.pop("days_ago", None)
        if heading := said.pop("heading", ""):
            said["heading"] = Heading.objects.get(shelf=shelf, slug=heading)
        if (shown := said.pop("picture", None)) and pictures:
            said["picture"] = self._picture(shown, pictures, by=by)
        at = timezone.now() - timedelta(days=days) if days is not None else None
        operations.publish_page(by=by, model=model, topics=topics, territories=territories, at=at, **said)
        return 1

    def _picture(self, shown: Mapping[str, str], folder: Path, *, by: Person | None) -> Picture:
        content = (folder / shown["file"]).read_bytes()
        return operations.add_picture(
            by=by,
            title=shown["title"],
            description=shown["description"],
            credit=shown.get("credit", ""),
            content=content,
        )
