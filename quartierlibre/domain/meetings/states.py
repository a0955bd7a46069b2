"""The words of the agenda, and the moves allowed to a meeting."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingState(TextChoices):
    """A cancelled or postponed meeting stays where people look for it; an archived one only keeps its address."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publiée")
    CANCELLED = "cancelled", _("Annulée")
    POSTPONED = "postponed", _("Reportée")
    ARCHIVED = "archived", _("Archivée")


MEETING_MOVES: Mapping[MeetingState, Set[MeetingState]] = {
    MeetingState.DRAFT: {MeetingState.PUBLISHED},
    MeetingState.PUBLISHED: {
        MeetingState.DRAFT,
        MeetingState.CANCELLED,
        MeetingState.POSTPONED,
        MeetingState.ARCHIVED,
    },
    MeetingState.POSTPONED: {MeetingState.PUBLISHED, MeetingState.CANCELLED, MeetingState.ARCHIVED},
    MeetingState.CANCELLED: {MeetingState.PUBLISHED, MeetingState.ARCHIVED},
    MeetingState.ARCHIVED: {MeetingState.PUBLISHED},
}

# What the agenda, its calendars and its feeds tell; an archived page is only read at its address.
LISTED = (MeetingState.PUBLISHED, MeetingState.CANCELLED, MeetingState.POSTPONED)
READABLE = (*LISTED, MeetingState.ARCHIVED)


class MeetingKind(TextChoices):
    PIC_LAB = "pic_lab", _("PIC Lab")
    TRAINING = "training", _("Journée de formation")
    NETWORK = "network", _("Rencontre de réseau")
    ASSEMBLY = "assembly", _("Assemblée")
    OTHER = "other", _("Rencontre")


class Mode(TextChoices):
    ON_SITE = "on_site", _("Sur place")
    REMOTE = "remote", _("À distance")
    BOTH = "both", _("Sur place et à distance")


class ItemKind(TextChoices):
    WELCOME = "welcome", _("Accueil")
    PRESENTATION = "presentation", _("Présentation")
    EXCHANGE = "exchange", _("Échanges")
    CARREFOUR = "carrefour", _("Carrefour")
    HARVEST = "harvest", _("Capitalisation")
    RESTITUTION = "restitution", _("Restitution")
    BREAK = "break", _("Pause")
    CLOSING = "closing", _("Clôture")
    OTHER = "other", _("Autre")


class PaperMoment(TextChoices):
    """Papers read before one comes, and those kept of what was said."""

    BEFORE = "before", _("Pour préparer")
    AFTER = "after", _("Pour se souvenir")
