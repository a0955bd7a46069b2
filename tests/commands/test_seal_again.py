from io import StringIO

from django.core.management import call_command

from tests.factories import payments


def said():
    out = StringIO()
    call_command("seal_again", stdout=out)
    return out.getvalue().strip()


def test_a_new_key_seals_what_an_older_one_did_once(settings):
    payments.payable()
    assert said() == "0 account(s) sealed again."
    settings.SEALING_KEYS = ["2:" + "b" * 40, *settings.SEALING_KEYS]
    assert said() == "1 account(s) sealed again."
    assert said() == "0 account(s) sealed again."
