"""Whatever two devices type, in whatever order it arrives, every word is current or can be taken back."""

from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.domain.applications.merging import merge
from quartierlibre.domain.applications.reading import is_blank

WORDS = st.sampled_from(["", " ", "Bal", "Grand bal", "Fête", "Repas"])
ROWS = st.lists(st.sampled_from([{"label": label} for label in ("", "Sono", "Nappes", "Pain", "Lampions")]), max_size=4)
ANSWERS = st.fixed_dictionaries({}, optional={"title": WORDS, "pitch": WORDS, "lines": ROWS})
# Each save: which device, what it sends, and whether it has just been shown the newest answers.
SAVES = st.lists(st.tuples(st.sampled_from(["phone", "computer"]), ANSWERS, st.booleans()), max_size=12)


def parts(value):
    """The words that must not be lost: each row of a list for itself."""
    if isinstance(value, list):
        return [str(row) for row in value if not is_blank(row)]
    return [] if is_blank(value) else [str(value)]


@given(SAVES)
def test_no_word_is_ever_lost(saves):
    current, history = {}, []
    shown = {"phone": {}, "computer": {}}
    for device, arriving, reloads in saves:
        if reloads:
            shown[device] = dict(current)
        merged = merge(seen=shown[device], current=current, arriving=arriving)
        typed = {(name, part) for name, value in arriving.items() for part in parts(value)}
        known_before = {(name, part) for name, value in current.items() for part in parts(value)}
        history.append(dict(merged.before))
        current = {**current, **merged.after}
        kept = {(name, part) for state in [current, *history] for name, value in state.items() for part in parts(value)}
        untouched = {(name, part) for name, value in shown[device].items() for part in parts(value)}
        assert known_before <= kept
        assert typed <= kept | untouched
        shown[device] = dict(current)


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_page_left_open_and_untouched_changes_nothing(seen, current, more):
    both = {**more, **current}
    assert merge(seen=seen, current=both, arriving=seen).is_empty


@given(ANSWERS, ANSWERS)
def test_saying_it_twice_is_saying_it_once(current, arriving):
    once = {**current, **merge(seen=current, current=current, arriving=arriving).after}
    assert merge(seen=once, current=once, arriving=arriving).is_empty


SAID = st.sampled_from(["Bal", "Grand bal", "Fête", [{"label": "Sono"}]])
BLANK = st.sampled_from(["", " \n", None, [], [{"label": " "}]])


@given(seen=st.one_of(SAID, BLANK), current=SAID, arriving=BLANK)
def test_a_blank_replaces_words_only_when_its_page_had_shown_them(seen, current, arriving):
    merged = merge(seen={"title": seen}, current={"title": current}, arriving={"title": arriving})
    assert ("title" in merged.after) == (seen == current)
    if "title" in merged.after:
        assert merged.before == {"title": current}
