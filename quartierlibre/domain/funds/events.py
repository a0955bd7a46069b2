"""What the journal says of funds: rules published, money received, promised, given back."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("funds.fund.created", _("Un fonds a été créé."), public=True),
    EventKind("funds.fund.opened", _("Un fonds a ouvert."), public=True),
    EventKind("funds.sector.added", _("Un secteur a été ajouté au fonds."), public=True),
    EventKind("funds.year.prepared", _("L’année du fonds a été préparée."), public=False),
    EventKind("funds.year.opened", _("L’année du fonds a été ouverte."), public=True),
    EventKind("funds.funder.noted", _("Un financeur a été noté."), public=False),
    EventKind("funds.contribution.recorded", _("La participation d’un financeur a été notée."), public=False),
    EventKind("funds.contribution.revised", _("La participation d’un financeur a été modifiée."), public=False),
    EventKind("funds.contact.noted", _("Un contact chez un financeur a été noté."), public=False),
    EventKind("funds.contact.removed", _("Un contact chez un financeur a été retiré."), public=False),
    EventKind("funds.logo.set", _("Le logo d’un financeur a été mis."), public=False),
    EventKind("funds.logo.removed", _("Le logo d’un financeur a été retiré."), public=False),
    EventKind("funds.contribution.received", _("Un financeur a versé de l’argent au fonds."), public=True),
    EventKind("funds.grant.reserved", _("Une somme a été réservée pour une aide."), public=False),
    EventKind("funds.grant.promised_ahead", _("Une aide a été promise avant que l’argent arrive."), public=True),
    EventKind("funds.grant.released", _("Une somme réservée est revenue au fonds."), public=False),
    EventKind("funds.grant.paid", _("Une partie d’une aide a été versée."), public=True),
    EventKind("funds.grant.recovered", _("De l’argent versé est revenu au fonds."), public=True),
    EventKind("funds.grant.payment_reversed", _("Un versement qui n’a pas abouti a été annulé."), public=True),
    EventKind("funds.year.closed", _("L’année du fonds a été close."), public=True),
    EventKind("funds.year.settled", _("Le reste d’un financeur a été reporté, déduit ou rendu."), public=True),
    EventKind("funds.money.called", _("De l’argent a été demandé à un financeur."), public=False),
    EventKind("funds.calendar.noted", _("Le calendrier d’un financeur a été noté."), public=False),
    EventKind(
        "funds.running_costs.received", _("De l’argent est arrivé pour l’animation et la gestion."), public=False
    ),
    EventKind("funds.running_costs.spent", _("Une dépense d’animation ou de gestion a été notée."), public=False),
    EventKind("funds.regulation.drafted", _("Une version du règlement a été préparée."), public=False),
    EventKind("funds.regulation.revised", _("Un projet de règlement a été modifié."), public=False),
    EventKind("funds.regulation.published", _("Une version du règlement a été publiée."), public=True),
    EventKind("funds.regulation.ended", _("Une version du règlement a pris fin."), public=True),
    EventKind("funds.themes.loaded", _("Une liste de thèmes a été enregistrée."), public=False),
)
