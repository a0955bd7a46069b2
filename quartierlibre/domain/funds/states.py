"""The life of a fund year, and the words of its money."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class YearState(TextChoices):
    PREPARING = "preparing", _("En préparation")
    OPEN = "open", _("Ouverte")
    CLOSED = "closed", pgettext_lazy("année", "Close")


YEAR_MOVES: Mapping[YearState, frozenset[YearState]] = {
    YearState.PREPARING: frozenset({YearState.OPEN}),
    YearState.OPEN: frozenset({YearState.CLOSED}),
    YearState.CLOSED: frozenset(),
}


class FunderKind(TextChoices):
    REGION = "region", _("Région")
    COMMUNE = "commune", _("Commune")
    EPCI = "epci", _("Intercommunalité")
    STATE = "state", _("État")
    LANDLORD = "landlord", _("Bailleur social")
    OTHER = "other", _("Autre")


class ContributionPurpose(TextChoices):
    PROJECTS = "projects", _("Projets")
    ENGINEERING = "engineering", _("Animation et gestion")


class SettlementChoice(TextChoices):
    """What becomes of a funder's money at the end of a year: its agreement says so, nothing is assumed."""

    CARRY_OVER = "carry", _("Reporté sur l’année suivante")
    DEDUCT = "deduct", _("Déduit du prochain versement")
    REPAY = "repay", _("Rendu au financeur")


class MovementKind(TextChoices):
    RELEASED = "released", _("Revenu au fonds sans avoir été versé")
    PAID = "paid", _("Versé")
    RECOVERED = "recovered", _("Rendu par le bénéficiaire")
    REVERSED = "reversed", _("Versement annulé")
