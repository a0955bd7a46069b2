"""Coming back with a code: easy for its owner, useless to guess, silent about others."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import CodeTry, ResumeCode
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories

HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"
WRONG = "0000-0000-0000"


@pytest.fixture
def opened():
    return operations.open_draft(by=None, fund=applications.fund(), answers=applications.answers())


def test_a_code_is_sixty_bits_in_readable_groups_and_only_its_hash_is_kept(opened):
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", opened.code)
    assert opened.code.replace("-", "") not in ResumeCode.objects.get().code_hash.upper()


@pytest.mark.parametrize(
    "typed", [lambda code: code.lower(), lambda code: code.replace("-", " "), lambda code: f" {code.replace('-', '')} "]
)
def test_a_code_is_typed_as_one_likes(opened, typed):
    assert operations.resume(code=typed(opened.code), address=HOME).application == opened.application


def test_signs_that_look_alike_are_forgiven(opened, monkeypatch):
    monkeypatch.setattr("quartierlibre.domain.applications.codes.new_code", lambda: "01AB-0000-1111")
    operations.issue_code(opened.application)
    assert operations.resume(code="oIab-OOOO-llll", address=HOME).application == opened.application


def test_a_wrong_code_opens_nothing_and_says_nothing(opened):
    resumed = operations.resume(code=WRONG, address=HOME)
    assert (resumed.application, resumed.verdict.codes) == (None, {"code.unknown"})


def test_after_ten_wrong_codes_even_the_right_one_waits_a_quarter_of_an_hour(opened):
    for _ in range(10):
        operations.resume(code=WRONG, address=HOME)
    assert operations.resume(code=opened.code, address=HOME).verdict.codes == {"code.too_many_tries"}
    assert operations.resume(code=opened.code, address=ELSEWHERE).application == opened.application
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert operations.resume(code=opened.code, address=HOME).application == opened.application


def test_a_right_code_does_not_forgive_wrong_ones(opened):
    for _ in range(9):
        operations.resume(code=WRONG, address=HOME)
    assert operations.resume(code=opened.code, address=HOME).application
    operations.resume(code=WRONG, address=HOME)
    assert operations.resume(code=WRONG, address=HOME).verdict.codes == {"code.too_many_tries"}


def test_one_home_is_one_place_whatever_its_ipv6_address(opened):
    for last in range(10):
        operations.resume(code=WRONG, address=f"2001:db8:1:2::{last}")
    assert operations.resume(code=WRONG, address="2001:db8:1:2:ffff::1").verdict.codes == {"code.too_many_tries"}
    assert operations.resume(code=WRONG, address="2001:db8:1:3::1").verdict.codes == {"code.unknown"}


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_once_are_still_ten():
    applications.fund()
    answers = []

    def guess():
        try:
            answers.extend(operations.resume(code=WRONG, address=HOME).verdict.codes)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count("code.unknown") == CodeTry.objects.count() == 10


def test_tries_are_forgotten_after_a_day():
    operations.resume(code=WRONG, address=HOME)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        operations.resume(code=WRONG, address=ELSEWHERE)
    assert CodeTry.objects.count() == 1


def test_a_code_dies_after_a_year(opened):
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert operations.resume(code=opened.code, address=HOME).verdict.codes == {"code.unknown"}


def test_codes_survive_a_change_of_the_secret_key(opened, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, long enough to be one"
    assert operations.resume(code=opened.code, address=HOME).application == opened.application


def test_a_lost_code_is_sent_to_the_contact_and_to_nobody_else(opened):
    assert operations.ask_new_code(contact="AMINA@exemple.fr ", address=HOME)
    asked = Event.objects.get(name="applications.code.asked")
    assert (asked.subject_id, asked.data) == (str(opened.application.pk), {"files": [opened.application.pk]})


def test_asking_for_an_unknown_contact_looks_the_same(opened):
    known = operations.ask_new_code(contact="amina@exemple.fr", address=HOME)
    unknown = operations.ask_new_code(contact="personne@exemple.fr", address=HOME)
    assert known == unknown
    assert Event.objects.filter(name="applications.code.asked").count() == 1


def test_one_mailbox_gets_three_codes_a_quarter_of_an_hour_from_wherever_they_are_asked(opened):
    for place in range(6):
        assert operations.ask_new_code(contact="amina@exemple.fr", address=f"192.0.2.{place}")
    assert Event.objects.filter(name="applications.code.asked").count() == 3


def test_staff_hand_a_new_code_to_somebody_without_email(opened):
    code = operations.renew_code(by=personas.thomas(opened.application.fund.territory), application=opened.application)
    assert operations.resume(code=code, address=HOME).application == opened.application


def test_nobody_else_may(opened):
    stranger = personas.eve(applications.territory("Autre ville"))
    with pytest.raises(Refused) as refused:
        operations.renew_code(by=stranger, application=opened.application)
    assert refused.value.verdict.codes == {"desk.no_right"}


def test_a_filed_application_is_followed_with_the_same_code(opened):
    operations.submit_application(by=None, application=opened.application, accept_version=1)
    assert operations.resume(code=opened.code, address=HOME).application.state == "submitted"
    assert stories.draft(opened.application.fund) != opened.application
