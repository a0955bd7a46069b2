"""What a training and its days must be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_be_named(title: str) -> Verdict:
    """A training has a name."""
    return refuse_if(not title.strip(), "training.no_title", _("Donnez un titre à la formation."))


def may_hold(*, days: int, is_taken: bool) -> Verdict:
    """A cycle has days, and a day belongs to one cycle."""
    return refuse_if(not days, "cycle.no_day", _("Choisissez au moins un jour.")) & refuse_if(
        is_taken, "cycle.day_taken", _("Un de ces jours appartient déjà à un autre cycle.")
    )


def may_be_noted(*, is_registered: bool) -> Verdict:
    """Presence is noted for those who have a place in the cycle."""
    return refuse_if(not is_registered, "presence.not_registered", _("Cette personne n’a pas de place dans ce cycle."))
