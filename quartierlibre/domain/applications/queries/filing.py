"""Reads made when a file is filed: is it complete, what is frozen."""

from __future__ import annotations

from typing import Any

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries import drafts
from quartierlibre.domain.applications.reading import Reading
from quartierlibre.domain.applications.states import ApplicationState, Channel, ContactKind
from quartierlibre.domain.funds.models import Regulation
from quartierlibre.domain.funds.queries import current_regulation


def missing_of(
    application: Application, reading: Reading | None = None, *, in_force: Regulation | None = None
) -> tuple[rules.Missing, ...]:
    """Each answer still to give before filing, with the question to go to. `in_force` spares reading it again."""
    form = drafts.form_of(application)
    regulation = application.regulation or in_force or current_regulation(application.fund)
    return rules.missing_answers(
        form,
        application.answers,
        reading or drafts.reading_of(application, form),
        has_themes=regulation is not None and regulation.theme_set_id is not None,
    )


def filing_facts(
    application: Application, regulation: Regulation | None, accepted_version: int | None, cer_accepted: bool
) -> rules.FilingFacts:
    """What `rules.may_submit` asks for; `regulation` is the one in force."""
    helped = application.channel == Channel.HELPER or application.contact_kind == ContactKind.HELPER
    return rules.FilingFacts(
        state=ApplicationState(application.state),
        fund_is_open=application.fund.is_open(drafts.today()),
        missing=missing_of(application, in_force=regulation),
        holder_kind=application.holder_kind,
        regulation_in_force=regulation.version if regulation else None,
        accepted_version=accepted_version,
        cer_accepted=cer_accepted,
        needs_agreement=helped,
        has_agreement=hasattr(application, "agreement"),
    )


def snapshot_of(application: Application) -> dict[str, Any]:
    """The answers as typed, with the questions they answer and the papers joined: enough to print the file for ever."""
    papers = application.documents.filter(removed_at=None).select_related("file").order_by("pk")
    return {
        "form": {"fund": application.form_version.fund_id, "version": application.form_version.version},
        "regulation": application.regulation_id,
        "answers": application.answers,
        "revision": application.revision,
        "neighbourhoods": sorted(application.neighbourhoods.values_list("code", flat=True)),
        "location": {
            "status": application.location_status,
            "metres": application.location_metres,
            "vintage": application.location_vintage,
        },
        "documents": [{"kind": paper.kind, "sha256": paper.file.sha256} for paper in papers],
    }
