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
    EventKind("grants.grant.reopened", _("Un paiement revenu a rouvert les comptes d’un projet."), public=False),
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

PAYMENTS = (
    EventKind("grants.payee.noted", _("Un bénéficiaire de paiement a été noté."), public=False),
    EventKind("grants.account.given", _("Un RIB a été enregistré."), public=False),
    EventKind("grants.account.changed", _("Un RIB a changé : les paiements attendent."), public=False),
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
        "grants.order.reversed", _("Un paiement n’est pas arrivé : il est annulé dans les livres."), public=False
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
