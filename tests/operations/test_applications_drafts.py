"""Nothing typed is ever lost."""

import threading

import pytest
from django.db import connection

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, DraftRevision
from quartierlibre.domain.applications.queries.drafts import earlier_answers
from quartierlibre.domain.funds import operations as funds
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories


@pytest.fixture
def empty():
    return operations.open_draft(by=None, fund=applications.fund()).application


def save(application, changes, base=None, device="phone"):
    base = application.revision if base is None else base
    return operations.save_draft(by=None, application=application, changes=changes, base_revision=base, device=device)


def current(application):
    return Application.objects.get(pk=application.pk)


def test_a_draft_may_hold_a_single_word(empty):
    saved = save(empty, {"title": "Bal"})
    assert (saved.revision, current(empty).title, current(empty).state) == (1, "Bal", "draft")


def test_an_unreadable_answer_is_kept_as_typed_and_named(empty):
    saved = save(empty, {"asked": "trois cents", "starts_on": "bientôt"})
    assert set(saved.problems) == {"asked", "starts_on"}
    assert current(empty).answers == {"asked": "trois cents", "starts_on": "bientôt"}
    assert current(empty).asked_cents is None


def test_saving_the_same_words_again_writes_nothing(empty):
    save(empty, {"title": "Bal"})
    assert save(current(empty), {"title": "Bal"}).revision == 1
    assert DraftRevision.objects.filter(application=empty).count() == 1


def test_a_blank_over_words_never_erases_them(empty):
    save(empty, {"pitch": "Un grand bal sur la place"})
    save(current(empty), {"pitch": ""})
    assert current(empty).pitch == ""
    assert [(each.field, each.value) for each in earlier_answers(current(empty))] == [
        ("pitch", "Un grand bal sur la place")
    ]


def test_a_blank_from_a_page_that_had_not_seen_the_words_changes_nothing(empty):
    save(empty, {"pitch": "Un grand bal"}, device="phone")
    saved = save(empty, {"pitch": " "}, base=0, device="computer")
    # the computer's page never showed those words: its blank is not a decision
    assert current(empty).pitch == "Un grand bal"
    assert saved.conflicts == ()


def test_a_blank_over_words_changed_elsewhere_is_kept_back(empty):
    save(empty, {"pitch": "Un bal"})
    save(current(empty), {"pitch": "Un grand bal"}, base=1, device="phone")
    saved = save(empty, {"pitch": ""}, base=1, device="computer")
    assert current(empty).pitch == "Un grand bal"
    assert [conflict.field for conflict in saved.conflicts] == ["pitch"]


def test_two_devices_in_two_fields_both_win(empty):
    save(empty, {"title": "Bal"}, base=0, device="phone")
    save(empty, {"pitch": "Sur la place"}, base=0, device="computer")
    assert (current(empty).title, current(empty).pitch) == ("Bal", "Sur la place")


def test_a_stale_page_that_sends_its_old_words_does_not_undo_newer_ones(empty):
    save(empty, {"title": "Bal"}, base=0)
    save(empty, {"title": "Grand bal d’été"}, base=1, device="phone")
    saved = save(empty, {"title": "Bal", "pitch": "Dehors"}, base=1, device="computer")
    assert (current(empty).title, current(empty).pitch) == ("Grand bal d’été", "Dehors")
    assert saved.conflicts == ()


def test_two_devices_in_the_same_field_keep_both_texts(empty):
    save(empty, {"title": "Bal"}, base=0)
    save(empty, {"title": "Grand bal"}, base=1, device="phone")
    saved = save(empty, {"title": "Fête des voisins"}, base=1, device="computer")
    assert current(empty).title == "Fête des voisins"
    assert saved.conflicts[0].set_aside == "Grand bal"
    assert "Grand bal" in [each.value for each in earlier_answers(current(empty))]


def test_a_phone_that_lost_the_answer_of_its_save_is_not_in_conflict_with_itself(empty):
    save(empty, {"title": "Ba"}, base=0)
    saved = save(empty, {"title": "Bal"}, base=0)
    assert (saved.conflicts, current(empty).title) == ((), "Bal")


