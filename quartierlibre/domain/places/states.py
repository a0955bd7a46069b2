"""Kinds of neighbourhoods, answers to "is this point inside?", and how we came to know a place."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NeighbourhoodKind(TextChoices):
    """Priority areas are drawn by the State; watch areas and local ones by those who sign the town's contract."""

    PRIORITY = "qpv", _("Quartier prioritaire (QPV)")
    WATCH = "watch", _("Quartier de veille active")
    LOCAL = "local", _("Quartier défini localement")


class LocationStatus(TextChoices):
    """`edge` wins over `in` and `out`: near a boundary, a drawing of some metres of precision cannot decide."""

    IN = "in", _("Dans le quartier")
    EDGE = "edge", _("À la limite du quartier")
    OUT = "out", _("Hors des quartiers")


class LocationMethod(TextChoices):
    """How the place of a project came to be known; kept with the place, for it says how far to trust it."""

    ADDRESS = "address", _("Adresse trouvée par la recherche")
    MAP = "map", _("Point touché sur la carte")
    LIST = "list", _("Quartier choisi dans la liste")
    DECLARED = "declared", _("Déclaré par la personne")
    CHECKED = "checked", _("Vérifié par un·e technicien·ne")
