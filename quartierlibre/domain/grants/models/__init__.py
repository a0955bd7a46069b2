"""The tables of a grant, from the agreement to the report."""

from quartierlibre.domain.grants.models.grant import (
    Grant,
    GrantChange,
    GrantCondition,
    GrantQuerySet,
    Instalment,
    Reminder,
)
from quartierlibre.domain.grants.models.payee import BankAccount, Payee
from quartierlibre.domain.grants.models.payment import (
    BankStatement,
    PaymentBatch,
    PaymentOrder,
    Recovery,
    StatementLine,
)
from quartierlibre.domain.grants.models.report import PhotoConsent, Report, ReportCheck, ReportExpense, ReportPhoto
from quartierlibre.domain.grants.models.yearly import MonthlyStatement, StatementCopy

__all__ = [
    "BankAccount",
    "BankStatement",
    "Grant",
    "GrantChange",
    "GrantCondition",
    "GrantQuerySet",
    "Instalment",
    "MonthlyStatement",
    "Payee",
    "PaymentBatch",
    "PaymentOrder",
    "PhotoConsent",
    "Recovery",
    "Reminder",
    "Report",
    "ReportCheck",
    "ReportExpense",
    "ReportPhoto",
    "StatementCopy",
    "StatementLine",
]
