"""What the journal says of a grant. No name, no address, no bank account: numbers and amounts."""

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.journal.events import EventKind

EVENTS: tuple[EventKind, ...] = (
    EventKind("grants.grant.opened", _("Une convention a été préparée pour une aide accordée."), public=False),
    EventKind("grants.grant.way_chosen", _("La façon de payer une aide a été choisie."), public=False),
    EventKind("grants.grant.accepted", _("Le porteur a accepté la convention."), public=True),
    EventKind("grants.grant.declined", _("Le porteur a renoncé à l’aide."), public=True),
    EventKind("grants.condition.met", _("Une condition du comité est remplie."), public=False),
    # The year.
    EventKind("grants.statement.sent", _("L’état mensuel des dépenses a été envoyé."), public=True),
    EventKind("grants.grant.remainder_released", _("Le reste d’une aide terminée est revenu au fonds."), public=False),
)

PAYMENTS = (
    EventKind("grants.payee.named", _("Qui reçoit l’argent d’une aide a été dit."), public=False),
    EventKind("grants.account.given", _("Un RIB a été enregistré."), public=False),
    EventKind("grants.account.changed", _("Un RIB a changé : les paiements attendent."), public=False),
    EventKind("grants.account.confirmed", _("Un RIB a été confirmé après un rappel."), public=False),
    EventKind("grants.account.refused", _("Un RIB a été refusé."), public=False),
    EventKind("grants.account.revealed", _("Un IBAN a été affiché en entier."), public=False),
    EventKind("grants.account.sealed_again", _("Un IBAN a été chiffré avec une nouvelle clé."), public=False),
    EventKind("grants.order.prepared", _("Un ordre de paiement a été préparé."), public=False),
    EventKind("grants.order.approved", _("Un ordre de paiement a été approuvé."), public=False),
    EventKind("grants.order.cancelled", _("Un ordre de paiement a été abandonné."), public=False),
    EventKind("grants.order.sent", _("Un paiement est parti."), public=True),
    EventKind("grants.order.cleared", _("Un paiement a été vu sur le relevé."), public=False),
    EventKind(
        "grants.order.reversed", _("Un paiement n’est pas arrivé : il est annulé dans les livres."), public=False
    ),
    EventKind("grants.batch.prepared", _("Un lot de paiements a été préparé."), public=False),
    EventKind("grants.batch.signed", _("Un lot de paiements a été signé."), public=False),
    EventKind("grants.batch.exported", _("Un lot de paiements a été remis à la banque."), public=False),
    EventKind("grants.batch.cancelled", _("Un lot de paiements a été abandonné."), public=False),
    EventKind("grants.batch.downloaded", _("Le fichier d’un lot a été téléchargé."), public=False),
    EventKind("grants.statement.imported", _("Un relevé de banque a été lu."), public=False),
    EventKind("grants.line.matched", _("Une ligne du relevé a été rapprochée."), public=False),
    EventKind("grants.line.left_out", _("Une ligne du relevé ne concerne pas le fonds."), public=False),
)
EVENTS += PAYMENTS
