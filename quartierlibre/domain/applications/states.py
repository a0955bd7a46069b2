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


class OverrulingVerdict(TextChoices):
    OK = "ok", _("Accepté quand même")
    NOT_OK = "not_ok", _("Ne convient pas")


class CheckAnswerKind(TextChoices):
    YES = "yes", _("Oui")
    NO = "no", _("Non")
    UNKNOWN = "unknown", _("On ne sait pas encore")


class CorrectionReason(TextChoices):
    INCOMPLETE = "incomplete", _("Il manque quelque chose")
    INCORRECT = "incorrect", _("Quelque chose est à corriger")
    OUTDATED = "outdated", _("Quelque chose n’est plus à jour")
    OTHER = "other", _("Autre chose")


class MessageSide(TextChoices):
    HOLDER = "holder", _("Le porteur du projet")
    TEAM = "team", _("L’équipe du fonds")
    SITE = "site", _("Envoyé par le site")


class MessageKind(TextChoices):
    NOTE = "note", _("Note interne")
    MESSAGE = "message", _("Message")
    EMAIL = "email", _("Courriel")
    LETTER = "letter", _("Lettre")
    PHONE = "phone", _("Appel")
    PAPER = "paper", _("Papier remis")


class OpinionAnswer(TextChoices):
    YES = "yes", _("Favorable")
    RESERVE = "reserve", _("Favorable avec réserve")
    NO = "no", _("Défavorable")
