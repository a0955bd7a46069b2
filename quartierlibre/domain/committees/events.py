"""What the journal says of committees."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("committees.committee.formed", _("Un comité a été créé."), public=True),
    EventKind("committees.session.planned", _("Une séance de comité a été annoncée."), public=True),
    EventKind("committees.session.cancelled", _("Une séance de comité a été annulée."), public=True),
)
