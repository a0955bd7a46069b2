"""When the papers of a year leave, and what may be given back at its end. Pure."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_send(*, month: date, today: date, already: bool, readers: int) -> Verdict:
    """A month is told once it is over, once, to somebody."""
    return (
        refuse_if(
            (month.year, month.month) >= (today.year, today.month),
            "statement.month_not_over",
            _("Ce mois n’est pas fini : ses chiffres changent encore."),
        )
        & refuse_if(already, "statement.already_sent", _("L’état de ce mois est déjà parti."))
        & refuse_if(
            not readers,
            "statement.nobody",
            _("Il n’y a personne à qui l’envoyer : notez le contact d’un financeur, ou l’adresse d’un membre."),
        )
    )


def may_give_back(*, is_over: bool, order_under_way: bool) -> Verdict:
    """What is left of a grant goes back to the fund once nothing more will be paid; a balance to come is kept."""
    return refuse_if(
        not is_over,
        "grant.not_over",
        _("Ce projet n’est pas terminé : ce qui reste à lui verser reste promis, même après la clôture."),
    ) & refuse_if(
        order_under_way,
        "grant.order_under_way",
        _("Un ordre de paiement est préparé pour cette aide : abandonnez-le d’abord."),
    )
