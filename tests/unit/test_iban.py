"""An IBAN as people type it: read, or refused with what to look at."""

import pytest

from quartierlibre.domain.grants.rules.accounts import read_bic, read_iban
from quartierlibre.domain.grants.statement_files import without_ibans
from quartierlibre.foundation.verdicts import Refused


@pytest.mark.parametrize(
    "typed", ["FR7630006000011234567890189", " fr76 3000 6000 0112 3456 7890 189", "DE89370400440532013000"]
)
def test_spaces_and_small_letters_are_accepted(typed):
    assert read_iban(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("", "iban.unreadable", "lettres et des chiffres"),
        ("FR76 3000é", "iban.unreadable", "lettres et des chiffres"),
        ("30006000011234567890189", "iban.no_country", "FR pour la France"),
        ("TN5910006035183598478831", "iban.not_sepa", "«\u00a0TN\u00a0»"),
        ("FR763000600001123456789018", "iban.wrong_length", "compte 27 signes\u00a0; celui-ci en compte 26"),
        ("FR7630006000011234567890198", "iban.wrong_key", "deux chiffres sont inversés"),
    ],
)
def test_what_is_wrong_says_what_to_check(typed, code, words):
    with pytest.raises(Refused) as refused:
        read_iban(typed)
    assert refused.value.verdict.codes == {code}
    assert words in str(refused.value.verdict.messages[0])


def test_a_bic_is_short_or_absent():
    assert read_bic(" agri frpp ") == "AGRIFRPP"
    assert read_bic("") == ""
    with pytest.raises(Refused):
        read_bic("AGRI")


def test_account_numbers_inside_words_are_masked():
    said = without_ibans("VIR SEPA FR76 3000 6000 0112 3456 7890 189 LOYER FR7630006000011234567890189")
    assert said == "VIR SEPA FR76 •••• 0189 LOYER FR76 •••• 0189"
