"""The tables of the room: a file read by many, and the small tables that keep its promises."""

from quartierlibre.domain.applications.models.application import Application, ApplicationQuerySet
from quartierlibre.domain.applications.models.drafting import CodeTry, DraftRevision, ResumeCode
from quartierlibre.domain.applications.models.filing import FiledVersion, FilingAgreement, FilingCounter
from quartierlibre.domain.applications.models.form import FormVersion
from quartierlibre.domain.applications.models.parts import ApplicationNeighbourhood, BudgetLine, Document
from quartierlibre.domain.applications.models.screening import (
    CheckAnswer,
    Correction,
    Message,
    Opinion,
    Overruling,
)

__all__ = [
    "Application",
    "ApplicationNeighbourhood",
    "ApplicationQuerySet",
    "BudgetLine",
    "CheckAnswer",
    "CodeTry",
    "Correction",
    "Document",
    "DraftRevision",
    "FiledVersion",
    "FilingAgreement",
    "FilingCounter",
    "FormVersion",
    "Message",
    "Opinion",
    "Overruling",
    "ResumeCode",
]
