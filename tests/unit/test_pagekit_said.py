"""`{% translate %}` keeps what it said, for the language it said it in."""

from django.template import Context, Template
from django.utils import translation


def test_a_sentence_is_kept_for_its_language_only():
    said = Template('{% translate "Yes" %}')
    assert [said.render(Context()) for _ in range(2)] == ["Oui", "Oui"]
    with translation.override("en"):
        assert said.render(Context()) == "Yes"


def test_what_may_change_is_looked_up_each_time():
    named = Template('{% translate word as said %}{{ said }} {% translate "No"|lower %}')
    assert [named.render(Context({"word": word})) for word in ("Yes", "May")] == ["Oui non", "mai non"]
