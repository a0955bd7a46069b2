"""The life of a fund year."""

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
