"""What the journal says of a grant. No name, no address, no bank account: numbers and amounts."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("grants.grant.opened", _("Une convention a été préparée pour une aide accordée."), public=False),
    EventKind("grants.grant.way_chosen", _("La façon de payer une aide a été choisie."), public=False),
    EventKind("grants.grant.accepted", _("Le porteur a accepté la convention."), public=True),
    EventKind("grants.grant.declined", _("Le porteur a renoncé à l’aide."), public=True),
    EventKind("grants.condition.met", _("Une condition du comité est remplie."), public=False),
    # The year.
    EventKind("grants.statement.sent", _("L’état mensuel des dépenses a été envoyé."), public=True),
    EventKind("grants.grant.remainder_released", _("Le reste d’une aide terminée est revenu au fonds."), public=False),
)
