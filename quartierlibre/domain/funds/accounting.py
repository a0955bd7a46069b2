"""How the books are told to an accountant: journals and accounts. Proposed numbers, to be settled with the accountant.

Money is told in the accounts of associations (règlement ANC 2018-06); promises in class 8, off the balance sheet. What
is plus in our books is a debit, what is minus a credit: so every entry is balanced in both. See docs/money.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Journal:
    code: str
    label: StrOrPromise


@dataclass(frozen=True)
class PlanAccount:
    number: str
    label: StrOrPromise


MONEY = Journal("BQ", _("Trésorerie du fonds"))
PROMISES = Journal("EN", _("Engagements du fonds"))

# By pot of an envelope: what was promised, kept off the balance sheet.
PROMISE_ACCOUNTS: Mapping[str, PlanAccount] = {
    "outside": PlanAccount("801000", _("Engagements : apports des financeurs")),
    "available": PlanAccount("802000", _("Engagements : disponible")),
    "reserved": PlanAccount("802100", _("Engagements : aides promises")),
    "paid": PlanAccount("802200", _("Engagements : aides versées")),
    "ahead": PlanAccount("801100", _("Engagements : promis avant l’argent")),
}
# By pot of a funder's purse, for projects then for running costs: the money itself.
PROJECT_ACCOUNTS: Mapping[str, PlanAccount] = {
    "given": PlanAccount("740000", _("Concours publics et subventions d’exploitation")),
    "cash": PlanAccount("512000", _("Banque")),
    "spent": PlanAccount("657100", _("Aides financières octroyées")),
}
RUNNING_ACCOUNTS: Mapping[str, PlanAccount] = {
    **PROJECT_ACCOUNTS,
    "spent": PlanAccount("628000", _("Charges d’animation et de gestion")),
}
# Columns of the standard file of accounting entries (art. A47 A-1 of the Livre des procédures fiscales).
COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
# What happened, by reason of an entry: these words are the accountant's, short.
REASONS: Mapping[str, StrOrPromise] = {
    "funds.contribution.received": _("Versement d’un financeur"),
    "funds.purse.filled": _("Versement d’un financeur"),
    "funds.grant.reserved": _("Aide décidée par le comité"),
    "funds.grant.released": _("Reste d’une aide, revenu au fonds"),
    "funds.grant.paid": _("Aide versée"),
    "funds.purse.spent": _("Aide versée"),
    "funds.grant.recovered": _("Trop-perçu rendu"),
    "funds.grant.payment_reversed": _("Versement qui n’a pas abouti"),
    "funds.purse.returned": _("Argent revenu au fonds"),
    "funds.year.settled": _("Solde de l’année d’un financeur"),
    "funds.year.carried": _("Argent de l’année précédente"),
    "funds.purse.emptied": _("Solde de l’année d’un financeur"),
    "funds.running_costs.spent": _("Dépense d’animation et de gestion"),
}
