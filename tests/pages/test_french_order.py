"""Wherever one chooses a place or a fund, « Écluse » is not after « Zola »."""

import pytest
from django.urls import reverse

from tests.factories import applications
from tests.pages.apply_kit import draft_open, url

NAMES = ["Zola", "Écluse", "Abeilles"]


def in_order(page):
    text = page.content.decode()
    return sorted(NAMES, key=text.index)


@pytest.fixture
def fund():
    made = applications.fund("Fonds du Canal")
    made.neighbourhoods.set(
        [applications.square(f"QN0591{n}M", west=3.0 + n / 10, name=name) for n, name in enumerate(NAMES)]
    )
    return made


def test_neighbourhoods_of_a_fund_and_of_a_project(client, fund):
    draft, browser = draft_open(fund)
    expected = ["Abeilles", "Écluse", "Zola"]
    assert in_order(browser.get(url("say", draft))) == expected
    assert [name for _code, name in browser.get(url("place", draft)).context["page"].neighbourhoods] == expected
    page = client.get(reverse("discover:fund", args=[fund.slug]))
    assert [name for _code, name in page.context["page"].neighbourhoods] == expected
    assert [place.name for place in client.get(reverse("discover:concerned")).context["answer"].listed] == expected


def test_funds(client, fund):
    for name in NAMES[1:]:
        applications.fund(name)
    for address in ("discover:home", "discover:funds"):
        cards = client.get(reverse(address)).context["cards"]
        assert [card.fund.name for card in cards] == ["Abeilles", "Écluse", "Fonds du Canal"]
        assert cards[2].places == "Abeilles, Écluse, Zola"
    offered = client.get(reverse("apply:start")).context["funds"]
    assert [each.name for each, _day in offered] == ["Abeilles", "Écluse", "Fonds du Canal"]
