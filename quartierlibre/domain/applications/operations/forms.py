"""Publishing the questions of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from quartierlibre.domain.applications.form import COMMON_VERSION, Form, shipped_questions
from quartierlibre.domain.applications.models import FormVersion
from quartierlibre.domain.applications.queries.drafts import latest_form
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def publish_form(*, by: Actor, fund: Fund, questions: Mapping[str, Any]) -> FormVersion:
    """A fund asks its own questions from now on; files already started keep theirs. Raises BadForm when unreadable."""
    ensure_right(by, Permission.WRITE_REGULATIONS, fund.territory)
    Form.from_data(questions)
    Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)
    last = FormVersion.objects.filter(fund=fund).aggregate(last=Max("version"))["last"] or 0
    published = FormVersion.objects.create(fund=fund, version=last + 1, questions=dict(questions))
    journal.record(
        "applications.form.published", by=by, about=published, territory=fund.territory_id, version=published.version
    )
    return published


def form_to_start_with(fund: Fund) -> FormVersion:
    """The fund's form, or the shipped common one, which is written in the table the first time it is needed."""
    known = latest_form(fund)
    if known is not None:
        return known
    return FormVersion.objects.get_or_create(
        fund=None, version=COMMON_VERSION, defaults={"questions": shipped_questions()}
    )[0]
