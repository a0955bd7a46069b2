"""What may be done with a fund's money and with its rulebooks. Pure: facts in, verdict out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.states import YearState
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_reserve(*, amount: Cents, available: Cents) -> Verdict:
    """A pot is never overspent."""
    left = gettext("Il reste %(left)s : c’est moins que la somme demandée.") % {"left": format_euros(available)}
    return refuse_if(amount > available, "fund.overspent", left)


def covered_first(*, amount: Cents, ahead: Cents) -> Cents:
    """How much of the money that comes covers what was promised before it came."""
    return min(amount, ahead)


def may_release(*, amount: Cents, reserved: Cents) -> Verdict:
    """No more goes back to the fund than was set aside."""
    kept = gettext("Seuls %(kept)s sont réservés.") % {"kept": format_euros(reserved)}
    return refuse_if(amount > reserved, "fund.released_too_much", kept)


def may_spend_in(state: YearState) -> Verdict:
    """Money is promised only in an open year."""
    return refuse_if(state != YearState.OPEN, "fund_year.not_open", _("L’année de ce fonds n’est pas ouverte."))


def may_receive_in(state: YearState) -> Verdict:
    """A funder may pay before the year opens, never after it closed."""
    return refuse_if(state == YearState.CLOSED, "fund_year.closed", _("L’année de ce fonds est close."))


@dataclass(frozen=True)
class PaymentFacts:
    purpose: str
    same_year: bool
    same_sector: bool


def may_endow(facts: PaymentFacts) -> Verdict:
    """Money goes to the year and the sector it was promised to; running costs stay out of its pots."""
    return (
        refuse_if(
            facts.purpose != "projects",
            "contribution.not_for_projects",
            _("Cet argent paie l’animation et la gestion : il n’entre pas dans l’enveloppe des projets."),
        )
        & refuse_if(not facts.same_year, "contribution.other_year", _("Cette participation concerne une autre année."))
        & refuse_if(
            not facts.same_sector,
            "contribution.other_sector",
            _("Cette participation est réservée à un autre secteur."),
        )
    )


def is_an_amount(amount: Cents) -> Verdict:
    return refuse_if(amount <= 0, "money.not_positive", _("La somme doit être supérieure à zéro."))


def may_act(allowed: bool) -> Verdict:
    return refuse_if(not allowed, "fund.no_right", _("Vous n’avez pas ce droit sur ce territoire."))


def may_publish(*, is_published: bool, problems: Iterable[object]) -> Verdict:
    """A draft is published once, and only when the catalogue reads all of it."""
    said = "\n".join(str(problem) for problem in problems)
    return refuse_if(
        is_published, "regulation.already_published", _("Cette version est publiée : elle ne change plus.")
    ) & refuse_if(bool(said), "regulation.unreadable", said)


def may_change(*, is_published: bool) -> Verdict:
    """A published version is frozen: a change of rule is a new version."""
    message = _("Cette version est publiée : pour changer une règle, préparez une nouvelle version.")
    return refuse_if(is_published, "regulation.frozen", message)


def may_end(*, is_published: bool, already_ended: bool) -> Verdict:
    """Only a published version without end may be given one."""
    return refuse_if(not is_published, "regulation.not_published", _("Cette version n’est pas publiée.")) & refuse_if(
        already_ended, "regulation.already_ended", _("Cette version a déjà une date de fin.")
    )


def may_pay_associations(clauses: Iterable[bool | None]) -> Verdict:
    """Public money goes on to an association only if every funder's agreement says so (art. L.1611-4 CGCT).

    An agreement nobody read (None) is not a yes. Paying a supplier's invoice is always possible.
    """
    known = list(clauses)
    return refuse_if(
        False in known,
        "regrant.refused",
        _("Un financeur n’autorise pas à reverser son argent à une association : payez les factures directement."),
    ) & refuse_if(
        None in known,
        "regrant.unknown",
        _("Une convention ne dit pas si l’argent peut être reversé à une association : vérifiez-la d’abord."),
    )
