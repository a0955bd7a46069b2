"""French typography put on what people typed."""

import pytest

from quartierlibre.cms.typography import set_html, set_text

N, F = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("l'été d'ici", "l’été d’ici"),
        ('Un "beau" jour', f"Un «{N}beau{N}» jour"),
        ("Où ? Là !", f"Où{F}? Là{F}!"),
        ("Quand : demain", f"Quand{N}: demain"),
        ("« déjà »", f"«{N}déjà{N}»"),
        ("20 € et 14 h", f"20{N}€ et 14{N}h"),
        ("12 000 €", f"12{N}000{N}€"),
        ("Et puis...", "Et puis…"),
        ("14:30 et http://a.fr/?x=1", "14:30 et http://a.fr/?x=1"),
    ],
)
def test_words_are_set_once_for_all(typed, said):
    assert set_text(typed) == said
    assert set_text(said) == said


def test_tags_and_addresses_stay():
    html = "<p>L'eau <a href=\"/l'eau?x=1 : 2\">ici : là</a></p>"
    assert set_html(html) == f'<p>L’eau <a href="/l\'eau?x=1 : 2">ici{N}: là</a></p>'


@pytest.mark.parametrize(
    "hostile", ["&lt;script&gt;", '<img alt="a > b">', "&amp;lt;", "a &#x27; b", "&quot;x&quot; y"]
)
def test_nothing_becomes_a_tag(hostile):
    assert set_html(hostile).count("<") <= hostile.count("<")
