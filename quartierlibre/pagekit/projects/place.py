"""Where a project falls, said in a few words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.places.rules import spoken_distance


def place_words(application: Application) -> str:
    """Where the point on the map falls, in a few words; nothing while there is no point."""
    name, metres = application.location_nearest, application.location_metres
    match application.location_status:
        case "in":
            return _("Le point est dans le quartier %(name)s.") % {"name": name}
        case "edge":
            return _("Le point est à la limite du quartier %(name)s : l’équipe du fonds vérifiera.") % {"name": name}
        case "out":
            return _("Le point est %(distance)s du quartier %(name)s.") % {
                "distance": spoken_distance(metres or 0),
                "name": name,
            }
    return _("Le point est placé sur la carte.") if application.lat is not None else ""