def test_money_lines_added_on_two_devices_are_all_kept(empty):
    first = {"label": "Sono", "amount": "120"}
    save(empty, {"lines": [first]}, base=0)
    save(empty, {"lines": [first, {"label": "Boissons", "amount": "60"}]}, base=1, device="phone")
    save(empty, {"lines": [first, {"label": "Nappes", "amount": "20"}]}, base=1, device="computer")
    assert [line.label for line in current(empty).budget_lines.all()] == ["Sono", "Nappes", "Boissons"]


def test_the_steps_of_a_word_being_typed_are_not_offered_back(empty):
    for typed in ("B", "Ba", "Bal"):
        save(current(empty), {"title": typed})
    assert earlier_answers(current(empty)) == []


@pytest.mark.django_db(transaction=True)
def test_twenty_saves_at_once_lose_nothing(empty):
    def write(number):
        try:
            save(empty, {"lines": [{"label": f"Ligne {number}", "amount": "1"}]}, base=0, device=f"device {number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = current(empty)
    assert {row["label"] for row in after.answers["lines"]} == {f"Ligne {number}" for number in range(20)}
    assert after.revision == after.revisions.count() == 20


def test_fields_of_no_form_are_ignored(empty):
    save(empty, {"state": "submitted", "holder_id": "1", "filing_number": "7", "title": "Bal"})
    assert (current(empty).state, current(empty).answers) == ("draft", {"title": "Bal"})


def test_an_answer_larger_than_any_form_is_refused(empty):
    with pytest.raises(Refused) as refused:
        save(empty, {"pitch": "a" * 20_001})
    assert refused.value.verdict.codes == {"draft.too_long"}


def test_what_was_filed_is_not_written_over():
    application = stories.submitted()
    with pytest.raises(Refused) as refused:
        save(application, {"title": "Autre"})
    assert refused.value.verdict.codes == {"draft.already_filed"}


def test_a_closed_fund_opens_no_draft():
    fund = applications.fund()
    fund.opened_on = None
    fund.save()
    with pytest.raises(Refused) as refused:
        operations.open_draft(by=None, fund=fund)
    assert refused.value.verdict.codes == {"fund.closed"}


def test_the_journal_of_a_draft_holds_no_word_of_it():
    application = stories.draft()
    told = str(list(Event.objects.filter(subject_type="applications.application").values("name", "data")))
    assert "applications.draft.opened" in told
    for typed in (application.title, application.holder_name, application.contact_email):
        assert typed not in told


def test_a_resident_who_signs_in_finds_the_files_of_their_address():
    application = stories.draft()
    assert operations.claim_files(by=personas.driss()) == 0
    assert operations.claim_files(by=personas.amina()) == 1
    assert current(application).holder == personas.amina()


def test_the_place_is_measured_from_the_funds_neighbourhood(empty):
    save(empty, {**applications.OUTSIDE, "location_method": "map"})
    placed = current(empty)
    assert (placed.location_status, placed.location_vintage, placed.location_method) == ("out", 2024, "map")
    assert placed.location_metres == pytest.approx(192, abs=2)
    assert placed.location_nearest == "Les Glycines"


def test_a_project_may_be_for_two_neighbourhoods():
    fund = applications.fund()
    applications.square("QN05902M", west=3.2, name="Les Tilleuls")
    application = stories.draft(fund, neighbourhoods=["QN05901M", "QN05902M"])
    assert [each.code for each in application.neighbourhoods.order_by("code")] == ["QN05901M", "QN05902M"]


def test_a_theme_of_another_list_chooses_nothing(empty):
    save(empty, {"themes": ["lien", "inventé"]})
    assert [theme.code for theme in current(empty).themes.all()] == ["lien"]


def test_a_fund_may_ask_its_own_questions_and_started_files_keep_theirs(empty):
    from quartierlibre.domain.applications.form import shipped_questions

    questions = shipped_questions()
    questions["question"][0]["label"] = "Votre envie"
    chloe = personas.chloe(empty.fund.territory)
    operations.publish_form(by=chloe, fund=empty.fund, questions=questions)
    fresh = operations.open_draft(by=None, fund=empty.fund).application
    assert fresh.form_version.questions["question"][0]["label"] == "Votre envie"
    assert current(empty).form_version.questions["question"][0]["label"] == "Votre idée"


def test_sector_follows_the_neighbourhood():
    fund = applications.fund()
    sector = funds.add_sector(
        by=applications.MACHINE, fund=fund, slug="nord", name="Nord", neighbourhoods=[applications.square()]
    )
    assert stories.draft(fund).sector == sector
