"""E-mails leave after commit, once each, whatever the server does (trust.md B56). The server is a real one."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox import queries
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.outbox.states import MessageState
from tests.support.mail_server import mail_server
from tests.support.together import at_once


@pytest.fixture
def server(settings):
    with mail_server(settings) as running:
        yield running


def queue(to="amina@example.org", **changed):
    with transaction.atomic():
        outbox.queue(**{"to": to, "subject": "Votre dossier", "text": "Bonjour,\n\nC’est déposé.\n", **changed})


def the_message():
    return Message.objects.get()


# Queueing


def test_an_email_and_the_job_that_sends_it_are_written_together():
    queue()
    assert the_message().state == MessageState.WAITING
    assert ProcrastinateJob.objects.get().task_name == "outbox.send"


@pytest.mark.django_db(transaction=True)
def test_an_email_is_queued_in_the_transaction_of_its_change():
    with pytest.raises(RuntimeError, match="transaction"):
        outbox.queue(to="a@example.org", subject="x", text="x")


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_sends_nothing(server):
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012
        queue()
        raise ZeroDivisionError
    assert outbox.send_due() == 0
    assert not ProcrastinateJob.objects.exists()
    assert server.received == []


def test_the_same_key_queues_one_message():
    queue(key="event:1:receipt")
    queue(key="event:1:receipt", text="autre")
    queue()
    queue()
    assert Message.objects.count() == 3


@pytest.mark.parametrize("subject", ["", "Pour amina@example.org", "Deux\nlignes"])
def test_a_subject_shows_no_address_and_holds_one_line(subject):
    with pytest.raises(ValueError, match="subject"):
        queue(subject=subject)


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(ValueError, match="address"):
        queue(to="amina")


# Sending


def test_a_message_leaves_with_its_two_parts_and_its_own_number(server):
    queue(html="<p>C’est <b>déposé</b>.</p>")
    assert outbox.send_due() == 1
    (received,) = server.received
    assert (received["To"], received["Subject"]) == ("amina@example.org", "Votre dossier")
    assert received["Message-ID"] == f"<{the_message().public_id}@127.0.0.1>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert "C’est déposé." in received.get_body(["plain"]).get_content()
    assert "<b>déposé</b>" in received.get_body(["html"]).get_content()
    assert the_message().state == MessageState.SENT


def test_a_message_sent_is_not_sent_again(server):
    queue()
    assert (outbox.send_due(), outbox.send_due()) == (1, 0)
    assert len(server.received) == 1


def test_a_secret_is_forgotten_once_sent(server):
    queue(text="Votre code : 1234", secret=True)
    outbox.send_due()
    assert "1234" in server.received[0].get_content()
    assert the_message().text == ""


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(server):
    expected = sorted(f"p{n}@example.org" for n in range(40))
    for to in expected:
        queue(to)
    assert sum(at_once(4, lambda n: outbox.send_due())) == 40
    assert server.recipients == expected


@pytest.mark.django_db(transaction=True)
def test_a_message_is_claimed_for_all_to_see_before_the_server_is_called(server):
    """Whoever looks from another connection while it is being sent sees it taken."""
    queue()
    outbox._claim()
    assert at_once(1, lambda n: outbox.send_due()) == [0]
    assert server.received == []


# When the server does not answer


def test_a_server_that_is_down_then_up_loses_nothing(server):
    queue()
    server.stop()
    assert outbox.send_due() == 0
    message = the_message()
    assert (message.state, message.tries) == (MessageState.WAITING, 1)
    assert message.trouble
    assert outbox.send_due() == 0  # not yet: it was put off
    assert the_message().tries == 1

    server.start()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert outbox.send_due() == 1
    assert len(server.received) == 1


def test_a_server_down_for_two_hours_is_tried_a_few_times_only(server):
    queue()
    server.stop()
    start = timezone.now()
    for minute in range(120):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            outbox.send_due()
    assert 6 <= the_message().tries <= 10
    server.start()
    with time_machine.travel(start + timedelta(hours=6), tick=False):
        assert outbox.send_due() == 1


def test_pauses_grow_and_are_never_the_same_for_everyone():
    first, late = ([outbox.pause_after(tries) for _ in range(50)] for tries in (1, 12))
    assert timedelta(seconds=30) <= min(first) <= max(first) <= timedelta(minutes=1)
    assert timedelta(hours=2) <= min(late) <= max(late) <= timedelta(hours=4)
    assert len(set(first)) > 40


def test_a_refusal_for_good_is_kept_for_the_manager(server):
    server.answers["ferme@example.org"] = "550 5.1.1 no such user"
    queue("ferme@example.org", territory_id=7)
    outbox.send_due()
    message = the_message()
    assert (message.state, message.tries) == (MessageState.FAILED, 1)
    assert "550" in message.trouble
    assert list(queries.undelivered(7)) == [message]
    assert list(queries.undelivered(8)) == []


@pytest.mark.parametrize("answer", ["450 4.2.1 mailbox full", "530 5.7.0 authentication required"])
def test_a_refusal_that_may_pass_is_tried_again(server, answer):
    server.answers["plein@example.org"] = answer
    queue("plein@example.org")
    outbox.send_due()
    assert the_message().state == MessageState.WAITING


def test_a_refused_message_holds_up_no_other(server):
    server.answers["ferme@example.org"] = "550 no such user"
    for to in ("a@example.org", "ferme@example.org", "b@example.org"):
        queue(to)
    assert outbox.send_due() == 2
    assert server.recipients == ["a@example.org", "b@example.org"]


def test_a_message_is_given_up_after_many_tries(server):
    queue()
    Message.objects.update(tries=outbox.MOST_TRIES - 1)
    server.stop()
    outbox.send_due()
    assert the_message().state == MessageState.FAILED


def test_a_sender_that_died_is_replaced_and_the_copy_can_be_recognised(server):
    """It died after the server's yes: the copy carries the same Message-ID."""
    queue()
    message = outbox._claim()
    outbox.envelope.wrap(message, outbox.get_connection()).send()  # … and the process dies here

    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        assert outbox.send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert outbox.send_due() == 1
    first, copy = server.received
    assert first["Message-ID"] == copy["Message-ID"]


# The demo, and after


def test_the_demo_without_server_keeps_its_mail(settings, server):
    settings.OUTBOX_SENDS = False
    queue(secret=True, text="Votre code")
    outbox.send_due()
    assert (the_message().state, the_message().text) == (MessageState.KEPT, "Votre code")
    assert server.received == []


def test_messages_are_forgotten_three_months_after_they_ended(server):
    queue()
    outbox.send_due()
    queue("b@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=89), tick=False):
        assert outbox.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        assert outbox.purge() == 1
    assert the_message().to == "b@example.org"
    assert connection.in_atomic_block
