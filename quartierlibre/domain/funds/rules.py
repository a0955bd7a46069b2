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


def may_pay(*, amount: Cents, left: Cents, cash: Cents, usable: Cents) -> Verdict:
    """A grant is paid within what was decided, with money funders really brought, and may pay this kind of payee.

    `cash` is what is in hand in the envelope, `usable` what of it may go to this payee, in cents.
    """
    said = {"left": format_euros(left), "cash": format_euros(cash), "usable": format_euros(usable)}
    short = (
        gettext("Il n’y a que %(cash)s en caisse : attendez le versement d’un financeur, ou payez une partie.") % said
    )
    barred = gettext(
        "Seuls %(usable)s peuvent aller à une association : les autres financeurs ne l’autorisent pas. "
        "Payez directement les factures, ou une partie seulement."
    )
    return (
        refuse_if(amount > left, "grant.paid_too_much", gettext("Il reste %(left)s à verser pour cette aide.") % said)
        & refuse_if(amount > cash, "fund.no_cash", short)
        & refuse_if(cash >= amount > usable, "regrant.not_enough", barred % said)
    )


def may_recover(*, amount: Cents, paid: Cents) -> Verdict:
    """No more comes back from a grant than was paid."""
    message = gettext("Seuls %(paid)s ont été versés pour cette aide.") % {"paid": format_euros(paid)}
    return refuse_if(amount > paid, "grant.recovered_too_much", message)


def may_settle(*, amount: Cents, available: Cents, cash: Cents) -> Verdict:
    """After a year, a funder's euros leave only if nothing is promised on them any more."""
    most = min(available, cash)
    message = gettext("Seuls %(most)s ne sont ni promis ni dépensés.") % {"most": format_euros(most)}
    return refuse_if(amount > most, "settlement.too_much", message)


def may_settle_in(*, state: YearState, next_state: YearState | None, stays: bool) -> Verdict:
    """Leftovers are settled once the year is closed; money that stays needs a next year which may receive it."""
    return refuse_if(
        state != YearState.CLOSED,
        "fund_year.not_closed",
        _("Fermez d’abord l’année : des aides peuvent encore y être promises."),
    ) & refuse_if(
        stays and next_state in (None, YearState.CLOSED),
        "fund_year.no_next",
        _("L’année suivante n’est pas préparée : préparez-la pour y reporter l’argent."),
    )


def has_next_envelope(found: bool) -> Verdict:
    message = _("Ce secteur n’a pas d’enveloppe l’année suivante : préparez-la, ou rendez l’argent au financeur.")
    return refuse_if(not found, "settlement.no_envelope", message)


def has_next_contribution(found: bool) -> Verdict:
    message = _("Ce financeur n’a pas encore de participation l’année suivante : notez-la, puis déduisez.")
    return refuse_if(not found, "settlement.no_contribution", message)


def may_call(*, amount: Cents, still_to_call: Cents | None) -> Verdict:
    """A funder is not asked for more than it promised; when the sum is not known, nothing limits the call."""
    if still_to_call is None:
        return refuse_if(False, "", "")
    message = gettext("Il reste %(left)s à demander à ce financeur.") % {"left": format_euros(still_to_call)}
    return refuse_if(amount > still_to_call, "call.too_much", message)


def may_promise_less(*, amount: Cents | None, called: int) -> Verdict:
    """A promise is not lowered below what was already asked under it; an unknown sum (None) limits nothing."""
    message = gettext("Vous avez déjà demandé %(called)s à ce financeur : la somme promise ne peut pas être moindre.")
    said = message % {"called": format_euros(Cents(called))}
    return refuse_if(amount is not None and amount < called, "contribution.below_calls", said)


def may_run_costs(*, purpose: str) -> Verdict:
    """Running costs are paid by what was given for them, never by the money of projects."""
    message = _("Cet argent est donné pour les projets : il ne paie pas l’animation et la gestion.")
    return refuse_if(purpose != "engineering", "contribution.for_projects", message)


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
