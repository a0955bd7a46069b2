"""What may be done with a file: truth tables."""

from dataclasses import replace
from datetime import date

import pytest

from quartierlibre.domain.applications import rules
from quartierlibre.domain.applications.form import common_form
from quartierlibre.domain.applications.reading import read
from quartierlibre.domain.applications.states import MOVES, ApplicationState, LineCategory
from quartierlibre.domain.funds.vocabulary import OBJECTS
from quartierlibre.foundation.states import may_move
from tests.factories.applications import answers

READY = rules.FilingFacts(
    state=ApplicationState.DRAFT,
    fund_is_open=True,
    missing=(),
    holder_kind="collective",
    regulation_in_force=2,
    accepted_version=2,
    cer_accepted=False,
    needs_agreement=False,
    has_agreement=False,
)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, set()),
        ({"state": ApplicationState.WITHDRAWN}, {"submit.not_a_draft"}),
        ({"fund_is_open": False}, {"fund.closed"}),
        ({"missing": (rules.Missing("title", "idea", "…"),)}, {"missing.title"}),
        ({"regulation_in_force": None}, {"submit.no_regulation"}),
        ({"accepted_version": None}, {"submit.not_accepted"}),
        ({"accepted_version": 1}, {"submit.regulation_changed"}),
        ({"holder_kind": "association"}, {"submit.no_cer"}),
        ({"holder_kind": "association", "cer_accepted": True}, set()),
        ({"needs_agreement": True}, {"submit.no_agreement"}),
        ({"needs_agreement": True, "has_agreement": True}, set()),
        ({"fund_is_open": False, "accepted_version": None}, {"fund.closed", "submit.not_accepted"}),
    ],
)
def test_filing_says_every_reason(changed, codes):
    assert rules.may_submit(replace(READY, **changed)).codes == codes


def missing(*, has_themes=True, **changed):
    given = answers(**changed)
    form = common_form()
    found = rules.missing_answers(form, given, read(form, given), has_themes=has_themes)
    return {each.field: each.question for each in found}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, {}),
        ({"title": " "}, {"title": "idea"}),
        ({"starts_on": "bientôt"}, {"starts_on": "when"}),
        ({"holder_kind": "association"}, {"rna": "who"}),
        ({"holder_kind": "association", "siret": "73282932000074"}, {}),
        ({"holder_kind": "association", "rna": "W595012345", "siret": "1"}, {"siret": "who"}),
        ({"holder_kind": "individual", "group_name": ""}, {}),
        ({"minor": True}, {"adult_name": "who", "adult_contact": "who"}),
        ({"place_text": ""}, {}),
        ({"place_text": "", "lon": "", "lat": ""}, {"place_text": "where"}),
        ({"place_text": "", "lon": "", "neighbourhoods": ["QN05901M"]}, {}),
        ({"themes": []}, {"themes": "themes"}),
        ({"lines": []}, {"lines": "money"}),
        ({"lines": [{"label": "Sono", "amount": ""}]}, {"lines": "money"}),
        ({"lines": [{"label": "", "amount": "12"}]}, {"lines": "money"}),
        ({"resources": [{"label": "Caisse", "amount": "?"}]}, {"resources": "money"}),
        ({"resources": []}, {}),
        ({"asked": "0"}, {"asked": "money"}),
        ({"open_to_all": "no"}, {}),
        ({"contact_kind": ""}, {"contact_kind": "contact"}),
        ({"contact_kind": "phone"}, {"contact_phone": "contact"}),
        ({"contact_kind": "helper"}, {"helper_name": "contact", "helper_contact": "contact"}),
    ],
)
def test_each_missing_answer_names_its_question(changed, fields):
    assert missing(**changed) == fields


def test_a_rulebook_without_themes_asks_for_none():
    assert missing(has_themes=False, themes=[]) == {}


@pytest.mark.parametrize(
    ("kind", "right", "evidence", "codes"),
    [
        ("code", True, False, set()),
        ("code", False, True, {"agreement.code"}),
        ("signature", False, True, set()),
        ("signature", True, False, {"agreement.evidence"}),
        ("oral", False, False, set()),
        ("", True, True, {"agreement.kind"}),
    ],
)
def test_an_agreement_is_proved(kind, right, evidence, codes):
    verdict = rules.may_agree(kind, code_is_right=right, has_evidence=evidence, helper_name="Thomas")
    assert verdict.codes == codes


DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("right", "received", "regulation", "codes"),
    [
        (True, DAY, True, set()),
        (False, DAY, True, {"paper.no_right"}),
        (True, date(2026, 3, 3), True, {"paper.future"}),
        (True, DAY, False, {"submit.no_regulation"}),
    ],
)
def test_paper_is_entered_by_staff_once_received(right, received, regulation, codes):
    verdict = rules.may_enter(has_right=right, received_on=received, today=DAY, has_regulation=regulation)
    assert verdict.codes == codes


def test_a_filed_application_moves_only_out():
    assert rules.may_withdraw(ApplicationState.SUBMITTED)
    assert not rules.may_withdraw(ApplicationState.DRAFT)
    assert not rules.may_withdraw(ApplicationState.WITHDRAWN)
    assert may_move(MOVES, ApplicationState.DRAFT, ApplicationState.SUBMITTED)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"pitch": "a" * 20_000}, set()),
        ({"pitch": "a" * 20_001}, {"draft.too_long"}),
        ({"lines": [{"label": "a" * 20_001}]}, {"draft.too_long"}),
        ({"lines": [{}] * 61}, {"draft.too_many_rows"}),
        ({"minor": True, "themes": ["a"]}, set()),
    ],
)
def test_an_answer_is_the_size_of_an_answer(changes, codes):
    assert rules.may_keep(changes).codes == codes


def test_every_kind_of_expense_has_a_word_in_the_rulebooks():
    assert set(rules.OBJECT_OF_CATEGORY) == set(LineCategory) - {LineCategory.OTHER}
    assert set(rules.OBJECT_OF_CATEGORY.values()) <= set(OBJECTS)
