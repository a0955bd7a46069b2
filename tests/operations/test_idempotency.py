"""A form sent twice acts once (trust.md B4): double click, retry, lost answer, back button."""

import time
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from quartierlibre.foundation.idempotency import operations as keys
from quartierlibre.foundation.idempotency.models import Submission
from quartierlibre.foundation.idempotency.operations import Fresh, Mismatch, Replayed
from quartierlibre.foundation.ledger.models import Account
from quartierlibre.foundation.ledger.operations import open_account
from quartierlibre.pagekit.once import digest
from quartierlibre.pagekit.templatetags.pagekit_once import once_key
from tests.factories import personas
from tests.support.together import at_once

pytestmark = pytest.mark.urls("tests.support.once_urls")
HERE = "/tests/pot/"


@pytest.fixture
def key():
    return str(uuid.uuid4())


def claim(key, *, says="abc", owner=None, operation="t"):
    return keys.claim(key=uuid.UUID(key), operation=operation, digest=says, owner_id=owner)


# The key itself


def test_a_key_is_fresh_then_gives_its_outcome_again(key):
    first = claim(key)
    assert isinstance(first, Fresh)
    keys.settle(first, {"status": 302})
    assert claim(key) == Replayed({"status": 302})


def test_the_same_key_serves_another_operation(key):
    claim(key)
    assert isinstance(claim(key, operation="other"), Fresh)


def test_other_answers_or_another_person_under_a_key_are_a_mismatch(key):
    keys.settle(claim(key, owner=1), {})
    assert claim(key, says="other", owner=1) == Mismatch()
    assert claim(key, owner=2) == Mismatch()
    assert claim(key, owner=None) == Replayed({})  # signed out meanwhile: the redirection asks again who they are


def test_a_released_key_is_fresh_again(key):
    keys.release(claim(key))
    assert isinstance(claim(key, says="corrected"), Fresh)


@pytest.mark.django_db(transaction=True)
def test_a_key_is_claimed_in_the_transaction_of_the_act(key):
    with pytest.raises(RuntimeError, match="transaction"):
        claim(key)


def test_keys_are_forgotten_after_two_days_never_before_one(key):
    claim(key)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert keys.purge() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=49), tick=False):
        assert keys.purge() == 1


# The form


def send(key, client=None, **answers):
    return (client or Client()).post(HERE, {"once_key": key, **answers})


def pots():
    return Account.objects.filter(name__startswith="pot").count()


def test_the_form_is_shown_as_usual(client):
    assert client.get(HERE).content == b"formulaire"


def test_each_form_shown_carries_a_key_of_its_own():
    assert 'type="hidden" name="once_key"' in once_key()
    assert once_key() != once_key()


def test_the_same_form_sent_again_gets_the_same_answer(client, key):
    first, again = send(key, client, name="pot"), send(key, client, name="pot")
    assert (first.status_code, first.url) == (again.status_code, again.url) == (302, "/pot/0/")
    assert pots() == 1


def test_a_redirection_for_htmx_is_given_again_too(client, key):
    answers = [send(key, client, name="htmx") for _ in range(2)]
    assert [(answer.status_code, answer["HX-Redirect"]) for answer in answers] == [(204, "/pot/h/")] * 2
    assert pots() == 1


def test_whoever_lost_the_answer_gets_it_again_with_its_session(key):
    send(key, Client(), name="pot")  # the answer and its cookie never arrive
    retry = Client()
    assert send(key, retry, name="pot")["Location"] == "/pot/0/"
    assert retry.session["pots"] == [0]
    assert pots() == 1


def test_a_session_that_already_holds_something_keeps_it(client, key):
    send(key, Client(), name="pot")
    send(str(uuid.uuid4()), client, name="pot")
    send(key, client, name="pot")
    assert client.session["pots"] == [0, 1]


def test_other_answers_under_the_same_key_do_nothing_and_lose_nothing(client, key):
    send(key, client, name="pot")
    refused = send(key, client, name="pot à moi", note="<b>2</b>")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "a déjà été envoyé avec d’autres réponses" in page
    assert 'name="name" value="pot à moi"' in page
    assert 'value="&lt;b&gt;2&lt;/b&gt;"' in page
    assert key not in page
    assert refused["HX-Retarget"] == "body"
    assert pots() == 1


@pytest.mark.parametrize("wrong", ["", "abc", "00000000-0000-0000-0000-00000000000g"])
def test_a_form_without_a_readable_key_does_nothing_and_loses_nothing(client, wrong):
    refused = send(wrong, client, name="pot")
    assert refused.status_code == 422
    assert "n’a pas de numéro d’envoi" in refused.content.decode()
    assert 'value="pot"' in refused.content.decode()
    assert pots() == 0


@pytest.mark.parametrize(("name", "status"), [("", 422), ("fini", 409)])
def test_a_refused_form_may_be_corrected_under_the_same_key(client, key, name, status):
    assert send(key, client, name=name).status_code == status
    assert not Submission.objects.exists()
    assert send(key, client, name="pot").status_code == 302


def test_an_act_that_fails_leaves_nothing_behind_it(key):
    with pytest.raises(ZeroDivisionError):
        send(key, name="panne")
    assert not Submission.objects.exists()
    assert not Account.objects.exists()


def test_a_view_that_forgets_to_redirect_is_told(key):
    with pytest.raises(RuntimeError, match="ends with a redirection"):
        send(key, name="oubli")


def test_the_key_of_someone_else_is_of_no_use(key):
    amina, driss = Client(), Client()
    amina.force_login(personas.amina())
    driss.force_login(personas.driss())
    send(key, amina, name="pot")
    assert send(key, driss, name="pot").status_code == 422


def test_files_are_part_of_what_a_form_says(rf):
    def said(content):
        sent = SimpleUploadedFile("a.txt", content)
        request = rf.post(HERE, {"once_key": "1", "name": "pot", "file": sent})
        result = digest(request)
        assert request.FILES["file"].read() == content  # still to be read by the view
        return result

    assert said(b"one") == said(b"one") != said(b"two")


def test_the_order_of_fields_says_nothing(rf):
    assert digest(rf.post(HERE, {"a": "1", "b": "2"})) == digest(rf.post(HERE, {"b": "2", "a": "1"}))
    assert digest(rf.post(HERE, {"a": "1"})) != digest(rf.post(HERE, {"a": "2"}))


@pytest.mark.django_db(transaction=True)
def test_ten_identical_requests_at_once_act_once(key):
    def click(n):
        answer = send(key, name="pot")
        return answer.status_code, answer["Location"]

    assert set(at_once(10, click)) == {(302, "/pot/0/")}
    assert pots() == 1


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_acts_if_it_gave_up(key):
    def act(n):
        time.sleep(n * 0.2)
        with transaction.atomic():
            got = claim(key)
            if n == 0:
                time.sleep(0.5)
                transaction.set_rollback(True)
            return n, type(got)

    assert sorted(at_once(2, act)) == [(0, Fresh), (1, Fresh)]
    assert not connection.in_atomic_block
    assert open_account("still usable").pk
