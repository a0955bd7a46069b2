"""The journal keeps what happened, refuses to change, and betrays whoever changes it anyway."""

import uuid
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from quartierlibre.foundation.journal import chain, events, queries
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.discretion import Indiscreet
from quartierlibre.foundation.journal.models import Event, Head, Unread
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.money import Cents
from tests.factories import personas
from tests.support.together import at_once

DONE = "tests.thing.done"
ROBOT = journal.Machine("robot")


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    monkeypatch.setitem(events.declared(), DONE, events.EventKind(DONE, "Chose faite"))


@pytest.fixture
def thing():
    return books.open_account("chose", may_go_negative=True)


def write(thing, number=1, *, territory=7, **data):
    return [journal.record(DONE, by=ROBOT, about=thing, territory=territory, **data) for _ in range(number)]


def sealed():
    connection.check_constraints()


def as_superuser(*statements):
    """What only an owner of the tables could do: change rows with every trigger off."""
    sealed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def faults(**options):
    return queries.read_chains(**options).faults


# Writing


def test_an_event_says_who_did_what_to_what(thing):
    amina = personas.amina()
    with journal.during("req-1"):
        event = journal.record(DONE, by=amina, about=thing, territory=7, amount_cents=Cents(500))
    event.refresh_from_db()
    assert (event.actor_id, event.machine) == (amina.pk, "")
    assert (event.subject_type, event.subject_id) == ("ledger.account", str(thing.pk))
    assert (event.territory_id, event.request_id, event.data) == (7, "req-1", {"amount_cents": 500})
    assert event.sentence == "Chose faite"
    assert list(queries.history(thing)) == [event]


def test_a_machine_names_itself_and_a_visitor_is_nobody(thing):
    assert (write(thing)[0].actor_id, write(thing)[0].machine) == (None, "robot")
    nobody = journal.record(DONE, by=None, about=thing)
    assert (nobody.actor_id, nobody.machine, nobody.territory_id) == (None, "", 0)


def test_an_event_is_left_unread_for_the_letters(thing):
    event = write(thing)[0]
    assert Unread.objects.get().event == event


def test_an_undeclared_event_is_refused(thing):
    with pytest.raises(LookupError, match="not declared"):
        journal.record("tests.thing.dreamt", by=ROBOT, about=thing)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_written_in_the_transaction_of_its_change(thing):
    with pytest.raises(RuntimeError, match="transaction"):
        write(thing)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "x"},
        {"holder_email": "x"},
        {"iban": "x"},
        {"vote": "for"},
        {"nested": {"phone": "x"}},
        {"what": "amina@example.org"},
        {"what": "06 12 34 56 78"},
        {"what": "FR76 3000 6000 0112 3456 7890 189"},
        {"what": "mot " * 40},
    ],
)
def test_the_journal_learns_nothing_about_people(thing, data):
    with pytest.raises(Indiscreet):
        write(thing, **data)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "print_of",
    [
        "f49b2aab3fc52175d1e2a0928008992dd6d0e63e26e6a1802aced1f7118bf1ce",
        "c2b3c02e-ffbe-4802-a620-0612345678aa",
    ],
)
def test_a_fingerprint_with_ten_digits_in_a_row_is_nobody_s_telephone(thing, print_of):
    assert write(thing, sha256=print_of)[0].data == {"sha256": print_of}
    with pytest.raises(Indiscreet):
        write(thing, sha256=print_of[1:])


def test_the_journal_takes_no_fraction_and_no_object(thing):
    with pytest.raises(TypeError, match="float"):
        write(thing, amount=1.5)
    with pytest.raises(TypeError, match="Account"):
        write(thing, account=thing)


def test_dates_ids_and_lists_are_kept_as_text_and_numbers(thing):
    reference = uuid.UUID(int=5)
    event = write(thing, day=date(2026, 3, 1), reference=reference, codes=("a", "b"), kinds={"z", "y"})[0]
    kept = {"day": "2026-03-01", "reference": str(reference), "codes": ["a", "b"], "kinds": ["y", "z"]}
    assert event.data == kept


def test_a_badly_named_event_cannot_be_declared():
    with pytest.raises(ValueError, match=r"room\.thing\.verb"):
        events.EventKind("done", "Fait")


def test_an_event_is_declared_by_one_room_only(monkeypatch):
    twice = (events.EventKind(DONE, "Chose faite"),)
    monkeypatch.setattr(events, "_kinds_of", lambda package: twice)
    with pytest.raises(ValueError, match="declared twice"):
        events.declared.__wrapped__()


