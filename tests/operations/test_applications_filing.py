"""Filing once, under a rulebook, with a number; helping; taking back."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, FilingCounter
from quartierlibre.domain.applications.queries.verdicts import rank_in_year
from quartierlibre.domain.applications.states import AgreementKind
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories

SUBMITTED = "applications.application.submitted"


def refusal(call, **arguments):
    with pytest.raises(Refused) as refused, transaction.atomic():
        call(**arguments)
    return refused.value.verdict.codes


def test_a_complete_draft_gets_a_number_a_rulebook_and_a_frozen_copy():
    application = stories.submitted()
    assert application.number == f"{application.filed_on.year}-001"
    assert (application.regulation.version, application.regulation_accepted_by) == (1, "Amina Belkacem")
    assert application.regulation_accepted_at is not None
    frozen = application.filed_versions.get()
    assert frozen.snapshot["answers"]["title"] == "Repas de la tour 3"
    assert frozen.snapshot["location"] == {"status": "in", "metres": 0, "vintage": 2024}
    assert Event.objects.filter(name=SUBMITTED, subject_id=str(application.pk)).count() == 1


def test_each_missing_answer_is_named_with_its_question():
    opened = operations.open_draft(by=None, fund=applications.fund(), answers={"title": "Bal"})
    codes = refusal(operations.submit_application, by=None, application=opened.application, accept_version=1)
    assert {"missing.pitch", "missing.holder_kind", "missing.lines", "missing.asked", "missing.contact_kind"} <= codes
    assert "missing.title" not in codes


def test_eligibility_informs_and_never_stops_a_filing():
    application = stories.submitted(**applications.OUTSIDE, asked="5000")
    assert application.state == "submitted"
    assert {finding["code"] for finding in application.findings} >= {"place.outside", "money.above_what_is_allowed"}


def test_filing_twice_files_once():
    draft = stories.draft()
    first = operations.submit_application(by=None, application=draft, accept_version=1)
    again = operations.submit_application(by=None, application=draft, accept_version=1)
    assert first.number == again.number
    assert FilingCounter.objects.get().last == 1
    assert Event.objects.filter(name=SUBMITTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_filings_at_once_of_one_draft_make_one_application():
    draft = stories.draft()
    seen = _at_once(10, lambda: operations.submit_application(by=None, application=draft, accept_version=1).number)
    assert set(seen) == {f"{Application.objects.get().filed_on.year}-001"}
    assert Event.objects.filter(name=SUBMITTED).count() == 1
    assert Application.objects.get().filed_versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_double():
    fund = applications.fund()
    drafts = [stories.draft(fund) for _ in range(8)]
    waiting = iter(drafts)
    lock = threading.Lock()

    def file_next():
        with lock:
            draft = next(waiting)
        return operations.submit_application(by=None, application=draft, accept_version=1).filing_number

    assert sorted(_at_once(8, file_next)) == list(range(1, 9))


def _at_once(count, call):
    seen = []

    def run():
        try:
            seen.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


@transaction.atomic
def file_and_fail(draft):
    operations.submit_application(by=None, application=draft, accept_version=1)
    raise ZeroDivisionError


def test_a_number_given_back_by_a_failed_filing_is_given_again():
    fund = applications.fund()
    draft = stories.draft(fund)
    with pytest.raises(ZeroDivisionError):
        file_and_fail(draft)
    assert stories.submitted(fund).filing_number == 1


def test_the_database_refuses_a_filed_row_without_a_number():
    draft = stories.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=draft.pk).update(state="submitted")


def test_each_fund_counts_for_itself():
    assert [stories.submitted(applications.fund(name)).filing_number for name in ("Un", "Deux")] == [1, 1]


def test_a_rulebook_that_changed_meanwhile_must_be_read_again():
    draft = stories.draft()
    applications.publish(draft.fund)
    codes = refusal(operations.submit_application, by=None, application=draft, accept_version=1)
    assert codes == {"submit.regulation_changed"}
    assert operations.submit_application(by=None, application=draft, accept_version=2).regulation.version == 2


def test_a_rulebook_must_be_accepted():
    codes = refusal(operations.submit_application, by=None, application=stories.draft(), accept_version=None)
    assert codes == {"submit.not_accepted"}


def test_only_associations_subscribe_the_republican_contract():
    names = {"holder_kind": "association", "rna": "W595012345"}
    draft = stories.draft(**names)
    codes = refusal(operations.submit_application, by=None, application=draft, accept_version=1)
    assert codes == {"submit.no_cer"}
    filed = operations.submit_application(by=None, application=draft, accept_version=1, accept_cer=True)
    assert filed.cer_accepted_at is not None
    assert filed.cer_accepted_by == "Amina Belkacem"
    group = operations.submit_application(
        by=None, application=stories.draft(filed.fund), accept_version=1, accept_cer=True
    )
    assert group.cer_accepted_at is None


def test_a_minor_names_an_adult():
    draft = stories.draft(minor=True)
    codes = refusal(operations.submit_application, by=None, application=draft, accept_version=1)
    assert codes == {"missing.adult_name", "missing.adult_contact"}


def test_a_helper_files_only_with_the_agreement_of_the_person():
    draft = stories.draft(contact_kind="helper", helper_name="Thomas", helper_contact="03 20 00 00 01")
    codes = refusal(operations.submit_application, by=None, application=draft, accept_version=1)
    assert codes == {"submit.no_agreement"}


def test_an_agreement_by_code_needs_the_code_of_this_very_file():
    opened = operations.open_draft(by=None, fund=applications.fund(), answers=applications.answers())
    other = operations.open_draft(by=None, fund=opened.application.fund)
    said = {"by": None, "application": opened.application, "helper_name": "Thomas", "kind": AgreementKind.CODE}
    assert refusal(operations.record_agreement, code=other.code, **said) == {"agreement.code"}
    assert operations.record_agreement(code=opened.code.lower(), **said).kind == "code"


def test_a_signature_needs_its_photo():
    said = {"by": None, "application": stories.draft(), "helper_name": "", "kind": AgreementKind.SIGNATURE}
    assert refusal(operations.record_agreement, **said) == {"agreement.helper", "agreement.evidence"}


def test_a_person_helped_who_has_no_email_must_be_told_by_the_team():
    helped = stories.helped()
    assert (helped.channel, helped.tell_by, helped.told_at) == ("helper", "phone", None)
    operations.mark_told(by=personas.chloe(helped.fund.territory), application=helped)
    helped.refresh_from_db()
    assert helped.told_at is not None


def test_a_file_taken_back_keeps_its_number_and_no_longer_counts():
    fund = applications.fund()
    first = stories.submitted(fund)
    second = stories.draft(fund)
    assert rank_in_year(second, first.filed_on) == 2
    withdrawn = operations.withdraw_application(by=None, application=first)
    assert (withdrawn.state, withdrawn.filing_number) == ("withdrawn", 1)
    assert rank_in_year(second, first.filed_on) == 1
    assert refusal(operations.withdraw_application, by=None, application=first) == {"state.forbidden_move"}


@pytest.mark.parametrize(
    ("before", "after", "rank"),
    [
        ({}, {}, 2),
        ({}, {"group_name": "LES VOISINS, de la tour 3 !", "contact_email": "autre@exemple.fr"}, 2),
        ({}, {"group_name": "Ceux du 5", "contact_email": "autre@exemple.fr"}, 1),
        ({}, {"group_name": "Ceux du 5"}, 2),
        ({"holder_kind": "individual"}, {"holder_kind": "individual", "contact_email": "autre@exemple.fr"}, 1),
        ({"holder_kind": "individual"}, {"holder_kind": "collective"}, 1),
        (
            {"holder_kind": "association", "rna": "W595012345", "group_name": "Amicale"},
            {"holder_kind": "association", "rna": "w595 012 345", "group_name": "L’Amicale du Nord"},
            2,
        ),
    ],
)
def test_the_rank_in_the_year_recognises_the_same_holder(before, after, rank):
    fund = applications.fund()
    filed = stories.submitted(fund, **before)
    assert rank_in_year(stories.draft(fund, **after), filed.filed_on) == rank


def test_the_second_project_of_the_year_meets_the_second_ceiling():
    fund = applications.fund()
    stories.submitted(fund)
    second = stories.submitted(fund, asked="600")
    assert second.allowed_cents == 40_000
    assert [each["code"] for each in second.findings] == ["money.above_what_is_allowed"]
