"""How much may be asked back, noted as returned, or given up."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import Refusal, Verdict, refuse_if


def may_claim(*, amount: Cents, paid: Cents, claimed: Cents, reason: str) -> Verdict:
    """What was paid and neither came back nor is claimed already."""
    most = Cents(paid - claimed)
    message = _("On ne réclame pas plus que ce qui a été versé : %(most)s.")
    too_much = (
        Verdict()
        if amount <= most
        else Verdict((Refusal("recovery.too_much", message % {"most": format_euros(most)}),))
    )
    return (
        refuse_if(amount <= 0, "recovery.nothing", _("Écrivez la somme à rendre."))
        & too_much
        & refuse_if(not reason.strip(), "recovery.no_reason", _("Écrivez pourquoi cet argent est à rendre."))
    )


def may_note_repaid(*, is_due: bool, amount: Cents, left: Cents) -> Verdict:
    return (
        refuse_if(not is_due, "recovery.over", _("Cette somme n’est plus à rendre."))
        & refuse_if(amount <= 0, "recovery.nothing", _("Écrivez la somme rendue."))
        & refuse_if(amount > left, "recovery.more_than_due", _("C’est plus que ce qui reste à rendre."))
    )


def may_write_off(*, is_due: bool, reason: str) -> Verdict:
    return refuse_if(not is_due, "recovery.over", _("Cette somme n’est plus à rendre.")) & refuse_if(
        not reason.strip(), "recovery.no_reason", _("Écrivez pourquoi le fonds y renonce.")
    )
