"""A file is kept, then removed: its row stays, what it said about somebody goes."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileState(TextChoices):
    KEPT = "kept", _("gardé")
    REMOVED = "removed", _("retiré")


MOVES: Mapping[FileState, Set[FileState]] = {
    FileState.KEPT: {FileState.REMOVED},
    FileState.REMOVED: frozenset(),
}
