"""How a command tells an operator why it refused."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.foundation.verdicts import Verdict

SHOWN = 20


def explain(verdict: Verdict, *, nothing_written: bool = True) -> CommandError:
    """Every reason on a line of its own, the first twenty of them, and the promise that nothing was written."""
    reasons = [f"  - {refusal.message}" for refusal in verdict.refusals[:SHOWN]]
    more = len(verdict.refusals) - SHOWN
    if more > 0:
        reasons.append(ngettext("  … et %(more)d autre.", "  … et %(more)d autres.", more) % {"more": more})
    if nothing_written:
        reasons.append(_("Rien n’a été écrit."))
    count = len(verdict.refusals)
    title = ngettext("Refusé, %(count)d problème :", "Refusé, %(count)d problèmes :", count) % {"count": count}
    return CommandError("\n".join([title, *reasons]))


def read_file(path: str | Path) -> bytes:
    """The content of a file, or a CommandError that says what is wrong with it."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = _("Impossible de lire %(path)s : %(error)s.") % {"path": path, "error": error.strerror or error}
        raise CommandError(message) from error
