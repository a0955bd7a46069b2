"""A rulebook is drafted, published, then frozen: by the operation and by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Fund, Regulation
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds
from tests.factories.funds import TESTS, clause

RULES = {"session.quorum": clause(4, "members")}


def test_a_draft_is_published_once_with_its_author_and_its_event():
    place = funds.territory()
    chloe = funds.manager_of(place)
    draft = funds.regulation(funds.fund(within=place), published=False, rules=RULES)
    published = operations.publish_regulation(by=chloe, regulation=draft)
    assert published.published_by == chloe
    assert published.rulebook.value("session.quorum") == 4
    event = Event.objects.get(name="funds.regulation.published")
    assert (event.actor_id, event.territory_id, event.data) == (chloe.pk, place.pk, {"version": 1})
    with pytest.raises(Refused, match=r"regulation\.already_published"):
        operations.publish_regulation(by=chloe, regulation=published)


def test_versions_follow_each_other():
    fund = funds.fund()
    assert [funds.regulation(fund).version for _ in range(3)] == [1, 2, 3]


def test_rules_nobody_can_read_are_not_published():
    draft = funds.regulation(published=False, rules={"session.quroum": clause(4, "members")})
    with pytest.raises(Refused) as refused:
        operations.publish_regulation(by=TESTS, regulation=draft)
    assert "rules.session.quroum" in str(refused.value.verdict.refusals[0].message)
    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_draft_may_still_change():
    draft = funds.regulation(published=False)
    operations.revise_regulation(by=TESTS, regulation=draft, rules=RULES, title="Autre titre")
    draft.refresh_from_db()
    assert (draft.rules, draft.title) == (RULES, "Autre titre")


def test_a_published_version_is_not_revised():
    published = funds.regulation()
    with pytest.raises(Refused, match=r"regulation\.frozen"):
        operations.revise_regulation(by=TESTS, regulation=published, rules=RULES)


CHANGES = {
    "rules": lambda row: row.update(rules=RULES),
    "title": lambda row: row.update(title="x"),
    "unknown": lambda row: row.update(unknown=["x"]),
    "published_at": lambda row: row.update(published_at=None),
    "fund": lambda row: row.update(fund=funds.fund()),
    "start": lambda row: row.update(effective_from=date(2026, 1, 1)),
    "delete": lambda row: row.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_a_published_version(change):
    published = funds.regulation()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        CHANGES[change](Regulation.objects.filter(pk=published.pk))
    assert Regulation.objects.get(pk=published.pk).title == published.title


def test_even_raw_sql_is_refused():
    published = funds.regulation(rules=RULES)
    statement = "UPDATE funds_regulation SET rules = '{}' WHERE id = %s"
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [published.pk])


def test_a_draft_may_be_deleted():
    draft = funds.regulation(published=False)
    draft.delete()
    assert not Regulation.objects.filter(pk=draft.pk).exists()


def test_the_end_is_said_once():
    published = funds.regulation(effective_from=date(2025, 1, 1))
    operations.end_regulation(by=TESTS, regulation=published, last_day=date(2025, 12, 31))
    with pytest.raises(Refused, match=r"regulation\.already_ended"):
        operations.end_regulation(by=TESTS, regulation=published, last_day=date(2026, 12, 31))
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Regulation.objects.filter(pk=published.pk).update(effective_to=None)


@pytest.mark.parametrize("act", [operations.publish_regulation, operations.revise_regulation])
def test_only_those_who_hold_the_right_there_write_rules(act):
    draft = funds.regulation(published=False)
    eve, driss = funds.manager_of(funds.territory()), Person.objects.create_user(email="driss@example.org")
    for stranger in (eve, driss):
        with pytest.raises(Refused, match=r"fund\.no_right"):
            act(by=stranger, regulation=draft)


def test_the_version_in_force_is_the_newest_whose_known_dates_fit():
    fund = funds.fund()
    old = funds.regulation(fund, effective_from=date(2024, 1, 1), effective_to=date(2024, 12, 31))
    new = funds.regulation(fund, effective_from=date(2025, 7, 1))
    funds.regulation(fund, published=False)
    found = {day: queries.current_regulation(fund, day) for day in (date(2023, 12, 31), date(2024, 6, 1))}
    assert found == {date(2023, 12, 31): None, date(2024, 6, 1): old}
    assert queries.current_regulation(fund, date(2025, 3, 1)) is None
    assert queries.current_regulation(fund, date(2026, 3, 1)) == new
    assert queries.current_regulations([fund.pk], date(2026, 3, 1)) == {fund.pk: new}


def test_a_version_without_known_dates_excludes_no_day():
    fund = funds.fund()
    undated = funds.regulation(fund)
    assert queries.current_regulation(fund, date(1999, 1, 1)) == undated


def test_who_sees_which_version_and_which_fund():
    place = funds.territory()
    fund = funds.fund(within=place, opened_on=None)
    draft = funds.regulation(fund, published=False)
    shown = funds.regulation(fund)
    chloe, eve = funds.manager_of(place), funds.manager_of(funds.territory())
    assert set(Regulation.objects.visible_to(chloe)) == {draft, shown}
    assert not Regulation.objects.visible_to(eve).exists()
    operations.open_fund(by=chloe, fund=fund)
    assert list(Regulation.objects.visible_to(eve)) == [shown]
    assert list(Fund.objects.visible_to(eve)) == [fund]
