"""What stands around the page itself in a site: menus, banners, side columns. Left out, and said."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages import foot, labels
from quartierlibre.cms.old_pages.lines import Line, plain
from quartierlibre.cms.old_pages.notebook import Notebook


def without(lines: Sequence[Line], outside: Collection[int], notebook: Notebook) -> list[Line]:
    """The lines of the page; of those around it, only labels with their value and the foot belong to the page."""
    kept: list[Line] = []
    waiting = False  # the label before has no value yet
    for position, line in enumerate(lines):
        value = labels.read_label(line) if position in outside else None
        if position not in outside or value or waiting or foot.belongs(line):
            kept.append(line)
            waiting = (waiting and line.is_blank) or (value is not None and not value.words)
            continue
        kept.append(Line(line.number, ""))
        message = _("Autour de la page : « %(words)s ».") % {"words": plain(line.text)[:80]}
        notebook.leave_out("frame", message, line.number)
    return kept
