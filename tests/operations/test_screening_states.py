"""What a committee tells the file, and what each answer does to the holder's rank in the year."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.verdicts import rank_in_year
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories


def in_state(state, **changed):
    application = stories.submitted(applications.fund(), **changed)
    Application.objects.filter(pk=application.pk).update(state=state)
    application.refresh_from_db()
    return application


def rank_after(state, **more):
    """The rank of a second file, once the first one ended this way."""
    fund = applications.fund()
    first = stories.submitted(fund)
    Application.objects.filter(pk=first.pk).update(state=state, **more)
    return rank_in_year(stories.submitted(fund, title="Le bal"), timezone.localdate())


@pytest.mark.parametrize(("granted", "state"), [(True, "granted"), (False, "refused")])
def test_a_decision_is_noted_once(granted, state):
    application = in_state("admissible")
    for _again in range(2):
        noted = operations.note_decision(by=None, application=application, granted=granted)
    assert (noted.state, noted.decided_at is not None) == (state, True)
    assert Event.objects.filter(name="applications.application.decided").count() == 1


def test_a_decision_taken_again_replaces_the_former():
    application = in_state("admissible")
    operations.note_decision(by=None, application=application, granted=False)
    assert operations.note_decision(by=None, application=application, granted=True).state == "granted"


@pytest.mark.parametrize("state", ["admissible", "granted", "refused"])
def test_an_adjourned_file_is_admissible_again(state):
    noted = operations.note_adjourned(by=None, application=in_state(state))
    assert (noted.state, noted.decided_at, noted.adjourned_at is not None) == ("admissible", None, True)


@pytest.mark.parametrize("state", ["submitted", "inadmissible"])
def test_no_committee_decides_on_a_file_that_is_not_admissible(state):
    application = stories.submitted()
    Application.objects.filter(pk=application.pk).update(state=state, screening_reason="Hors du quartier.")
    with pytest.raises(Refused):
        operations.note_decision(by=None, application=application, granted=True)
    with pytest.raises(Refused):
        operations.note_adjourned(by=None, application=application)


def test_an_admissible_file_may_still_be_taken_back_and_a_granted_one_not():
    application = in_state("admissible")
    decided = stories.submitted(application.fund, title="Le bal")
    Application.objects.filter(pk=decided.pk).update(state="granted")
    assert operations.withdraw_application(by=None, application=application).state == "withdrawn"
    with pytest.raises(Refused):
        operations.withdraw_application(by=None, application=decided)


@pytest.mark.parametrize("state", ["submitted", "admissible", "granted"])
def test_what_is_under_way_or_granted_counts_in_the_rank(state):
    assert rank_after(state) == 2


@pytest.mark.parametrize(
    ("state", "more"), [("refused", {}), ("inadmissible", {"screening_reason": "Trop tard."}), ("withdrawn", {})]
)
def test_what_was_turned_down_or_taken_back_does_not(state, more):
    if state == "withdrawn":
        more = {"withdrawn_at": timezone.now()}
    assert rank_after(state, **more) == 1


def test_an_adjourned_file_keeps_its_rank():
    fund = applications.fund()
    first, second = stories.submitted(fund), stories.submitted(fund, title="Le bal")
    Application.objects.filter(pk=first.pk).update(state="admissible")
    operations.note_adjourned(by=personas.chloe(fund.territory), application=first)
    ranks = [rank_in_year(each, timezone.localdate()) for each in (first, second)]
    assert ranks == [1, 2]


def test_the_database_refuses_an_inadmissible_file_without_a_reason():
    application = stories.submitted()
    with pytest.raises(IntegrityError, match="inadmissible_application_says_why"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(state="inadmissible")
