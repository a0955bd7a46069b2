"""Truth tables: what a rulebook notices about a project, and what may be done with money."""

from datetime import date

import pytest

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.criteria import eligibility, last_day_to_file, say_distance, step_back
from quartierlibre.domain.funds.facts import ProjectFacts
from quartierlibre.domain.funds.findings import Tone
from quartierlibre.domain.funds.rulebook import Rulebook
from quartierlibre.domain.funds.states import YearState
from tests.factories.funds import SOURCES, clause

TODAY = date(2026, 3, 2)
SESSION = date(2026, 3, 20)
TRANSPORT = frozenset({"transport"})


def noticed(said, **facts):
    return eligibility(Rulebook.read(said, SOURCES), ProjectFacts(today=TODAY, **facts))


def tones(found):
    return {finding.code: finding.tone for finding in found.findings}


ALL_KINDS = {"holder.kinds_allowed": clause(["collective", "association"], "choices")}
GROUP = {"holder.minimum_group_size": clause(3, "persons")}
PLACE = {"project.place": clause(["in_neighbourhood", "residents_take_part"], "choices")}
TOWN = {"project.place": clause(["whole_town"], "choices")}
LEAD = {"filing.lead_time": clause(15, "calendar_days")}
ONCE = {"holder.max_per_object": [clause(1, "grants", when={"objects": ["transport"]})]}
ONLY = {"project.object_only_within": [clause(["culture"], "choices", when={"objects": ["transport"]})]}


