"""What a holder prints shows who pays: a logo, else a name, and nobody the rulebook leaves out."""

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import FunderKind
from quartierlibre.domain.grants.queries.agreement import funders_to_show
from quartierlibre.foundation.files import disk
from quartierlibre.pagekit.projects import funders
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from tests.access.world import SignedIn
from tests.factories import funds as money
from tests.factories import grants, personas
from tests.factories.funds import TESTS
from tests.factories.grants import EIGHTY_TWENTY, said
from tests.factories.uploads import logo
from tests.support.documents import photos_in, pictures_said, words_of

ASKED = {**EIGHTY_TWENTY, "publication.logos": said(["state", "region"], "choices")}
SQUARE = "Carré à viser avec le téléphone pour ouvrir la page du projet"


def brought(grant, kind, colour=None):
    """A funder of that kind in the year of this grant, with a logo of that colour."""
    made = funds.record_contribution(by=TESTS, fund_year=grant.fund_year, funder=money.funder(kind))
    if colour:
        funds.set_funder_logo(by=TESTS, contribution=made, upload=logo(colour=colour))
    return made.funder.name


def first_of(grant):
    return grant.fund_year.contributions.order_by("pk").first()


def poster(grant, paper="a4"):
    client = SignedIn(personas.amina())
    return client.get(reverse("follow_up:poster", args=[grant.application.public_id]), {"format": paper}).content


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_shows_each_logo_and_names_who_has_none(paper):
    grant = grants.running(by=personas.amina())
    funds.set_funder_logo(by=TESTS, contribution=first_of(grant), upload=logo(colour="#1d4e89"))
    region = first_of(grant).funder.name
    state = brought(grant, FunderKind.STATE, "#7b230f")
    landlord = brought(grant, FunderKind.LANDLORD)
    printed = poster(grant, paper)
    assert pictures_said(printed) == [region, state, SQUARE]
    assert photos_in(printed) == 2
    words = words_of(printed)
    assert landlord in words
    assert region not in words


def test_only_those_the_rulebook_asks_for_are_shown_in_the_order_it_is_said():
    grant = grants.running(grants.fund(ASKED, "Fonds aux logos"), by=personas.amina())
    region = first_of(grant).funder.name
    state = brought(grant, FunderKind.STATE, "#7b230f")
    town = brought(grant, FunderKind.COMMUNE, "#2f6f4f")
    assert [each.name for each in funders_to_show(grant)] == [region, state]
    printed = poster(grant)
    assert pictures_said(printed) == [state, SQUARE]
    assert region in words_of(printed)
    assert town not in words_of(printed)


def test_twenty_funders_still_fit_on_one_page():
    grant = grants.running(by=personas.amina())
    names = [brought(grant, FunderKind.OTHER, "#1d4e89" if n % 2 else None) for n in range(20)]
    printed = poster(grant)
    assert (len(PdfDocument(printed)), len(pictures_said(printed))) == (1, 11)
    assert all(name in words_of(printed) for name in names[::2])
    assert grant.application.public_id.hex[-8:] in words_of(printed).replace(" ", "")


def test_a_logo_whose_bytes_are_lost_is_said_in_words(heard):
    log = heard(funders.logger)
    grant = grants.running(by=personas.amina())
    shown = funds.set_funder_logo(by=TESTS, contribution=first_of(grant), upload=logo())
    disk.discard(shown.file.path)
    printed = poster(grant)
    assert pictures_said(printed) == [SQUARE]
    assert shown.funder.name in words_of(printed)
    assert str(shown.file.public_id) in log.text


def test_the_agreement_bears_the_logos_and_names_everyone():
    grant = grants.opened()
    bare = printed_agreement(grant)
    assert pictures_said(bare) == []
    landlord = brought(grant, FunderKind.LANDLORD)
    funds.set_funder_logo(by=TESTS, contribution=first_of(grant), upload=logo())
    region = first_of(grant).funder.name
    printed = printed_agreement(grant)
    assert pictures_said(printed) == [region]
    assert len(PdfDocument(printed)) == len(PdfDocument(bare))
    assert f"nomment : {region}, {landlord}" in words_of(printed)
