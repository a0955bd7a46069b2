"""House rules of templates: a policy without inline code, journeys that keep to themselves, nothing unused."""

import functools
import re
from pathlib import Path

from quartierlibre.pagekit import navigation

CODE = Path(__file__).resolve().parents[2] / "quartierlibre"
# Letters are no pages: mail readers want their styles inline, and `tests/letters` looks at them.
TEMPLATES = sorted(set(CODE.rglob("templates/**/*.html")) - set((CODE / "letters").rglob("*.html")))
# Overrides of other packages' templates are loaded by those packages, under their names.
FOREIGN = {"django", "account", "mfa", "allauth", "socialaccount", "usersessions"}
SAFE_ALLOWED: dict[str, str] = {}  # template name: why |safe is right there

ROOTS = {page: page.parts[len(CODE.parts) :].index("templates") for page in TEMPLATES}


def name_of(page):
    """`apply/say.html`: what `render` and `include` call it."""
    return "/".join(page.parts[len(CODE.parts) + ROOTS[page] + 1 :])


@functools.cache
def words_of(page):
    text = page.read_text(encoding="utf-8")
    return re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.DOTALL)


def found(*rules):
    """By template, what these rules find in it."""
    by_page = {
        name_of(page): [each for rule in rules for each in re.findall(rule, words_of(page))] for page in TEMPLATES
    }
    return {name: each for name, each in by_page.items() if each}


INLINE_STYLE = r"\sstyle=|<style\b"
INLINE_ACT = r"<[^>]*?\son[a-z]+\s*="
INLINE_ADDRESS = r"javascript:"
INLINE_SCRIPT = r"<script\b(?![^>]*\bnonce=)"
THIRD_PARTY = r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href|srcset)=\"(?:https?:)?//"
UNESCAPED = r"\|\s*safe\b|{%\s*autoescape off|\|\s*safeseq\b"


def test_nothing_inline():
    assert found(INLINE_STYLE, INLINE_ACT, INLINE_ADDRESS, INLINE_SCRIPT) == {}


def test_no_third_party():
    assert found(THIRD_PARTY) == {}


def test_only_its_own_journey_and_the_kit():
    assert {name_of(page): used for page in TEMPLATES if (used := used_from_elsewhere(page))} == {}


def used_from_elsewhere(page):
    own = name_of(page).split("/")[0]
    used = re.findall(r"{%\s*(?:extends|include)\s+\"([^\"#]+)", words_of(page))
    allowed = {own, "pagekit", "django"} if own not in FOREIGN else {own, "pagekit", "django", journey_of(page)}
    return [name for name in used if name.split("/")[0] not in allowed]


def journey_of(page):
    return page.parts[len(CODE.parts) + ROOTS[page] - 1]


def test_what_people_typed_is_escaped():
    assert found(UNESCAPED).keys() - SAFE_ALLOWED.keys() == set()


def test_every_template_is_used():
    sources = [page.read_text(encoding="utf-8") for page in [*TEMPLATES, *CODE.rglob("*.py"), *CODE.rglob("*.txt")]]
    everything = "\n".join(sources)
    unused = [
        name_of(page)
        for page in TEMPLATES
        if name_of(page).split("/")[0] not in FOREIGN
        and name_of(page) not in everything
        and not (name_of(page).startswith("pagekit/errors/") and f'"{page.stem}"' in everything)
    ]
    assert unused == []


def test_the_rules_can_fail():
    """A check that finds nothing because it looks at nothing is not a check."""
    assert len(TEMPLATES) > 15
    assert re.findall(INLINE_ACT, '<a href="x" onclick="y">')
    assert re.findall(INLINE_SCRIPT, '<script src="x"></script>')


def test_every_door_of_the_navigation_is_routed():
    """Doors without a route are left out of pages in silence: here they are not."""
    names = [
        *(name for _, name, _ in navigation.DOORS),
        navigation.DESK,
        "discover:home",
        "account:home",
        "account_login",
    ]
    assert [name for name in names if not navigation.is_routed(name)] == []
