"""What the committee's room tells this one: a decision, or that it was put off. Rights are checked by the caller."""

from __future__ import annotations

from django.db import transaction

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.rules import may_come_from_committee
from quartierlibre.domain.applications.states import ApplicationState
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.rows import hand_on


@transaction.atomic
def note_decision(by: Person | None, application: Application, granted: bool) -> Application:
    """An admissible file is granted or refused; a decision taken again replaces the former. Said twice, noted once.

    Raises Refused for a file that no committee could have decided on.
    """
    state = ApplicationState.GRANTED if granted else ApplicationState.REFUSED
    return _noted(by, application, state, "applications.application.decided", granted=granted)


@transaction.atomic
def note_adjourned(by: Person | None, application: Application) -> Application:
    """The committee put its decision off, or annulled it: the file stays admissible, with its number and its rank.

    Raises Refused for a file that is not before a committee.
    """
    return _noted(by, application, ApplicationState.ADMISSIBLE, "applications.application.adjourned")


def _noted(
    by: Person | None, application: Application, state: ApplicationState, event: str, **data: bool
) -> Application:
    given, application = application, Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    hand_on(given, application, "fund")
    former, decides = ApplicationState(application.state), state != ApplicationState.ADMISSIBLE
    if former == state and decides:
        return application
    may_come_from_committee(former, state).enforce()
    application.state, application.updated_at = state, queries.now()
    application.decided_at = application.updated_at if decides else None
    application.adjourned_at = application.adjourned_at if decides else application.updated_at
    application.save(update_fields=["state", "decided_at", "adjourned_at", "updated_at"])
    journal.record(event, by=by, about=application, territory=application.fund.territory_id, **data)
    return application
