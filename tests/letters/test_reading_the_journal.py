"""Events become letters once each; one that cannot be written holds up no other."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.db import transaction
from django.utils import timezone

from quartierlibre.foundation.journal import events
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.models import Unread
from quartierlibre.foundation.ledger.operations import open_account
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters import registry
from quartierlibre.letters.operations import write_due
from quartierlibre.letters.writing import Letter, link, write
from tests.support.together import at_once

DONE = "tests.thing.done"
TEMPLATES = {
    "letters/tests/plain.subject.txt": "\n  Pour\n{{ who }} ",
    "letters/tests/plain.txt": "\nBonjour {{ who }}\n\n",
    "letters/tests/plain.html": "<p>Bonjour {{ who }}</p>",
}


@pytest.fixture(autouse=True)
def _letters_of_tests(monkeypatch, settings):
    """Templates and a kind of event of our own."""
    base = configured.TEMPLATES[0]
    loaders = [("django.template.loaders.locmem.Loader", TEMPLATES)]
    settings.TEMPLATES = [{**base, "APP_DIRS": False, "OPTIONS": {**base["OPTIONS"], "loaders": loaders}}]
    monkeypatch.setitem(events.declared(), DONE, events.EventKind(DONE, "Chose faite"))


@pytest.fixture
def writer(monkeypatch):
    """What happens for that event: replace `writer.write` in the test."""

    class Writer:
        def write(self, event):
            return [Letter("amina@example.org", "tests/plain", {"who": "Amina"})]

    one = Writer()
    monkeypatch.setitem(registry.writers(), DONE, lambda event: one.write(event))
    return one


def happen(number=1):
    with transaction.atomic():
        thing = open_account("chose")
        return [journal.record(DONE, by=None, about=thing, territory=7) for _ in range(number)]


def test_text_is_text_and_html_is_html():
    letter = write(Letter("a@example.org", "tests/plain", {"who": "L’école d'Aïcha & co"}))
    assert letter.subject == "Pour L’école d'Aïcha & co"
    assert letter.text == "Bonjour L’école d'Aïcha & co\n"
    assert letter.html == "<p>Bonjour L’école d&#x27;Aïcha &amp; co</p>"


def test_links_are_whole_addresses(settings):
    settings.SITE_URL = "https://quartier.example/"
    assert link("demo:mailbox") == "https://quartier.example/demo/courrier/"


def test_an_event_becomes_a_letter_in_the_outbox(writer):
    happen()
    assert write_due() == 1
    message = Message.objects.get()
    assert (message.to, message.subject, message.territory_id) == ("amina@example.org", "Pour Amina", 7)
    assert not Unread.objects.exists()


def test_an_event_is_read_once(writer):
    happen()
    write_due()
    write_due()
    assert Message.objects.count() == 1


def test_an_event_nobody_writes_about_is_read_in_silence():
    happen()
    assert write_due() == 1
    assert not Message.objects.exists()


def test_a_letter_that_cannot_be_written_holds_up_no_other(writer, caplog):
    first, second = happen(2)
    good = writer.write

    def write_only_second(event):
        yield from good(event)
        if event == first:
            raise ZeroDivisionError

    writer.write = write_only_second
    with caplog.at_level(logging.CRITICAL):
        assert write_due() == 1
    assert Message.objects.count() == 1  # nothing half done for the first
    left = Unread.objects.get()
    assert (left.event, left.tries, left.trouble) == (first, 1, "ZeroDivisionError")

    writer.write = good
    assert write_due() == 0  # put off for a while
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert write_due() == 1
    assert Message.objects.count() == 2
    assert second.pk


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once_write_each_letter_once(writer):
    happen(20)
    assert sum(at_once(4, lambda n: write_due())) == 20
    assert Message.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_an_event_that_never_happened_is_never_written_about(writer):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        happen()
        raise ZeroDivisionError
    assert write_due() == 0
    assert not Message.objects.exists()
