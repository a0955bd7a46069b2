"""The team's side: who sees what, what waits, paper, completing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.desk import Filters, manager_list, next_actions
from quartierlibre.domain.applications.queries.page import application_page, with_everything
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


def seen_by(person):
    return set(Application.objects.visible_to(person).values_list("pk", flat=True))


def test_a_file_is_seen_by_its_people_and_the_staff_of_its_territory(fund, chloe):
    amina = personas.amina()
    application = stories.submitted(fund, by=amina)
    elsewhere = applications.territory("Autre ville")
    assert seen_by(amina) == seen_by(chloe) == seen_by(personas.thomas(fund.territory)) == {application.pk}
    for stranger in (
        personas.driss(),
        personas.eve(elsewhere),
        personas.farid(elsewhere),
        personas.bruno(fund.territory),
    ):
        assert seen_by(stranger) == set(), stranger.name


def test_staff_never_see_a_draft_its_holder_and_team_do(fund, chloe):
    draft = stories.draft(fund, by=personas.amina())
    draft.team.add(personas.driss())
    assert seen_by(personas.amina()) == seen_by(personas.driss()) == {draft.pk}
    assert seen_by(chloe) == set()


def test_a_mandate_that_ended_shows_nothing(fund, chloe):
    stories.submitted(fund)
    chloe.mandates.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert seen_by(chloe) == set()
    assert manager_list(chloe).total == 0


def test_the_list_shows_the_last_filed_first_with_what_to_look_at(fund, chloe):
    stories.submitted(fund)
    stories.submitted(fund, title="Bal", asked="5000")
    listed = manager_list(chloe)
    assert [row.title for row in listed.rows] == ["Bal", "Repas de la tour 3"]
    assert listed.rows[0].allowed_cents == 40_000
    assert "400" in listed.rows[0].findings[0]
    assert listed.rows[1].neighbourhoods == ("Les Glycines",)


def test_the_list_is_narrowed(fund, chloe):
    first = stories.submitted(fund)
    stories.submitted(fund, title="Grand bal", asked="5000")
    operations.mark_seen(by=chloe, application=first)
    titles = {
        "new": Filters(only_new=True),
        "look": Filters(only_to_look_at=True),
        "words": Filters(words="grand BAL"),
        "number": Filters(words=f"{first.filing_year}-002"),
    }
    assert {key: [row.title for row in manager_list(chloe, each).rows] for key, each in titles.items()} == {
        key: ["Grand bal"] for key in titles
    }
    assert manager_list(chloe, Filters(channel="paper")).total == 0
    assert manager_list(chloe, Filters(state="n’importe quoi")).total == 2


def test_the_list_of_another_territory_is_empty(fund):
    stories.submitted(fund)
    assert manager_list(personas.eve(applications.territory("Autre ville"))).rows == ()


@pytest.mark.parametrize("files", [1, 12])
def test_the_list_and_the_tasks_cost_the_same_whatever_their_length(fund, chloe, files, django_assert_num_queries):
    for _ in range(files):
        stories.submitted(fund, asked="5000")
    with django_assert_num_queries(3):
        assert len(manager_list(chloe).rows) == files
    with django_assert_num_queries(3):  # where she may read is known by now
        next_actions(chloe)


def test_pages_never_fall_off_the_end(fund, chloe):
    for _ in range(3):
        stories.submitted(fund)
    last = manager_list(chloe, page=99, size=2)
    assert (last.page, last.pages, len(last.rows)) == (2, 2, 1)


def test_the_morning_starts_with_new_files_and_people_to_call(fund, chloe):
    stories.submitted(fund)
    helped = stories.helped(fund, group_name="Ceux du 5")
    stories.on_paper(fund, signed=False, starts_on="", group_name="Les jardiniers", contact_email="b@exemple.fr")
    tasks = {task.code: task for task in next_actions(chloe)}
    assert list(tasks)[:2] == ["new", "tell"]
    assert {code: task.count for code, task in tasks.items()} == {
        "new": 2,
        "tell": 1,
        "sign": 1,
        "complete": 1,
    }
    assert tasks["tell"].files == (helped,)


def test_a_task_done_leaves_the_list(fund, chloe):
    helped = stories.helped(fund)
    operations.mark_seen(by=chloe, application=helped)
    operations.mark_seen(by=chloe, application=helped)
    operations.mark_told(by=chloe, application=helped)
    operations.mark_told(by=chloe, application=helped)
    assert [task.code for task in next_actions(chloe)] == []
    names = Event.objects.filter(subject_id=str(helped.pk)).values_list("name", flat=True)
    assert list(names).count("applications.application.seen") == list(names).count("applications.person.told") == 1


def test_a_file_is_read_whole_in_few_queries(fund, chloe, django_assert_max_num_queries):
    application = stories.submitted(fund, asked="200")
    with django_assert_max_num_queries(18):
        found = with_everything(Application.objects.visible_to(chloe)).get(public_id=application.public_id)
        page = application_page(found, today=timezone.localdate(), next_session=timezone.localdate())
    assert (page.cost_cents, page.resources_cents, page.balance_cents) == (18_050, 3_050, -5_000)
    assert "deadline.missed" in page.verdicts.eligibility.codes
    assert page.verdicts.rank == 1


def test_a_paper_sheet_is_filed_at_once_on_the_day_it_was_received(fund):
    day = timezone.localdate() - timedelta(days=3)
    application = stories.on_paper(fund, received_on=day)
    assert (application.channel, application.filed_on, application.state) == ("paper", day, "submitted")
    assert (application.missing, application.number) == ([], f"{day.year}-001")
    assert application.seen_at is not None


def test_a_paper_sheet_with_holes_is_filed_and_its_holes_listed(fund):
    application = stories.on_paper(fund, title="", starts_on="l’été prochain", signed=False)
    assert application.missing == ["title", "starts_on", "signature"]
    assert application.regulation_accepted_at is None


def test_completing_keeps_what_was_filed_before(fund):
    application = stories.on_paper(fund, title="", signed=False)
    thomas = personas.thomas(fund.territory)
    done = operations.complete_application(by=thomas, application=application, answers={"title": "Bal"}, signed=True)
    assert (done.title, done.missing) == ("Bal", [])
    before, after = done.filed_versions.all()
    assert "title" not in before.snapshot["answers"]
    assert after.snapshot["answers"]["title"] == "Bal"


@pytest.mark.parametrize("persona", ["driss", "eve", "bruno"])
def test_nobody_else_enters_or_completes(fund, persona):
    place = fund.territory if persona == "bruno" else applications.territory("Autre ville")
    by = personas.driss() if persona == "driss" else getattr(personas, persona)(place)
    with pytest.raises(Refused) as refused:
        operations.enter_paper_sheet(by=by, fund=fund, answers={}, received_on=timezone.localdate())
    assert refused.value.verdict.codes == {"paper.no_right"}
    with pytest.raises(Refused) as refused:
        operations.complete_application(by=by, application=stories.submitted(fund), answers={})
    assert refused.value.verdict.codes == {"desk.no_right"}


def test_a_sheet_is_not_received_tomorrow(fund):
    with pytest.raises(Refused) as refused:
        stories.on_paper(fund, received_on=timezone.localdate() + timedelta(days=1))
    assert refused.value.verdict.codes == {"paper.future"}
