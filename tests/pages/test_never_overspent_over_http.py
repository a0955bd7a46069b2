"""The same crowd as in operations/test_never_overspent.py, through real requests to a real server (trust.md B2)."""

import re
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import pytest
from django.test import Client

from quartierlibre.domain.committees.models import Case, Decision
from quartierlibre.foundation.ledger.queries import faults
from tests.access.world import sign_in
from tests.factories import personas, votes
from tests.operations.test_never_overspent import CONNECTIONS, DECISIONS, TENTH, fresh_envelope, voted_files
from tests.pages.deliberate_kit import case_url
from tests.support.nightly import times
from tests.support.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = times(1, 5)


class Browser:
    """One connection kept open, with the cookies of a person who signed in."""

    def __init__(self, address, cookies):
        self.connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
        self.token = "t" * 32
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in {**cookies, "csrftoken": self.token}.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def post(self, path, **typed):
        body = urlencode({"csrfmiddlewaretoken": self.token, "once_key": str(uuid4()), **typed})
        self.connection.request("POST", path, body, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()


@contextmanager
def browsers_of(person, address):
    """So many browsers of somebody who signed in, each with its connection."""
    signed = Client()
    sign_in(signed, person)
    cookies = {name: morsel.value for name, morsel in signed.cookies.items()}
    opened = [Browser(address, cookies) for _ in range(CONNECTIONS)]
    try:
        yield opened
    finally:
        for browser in opened:
            browser.connection.close()


def test_twenty_browsers_forty_decisions_of_a_tenth_each(live_server):
    cases, _held = voted_files(DECISIONS * ROUNDS, sessions=CONNECTIONS, cents=1)
    fund_year = cases[0].envelope.fund_year
    with browsers_of(personas.chloe(fund_year.fund.territory), live_server.url) as browsers:
        play(cases, fund_year, browsers)
    assert Decision.objects.count() == 10 * ROUNDS
    assert list(faults()) == []


def play(cases, fund_year, browsers):
    for n in range(ROUNDS):
        envelope = fresh_envelope(fund_year, n)
        lot = list(cases[n * DECISIONS : (n + 1) * DECISIONS])
        Case.objects.filter(pk__in=[case.pk for case in lot]).update(envelope=envelope)

        def decide(person, lot=lot):
            said = {"outcome": "granted", "amount": str(TENTH // 100), "reason": "Un projet utile."}
            return [browsers[person].post(case_url("decide", case), **said) for case in lot[person::CONNECTIONS]]

        answers = [answer for each in at_once(CONNECTIONS, decide) for answer in each]
        statuses = [status for status, _page in answers]
        assert statuses.count(302) == 10, (n, sorted(statuses))
        assert set(statuses) == {302, 409}, "nobody gets an error page"
        lost = [re.sub(r"\s+", " ", page.replace("\u00a0", " ")) for status, page in answers if status == 409]
        assert all("Il reste 0 € : c’est moins que la somme demandée." in page for page in lost)
        assert votes.pots(envelope) == (0, 10 * TENTH, 0)
