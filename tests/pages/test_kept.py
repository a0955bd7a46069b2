"""Parts of public pages are kept until the journal of their territory moves, and never know their reader."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.committees import operations as committees
from quartierlibre.pagekit import kept
from tests.factories import applications, personas
from tests.pages.apply_kit import draft_open, url


@pytest.fixture
def keeping(settings):
    settings.KEPT_PARTS = 3
    kept.forget()
    yield
    kept.forget()


def written(source, **context):
    return Template("{% load pagekit_kept %}" + source).render(Context(context))


def ask(client, fund):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("discover:fund", args=[fund.slug])).content.decode()
    return re.sub(r'nonce="[^"]+"', "", page), len(asked)


@pytest.mark.django_db(transaction=True)
def test_a_fund_page_costs_two_queries_until_something_happens(keeping, client):
    fund = applications.fund()
    first, at_first = ask(client, fund)
    second, then = ask(client, fund)
    assert second == first
    assert (at_first <= 8, then) == (True, 2)
    committee = committees.form_committee(by=None, fund=fund, name="Comité")
    committees.plan_session(
        by=None, committee=committee, starts_at=timezone.now() + timedelta(days=40), place="Salle des fêtes"
    )
    third, _again = ask(client, fund)
    assert "Salle des fêtes" not in second
    assert "Salle des fêtes" in third


@pytest.mark.django_db(transaction=True)
def test_a_kept_page_never_shows_another_reader(keeping, client):
    fund = applications.fund()
    client.force_login(personas.amina())
    assert "Amina Belkacem" in ask(client, fund)[0]
    client.logout()
    assert "Amina Belkacem" not in ask(client, fund)[0]


def test_a_part_is_made_once_for_a_mark(keeping):
    assert written('{% kept "m" "a" %}{{ word }}{% endkept %}', word="un") == "un"
    assert written('{% kept "m" "a" %}{{ word }}{% endkept %}', word="deux") == "un"
    assert written('{% kept "m" "b" %}{{ word }}{% endkept %}', word="trois") == "trois"
    assert written('{% kept "n" "a" %}{{ word }}{% endkept %}', word="<quatre>") == "&lt;quatre&gt;"


def test_a_part_knows_nothing_of_its_reader(keeping):
    assert (
        written('{% kept "m" "c" %}[{{ user }}{{ request }}]{% endkept %}', user="Amina", request="/") == "[NoneNone]"
    )


def test_the_oldest_part_leaves_first(keeping):
    made = []
    for key in ("a", "b", "c", "a", "d", "a", "b"):
        kept.part(key, lambda key=key: made.append(key) or key)
    assert made == ["a", "b", "c", "d", "b"]


def test_nothing_is_kept_where_nothing_may_be(settings):
    settings.KEPT_PARTS = 0
    assert [kept.part("z", lambda word=word: word) for word in ("un", "deux")] == ["un", "deux"]


def test_a_form_with_a_token_cannot_be_kept():
    with pytest.raises(TemplateSyntaxError, match="belongs to one reader"):
        written('{% kept "m" "d" %}<form>{% csrf_token %}</form>{% endkept %}')


def form_of_a_project(client, draft, asked=""):
    page = client.get(url("say", draft) + asked).content.decode()
    return re.sub(r'(nonce|name="csrfmiddlewaretoken" value|name="device" value)="[^"]+"', "", page)


def test_the_form_of_a_project_keeps_its_words_and_nothing_anyone_typed(settings):
    """Every page the same to the letter, drawn afresh or from what other readers' pages left."""
    kept.forget()
    fund = applications.fund()
    empty, full = draft_open(fund, lines=[], resources=[], title="", themes=[]), draft_open(fund, title="<i>À & moi")
    wrong = draft_open(fund, starts_on="un samedi de juin", expected_people="beaucoup", holder_kind="association")
    pages = [(*one, asked) for one in (empty, full, wrong) for asked in ("", "?lignes=9")]
    settings.KEPT_PARTS = 0
    afresh = [form_of_a_project(client, draft, asked) for draft, client, asked in pages]
    assert len(set(afresh)) == len(pages)
    settings.KEPT_PARTS = 100
    for _time in range(2):
        assert [form_of_a_project(client, draft, asked) for draft, client, asked in pages] == afresh
    kept.forget()
