"""Everything one page shows of one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from quartierlibre.domain.applications.form import Form
from quartierlibre.domain.applications.models import (
    Application,
    ApplicationNeighbourhood,
    ApplicationQuerySet,
    BudgetLine,
    Document,
    FilingAgreement,
)
from quartierlibre.domain.applications.queries.drafts import form_of
from quartierlibre.domain.applications.queries.verdicts import Verdicts, verdicts
from quartierlibre.domain.applications.states import LineKind
from quartierlibre.domain.funds.models import Theme
from quartierlibre.domain.places.models import Neighbourhood
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.money import Cents


@dataclass(frozen=True)
class ApplicationPage:
    """One file, its money in two columns, its papers, what the rulebook says of it and what happened to it."""

    application: Application
    form: Form
    expenses: tuple[BudgetLine, ...]
    resources: tuple[BudgetLine, ...]
    documents: tuple[Document, ...]
    themes: tuple[Theme, ...]
    neighbourhoods: tuple[Neighbourhood, ...]
    agreement: FilingAgreement | None
    verdicts: Verdicts
    events: tuple[Event, ...]

    @property
    def cost_cents(self) -> Cents:
        return Cents(sum(line.amount_cents or 0 for line in self.expenses))

    @property
    def resources_cents(self) -> Cents:
        return Cents(sum(line.amount_cents or 0 for line in self.resources))

    @property
    def balance_cents(self) -> Cents:
        """What the expenses leave unpaid once the sum asked for and the resources are counted: 0 when it balances."""
        return Cents(self.cost_cents - self.resources_cents - (self.application.asked_cents or 0))


def with_everything(files: ApplicationQuerySet) -> ApplicationQuerySet:
    """The same files, loaded for a page. Scope them first: `.visible_to(person)` or `.opened_by_code(ids)`."""
    near = ApplicationNeighbourhood.objects.select_related("neighbourhood").order_by("pk")
    papers = Document.objects.filter(removed_at=None).select_related("file").order_by("pk")
    return files.select_related(
        "fund__territory", "sector", "form_version", "regulation__theme_set", "agreement", "holder"
    ).prefetch_related(
        "budget_lines", "themes", Prefetch("neighbourhood_links", queryset=near), Prefetch("documents", queryset=papers)
    )


def application_page(application: Application, *, today: date, next_session: date | None) -> ApplicationPage:
    """A file loaded by `with_everything`, judged today. About five more queries."""
    lines = list(application.budget_lines.all())
    subject = {"subject_type": application._meta.label_lower, "subject_id": str(application.pk)}
    return ApplicationPage(
        application=application,
        form=form_of(application),
        expenses=tuple(line for line in lines if line.kind == LineKind.EXPENSE),
        resources=tuple(line for line in lines if line.kind == LineKind.RESOURCE),
        documents=tuple(application.documents.all()),
        themes=tuple(application.themes.all()),
        neighbourhoods=tuple(link.neighbourhood for link in application.neighbourhood_links.all()),
        agreement=getattr(application, "agreement", None),
        verdicts=verdicts(application, today=today, next_session=next_session),
        events=tuple(Event.objects.filter(**subject).order_by("-pk")[:50]),
    )
