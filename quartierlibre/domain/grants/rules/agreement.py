"""Who may be paid for a holder, and when an agreement may be sent or answered."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.grants.states import GrantState, PayeeKind
from quartierlibre.domain.people.rules import valid_siret
from quartierlibre.foundation.verdicts import Verdict, refuse_if


class Way(TextChoices):
    """Where the money goes, in the words of a holder."""

    ASSOCIATION = "association", _("Sur le compte de notre association")
    SUPPORT = "support", _("À une structure qui garde l’argent pour nous")
    INVOICES = "invoices", _("Le fonds paie lui-même les factures")
    RESIDENT = "resident", _("Je paie, puis le fonds me rembourse")


MODE_OF = {
    Way.ASSOCIATION: "advance",
    Way.SUPPORT: "support_structure",
    Way.INVOICES: "supplier_invoice",
    Way.RESIDENT: "reimbursement",
}
PAYEE_OF = {
    Way.ASSOCIATION: PayeeKind.ASSOCIATION,
    Way.SUPPORT: PayeeKind.SUPPORT,
    Way.RESIDENT: PayeeKind.RESIDENT,
}


def ways_open(holder: HolderKind, modes: Collection[str] | None) -> tuple[Way, ...]:
    """What the rulebook leaves open to this holder. When it says nothing, each way that can be: people choose.

    A group or a person has no association to be paid: a structure, the invoices, or a refund.
    """
    allowed = [way for way in Way if modes is None or MODE_OF[way] in modes]
    return tuple(way for way in allowed if way != Way.ASSOCIATION or holder == HolderKind.ASSOCIATION)


def may_name_payee(*, way: Way, ways: Collection[Way], name: str, siret: str, state: GrantState, paid: bool) -> Verdict:
    """Before any payment is prepared, within the rulebook, and by its name."""
    return (
        refuse_if(
            state not in {GrantState.TO_AGREE, GrantState.RUNNING},
            "payee.too_late",
            _("Ce projet est terminé : on ne change plus qui est payé."),
        )
        & refuse_if(
            paid, "payee.already_paid", _("Un paiement est déjà préparé ou parti : parlez-en avec l’équipe du fonds.")
        )
        & refuse_if(way not in ways, "payee.way_closed", _("Le règlement de ce fonds ne permet pas cette façon."))
        & refuse_if(
            way != Way.INVOICES and not name.strip(), "payee.nobody", _("Écrivez le nom de qui reçoit l’argent.")
        )
        & refuse_if(
            bool(siret) and not valid_siret(siret),
            "payee.siret",
            _("Ce numéro SIRET n’est pas juste : il a 14 chiffres. Laissez vide si vous ne le savez pas."),
        )
    )


def may_send(*, state: GrantState) -> Verdict:
    message = _("Cette convention a déjà reçu sa réponse.")
    return refuse_if(state != GrantState.TO_AGREE, "agreement.answered", message)


def may_ask_code(*, state: GrantState, has_email: bool, has_text: bool) -> Verdict:
    """A code goes to the address of the file; without one, the sheet is signed by hand."""
    return (
        may_send(state=state)
        & refuse_if(not has_text, "agreement.no_text", _("La convention n’est pas encore prête."))
        & refuse_if(
            not has_email,
            "agreement.no_email",
            _("Sans adresse électronique, la convention se signe sur papier, avec l’équipe du fonds."),
        )
    )


def may_accept_by_code(*, right_code: bool) -> Verdict:
    message = _("Ce code n’est pas le bon, ou il a plus d’une heure. Demandez-en un autre.")
    return refuse_if(not right_code, "agreement.wrong_code", message)
