"""Once it is over: who is certified, what may be shown of opinions, what is forgotten when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if

NEEDS_KEPT = timedelta(days=7)
PEOPLE_KEPT = timedelta(days=365)
CERTIFICATES_KEPT = timedelta(days=3652)
OPINIONS_OPEN = timedelta(days=30)
# Fewer answers than this would tell who said what.
FEWEST_SHOWN = 5


def may_certify(*, is_over: bool, days: int, required: int) -> Verdict:
    """Somebody is certified once it is over, for the days they attended, when they are enough."""
    return refuse_if(
        not is_over, "certificate.too_soon", _("L’attestation se remet une fois la rencontre terminée.")
    ) & refuse_if(
        days < required or days == 0,
        "certificate.not_there",
        _("Cette personne n’a pas été notée présente assez de jours."),
    )


def required_of(days: int, asked: int | None) -> int:
    """How many days one attends to be certified; never more than there are."""
    return days if asked is None else min(asked, days)


def may_give_opinion(
    *, is_over: bool, until: datetime, now: datetime, is_expected: bool, has_answered: bool
) -> Verdict:
    """Once, by those who had a place, in the month that follows."""
    return (
        refuse_if(not is_over, "opinion.too_soon", _("Donnez votre avis une fois la rencontre terminée."))
        & refuse_if(now > until, "opinion.too_late", _("Les avis ne sont plus recueillis."))
        & refuse_if(not is_expected, "opinion.no_place", _("Cet avis est demandé aux personnes qui avaient une place."))
        & refuse_if(has_answered, "opinion.given", _("Vous avez déjà donné votre avis. Merci !"))
    )


def masked(counts: Mapping[str, int]) -> Mapping[str, int] | None:
    """The counts of a question, or nothing while so few answered that one could guess who."""
    return counts if sum(counts.values()) >= FEWEST_SHOWN else None
