import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierlibre.foundation.files.names import LONGEST_NAME, clean_name
from tests.support.examples import some


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("devis.pdf", "devis.pdf"),
        ("DEVIS.PDF", "DEVIS.pdf"),
        ("Fête du 12.50.pdf", "Fête du 12.50.pdf"),
        ("devis 12.50", "devis 12.50.pdf"),
        ("M. Dupont", "M. Dupont.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\amina\\devis.pdf", "devis.pdf"),
        ("facture.pdf.exe", "facture.pdf"),
        ("devis\0.php\0.pdf", "devis.php.pdf"),
        ("ma\u202efdp.exe", "mafdp.pdf"),
        ("\u2066\u200fdevis\u2069.pdf", "devis.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("<script>alert(1)</script>.pdf", "script-.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a-bSet-Cookie- x.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "fichier.pdf"),
        ("", "fichier.pdf"),
        ("x" * 5_000 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless_and_stays_recognisable(given, kept):
    assert clean_name(given, ending=".pdf") == kept


@settings(max_examples=some(60))
@given(st.text(max_size=200))
def test_no_name_keeps_a_path_a_hidden_sign_or_another_ending(name):
    kept = clean_name(name, ending=".jpg")

    assert kept.endswith(".jpg")
    assert len(".jpg") < len(kept) <= LONGEST_NAME
    assert not {"/", "\\", "\0", "\n", '"', "<"} & set(kept)
    assert {unicodedata.category(sign)[0] for sign in kept} <= {"L", "M", "N", "P", "S", "Z"}
    assert clean_name(kept, ending=".jpg") == kept
