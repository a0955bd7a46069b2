"""What the room of places announces."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("places.territory.created", _("Un territoire a été créé."), public=True),
    EventKind("places.neighbourhoods.imported", _("Contours de quartiers chargés"), public=True),
    EventKind("places.neighbourhoods.linked", _("Anciens et nouveaux contours rapprochés"), public=True),
    EventKind("places.communes.imported", _("Communes chargées"), public=True),
)
