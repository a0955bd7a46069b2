"""HTML made safe: what stays, what goes, and that cleaning twice changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.foundation.rich_text import clean

KEPT = (
    '<h2>Titre</h2><p>Un <strong>mot</strong>, <em>un autre</em><br>et <a href="https://exemple.fr/?a=1&amp;b=2">un '
    "lien</a>.</p><ul><li>Un</li><li>Deux</li></ul><blockquote><p>Dit.</p></blockquote>"
)


def test_words_and_their_shape_stay():
    assert clean(KEPT) == KEPT


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<script>alert(1)</script>Bonjour", "Bonjour"),
        ('<p style="color:red" class="x" onclick="y()">Mot</p>', "<p>Mot</p>"),
        ('<a href="javascript:alert(1)">lien</a>', "<a>lien</a>"),
        ('<a href="data:text/html,x" target="_blank">lien</a>', "<a>lien</a>"),
        ('<img src="https://pisteur.example/x.gif">Mot', "Mot"),
        ("<h1>Titre</h1>", "Titre"),
        ("Un\u202emot\x00", "Unmot"),
        ('<a href="mailto:a@exemple.fr">écrire</a>', '<a href="mailto:a@exemple.fr">écrire</a>'),
        ('<a href="/agenda/">agenda</a>', '<a href="/agenda/">agenda</a>'),
    ],
)
def test_what_stays_and_what_goes(written, kept):
    assert clean(written) == kept


@given(st.text(alphabet="<>/&\"'= abpsctri:\n\x00é\u202e", max_size=120))
def test_cleaning_twice_changes_nothing(written):
    assert clean(clean(written)) == clean(written)
