"""The lives of a grant, of a payment, of a report; and the words of what happens to them."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GrantState(TextChoices):
    TO_AGREE = "to_agree", _("Convention à accepter")
    RUNNING = "running", pgettext_lazy("aide", "En cours")
    REPORTED = "reported", _("Bilan remis")
    CLOSED = "closed", pgettext_lazy("aide", "Terminée")
    DECLINED = "declined", _("Aide refusée par le porteur")
    CANCELLED = "cancelled", _("Projet annulé")


GIVEN_UP = frozenset({GrantState.DECLINED, GrantState.CANCELLED})


# A report found incomplete leads back to the running project. A payment that comes back after the end opens it again.
GRANT_MOVES: Mapping[GrantState, frozenset[GrantState]] = {
    GrantState.TO_AGREE: frozenset({GrantState.RUNNING, GrantState.DECLINED, GrantState.CANCELLED}),
    GrantState.RUNNING: frozenset({GrantState.REPORTED, GrantState.CANCELLED, GrantState.CLOSED}),
    GrantState.REPORTED: frozenset({GrantState.RUNNING, GrantState.CLOSED, GrantState.CANCELLED}),
    GrantState.CLOSED: frozenset({GrantState.RUNNING, GrantState.REPORTED}),
    GrantState.DECLINED: frozenset(),
    GrantState.CANCELLED: frozenset(),
}


class AcceptanceKind(TextChoices):
    CODE = "code", _("Avec un code reçu")
    PAPER = "paper", _("Sur papier, signé")


class PayeeKind(TextChoices):
    ASSOCIATION = "association", _("L’association qui porte le projet")
    SUPPORT = "support", _("Une structure qui porte l’argent du groupe")
    SUPPLIER = "supplier", _("Un fournisseur, sur facture")
    RESIDENT = "resident", _("Une personne remboursée sur justificatifs")


# Handing public money on to another body: only euros whose agreement allows it may go there (art. L.1611-4 CGCT).
REGRANTED = frozenset({PayeeKind.ASSOCIATION, PayeeKind.SUPPORT})


class Means(TextChoices):
    TRANSFER = "transfer", _("Virement")
    CHEQUE = "cheque", _("Chèque")
    CASH = "cash", _("Espèces, contre reçu")


class InstalmentKind(TextChoices):
    ADVANCE = "advance", _("Premier versement")
    BALANCE = "balance", _("Solde")
    SINGLE = "single", _("Versement unique")
    INVOICES = "invoices", _("Au fil des factures")


class InstalmentState(TextChoices):
    WAITING = "waiting", pgettext_lazy("versement", "En attente")
    DUE = "due", _("À payer")
    ORDERED = "ordered", _("Ordre de paiement préparé")
    PAID = "paid", pgettext_lazy("versement", "Payé")
    DROPPED = "dropped", pgettext_lazy("versement", "Abandonné")


# A grant paid invoice by invoice is paid once its report leaves nothing to pay.
INSTALMENT_MOVES: Mapping[InstalmentState, frozenset[InstalmentState]] = {
    InstalmentState.WAITING: frozenset({InstalmentState.DUE, InstalmentState.DROPPED}),
    InstalmentState.DUE: frozenset({InstalmentState.ORDERED, InstalmentState.PAID, InstalmentState.DROPPED}),
    InstalmentState.ORDERED: frozenset({InstalmentState.DUE, InstalmentState.PAID}),
    InstalmentState.PAID: frozenset({InstalmentState.DUE}),
    InstalmentState.DROPPED: frozenset(),
}


class OrderState(TextChoices):
    PREPARED = "prepared", pgettext_lazy("ordre de paiement", "Préparé")
    APPROVED = "approved", pgettext_lazy("ordre de paiement", "Approuvé")
    SENT = "sent", _("Parti à la banque, ou remis")
    CLEARED = "cleared", _("Vu sur le relevé")
    REVERSED = "reversed", pgettext_lazy("ordre de paiement", "Rejeté, annulé dans les livres")
    CANCELLED = "cancelled", pgettext_lazy("ordre de paiement", "Abandonné avant de partir")


# Nothing that left is edited: a payment that failed is reversed, and a new order is made.
ORDER_MOVES: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PREPARED: frozenset({OrderState.APPROVED, OrderState.CANCELLED}),
    OrderState.APPROVED: frozenset({OrderState.SENT, OrderState.PREPARED, OrderState.CANCELLED}),
    OrderState.SENT: frozenset({OrderState.CLEARED, OrderState.REVERSED}),
    OrderState.CLEARED: frozenset({OrderState.REVERSED}),
    OrderState.REVERSED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}
# Orders that hold money of a grant: what they add up to never passes what is left of it.
HOLDING = (OrderState.PREPARED, OrderState.APPROVED)


class BatchState(TextChoices):
    PREPARED = "prepared", pgettext_lazy("lot de paiements", "Préparé")
    SIGNED = "signed", pgettext_lazy("lot de paiements", "Signé")
    EXPORTED = "exported", _("Remis à la banque")
    CANCELLED = "cancelled", pgettext_lazy("lot de paiements", "Abandonné")


BATCH_MOVES: Mapping[BatchState, frozenset[BatchState]] = {
    BatchState.PREPARED: frozenset({BatchState.SIGNED, BatchState.CANCELLED}),
    BatchState.SIGNED: frozenset({BatchState.EXPORTED, BatchState.CANCELLED}),
    BatchState.EXPORTED: frozenset(),
    BatchState.CANCELLED: frozenset(),
}


class AccountState(TextChoices):
    PENDING = "pending", _("À confirmer")
    CONFIRMED = "confirmed", pgettext_lazy("compte bancaire", "Confirmé")
    REPLACED = "replaced", pgettext_lazy("compte bancaire", "Remplacé")
    REFUSED = "refused", pgettext_lazy("compte bancaire", "Refusé")


class LineState(TextChoices):
    UNMATCHED = "unmatched", _("À rapprocher")
    PROPOSED = "proposed", _("Rapprochement proposé")
    MATCHED = "matched", _("Rapprochée")
    LEFT_OUT = "left_out", _("Ne concerne pas le fonds")


class ChangeKind(TextChoices):
    DATES = "dates", _("Les dates changent")
    POSTPONED = "postponed", _("Le projet est reporté")
    PLACE = "place", _("Le lieu change")
    CONTENT = "content", _("Le projet change")
    BUDGET = "budget", _("Le budget change")
    CANCELLED = "cancelled", _("Le projet est annulé")


class ChangeState(TextChoices):
    ASKED = "asked", _("Demandé")
    ACCEPTED = "accepted", pgettext_lazy("changement", "Accepté")
    REFUSED = "refused", pgettext_lazy("changement", "Refusé")
    WITHDRAWN = "withdrawn", pgettext_lazy("changement", "Retiré")


CHANGE_MOVES: Mapping[ChangeState, frozenset[ChangeState]] = {
    ChangeState.ASKED: frozenset({ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.WITHDRAWN}),
    ChangeState.ACCEPTED: frozenset(),
    ChangeState.REFUSED: frozenset(),
    ChangeState.WITHDRAWN: frozenset(),
}


class ReportState(TextChoices):
    DRAFT = "draft", pgettext_lazy("bilan", "En cours d’écriture")
    SENT = "sent", pgettext_lazy("bilan", "Remis")
    TO_COMPLETE = "to_complete", pgettext_lazy("bilan", "À compléter")
    CHECKED = "checked", pgettext_lazy("bilan", "Vérifié")


REPORT_MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SENT}),
    ReportState.SENT: frozenset({ReportState.TO_COMPLETE, ReportState.CHECKED}),
    ReportState.TO_COMPLETE: frozenset({ReportState.SENT}),
    ReportState.CHECKED: frozenset(),
}


class CheckBody(TextChoices):
    PAPERS = "papers", _("Le gestionnaire vérifie les papiers")
    ACTION = "action", _("Le comité vérifie l’action")


class CheckVerdict(TextChoices):
    CONFORM = "conform", _("Conforme")
    NOT_CONFORM = "not_conform", _("Non conforme")


class PhotoUse(TextChoices):
    SITE = "site", _("Sur ce site")
    PAPER = "paper", _("Sur des affiches et des documents")
    SOCIAL = "social", _("Sur les réseaux sociaux du fonds")


class RecoveryState(TextChoices):
    DUE = "due", _("À rendre")
    REPAID = "repaid", pgettext_lazy("trop-perçu", "Rendu")
    WRITTEN_OFF = "written_off", _("Abandonné, avec une raison")


RECOVERY_MOVES: Mapping[RecoveryState, frozenset[RecoveryState]] = {
    RecoveryState.DUE: frozenset({RecoveryState.REPAID, RecoveryState.WRITTEN_OFF}),
    RecoveryState.REPAID: frozenset(),
    RecoveryState.WRITTEN_OFF: frozenset(),
}


class ReminderKind(TextChoices):
    AGREEMENT = "agreement", _("La convention attend une réponse")
    REPORT_SOON = "report_soon", _("Le bilan est bientôt attendu")
    REPORT_LATE = "report_late", _("Le bilan est en retard")
    REPAYMENT = "repayment", _("De l’argent est à rendre")
