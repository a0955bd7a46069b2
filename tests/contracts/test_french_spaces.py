"""House rule: signs which French sets apart (« » : ; ? !) stay on the line of their word, in pages and letters."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "quartierlibre"
SAID = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
ROOMS = ("cms", "letters", "pagekit", "web")
# Lines of a terminal, which a reader copies: there a space is a space.
TERMINAL = ("cms/bringing", "cms/old_pages")
TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.S)
QUOTED = re.compile(r'"[^"]*"')
LOOSE = re.compile(r"(?<=[\w»)}’”….%]) (?=[:;?!](?:[\s\"'<.{]|$))|(?<=«) (?=\S)|(?<=\S) (?=»)", re.M)


def loose(text):
    """The words around each plain space that could leave its sign alone on the next line."""
    return [text[max(0, found.start() - 25) : found.end() + 5].replace("\n", " ") for found in LOOSE.finditer(text)]


def template_words(source):
    """Its text, then the words between quotes in its tags."""
    return [TAG.sub("", source), *(quoted for tag in TAG.findall(source) for quoted in QUOTED.findall(tag))]


def spoken(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", None) in SAID:
            yield from (
                each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)
            )


def test_a_loose_sign_is_seen():
    assert len(loose("Une idée ? « Oui » : bien sûr !")) == 5
    assert loose("Une idée\u00a0? À 14\u00a0h 30, sur http://a.example/?b=c") == []
    assert template_words('{% card title=_("Où ?") %}Ici !') == ["Ici !", '"Où ?"']


def test_templates_keep_signs_with_their_word():
    found = [
        f"{path.relative_to(ROOT)} : {words}"
        for path in sorted(ROOT.rglob("templates/**/*.html"))
        for text in template_words(path.read_text(encoding="utf-8"))
        for words in loose(text)
    ]
    assert found == []


def test_pages_and_letters_say_them_so_too():
    found = [
        f"{path.relative_to(ROOT)} : {words}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(TERMINAL)
        for text in spoken(path)
        for words in loose(text)
    ]
    assert found == []
