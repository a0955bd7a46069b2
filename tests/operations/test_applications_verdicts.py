"""What a rulebook is told of a file, and what it answers."""

from datetime import date

import pytest

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.drafts import drafts_beside, files_of_contact, opened_by
from quartierlibre.domain.applications.queries.verdicts import in_town, verdicts
from quartierlibre.domain.applications.states import DocumentKind
from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.places.models import Commune, Departement
from tests.factories import applications, personas, stories
from tests.support import hostile

TODAY, COMMITTEE = date(2027, 3, 1), date(2027, 3, 10)
WRITTEN = {"source": "text"}


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def told(application, session=COMMITTEE):
    found = verdicts(Application.objects.get(pk=application.pk), today=TODAY, next_session=session)
    return found, {finding.code: finding for finding in found.findings}


def test_distance_and_ceiling_are_said_with_their_reason():
    found, findings = told(stories.draft(**applications.OUTSIDE, asked="1000"))
    assert "192" in findings["place.outside"].message
    assert "Les Glycines" in findings["place.outside"].message
    assert "900" in findings["money.above_what_is_allowed"].message
    assert found.cut_cents == 10_000
    assert found.eligibility  # it informs, it does not refuse


def test_a_draft_that_holds_nothing_gets_no_reproach():
    opened = operations.open_draft(by=None, fund=applications.fund())
    found, findings = told(opened.application, session=None)
    assert [finding for finding in findings.values() if finding.tone in {"warning", "blocking"}] == []
    assert found.amount.allowed_cents is None


def test_the_last_day_to_file_counts_from_the_next_committee():
    assert "deadline.missed" in told(stories.draft())[1]
    assert "deadline.in_time" in told(stories.draft(applications.fund("Deux")), session=date(2027, 4, 1))[1]


def test_a_neighbourhood_chosen_in_the_list_is_a_place():
    draft = stories.draft(lon="", lat="", neighbourhoods=["QN05901M"])
    assert draft.location_method == "list"
    assert "Les Glycines" in told(draft)[1]["place.inside"].message


def test_a_fund_without_outlines_measures_nothing():
    fund = applications.fund()
    fund.neighbourhoods.clear()
    draft = stories.draft(fund)
    assert (draft.location_status, draft.lon) == ("", 3.005)


TOWN = {"project.place": {"value": ["in_neighbourhood", "whole_town"], "unit": "choices", **WRITTEN}}


def at_address(code, fund, **point):
    return stories.draft(
        fund, **(point or applications.OUTSIDE), location_method="address", location_commune=code, place_text="Ici"
    )


@pytest.fixture
def town_fund():
    """A fund of a whole town, whose one neighbourhood lies over two communes."""
    made = applications.fund(rules=TOWN)
    made.neighbourhoods.update(commune_codes=["99004", "99005"])
    return made


def test_an_address_in_the_town_is_enough_when_the_fund_serves_it_whole(town_fund):
    assert "place.in_town" in told(at_address("99004", town_fund))[1]
    assert "place.in_town" in told(at_address("99005", town_fund))[1]
    assert "place.inside" in told(at_address("99005", town_fund, **applications.INSIDE))[1]


def test_an_address_in_another_town_is_said_and_never_refused(town_fund):
    found, findings = told(at_address("99001", town_fund))
    assert "autre commune" in findings["place.outside"].message
    assert found.eligibility


def test_without_the_town_of_the_address_nothing_is_told_of_it(town_fund):
    assert "vérifiez que le lieu y est" in told(at_address("", town_fund))[1]["place.outside"].message


def test_a_fund_of_towns_without_outlines_reads_the_address_alone():
    fund = applications.fund(rules=TOWN)
    fund.neighbourhoods.clear()
    nord, _created = Departement.objects.get_or_create(code="99", defaults={"name": "Essai"})
    fund.communes.add(Commune.objects.create(insee_code="99004", name="Saint-Amé", departement=nord))
    assert "place.in_town" in told(at_address("99004", fund))[1]
    assert "autre commune" in told(at_address("99001", fund))[1]["place.outside"].message