def test_an_event_whose_room_is_gone_keeps_its_bare_name(thing, monkeypatch):
    event = write(thing)[0]
    monkeypatch.delitem(events.declared(), DONE)
    assert event.sentence == DONE


# The chain


def test_each_territory_has_its_own_chain_from_its_first_event(thing):
    write(thing, 2, territory=7)
    write(thing, 1, territory=8)
    sealed()
    rows = Event.objects.order_by("territory_id", "sequence").values_list("territory_id", "sequence")
    assert list(rows) == [(7, 1), (7, 2), (8, 1)]
    first, second = Event.objects.filter(territory_id=7).order_by("sequence")
    assert bytes(first.previous) == b""
    assert bytes(second.previous) == bytes(first.hash)
    assert Head.objects.get(territory_id=7).sequence == 2


def test_python_and_the_database_seal_alike(thing):
    write(thing, état='né\n"ici"\t\\ \x01 \u2028 🎪', liste=[1, [True, None]], objet={"bb": 1, "a": 2, "é": 3})
    sealed()
    reading = queries.read_chains()
    assert (reading.events, reading.faults) == (1, [])


@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_make_one_unbroken_chain(thing):
    def burst(n):
        for _ in range(5):
            with transaction.atomic():
                write(thing, 2, territory=7 + n % 2)
                write(thing, 1, territory=8 - n % 2)

    assert at_once(8, burst) == [None] * 8
    reading = queries.read_chains()
    assert (reading.events, reading.faults) == (120, [])
    assert reading.ends[7].sequence + reading.ends[8].sequence == 120


@pytest.mark.django_db(transaction=True)
def test_writing_before_or_after_touching_the_books_does_not_deadlock(thing):
    """Operations are made of others: some write and then wait for a pot, some hold it and then write."""
    pot = books.open_account("pot", may_go_negative=True)

    def decide(n):
        for turn in range(8):
            with transaction.atomic():
                if n % 2:
                    write(thing)
                books.move(source=thing, target=pot, amount=Cents(1), reason="t", reference=f"{n}-{turn}")
                write(thing)

    assert at_once(6, decide) == [None] * 6
    assert faults() == []


# Refusing


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(name="x"),
        lambda: Event.objects.update(hash=b"x" * 32),
        lambda: Event.objects.all()._raw_delete("default"),
        lambda: Event.objects.update(hash=None, sequence=None, previous=None),
    ],
)
def test_the_journal_is_append_only(thing, change):
    write(thing)
    sealed()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change()


def test_an_event_cannot_arrive_already_sealed():
    with pytest.raises(IntegrityError, match="seals its events itself"), transaction.atomic():
        Event.objects.create(name=DONE, sequence=1, previous=b"", hash=b"x" * 32)


def test_an_event_is_sealed_nowhere_but_after_the_last(thing):
    """Even with the right hash for its place, computed by the database itself."""
    write(thing, 2)
    sealed()
    third = write(thing)[0]
    forge = """
        UPDATE journal_event AS e SET sequence = 9, previous = '', hash = sha256(convert_to(jsonb_build_array(
            e.territory_id, 9, (extract(epoch FROM e.at) * 1000000)::bigint, e.name, e.actor_id, e.machine,
            e.subject_type, e.subject_id, e.request_id, e.data)::text, 'UTF8')) WHERE id = %s"""
    with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forge, [third.pk])


def test_a_head_is_moved_by_events_alone(thing):
    write(thing)
    sealed()
    changes = (
        lambda: Head.objects.update(sequence=5),
        lambda: Head.objects.all().delete(),
        lambda: Head.objects.create(territory_id=99, sequence=3, hash=b"x" * 32),
    )
    for change in changes:
        with pytest.raises(IntegrityError, match="follows its events"), transaction.atomic():
            change()


def test_the_journal_is_never_emptied(thing):
    write(thing)
    sealed()
    with pytest.raises(IntegrityError, match="never emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE journal_event CASCADE")


# Betraying: each attack is made with every trigger off

