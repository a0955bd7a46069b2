"""What the journal says of a grant. No name, no address, no bank account: numbers and amounts."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS = (
    EventKind("grants.grant.opened", _("Une convention a été préparée pour une aide accordée."), public=False),
    EventKind("grants.grant.way_chosen", _("La façon de payer une aide a été choisie."), public=False),
    EventKind("grants.grant.accepted", _("Le porteur a accepté la convention."), public=True),
    EventKind("grants.grant.declined", _("Le porteur a renoncé à l’aide."), public=True),
    EventKind("grants.condition.met", _("Une condition du comité est remplie."), public=False),
    # agreements, changes, reports, photos
    EventKind("grants.agreement.sent", _("La convention a été envoyée au porteur."), public=False),
    EventKind("grants.agreement.code_asked", _("Un code pour accepter la convention a été demandé."), public=False),
    EventKind("grants.payee.named", _("Le porteur a dit où va l’argent."), public=False),
    EventKind("grants.change.asked", _("Un changement du projet a été demandé."), public=False),
    EventKind("grants.change.withdrawn", _("Une demande de changement a été retirée."), public=False),
    EventKind("grants.change.answered", _("Une demande de changement a reçu sa réponse."), public=False),
    EventKind("grants.grant.cancelled", _("Un projet aidé a été annulé."), public=True),
    EventKind("grants.grant.balance_due", _("Le solde d’une aide est à payer."), public=False),
    EventKind("grants.grant.closed", _("Les comptes d’un projet sont terminés."), public=True),
    EventKind("grants.report.sent", _("Un bilan a été remis."), public=True),
    EventKind("grants.report.checked", _("Un bilan a été vérifié."), public=False),
    EventKind("grants.report.sent_back", _("Un bilan est à compléter."), public=False),
    EventKind("grants.report.settled", _("Le montant définitif d’une aide est connu."), public=True),
    EventKind("grants.recovery.claimed", _("De l’argent est à rendre au fonds."), public=False),
    EventKind("grants.recovery.repaid", _("De l’argent a été rendu au fonds."), public=False),
    EventKind("grants.recovery.written_off", _("Le fonds a renoncé à de l’argent à rendre."), public=False),
    EventKind("grants.reminder.sent", _("Un rappel a été envoyé."), public=False),
    EventKind("grants.photo.agreed", _("Une photo peut être montrée."), public=False),
    EventKind("grants.photo.withdrawn", _("Une photo n’est plus montrée."), public=False),
)