def test_a_fund_of_neighbourhoods_asks_nothing_of_the_town():
    fund = applications.fund()
    fund.neighbourhoods.update(commune_codes=["99004"])
    draft = Application.objects.get(pk=at_address("99004", fund).pk)
    assert in_town(draft, today=TODAY) is None
    assert "place.in_town" not in told(draft)[1]


def test_a_point_on_the_map_forgets_the_town_of_the_address(town_fund):
    draft = at_address("99004", town_fund)
    moved = {"location_method": "map", "lon": "3.0126"}
    operations.save_draft(by=None, application=draft, changes=moved, base_revision=draft.revision)
    assert Application.objects.get(pk=draft.pk).location_commune == ""


def test_the_money_left_binds_once_a_year_is_open():
    draft = stories.draft()
    funds.open_year(by=applications.MACHINE, fund=draft.fund, year=2027)
    found, findings = told(draft)
    assert found.amount.allowed_cents == 0
    assert "money.above_what_is_allowed" in findings


def test_a_rate_waits_until_every_price_is_known():
    rules = {"amount.rate_max": {"value": 50, "unit": "percent", **WRITTEN}}
    fund = applications.fund(rules=rules)
    assert told(stories.draft(fund))[0].amount.allowed_cents == 9_025  # half of 180,50 €
    unknown = stories.draft(fund, lines=[{"label": "Sono", "amount": "120"}, {"label": "Pain", "amount": "?"}])
    assert told(unknown)[0].amount.allowed_cents is None


def test_papers_are_called_for_only_when_we_can_tell():
    rules = {"filing.required_papers": {"value": ["quotes", "balanced_budget"], "unit": "choices", **WRITTEN}}
    draft = stories.draft(applications.fund(rules=rules))
    assert "devis" in told(draft)[1]["papers.missing"].message
    quote = hostile.Upload(hostile.pdf(), "devis.pdf")
    operations.add_document(by=None, application=draft, upload=quote, kind=DocumentKind.QUOTE)
    assert "papers.complete" in told(draft)[1]
    others = {"filing.required_papers": {"value": ["statutes"], "unit": "choices", **WRITTEN}}
    assert not [code for code in told(stories.draft(applications.fund("Deux", rules=others)))[1] if "papers" in code]


def test_a_filed_application_is_judged_under_the_rulebook_it_accepted():
    application = stories.submitted(asked="800")
    applications.publish(application.fund, rules={"amount.ceilings": [{"value": 10_000, "unit": "cents", **WRITTEN}]})
    assert told(application)[0].regulation.version == 1
    assert told(application)[0].cut_cents == 0
    assert told(stories.draft(application.fund))[0].regulation.version == 2


def test_other_drafts_of_the_same_contact_are_found_for_who_proved_one():
    fund = applications.fund()
    first, second = stories.draft(fund), stories.draft(fund)
    stories.draft(fund, contact_email="autre@exemple.fr")
    by_phone = {"contact_kind": "phone", "contact_phone": "06 12 34 56 78"}
    third, fourth = stories.draft(fund, **by_phone), stories.draft(fund, **by_phone)
    assert drafts_beside(first) == [second]
    assert drafts_beside(third) == [fourth]
    assert drafts_beside(operations.open_draft(by=None, fund=fund).application) == []
    assert files_of_contact("0612345678") == [fourth, third]
    assert files_of_contact("personne") == []


def test_a_browser_reads_the_files_it_opened():
    draft = stories.draft()
    assert opened_by([str(draft.public_id)]) == [draft]


def test_a_person_finds_what_they_carry():
    draft = stories.draft(by=personas.amina())
    draft.team.add(personas.driss())
    for person in (personas.amina(), personas.driss()):
        assert list(Application.objects.held_by(person)) == [draft]
    assert not Application.objects.held_by(personas.chloe(draft.fund.territory)).exists()
