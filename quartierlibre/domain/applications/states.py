"""The life of an application, and the words used to describe it."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ApplicationState(TextChoices):
    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("Déposé")
    ADMISSIBLE = "admissible", _("Recevable")
    INADMISSIBLE = "inadmissible", _("Non recevable")
    GRANTED = "granted", _("Accordé")
    REFUSED = "refused", _("Refusé")
    WITHDRAWN = "withdrawn", _("Retiré par son porteur")


# A decision can be annulled and taken again in the open, so the last three rows lead back to the committee.
MOVES: Mapping[ApplicationState, frozenset[ApplicationState]] = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.SUBMITTED: frozenset(
        {ApplicationState.ADMISSIBLE, ApplicationState.INADMISSIBLE, ApplicationState.WITHDRAWN}
    ),
    ApplicationState.ADMISSIBLE: frozenset(
        {
            ApplicationState.SUBMITTED,
            ApplicationState.GRANTED,
            ApplicationState.REFUSED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.INADMISSIBLE: frozenset({ApplicationState.SUBMITTED}),
    ApplicationState.GRANTED: frozenset({ApplicationState.REFUSED, ApplicationState.ADMISSIBLE}),
    ApplicationState.REFUSED: frozenset({ApplicationState.GRANTED, ApplicationState.ADMISSIBLE}),
    ApplicationState.WITHDRAWN: frozenset(),
}

# Filed, and nobody has decided yet: its holder may still take it back, its team may still complete it.
UNDER_WAY = (ApplicationState.SUBMITTED, ApplicationState.ADMISSIBLE)
# What counts as one of the holder's projects of the year: what was taken back or turned down does not.
COUNTED_IN_RANK = (*UNDER_WAY, ApplicationState.GRANTED)


class Channel(TextChoices):
    WEB = "web", _("En ligne")
    HELPER = "helper", _("Avec une personne qui aide")
    PAPER = "paper", _("Sur papier")


class HolderKind(TextChoices):
    COLLECTIVE = "collective", _("Un groupe d’habitants")
    ASSOCIATION = "association", _("Une association")
    INDIVIDUAL = "individual", _("Une personne seule")


class ContactKind(TextChoices):
    EMAIL = "email", _("Par courriel")
    PHONE = "phone", _("Par téléphone")
    HELPER = "helper", _("Par la personne qui m’aide")


class AgreementKind(TextChoices):
    """How the person said yes to being helped."""

    CODE = "code", _("Elle a donné son code par téléphone")
    SIGNATURE = "signature", _("Elle a signé (photo jointe)")
    ORAL = "oral", _("Elle a dit oui, en étant présente")


class LineKind(TextChoices):
    EXPENSE = "expense", _("Dépense")
    RESOURCE = "resource", _("Autre ressource")


class LineCategory(TextChoices):
    SUPPLIES = "supplies", _("Fournitures, petit matériel")
    FOOD = "food", _("Nourriture, boissons")
    RENTAL = "rental", _("Location")
    SERVICE = "service", _("Artiste, intervenant, prestation")
    TRANSPORT = "transport", _("Transport")
    COMMUNICATION = "communication", _("Affiches, communication")
    INSURANCE = "insurance", _("Assurance, sécurité")
    OTHER = "other", _("Autre")


class DocumentKind(TextChoices):
    QUOTE = "quote", _("Devis, ticket ou prix trouvé")
    PHOTO = "photo", _("Photo")
    SCAN = "scan", _("Fiche papier numérisée")
    OTHER = "other", _("Autre pièce")


class TellBy(TextChoices):
    """How the person must be told that a file exists in their name."""

    NOBODY = "", _("Rien à faire : la personne l’a déposé elle-même")
    EMAIL = "email", _("Par courriel (envoyé tout seul)")
    PHONE = "phone", _("Par téléphone")
    LETTER = "letter", _("Par courrier ou de vive voix")
