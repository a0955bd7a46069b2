"""The accounts of a fund in a real browser: no fault for axe, light and dark, nothing off the side of a phone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Contribution
from tests.access.world import sign_in
from tests.browser import steps
from tests.browser.looks import looks
from tests.factories import personas
from tests.factories.funds import TESTS
from tests.pages.test_books import YEAR, story, url

SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture(scope="module")
def books(world, django_db_blocker):
    """A fund with two funders and projects, and the year before it, closed with money to share out."""
    from django.test import Client

    with django_db_blocker.unblock():
        fund = story(world.fund)
        before = operations.open_year(by=TESTS, fund=fund, year=YEAR - 1)
        funder = Contribution.objects.filter(fund_year__fund=fund, share_percent=70).get().funder
        made = operations.record_contribution(by=TESTS, fund_year=before, funder=funder, amount_cents=90_000)
        operations.endow(by=TESTS, contribution=made, envelope=before.envelopes.get(), amount=90_000, reference="avant")
        operations.call_funds(
            by=TESTS,
            contribution=Contribution.objects.filter(fund_year__fund=fund, share_percent=70).get(),
            amount=600_000,
            on=timezone.localdate().replace(month=1, day=2),
            due_on=timezone.localdate().replace(month=1, day=20),
        )
        operations.close_year(by=TESTS, fund_year=before)
        client = Client()
        sign_in(client, personas.chloe(fund.territory))
        yield {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value, "fund": fund}


@pytest.fixture
def at_books(visit, books, site):
    def opened(**how):
        page = visit(**how)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": books["cookie"], "url": site}])
        return page

    return opened


def addresses(books):
    fund = books["fund"]
    contribution = Contribution.objects.filter(fund_year__fund=fund, share_percent=70).get()
    return {
        "all": "/gerer/argent/",
        "dashboard": url("books", fund),
        "month": url("month", fund, YEAR, f"{timezone.localdate():%Y-%m}"),
        "funders": url("funders", fund),
        "funder": url("funder", fund, YEAR, contribution.pk),
        "report": url("year_report", fund, YEAR),
        "closing": url("closing", fund, YEAR),
        "closed": url("closing", fund, YEAR - 1),
    }


@looks()
def test_no_page_of_the_accounts_has_one_fault_for_axe(at_books, axe, books, width, dark, django_db_blocker):
    page = at_books(width=width, dark=dark)
    faults = {}
    with django_db_blocker.unblock():
        listed = addresses(books)
    for name, address in listed.items():
        page.goto(address)
        faults[name] = axe(page)
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{'dark' if dark else 'light'}.png", full_page=True)
    assert faults == {name: [] for name in faults}


def test_at_320_pixels_nothing_runs_off_the_side(at_books, books, django_db_blocker):
    page = at_books(width=320, height=700)
    widest = {}
    with django_db_blocker.unblock():
        listed = addresses(books)
    for name, address in listed.items():
        page.goto(address)
        widest[name] = steps.overflow(page)
    assert widest == dict.fromkeys(widest, 0)


def test_a_call_for_funds_is_made_without_scripts(at_books, books, django_db_blocker):
    page = at_books(width=360, scripts=False)
    with django_db_blocker.unblock():
        page.goto(addresses(books)["funder"])
    page.get_by_text("Demander de l’argent").click()
    page.get_by_label("Somme demandée").fill("9 999 999")
    page.get_by_role("button", name="Préparer l’appel de fonds").click()
    page.get_by_text("à demander à ce financeur").first.wait_for()
    page.get_by_label("Somme demandée").fill("100")
    page.get_by_role("button", name="Préparer l’appel de fonds").click()
    page.get_by_text("Appel n° 2 : 100").wait_for()
