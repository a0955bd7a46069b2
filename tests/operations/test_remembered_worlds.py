"""A world put back as rows is the world that was lived: same rows, same guards; anything else is lived for real."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.funds.models import Fund
from quartierlibre.foundation.journal import queries as journal
from quartierlibre.foundation.journal.models import Event
from tests.factories import personas, stories
from tests.support import memory, shelf, together
from tests.support.memory import MEMORY, remembered

LIVED = []


@remembered
def world(title="Repas"):
    LIVED.append(title)
    return stories.submitted(title=title)


@pytest.fixture
def lived(monkeypatch):
    """A world lived once, then undone; what its rows were."""
    monkeypatch.setattr(shelf.Shelf, "folder", None)
    MEMORY.known.clear()
    MEMORY.is_on = True
    LIVED.clear()
    with transaction.atomic():
        world()
        rows = memory._rows()
        transaction.set_rollback(True)
    MEMORY.state, MEMORY.rows = (), {}
    return rows


def test_the_second_time_the_same_rows_come_back_without_being_lived(lived):
    again = world()
    assert LIVED == ["Repas"]
    assert memory._rows() == lived
    assert again == Application.objects.get()
    assert again.fund == Fund.objects.get()


def test_what_comes_back_is_a_copy(lived):
    with transaction.atomic():
        world().title = "Abîmé"
        transaction.set_rollback(True)
    MEMORY.state, MEMORY.rows = (), {}
    assert world().title == "Repas"
    assert LIVED == ["Repas"]


def test_another_argument_another_world(lived):
    assert world("Bal").title == "Bal"
    assert LIVED == ["Repas", "Bal"]


def test_after_any_other_write_it_is_lived(lived):
    Event.objects.filter(pk=0).update(at=timezone.now())
    world()
    assert LIVED == ["Repas", "Repas"]


def test_reading_is_not_writing(lived):
    list(Fund.objects.select_for_update())
    with transaction.atomic():
        world()
    assert LIVED == ["Repas"]


def test_with_the_clock_set_it_is_lived(lived, monkeypatch):
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    world()
    assert LIVED == ["Repas", "Repas"]


def test_its_guards_still_hold_and_life_goes_on(lived):
    file = world()
    assert all(event.sequence for event in Event.objects.filter(territory_id=file.fund.territory_id))
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(fund=file.fund, form_version=file.form_version, filing_year=2026, filing_number=1)
    before = journal.positions(file.fund.territory_id)
    assert operations.withdraw_application(by=None, application=file).state == "withdrawn"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert journal.positions(file.fund.territory_id) != before


def test_an_argument_without_a_name_is_lived(lived):
    assert memory._name({"a": [1, "b"]}) == memory._name({"a": [1, "b"]})
    with pytest.raises(memory.Unforeseeable):
        memory._name(object())


def emptied():
    """As between two tests that commit."""
    written = set(connection.introspection.table_names()) - MEMORY.virgin.keys()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in written:
            cursor.execute(f'DELETE FROM "{table}"')  # names come from the catalogue
    MEMORY.state, MEMORY.rows = (), {}


@pytest.mark.django_db(transaction=True)
def test_what_was_committed_comes_back_committed_until_others_act():
    MEMORY.known.clear()
    MEMORY.is_on = True
    LIVED.clear()
    world()
    rows = memory._rows()
    emptied()
    assert not Application.objects.exists()
    file = world()
    assert (LIVED, memory._rows()) == (["Repas"], rows)
    assert together.at_once(1, lambda _n: Application.objects.get()) == [file]
    assert MEMORY.state is None


@pytest.mark.django_db(transaction=True)
def test_any_other_thread_that_reaches_the_database_is_someone_else():
    MEMORY.is_on, MEMORY.state = True, ()
    alone = threading.Thread(target=_count)
    alone.start()
    alone.join()
    assert MEMORY.state is None


def _count():
    Event.objects.count()
    connection.close()


def test_somebody_s_world_is_never_taken_for_the_template(monkeypatch):
    MEMORY.is_on = False
    personas.driss()
    monkeypatch.setattr(MEMORY, "virgin", None)
    MEMORY.is_on, MEMORY.state = True, ()
    world()
    assert MEMORY.virgin is None
