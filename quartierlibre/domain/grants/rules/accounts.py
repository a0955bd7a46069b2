"""Reading an IBAN people type, waiting after a change of account, and who may confirm one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from stdnum import iban as numbers
from stdnum.exceptions import InvalidFormat

from quartierlibre.domain.funds.criteria import step_forward
from quartierlibre.domain.grants.states import AccountState
from quartierlibre.domain.meetings.rules.times import PARIS
from quartierlibre.foundation.verdicts import ALLOWED, Refused, Verdict, refuse_if

# Countries a SEPA transfer reaches (EPC 409-09), and how long an IBAN is in those seen here.
SEPA = frozenset(
    """AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS
    SE SI SK SM VA""".split()  # noqa: SIM905 - a list of forty one-word strings is read by nobody
)
LENGTHS = {"FR": 27, "MC": 27, "BE": 16, "DE": 22, "ES": 24, "IT": 27, "LU": 20, "NL": 18, "PT": 25, "CH": 21}


def read_iban(typed: str) -> str:
    """The IBAN without spaces, in capitals. Raises Refused with what to check, in plain words."""
    try:
        number = numbers.compact(typed).upper()
    except InvalidFormat:
        number = ""
    _is_readable(number).enforce()
    _is_whole(number).enforce()
    if not numbers.is_valid(number):
        raise Refused(_wrong("iban.wrong_key", _MISTYPED))
    return number


_MISTYPED = _(
    "Cet IBAN contient une erreur : un chiffre est faux, oublié, ou deux chiffres sont inversés. Recopiez-le depuis "
    "le RIB, quatre par quatre."
)


def _wrong(code: str, message: object) -> Verdict:
    return refuse_if(True, code, str(message))


def _is_readable(number: str) -> Verdict:
    if not number or not number.isascii() or not number.isalnum():
        message = _("Un IBAN ne contient que des lettres et des chiffres : recopiez-le depuis le RIB.")
        return _wrong("iban.unreadable", message)
    if not number[:2].isalpha():
        message = _("Un IBAN commence par deux lettres : FR pour la France. Ne recopiez pas le numéro de compte seul.")
        return _wrong("iban.no_country", message)
    country = gettext("Un virement SEPA ne va pas vers « %(country)s » : vérifiez les deux premières lettres.")
    return refuse_if(number[:2] not in SEPA, "iban.not_sepa", country % {"country": number[:2]})


def _is_whole(number: str) -> Verdict:
    wanted = LENGTHS.get(number[:2])
    if wanted is None or len(number) == wanted:
        return ALLOWED
    said = {"country": number[:2], "wanted": wanted, "found": len(number)}
    message = gettext("Un IBAN %(country)s compte %(wanted)s signes ; celui-ci en compte %(found)s : vérifiez-le.")
    return _wrong("iban.wrong_length", message % said)


def read_bic(typed: str) -> str:
    """Eight or eleven signs, or nothing: the bank finds it by the IBAN."""
    bic = "".join(typed.split()).upper()
    fits = not bic or (len(bic) in (8, 11) and bic.isascii() and bic.isalnum() and bic[:6].isalpha())
    message = _("Un BIC compte 8 ou 11 signes, comme AGRIFRPP. Il peut rester vide.")
    refuse_if(not fits, "bic.unreadable", message).enforce()
    return bic


def frozen_until(given_at: datetime, value: int, unit: str) -> datetime:
    """The minute payments start again: the same hour in Paris, so many days later, whatever clocks did meanwhile."""
    local = given_at.astimezone(PARIS)
    day = step_forward(local.date(), value, unit)
    return datetime.combine(day, local.time(), PARIS).replace(fold=local.fold)


@dataclass(frozen=True)
class AccountFacts:
    """What is known of the account one would pay on. `state` is None when there is none."""

    state: AccountState | None
    frozen_until: datetime | None = None
    another_waits: bool = False


def may_receive(facts: AccountFacts, *, now: datetime, said_until: str = "") -> Verdict:
    """Nothing is paid on an account nobody confirmed, that was replaced, or changed too recently."""
    is_frozen = facts.frozen_until is not None and now < facts.frozen_until
    until = gettext("Son RIB vient de changer : rien n’y est versé avant %(when)s.") % {"when": said_until}
    return (
        refuse_if(facts.state is None, "account.missing", _("Il manque son RIB."))
        & refuse_if(facts.state == AccountState.PENDING, "account.to_confirm", _("Son RIB n’est pas encore confirmé."))
        & refuse_if(
            facts.state in (AccountState.REPLACED, AccountState.REFUSED),
            "account.replaced",
            _("Son RIB a changé depuis : abandonnez cet ordre, puis préparez-le de nouveau."),
        )
        & refuse_if(facts.another_waits, "account.change_waits", _("Un nouveau RIB attend d’être confirmé ou refusé."))
        & refuse_if(is_frozen, "account.frozen", until)
    )


def may_confirm(*, state: AccountState, second_person: bool, same_person: bool, has_person: bool, note: str) -> Verdict:
    """Somebody called back on a number already known, and says so; another person than who typed it, where asked."""
    return (
        refuse_if(state != AccountState.PENDING, "account.not_waiting", _("Ce RIB n’attend plus de réponse."))
        & refuse_if(
            second_person and (same_person or not has_person),
            "account.second_person",
            _("Une autre personne que celle qui l’a saisi doit confirmer ce RIB."),
        )
        & refuse_if(
            not note.strip(),
            "account.no_call",
            _("Écrivez comment vous avez vérifié : qui avez-vous rappelé, à quel numéro connu, quel jour ?"),
        )
    )


def may_refuse(*, state: AccountState) -> Verdict:
    return refuse_if(state != AccountState.PENDING, "account.not_waiting", _("Ce RIB n’attend plus de réponse."))


def may_give(*, is_named: bool, already: bool, waits: bool) -> Verdict:
    return (
        refuse_if(not is_named, "account.no_holder", _("Écrivez le nom du titulaire, comme sur le RIB."))
        & refuse_if(already, "account.same", _("C’est déjà le RIB enregistré : il n’y a rien à changer."))
        & refuse_if(waits, "account.change_waits", _("Un nouveau RIB attend déjà d’être confirmé ou refusé."))
    )


def may_change_from_outside(*, known: bool, used_elsewhere: bool) -> Verdict:
    """Whoever names a body does not speak for it: an account that pays other projects is changed by the team alone."""
    message = _("Ce compte sert déjà à d’autres projets. Pour le changer, appelez l’équipe du fonds.")
    return refuse_if(known and used_elsewhere, "account.used_elsewhere", message)


def opens(*, readable: bool) -> Verdict:
    message = _("Ce RIB ne s’ouvre plus : la clé qui l’a chiffré n’est plus installée. Demandez un nouveau RIB.")
    return refuse_if(not readable, "account.sealed_for_ever", message)
