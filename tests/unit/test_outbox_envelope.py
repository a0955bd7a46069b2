"""What a server's answer means: never again, or later."""

import smtplib

import pytest

from quartierlibre.foundation.outbox import envelope

FOR_GOOD, LATER = True, False


def refused(**answers):
    return smtplib.SMTPRecipientsRefused({f"{who}@example.org": (code, b"no") for who, code in answers.items()})


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (refused(a=550), FOR_GOOD),
        (refused(a=450), LATER),
        (refused(a=530), LATER),  # the server asks us to sign in: our fault, not the recipient's
        (smtplib.SMTPDataError(554, b"rejected"), FOR_GOOD),
        (smtplib.SMTPDataError(451, b"later"), LATER),
        (smtplib.SMTPSenderRefused(550, b"who are you", "nous@example.org"), LATER),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), LATER),
        (smtplib.SMTPServerDisconnected("gone"), LATER),
        (ConnectionRefusedError(), LATER),
        (TimeoutError(), LATER),
    ],
)
def test_an_answer_is_final_or_not(error, verdict):
    assert envelope.is_final(error) is verdict
