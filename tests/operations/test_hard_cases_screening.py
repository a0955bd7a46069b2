"""Hard cases of the domain (domain.md 11), as far as screening answers for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, FiledVersion
from quartierlibre.domain.applications.queries.screening import queue, screening_of
from quartierlibre.domain.applications.queries.verdicts import rank_in_year
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories

TODAY = timezone.localdate()


@pytest.fixture
def fund():
    rules = {**applications.RULES, "holder.repeat_policy": {"value": "flagged", "unit": "choice", "source": "text"}}
    return applications.fund(rules=rules)


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


def admitted(chloe, file):
    return operations.declare_admissible(by=chloe, application=file)


def waits(file):
    """As the queue of the team says it."""
    found = queue(Application.objects.filter(pk=file.pk), today=TODAY)
    (one,) = [*found.for_me, *found.for_holder, *found.for_opinion]
    return one


def test_case_4_a_change_asked_before_the_decision_keeps_both_texts_and_is_judged_again(fund, chloe):
    """The holder moves the date: what was filed stays, what is read is new, and the team accepted the change."""
    file = stories.submitted(fund)
    asked = operations.ask_correction(
        by=chloe,
        application=file,
        reason="outdated",
        text="La nouvelle date ?",
        deadline=TODAY + timedelta(9),
        question="when",
    )
    operations.rewrite_answers(by=None, application=file, changes={"starts_on": "21/06/2027"})
    operations.say_done(by=None, correction=asked)
    operations.accept_correction(by=chloe, correction=asked)
    first, second = FiledVersion.objects.filter(application=file).order_by("version")
    assert (first.snapshot["answers"]["starts_on"], second.snapshot["answers"]["starts_on"]) == (
        "14/06/2027",
        "21/06/2027",
    )
    assert Application.objects.get(pk=file.pk).starts_on.isoformat() == "2027-06-21"


def test_case_4_nobody_changes_a_filed_project_unasked(fund):
    file = stories.submitted(fund)
    with pytest.raises(Refused):
        operations.rewrite_answers(by=None, application=file, changes={"starts_on": "21/06/2027"})


def test_case_4_a_cancelled_project_is_taken_back_and_no_longer_counts(fund, chloe):
    file, second = stories.submitted(fund), stories.submitted(fund, title="Le bal")
    operations.withdraw_application(by=None, application=admitted(chloe, file))
    assert rank_in_year(second, TODAY) == 1


def test_case_16_an_adjourned_project_comes_back_with_its_number_its_rank_and_its_day(fund, chloe):
    file, second = stories.submitted(fund), stories.submitted(fund, title="Le bal")
    Application.objects.filter(pk=file.pk).update(filed_on=TODAY - timedelta(30))
    operations.note_adjourned(by=chloe, application=admitted(chloe, file))
    operations.rewrite_answers(by=None, application=file, changes={"asked": "100"})
    assert waits(file).since == TODAY
    again = operations.present_again(by=None, application=file)
    assert (again.state, again.number, again.filed_on) == ("submitted", file.number, TODAY - timedelta(30))
    assert (waits(again).since, waits(second).since) == (TODAY, TODAY), "the team was not waited for meanwhile"
    assert [rank_in_year(each, TODAY) for each in (again, second)] == [1, 2]
    asked = [
        each.snapshot["answers"]["asked"] for each in FiledVersion.objects.filter(application=file).order_by("version")
    ]
    assert asked == ["150", "100", "100"]
    assert admitted(chloe, again).state == "admissible"


def test_case_16_the_delay_before_the_committee_still_counts_from_the_first_filing(fund, chloe):
    file = stories.submitted(fund)
    session = TODAY + timedelta(days=10)
    Application.objects.filter(pk=file.pk).update(filed_on=TODAY - timedelta(10))
    operations.note_adjourned(by=chloe, application=admitted(chloe, file))
    again = operations.present_again(by=None, application=file)
    found = screening_of(again, today=TODAY, next_session=session)
    assert found.checklist.point("deadline.in_time") is not None


def test_case_16_presenting_again_is_only_for_what_a_committee_put_off(fund, chloe):
    file = stories.submitted(fund)
    with pytest.raises(Refused, match=r"again\.not_adjourned"):
        operations.present_again(by=None, application=file)
    with pytest.raises(Refused, match=r"again\.not_adjourned"):
        operations.present_again(by=None, application=admitted(chloe, file))


def test_case_16_a_refused_project_that_comes_back_is_a_new_one_of_the_same_line(fund, chloe):
    file = stories.submitted(fund)
    operations.note_decision(by=None, application=admitted(chloe, file), granted=False)
    back = operations.copy_as_draft(by=None, application=file)
    assert (back.application.continues, back.application.is_draft) == (file, True)
    assert back.application.answers["title"] == "Repas de la tour 3"
    again = operations.submit_application(by=None, application=back.application, accept_version=1)
    assert (again.number != file.number, rank_in_year(again, TODAY)) == (True, 1)


def test_case_17_a_project_of_every_year_is_asked_about_and_never_refused_by_the_machine(fund, chloe):
    stories.submitted(fund)
    again = stories.submitted(fund)
    found = screening_of(again, today=TODAY, next_session=None).checklist
    assert found.point("hand.repeat").is_to_check
    operations.answer_check(by=chloe, application=again, code="hand.repeat", answer="no", note="Comme l’an dernier.")
    assert admitted(chloe, again).state == "admissible"
