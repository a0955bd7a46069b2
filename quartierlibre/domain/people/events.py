"""What the journal says of people: who was given which role, and until when."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("people.mandate.given", _("Un mandat a été donné."), public=False),
    EventKind("people.mandate.ended", _("Un mandat a pris fin."), public=False),
)