@pytest.mark.parametrize(
    ("said", "facts", "expected"),
    [
        ({}, {"holder_kind": "individual", "position": None}, {}),
        (ALL_KINDS, {}, {}),
        (ALL_KINDS, {"holder_kind": "association"}, {"holder.kind_allowed": Tone.OK}),
        (ALL_KINDS, {"holder_kind": "individual"}, {"holder.kind_refused": Tone.BLOCKING}),
        (
            {"holder.individual_accepted": clause(True, "yes_no")},
            {"holder_kind": "individual"},
            {"holder.kind_allowed": Tone.OK},
        ),
        ({"holder.individual_accepted": clause(True, "yes_no")}, {"holder_kind": "collective"}, {}),
        (GROUP, {"holder_kind": "collective", "group_size": 3}, {"holder.group_large_enough": Tone.OK}),
        (GROUP, {"holder_kind": "collective", "group_size": 2}, {"holder.group_too_small": Tone.BLOCKING}),
        (GROUP, {"holder_kind": "association", "group_size": 1}, {}),
        (
            {"holder.residence": clause("in_town", "choice")},
            {"holder_lives_in_area": False},
            {"holder.lives_elsewhere": Tone.BLOCKING},
        ),
        (
            {"holder.residence": clause("in_neighbourhood", "choice")},
            {"holder_lives_in_area": True},
            {"holder.lives_here": Tone.OK},
        ),
        ({"holder.residence": clause("anywhere", "choice")}, {"holder_lives_in_area": False}, {}),
        ({}, {"holder_is_minor": True}, {"holder.adult_missing": Tone.BLOCKING}),
        ({}, {"holder_is_minor": True, "has_adult_responsible": True}, {"holder.adult_named": Tone.OK}),
        ({}, {"holder_kind": "association", "cer_accepted": False}, {"holder.cer_missing": Tone.BLOCKING}),
        ({}, {"holder_kind": "association", "cer_accepted": True}, {"holder.cer_accepted": Tone.OK}),
        ({}, {"holder_kind": "collective", "cer_accepted": False}, {}),
        (
            {"holder.max_grants_per_year": clause(2, "grants")},
            {"rank_in_year": 3},
            {"holder.too_many_grants": Tone.BLOCKING},
        ),
        ({"holder.max_grants_per_year": clause(2, "grants")}, {"rank_in_year": 2}, {}),
        (ONCE, {"objects": TRANSPORT, "grants_this_year_by_object": {}}, {}),
        (
            ONCE,
            {"objects": TRANSPORT, "grants_this_year_by_object": {"transport": 1}},
            {"holder.too_many_of_this_object": Tone.BLOCKING},
        ),
        (ONCE, {"objects": frozenset({"meal"}), "grants_this_year_by_object": {"transport": 1}}, {}),
        (ONLY, {"objects": TRANSPORT}, {"objects.only_within": Tone.WARNING}),
        (ONLY, {"objects": TRANSPORT | {"culture"}}, {}),
        ({}, {"has_late_report": True}, {"holder.late_report": Tone.WARNING}),
        (
            {"holder.late_report_blocks": clause(True, "yes_no")},
            {"has_late_report": True},
            {"holder.late_report": Tone.BLOCKING},
        ),
        (
            {"holder.repeat_policy": clause("flagged", "choice")},
            {"repeats_a_project": True},
            {"holder.repeated_project": Tone.INFO},
        ),
        (
            {"holder.repeat_policy": clause("not_same_project", "choice")},
            {"repeats_a_project": True},
            {"holder.repeated_project": Tone.BLOCKING},
        ),
        ({"project.themes_minimum": clause(1, "themes")}, {"theme_count": 0}, {"themes.too_few": Tone.BLOCKING}),
        ({"project.themes_maximum": clause(1, "themes")}, {"theme_count": 2}, {"themes.too_many": Tone.BLOCKING}),
        ({"project.themes_maximum": clause(1, "themes")}, {"theme_count": 1}, {"themes.fine": Tone.OK}),
        (PLACE, {"position": "in", "nearest_name": "Les Tilleuls"}, {"place.inside": Tone.OK}),
        (PLACE, {"position": "edge", "metres": 20}, {"place.edge": Tone.WARNING}),
        (PLACE, {"position": "out", "metres": 120}, {"place.outside": Tone.WARNING}),
        (
            PLACE,
            {"position": "out", "metres": 120, "residents_take_part": True},
            {"place.residents_take_part": Tone.OK},
        ),
        (TOWN, {"position": "out", "in_town": True}, {"place.in_town": Tone.OK}),
        (TOWN, {"position": "out", "in_town": False}, {"place.outside": Tone.WARNING}),
        (TOWN, {"position": None, "in_town": True}, {"place.in_town": Tone.OK}),
        (TOWN, {"position": None, "in_town": False}, {"place.outside": Tone.WARNING}),
        (PLACE, {"position": None, "in_town": True}, {}),
        ({}, {"position": "out", "metres": 120}, {"place.outside": Tone.WARNING}),
        (
            {"project.open_to_all": clause(True, "yes_no")},
            {"open_to_all": False},
            {"project.not_open": Tone.WARNING},
        ),
        (
            {"project.not_fundable_elsewhere": clause(True, "yes_no")},
            {"fundable_elsewhere": True},
            {"project.fundable_elsewhere": Tone.WARNING},
        ),
        (
            {"project.objects_refused": clause(["investment"], "choices")},
            {"objects": frozenset({"investment", "meal"})},
            {"objects.refused": Tone.BLOCKING},
        ),
        (
            {"project.starts_after_decision": clause(True, "yes_no")},
            {"starts_on": date(2026, 3, 19), "next_session_on": SESSION},
            {"dates.starts_too_early": Tone.BLOCKING},
        ),
        (
            {},
            {"starts_on": date(2026, 3, 19), "next_session_on": SESSION},
            {"dates.before_session": Tone.INFO},
        ),
        (
            {"project.ends_by": clause("11-30", "day")},
            {"ends_on": date(2026, 12, 1)},
            {"dates.ends_too_late": Tone.BLOCKING},
        ),
        ({"project.ends_by": clause("11-30", "day")}, {"ends_on": date(2026, 11, 30)}, {}),
        (
            {"project.ends_by": clause("11-30", "day")},
            {"ends_on": date(2027, 1, 15)},
            {"dates.ends_too_late": Tone.BLOCKING},
        ),
        ({"project.ends_by": clause("02-29", "day")}, {"ends_on": date(2026, 2, 28)}, {}),
        (
            {"project.starts_after_decision": clause(True, "yes_no")},
            {"starts_on": SESSION, "next_session_on": SESSION},
            {},
        ),
        (LEAD, {"next_session_on": SESSION}, {"deadline.in_time": Tone.OK}),
        (LEAD, {"next_session_on": SESSION, "filed_on": date(2026, 3, 5)}, {"deadline.in_time": Tone.OK}),
        (LEAD, {"next_session_on": SESSION, "filed_on": date(2026, 3, 6)}, {"deadline.missed": Tone.WARNING}),
        ({}, {"next_session_on": SESSION, "filed_on": date(2026, 3, 19)}, {}),
        (
            {"filing.required_papers": clause(["quotes", "statutes"], "choices")},
            {"papers": frozenset({"quotes"})},
            {"papers.missing": Tone.WARNING},
        ),
        (
            {"filing.required_papers": clause(["quotes"], "choices")},
            {"papers": frozenset({"quotes"})},
            {"papers.complete": Tone.OK},
        ),
        (
            {"amount.own_contribution_asked": clause(True, "yes_no")},
            {"own_contribution_cents": 0},
            {"money.own_part_missing": Tone.WARNING},
        ),
        (
            {"filing.rules_reading": clause("read_and_accept", "choice")},
            {"rules_accepted": False},
            {"rules.not_accepted": Tone.BLOCKING},
        ),
        ({"filing.rules_reading": clause("read", "choice")}, {"rules_accepted": False}, {}),
    ],
)
def test_what_is_noticed(said, facts, expected):
    assert tones(noticed(said, **facts)) == expected


