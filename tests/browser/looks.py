"""How the pages of a journey are looked at: a phone in daylight, a desk in the dark.

Each page meets both widths and both lights; `test_every_page` has every address in both lights. A fault that needs this
width *and* this light is left to the night, which looks at all four (docs/decisions/0012).
"""

import pytest

from tests.support.examples import CHOSEN

DESK = 1280


def seen(narrow: int = 360, *, all_four: bool = CHOSEN == "nightly") -> list[tuple[int, str]]:
    """Width and light of each look, on a phone `narrow` pixels wide."""
    others = [(narrow, "dark"), (DESK, "light")] if all_four else []
    return [(narrow, "light"), (DESK, "dark"), *others]


def looks(narrow: int = 360) -> pytest.MarkDecorator:
    """`width` and `dark` of each look, for a test played once per look."""
    told = seen(narrow)
    names = [f"{width}-{light}" for width, light in told]
    return pytest.mark.parametrize(("width", "dark"), [(width, light == "dark") for width, light in told], ids=names)
