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


class RegistrationState(TextChoices):
    """A place offered is held until its deadline; an offer nobody answered lapses, and the next one is asked."""

    WAITING = "waiting", _("Sur la liste d’attente")
    OFFERED = "offered", _("Place proposée")
    CONFIRMED = "confirmed", _("Place réservée")
    LAPSED = "lapsed", _("Sans réponse à temps")
    CANCELLED = "cancelled", _("Désistement")


REGISTRATION_MOVES: Mapping[RegistrationState, Set[RegistrationState]] = {
    RegistrationState.WAITING: {
        RegistrationState.OFFERED,
        RegistrationState.CONFIRMED,
        RegistrationState.CANCELLED,
    },
    RegistrationState.OFFERED: {
        RegistrationState.CONFIRMED,
        RegistrationState.LAPSED,
        RegistrationState.CANCELLED,
    },
    RegistrationState.CONFIRMED: {RegistrationState.CANCELLED},
    RegistrationState.LAPSED: {RegistrationState.CONFIRMED},
    RegistrationState.CANCELLED: set(),
}

# Whose people have a chair; the database counts the same ones (migration `keep_places`).
HOLDING = (RegistrationState.OFFERED, RegistrationState.CONFIRMED)
ACTIVE = (*HOLDING, RegistrationState.WAITING)


class Source(TextChoices):
    """Where a registration comes from."""

    ONLINE = "online", _("En ligne")
    DESK = "desk", _("Par l’équipe")
    DOOR = "door", _("À l’accueil")


class Need(TextChoices):
    """What makes it possible to come."""

    INTERPRETER = "interpreter", _("Interprète")
    CHILD_CARE = "child_care", _("Garde d’enfants")
    TRANSPORT = "transport", _("Transport")
    MEAL = "meal", _("Repas")
    ACCESS = "access", _("Accès et confort (fauteuil, boucle auditive…)")


class Question(TextChoices):
    """What those who came are asked, in four taps."""

    USEFUL = "useful", _("Cette rencontre vous a été utile")
    HEARD = "heard", _("Vous avez pu dire ce que vous vouliez")
    WELCOME = "welcome", _("L’accueil et le lieu convenaient")
    AGAIN = "again", _("Vous reviendriez")


class Mark(TextChoices):
    YES = "yes", _("Oui")
    RATHER = "rather", _("Plutôt oui")
    RATHER_NOT = "rath_not", _("Plutôt non")
    NO = "no", _("Non")
