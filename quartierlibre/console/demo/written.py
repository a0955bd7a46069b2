"""The pages of the demo, as its editor wrote them."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from quartierlibre.console.demo.ground import DATA
from quartierlibre.console.demo.pictures import draw
from quartierlibre.foundation.search.models import SearchDocument
from quartierlibre.pagekit.personas import BY_SLUG

DRAWN = ("court",)


def put_on_the_site() -> bool:
    """False when they were there. Doors do not know each other: the newsroom's own command does it."""
    if SearchDocument.objects.filter(kind="news").exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        for scene in DRAWN:
            (Path(folder) / f"{scene}.jpg").write_bytes(draw(scene, {}))
        file, by = DATA / "pages.toml", BY_SLUG["gaelle"].email
        call_command("load_pages", file, pictures=Path(folder), by=by, stdout=StringIO())
    return True