ATTACKS = {
    "an edited amount": (["UPDATE journal_event SET data = '{\"amount_cents\": 9}' WHERE sequence = 3"], 3, "modifié"),
    "an edited actor": (["UPDATE journal_event SET actor_id = 99 WHERE sequence = 3"], 3, "modifié"),
    "an edited time": (
        ["UPDATE journal_event SET at = at - interval '1 microsecond' WHERE sequence = 3"],
        3,
        "modifié",
    ),
    "a deleted row": (["DELETE FROM journal_event WHERE sequence = 3"], 3, "manque"),
    "a deleted first row": (["DELETE FROM journal_event WHERE sequence = 1"], 1, "manque"),
    "two rows swapped": (
        [
            "UPDATE journal_event SET sequence = 99 WHERE sequence = 3",
            "UPDATE journal_event SET sequence = 3 WHERE sequence = 4",
            "UPDATE journal_event SET sequence = 4 WHERE sequence = 99",
        ],
        3,
        "ne suit pas",
    ),
    "a row inserted": (
        [
            "UPDATE journal_event SET sequence = sequence + 100 WHERE sequence >= 3",
            "UPDATE journal_event SET sequence = sequence - 99 WHERE sequence >= 103",
            "INSERT INTO journal_event (at, name, machine, subject_type, subject_id, territory_id, request_id, data,"
            " sequence, previous, hash) SELECT now(), name, machine, subject_type, subject_id, 7, '', '{}', 3, hash,"
            " sha256('x') FROM journal_event WHERE sequence = 2",
        ],
        3,
        "modifié",
    ),
    "a seal removed": (["UPDATE journal_event SET hash = NULL WHERE sequence = 3"], 3, "modifié"),
    "a tail cut": (["DELETE FROM journal_event WHERE sequence >= 4"], 5, "fin de la chaîne"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_change_made_past_the_triggers_is_found_and_named(thing, attack):
    statements, sequence, what = ATTACKS[attack]
    write(thing, 5)
    write(thing, 2, territory=8)
    as_superuser("DELETE FROM journal_unread", *(f"{each} AND territory_id = 7" for each in statements))
    found = faults()
    assert [(fault.territory_id, fault.sequence) for fault in found] == [(7, sequence)]
    assert what in found[0].what


def cut_tail_and_head():
    return (
        "DELETE FROM journal_unread",
        "DELETE FROM journal_event WHERE sequence >= 4",
        "UPDATE journal_head SET sequence = 3, hash = (SELECT hash FROM journal_event WHERE sequence = 3)",
    )


def test_a_tail_cut_with_its_head_is_found_through_an_anchor_kept_outside(thing, tmp_path):
    write(thing, 5)
    sealed()
    anchor = tmp_path / "tete.txt"
    anchor.write_text("\n".join(map(str, queries.heads())))
    as_superuser(*cut_tail_and_head())

    assert faults() == []  # without the anchor nobody can know
    with pytest.raises(CommandError, match="rompue"):
        call_command("verify_journal", anchor=anchor, stderr=(err := StringIO()))
    assert "n° 5" in err.getvalue()


def test_a_chain_made_anew_is_found_through_an_anchor_kept_outside(thing):
    write(thing, 3)
    sealed()
    anchors = queries.heads()
    as_superuser("DELETE FROM journal_unread", "DELETE FROM journal_event", "DELETE FROM journal_head")
    write(thing, 3, amount_cents=1)
    sealed()

    assert faults() == []
    assert [fault.what for fault in faults(anchors=anchors)] == ["autre que l’empreinte gardée au dehors"]


def test_verify_journal_prints_heads_that_it_can_read_again(thing, tmp_path):
    write(thing, 2)
    write(thing, 1, territory=8)
    sealed()
    call_command("verify_journal", heads=True, stdout=(out := StringIO()), stderr=StringIO())
    assert chain.parse_anchors(out.getvalue()) == queries.heads()
    assert [anchor.territory_id for anchor in queries.heads(8)] == [8]

    (tmp_path / "tetes").write_text(out.getvalue())
    write(thing, 2)
    sealed()
    call_command("verify_journal", anchor=tmp_path / "tetes", territory=7, stderr=(err := StringIO()))
    assert "4 événements, 1 chaîne(s)" in err.getvalue()


def test_verify_journal_says_which_line_of_an_anchor_file_is_wrong(tmp_path):
    (tmp_path / "tetes").write_text("7 1 00ff\n\nabc\n")
    with pytest.raises(CommandError, match="ligne 3"):
        call_command("verify_journal", anchor=tmp_path / "tetes")
    with pytest.raises(CommandError, match="absent"):
        call_command("verify_journal", anchor=tmp_path / "absent")