def test_a_finding_gives_the_distance_and_its_source():
    (finding,) = noticed(PLACE, position="out", metres=120, nearest_name="Les Tilleuls").findings
    assert "à 120\u00a0m du quartier (Les Tilleuls)" in finding.message
    assert finding.source == "Règlement du fonds"


def test_what_is_not_known_of_a_place_is_left_out():
    (finding,) = noticed(PLACE, position="out").findings
    assert finding.message.startswith("Le projet a lieu hors du quartier. ")
    (finding,) = noticed(TOWN, position="out").findings
    assert finding.message.startswith("Le projet a lieu hors du quartier. Ce fonds sert toute la commune")
    (finding,) = noticed(TOWN, position="in").findings
    assert finding.message == "Le projet a lieu dans le quartier."


def test_days_are_said_in_full():
    (finding,) = noticed(LEAD, next_session_on=date(2026, 12, 1), filed_on=TODAY).findings
    assert "mardi 1er\u00a0décembre" in finding.message
    assert "lundi 16\u00a0novembre" in finding.message


def test_eligibility_is_false_only_when_something_is_blocking():
    assert noticed(PLACE, position="out")
    assert not noticed(ALL_KINDS, holder_kind="individual")
    found = noticed(ALL_KINDS, holder_kind="individual")
    assert found.about("holder") == found.blocking
    assert found.codes == {"holder.kind_refused"}


@pytest.mark.parametrize(
    ("count", "unit", "day", "expected"),
    [
        (15, "calendar_days", date(2026, 3, 20), date(2026, 3, 5)),
        (1, "working_days", date(2026, 3, 23), date(2026, 3, 20)),
        (5, "working_days", date(2026, 3, 20), date(2026, 3, 13)),
        (2, "weeks", date(2026, 3, 20), date(2026, 3, 6)),
        (1, "months", date(2026, 3, 31), date(2026, 2, 28)),
        (1, "months", date(2026, 1, 15), date(2025, 12, 15)),
        (13, "months", date(2024, 3, 31), date(2023, 2, 28)),
        (1, "years", date(2024, 2, 29), date(2023, 2, 28)),
    ],
)
def test_steps_back_in_the_calendar(count, unit, day, expected):
    assert step_back(day, count, unit) == expected


def test_no_lead_time_no_last_day():
    assert last_day_to_file(Rulebook.read({}, {}), SESSION) is None
    assert last_day_to_file(Rulebook.read(LEAD, SOURCES), SESSION) == date(2026, 3, 5)


def test_distances_are_said_as_walkers_say_them():
    assert [say_distance(metres) for metres in (8, 999, 1000, 1449)] == [
        "8\u00a0m", "999\u00a0m", "1,0\u00a0km", "1,4\u00a0km",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "codes"),
    [
        (rules.may_reserve(amount=101, available=100), {"fund.overspent"}),
        (rules.may_reserve(amount=100, available=100), set()),
        (rules.may_release(amount=101, reserved=100), {"fund.released_too_much"}),
        (rules.may_release(amount=100, reserved=100), set()),
        (rules.may_spend_in(YearState.OPEN), set()),
        (rules.may_spend_in(YearState.PREPARING), {"fund_year.not_open"}),
        (rules.may_spend_in(YearState.CLOSED), {"fund_year.not_open"}),
        (rules.may_receive_in(YearState.PREPARING), set()),
        (rules.may_receive_in(YearState.CLOSED), {"fund_year.closed"}),
        (rules.is_an_amount(0), {"money.not_positive"}),
        (rules.is_an_amount(1), set()),
        (rules.may_publish(is_published=False, problems=[]), set()),
        (rules.may_publish(is_published=True, problems=[]), {"regulation.already_published"}),
        (rules.may_publish(is_published=False, problems=["x"]), {"regulation.unreadable"}),
        (rules.may_change(is_published=True), {"regulation.frozen"}),
        (rules.may_end(is_published=True, already_ended=False), set()),
        (
            rules.may_end(is_published=False, already_ended=True),
            {"regulation.not_published", "regulation.already_ended"},
        ),
        (rules.may_pay_associations([]), set()),
        (rules.may_pay_associations([True, True]), set()),
        (rules.may_pay_associations([True, None]), {"regrant.unknown"}),
        (rules.may_pay_associations([False, None]), {"regrant.refused", "regrant.unknown"}),
        (rules.may_endow(rules.PaymentFacts("projects", True, True)), set()),
        (
            rules.may_endow(rules.PaymentFacts("engineering", False, False)),
            {"contribution.not_for_projects", "contribution.other_year", "contribution.other_sector"},
        ),
    ],
)
def test_what_may_be_done(verdict, codes):
    assert verdict.codes == codes


def test_the_reader_is_told_what_is_left():
    (refusal,) = rules.may_reserve(amount=50000, available=31200).refusals
    assert "Il reste 312\u00a0€" in str(refusal.message)
