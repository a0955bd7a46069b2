"""The logos of funders: kept with one fund, by who keeps its accounts; what was there before is erased."""

import pytest

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Contribution, FunderLogo
from quartierlibre.domain.funds.queries import logos_of
from quartierlibre.foundation.files import queries as files
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.states import FileState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS
from tests.factories.uploads import logo
from tests.support import hostile
from tests.support.together import at_once


def contribution(funder=None, **where):
    year = operations.open_year(by=TESTS, fund=funds.fund(**where), year=2026)
    return operations.record_contribution(by=TESTS, fund_year=year, funder=funder or funds.funder())


def put(brought, upload=None, by=TESTS):
    return operations.set_funder_logo(by=by, contribution=brought, upload=upload or logo())


def on_disk(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_who_keeps_the_accounts_of_the_fund_shows_its_funders():
    brought = contribution()
    manager = funds.manager_of(brought.fund_year.fund.territory)
    shown = put(brought, by=manager)
    assert logos_of(brought.fund_year.fund_id) == {brought.funder_id: shown.file}
    assert (shown.file.purpose, shown.file.media_type, shown.file.width) == ("funds.logo", "image/jpeg", 600)
    assert shown.file.owner_id is None  # it takes its place from the fund, not from the person
    event = Event.objects.get(name="funds.logo.set")
    assert (event.actor_id, event.data["funder"]) == (manager.pk, brought.funder_id)


def test_a_manager_of_elsewhere_changes_nothing_here_even_for_the_same_funder():
    here = contribution()
    there = contribution(here.funder, within=funds.territory())
    shown = put(here)
    stranger = funds.manager_of(there.fund_year.fund.territory)
    for act in (
        lambda: put(here, by=stranger),
        lambda: operations.remove_funder_logo(by=stranger, logo=shown),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.verdict.codes == {"fund.no_right"}
    theirs = put(there, logo(colour="#000000"), by=stranger)
    assert logos_of(here.fund_year.fund_id) == {here.funder_id: shown.file}
    assert logos_of(there.fund_year.fund_id) == {here.funder_id: theirs.file}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.pdf(), "files.not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "files.not_a_picture"),
        (hostile.png_bomb(), "files.pixels"),
        (hostile.picture("PNG")[:60], "files.unreadable"),
        (b"", "files.empty"),
    ],
)
def test_what_is_no_clean_picture_is_refused_and_the_logo_stays(content, code):
    brought = contribution()
    shown = put(brought)
    with pytest.raises(Refused) as refused:
        put(brought, hostile.Upload(content, "logo.png"))
    assert refused.value.verdict.codes == {code}
    assert logos_of(brought.fund_year.fund_id) == {brought.funder_id: shown.file}


@pytest.mark.parametrize("content", [hostile.tell_tale_png(), hostile.tell_tale_jpeg()])
def test_nothing_of_who_made_it_is_kept(content):
    shown = put(contribution(), hostile.Upload(content, "logo.png"))
    with files.open_content(shown.file) as kept:
        read = kept.read()
    assert [secret for secret in hostile.SECRETS if secret in read] == []


def test_another_logo_erases_the_first(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    brought = contribution()
    first = put(brought).file
    held = on_disk(tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        second = put(brought, logo(colour="#7b230f")).file
    assert FunderLogo.objects.get().file == second
    assert [each.state for each in StoredFile.objects.order_by("pk")] == [FileState.REMOVED, FileState.KEPT]
    assert StoredFile.objects.get(pk=first.pk).original_name == ""
    assert not set(held) & set(on_disk(tmp_path))


def test_a_logo_taken_away_leaves_no_byte(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    brought = contribution()
    shown = put(brought)
    with django_capture_on_commit_callbacks(execute=True):
        operations.remove_funder_logo(by=TESTS, logo=shown)
    assert logos_of(brought.fund_year.fund_id) == {}
    assert on_disk(tmp_path) == []
    assert Event.objects.get(name="funds.logo.removed").data["funder"] == brought.funder_id
    assert put(brought, logo()).file.state == FileState.KEPT


@pytest.mark.django_db(transaction=True)
def test_logos_given_at_once_leave_one():
    brought = contribution()
    outcomes = at_once(3, lambda n: put(Contribution.objects.get(pk=brought.pk), logo(colour=f"#{n}{n}{n}")))
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert StoredFile.objects.kept().get() == FunderLogo.objects.get().file
