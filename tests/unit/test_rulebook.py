"""What a rulebook accepts, what it refuses, and that silence stays silence."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartierlibre.domain.funds.catalogue import ALL_RULES, CATALOGUE, Section
from quartierlibre.domain.funds.kinds import OneOf, SomeOf
from quartierlibre.domain.funds.rulebook import InvalidRulebook, Rulebook, rulebook_of, rulebook_problems
from quartierlibre.domain.funds.sentences import chapters, say
from tests.factories.funds import SOURCES, clause


def paths(rules, sources=SOURCES):
    return [problem.path for problem in rulebook_problems(rules, sources)]


def test_a_rule_that_is_not_set_has_no_value():
    rulebook = Rulebook.read({}, {})
    assert [rulebook.value(key) for key in CATALOGUE] == [None] * len(CATALOGUE)
    assert all(not rulebook.all(key) for key in CATALOGUE)
    assert {rule.key for rule in rulebook.unsaid()} == {rule.key for rule in ALL_RULES if rule.expected}


def test_asking_for_a_rule_the_catalogue_does_not_know_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Rulebook.read({}, {}).value("session.quroum")


@pytest.mark.parametrize(
    ("rules", "path"),
    [
        ({"session.quroum": clause(5, "members")}, "rules.session.quroum"),
        ({"session.quorum": [clause(5, "members")]}, "rules.session.quorum"),
        ({"session.quorum": 5}, "rules.session.quorum"),
        ({"session.quorum": {"value": 5, "unit": "members"}}, "rules.session.quorum.source"),
        ({"session.quorum": clause(5, "people")}, "rules.session.quorum.unit"),
        ({"session.quorum": clause(True, "members")}, "rules.session.quorum.value"),
        ({"session.quorum": clause(5, "members", source="X")}, "rules.session.quorum.source"),
        ({"session.quorum": clause(5, "members", notes="")}, "rules.session.quorum.notes"),
        ({"session.quorum": clause(5, "members", note=3)}, "rules.session.quorum.note"),
        ({"session.quorum": clause(5, "members", when={"rank": 1})}, "rules.session.quorum.when.rank"),
        ({"session.quorum": clause(5, "members", per="holder_year")}, "rules.session.quorum.per"),
        ({"session.majority": clause("most", "choice")}, "rules.session.majority.value"),
        ({"amount.ceilings": [clause(900.5, "cents")]}, "rules.amount.ceilings[1].value"),
        ({"amount.ceilings": [clause(1, "cents"), clause(0, "cents")]}, "rules.amount.ceilings[2].value"),
        ({"amount.ceilings": [clause(1, "cents", when={"rank": 0})]}, "rules.amount.ceilings[1].when.rank"),
        ({"amount.ceilings": [clause(1, "cents", when={})]}, "rules.amount.ceilings[1].when"),
        (
            {"amount.ceilings": [clause(1, "cents", unless={"season": {"first": "02-30", "last": "03-01"}})]},
            "rules.amount.ceilings[1].unless.season",
        ),
        ({"amount.rate_max": clause(101, "percent")}, "rules.amount.rate_max.value"),
        ({"payment.instalments": clause([80, 10], "percent")}, "rules.payment.instalments.value"),
        ({"project.place": clause(["nowhere"], "choices")}, "rules.project.place.value"),
        ({"project.place": clause(["whole_town"] * 2, "choices")}, "rules.project.place.value"),
        ({"funding.shares": clause({"region": 70, "commune": 40}, "percent")}, "rules.funding.shares.value"),
        ({"funding.shares": clause({"mairie": 70}, "percent")}, "rules.funding.shares.value"),
        ({"amount.ceilings": []}, "rules.amount.ceilings"),
        ({"project.ends_by": clause("31/12", "day")}, "rules.project.ends_by.value"),
        (
            {
                "project.themes_minimum": clause(2, "themes"),
                "project.themes_maximum": clause(1, "themes"),
            },
            "rules.project.themes_maximum.value",
        ),
        (
            {
                "project.objects_allowed": clause(["meal"], "choices"),
                "project.objects_refused": clause(["meal"], "choices"),
            },
            "rules.project.objects_refused.value",
        ),
    ],
)
def test_each_mistake_is_named_where_it_is(rules, path):
    assert paths(rules) == [path]
    with pytest.raises(InvalidRulebook, match="\u00a0: "):
        Rulebook.read(rules, SOURCES)


def test_all_mistakes_are_named_at_once():
    rules = {"who.knows": 1, "session.quorum": clause(-1, "people")}
    assert paths(rules) == ["rules.who.knows", "rules.session.quorum.unit", "rules.session.quorum.value"]


def test_a_source_has_a_title_and_nothing_strange():
    assert paths({}, {"A": {"site": "example.org"}}) == ["sources.A.title"]
    assert paths({}, {"A": {"title": "T", "url": "x"}}) == ["sources.A.url"]
    assert paths({}, {"A": "T"}) == ["sources.A"]
    assert paths([], {}) == ["rules"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
shapes = st.fixed_dictionaries(
    {"value": anything, "unit": anything | st.sampled_from(["cents", "choices", "percent"]), "source": anything},
    optional={"when": anything, "unless": anything, "per": anything, "article": anything},
)


@given(
    st.dictionaries(st.sampled_from(sorted(CATALOGUE)), anything | shapes | st.lists(shapes, max_size=2), max_size=3)
)
def test_no_data_ever_breaks_the_reader(rules):
    with suppress(InvalidRulebook):
        assert all(clause.said() for clause in Rulebook.read(rules, SOURCES))


def test_keys_and_labels_are_unique():
    assert len(CATALOGUE) == len(ALL_RULES)
    assert len({str(rule.label) for rule in ALL_RULES}) == len(ALL_RULES)


def possible_values(rule):
    """One value per sentence a rule can make."""
    kind = rule.kind
    match kind:
        case OneOf():
            return list(kind.words)
        case SomeOf():
            return [[code] for code in kind.words] + [list(kind.words)]
    wholes = (1, 2, 50, True, False, [80, 20], {"region": 70, "commune": 30}, "12-31")
    return [value for value in wholes if not kind.problem(value)]


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.key)
def test_every_value_makes_a_whole_french_sentence(rule):
    for unit in rule.kind.units:
        for value in possible_values(rule):
            raw = clause(value, unit)
            rulebook = Rulebook.read({rule.key: [raw] if rule.repeatable else raw}, SOURCES)
            text = say(rulebook.all(rule.key)[0])
            assert text.endswith(".")
            assert text[0] == text[0].upper()
            assert "%" not in text.replace("\u00a0%", "")
            assert "'" not in text
            for sign in ":;!?%€":
                assert f" {sign}" not in text


@pytest.mark.parametrize(
    ("key", "raw", "text"),
    [
        (
            "amount.ceilings",
            clause(40000, "cents", when={"rank": 2}),
            "L’aide va jusqu’à 400 € pour le deuxième projet de l’année.",
        ),
        (
            "amount.ceilings",
            clause(75000, "cents", per="holder_year"),
            "L’aide va jusqu’à 750 € par an et par porteur.",
        ),
        (
            "amount.ceilings",
            clause(230000, "cents", when={"holder_kinds": ["association"]}, unless={"objects": ["training"]}),
            "L’aide va jusqu’à 2 300 € si le projet est porté par une association, sauf pour une formation.",
        ),
        (
            "amount.ceilings",
            clause(150000, "cents", when={"season": {"first": "12-01", "last": "12-31", "label": "les fêtes"}}),
            "L’aide va jusqu’à 1 500 € pour les fêtes (du 1er décembre au 31 décembre).",
        ),
        (
            "project.object_only_within",
            clause(["culture", "sport"], "choices", when={"objects": ["transport"]}),
            "Un transport : accepté seulement dans un projet culturel ou un projet sportif.",
        ),
        ("filing.lead_time", clause(1, "working_days"), "1 jour ouvré"),
    ],
)
def test_conditions_are_said(key, raw, text):
    rulebook = Rulebook.read({key: [raw] if CATALOGUE[key].repeatable else raw}, SOURCES)
    plain = say(rulebook.all(key)[0]).replace("\u00a0", " ").replace("\u202f", " ")
    assert text in plain


def test_chapters_follow_the_questions_and_show_silence():
    rulebook = Rulebook.read({"session.quorum": clause(4, "members")}, SOURCES)
    told = chapters(rulebook)
    assert [chapter.section for chapter in told] == list(Section)
    deciding = next(chapter for chapter in told if chapter.section == Section.DECIDING)
    assert [sentence.key for sentence in deciding.sentences] == ["session.quorum"]
    assert "la majorité" in deciding.unsaid
    assert not any("quorum (" in label for label in deciding.unsaid)


def test_the_same_text_is_read_once_and_another_text_again():
    rules = {"filing.lead_time": {"value": 7, "unit": "calendar_days", "source": "R"}}
    sources = {"R": {"title": "Règlement"}}
    first = rulebook_of(rules, sources)
    assert rulebook_of(dict(rules), sources) is first
    rules["filing.lead_time"]["value"] = 15
    assert rulebook_of(rules, sources).value("filing.lead_time") == 15
    assert first.value("filing.lead_time") == 7
