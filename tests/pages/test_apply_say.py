"""Screen 1: say it. Whatever the button, what is typed is kept."""

import gzip

import pytest
from django.test import Client

from quartierlibre.domain.applications.models import Application
from quartierlibre.pagekit import kept
from tests.factories import applications, personas, stories
from tests.pages.apply_kit import draft_open, opened_by, saved, start, typed, url


@pytest.fixture
def mine(client):
    return start(client, applications.fund())[0]


def test_the_page_asks_seven_questions_and_a_contact(client, mine):
    page = client.get(url("say", mine))
    assert [each.number for each in page.context["page"].questions] == list(range(1, 9))
    for words in ("Votre idée", "Où cela se passe-t-il", "Comment vous répondre"):
        assert words in page.content.decode()


@pytest.mark.parametrize("filed", [False, True])
def test_nobody_else_opens_it(filed):
    application = stories.submitted(by=personas.amina()) if filed else stories.draft(by=personas.amina())
    here = application.fund.territory
    for person in (None, personas.driss(), personas.chloe(here), personas.farid(here)):
        client = Client()
        if person:
            client.force_login(person)
        for name in ("say", "place", "helper", "check", "sent", "advice", "earlier", "my_sheet"):
            assert client.get(url(name, application)).status_code == 404, (person, name)
        for name in ("autosave", "add_papers", "withdraw", "new_code", "say", "check"):
            assert client.post(url(name, application), {"title": "Volé"}).status_code in {404, 422}, (person, name)
    assert saved(application).title == "Repas de la tour 3"


def test_its_holder_opens_it_from_anywhere(client):
    application = stories.draft(by=personas.amina())
    client.force_login(personas.amina())
    assert client.get(url("say", application)).status_code == 200


def test_a_file_of_the_team_is_open_to_the_team(client):
    application = stories.draft(by=personas.amina())
    application.team.add(personas.driss())
    client.force_login(personas.driss())
    assert client.get(url("say", application)).status_code == 200


def test_saving_keeps_every_answer_and_comes_back(client, mine):
    response = client.post(url("say", mine), {**typed(), "action": "save"})
    assert (response.status_code, response.url) == (302, url("say", mine))
    kept = saved(mine)
    assert (kept.title, kept.asked_cents, kept.expected_people) == ("Repas de la tour 3", 15000, 60)
    assert [(line.label, line.amount_cents) for line in kept.budget_lines.filter(kind="expense")] == [
        ("Location de la sono", 12000),
        ("Boissons", 6050),
    ]
    assert [theme.code for theme in kept.themes.all()] == ["lien"]


@pytest.mark.parametrize(("action", "leads"), [("check", "check"), ("place", "place"), ("later", "say"), ("", "say")])
def test_each_button_keeps_then_leads(client, mine, action, leads):
    response = client.post(url("say", mine), {**typed(), "action": action})
    assert response.url == url(leads, mine)
    assert saved(mine).title == "Repas de la tour 3"


def test_what_cannot_be_read_is_kept_as_typed_and_explained(client, mine):
    response = client.post(url("say", mine), {**typed(asked="environ mille", starts_on="bientôt"), "action": "check"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="environ mille"' in page
    assert 'value="bientôt"' in page
    assert "Écrivez une somme en chiffres" in page
    assert saved(mine).answers["asked"] == "environ mille"
    assert saved(mine).title == "Repas de la tour 3"


def test_one_more_line_without_a_script(client, mine):
    rows = [{"label": f"Achat {n}", "amount": "1 234,50 €"} for n in range(4)]
    response = client.post(url("say", mine), {**typed(lines=rows), "action": "line"})
    page = client.get(response.url).content.decode()
    assert 'name="lines-5-label"' in page
    assert ">Achat 3</textarea>" in page
    assert saved(mine).budget_lines.filter(kind="expense", amount_cents=123450).count() == 4


def test_what_is_too_long_to_keep_is_shown_again(client, mine):
    response = client.post(url("say", mine), {**typed(pitch="a" * 20_001), "action": "save"})
    assert response.status_code == 409
    assert "a" * 20_001 in response.content.decode()
    assert saved(mine).title == ""


def test_once_filed_screen_1_leads_to_screen_3():
    application = stories.submitted()
    client = opened_by(application)
    assert client.get(url("say", application)).url == url("sent", application)
    client.post(url("say", application), {**typed(title="Autre"), "action": "save"})
    assert saved(application).title == "Repas de la tour 3"


def test_a_field_of_another_form_changes_nothing(client, mine):
    client.post(url("say", mine), {**typed(), "state": "submitted", "filing_number": "1", "holder": "1"})
    assert (saved(mine).state, saved(mine).filing_number, saved(mine).holder) == ("draft", None, None)


def test_words_that_look_like_a_page_are_only_words(client, mine):
    client.post(url("say", mine), typed(title="<script>alert(1)</script>", pitch="</textarea><b>"))
    page = client.get(url("say", mine)).content.decode()
    assert "<script>alert(1)" not in page
    assert "</textarea><b>" not in page


def test_a_form_from_elsewhere_is_refused():
    application, _client = draft_open()
    client = Client(enforce_csrf_checks=True)
    client.cookies = opened_by(application).cookies
    assert client.post(url("say", application), typed(title="Autre")).status_code == 403
    assert client.post(url("autosave", application), typed(title="Autre")).status_code == 403
    assert saved(application).title == "Repas de la tour 3"


def test_other_verbs_are_refused(client, mine):
    assert client.put(url("say", mine)).status_code == 405
    assert client.get(url("autosave", mine)).status_code == 405


def test_asking_for_what_is_lacking(client, mine):
    client.post(url("say", mine), {**typed(asked=""), "action": "fill"})
    assert saved(mine).asked_cents == 15000  # 120 + 60,50 − 30,50


def test_purchases_are_sorted_only_where_a_rule_depends_on_them(client, mine):
    assert 'name="lines-0-category"' not in client.get(url("say", mine)).content.decode()
    ceiling = {"value": 20_000, "unit": "cents", "source": "text", "when": {"objects": ["meal"]}}
    fund = applications.fund("Fonds qui trie", rules={"amount.ceilings": [ceiling]})
    other, _response = start(client, fund)
    assert 'name="lines-0-category"' in client.get(url("say", other)).content.decode()


@pytest.fixture
def as_served(settings):
    """Parts that belong to nobody are kept, as they are where pages are served."""
    settings.KEPT_PARTS = 300
    kept.forget()
    yield
    kept.forget()


def test_the_page_costs_the_same_with_one_line_or_twenty(client, mine, as_served, django_assert_num_queries):
    for count in (1, 20):
        rows = [{"label": f"Achat {n}", "amount": "10"} for n in range(count)]
        client.post(url("say", mine), typed(lines=rows))
        client.get(url("say", mine))
        with django_assert_num_queries(4):  # the session, the file, how far the journal is, the papers
            page = client.get(url("say", mine))
        assert len(gzip.compress(page.content)) < 20_000


def test_signed_in_it_is_still_eight_at_most(client, django_assert_max_num_queries):
    application = stories.draft(by=personas.amina())
    client.force_login(personas.amina())
    with django_assert_max_num_queries(8):
        client.get(url("say", application))


def test_words_of_before_can_be_put_back(client, mine):
    client.post(url("say", mine), typed(pitch="Un grand bal sur la place"))
    client.post(url("say", mine), {**typed(pitch="Rien"), "revision": "1"})
    assert "Un grand bal sur la place" in client.get(url("earlier", mine)).content.decode()
    client.post(url("earlier", mine), {"word": "0"})
    assert saved(mine).pitch == "Un grand bal sur la place"


def test_a_code_lost_with_its_cookie_is_given_again(client, mine):
    client.cookies.pop(next(name for name in client.cookies if name.startswith("ql_code_")))
    page = client.get(url("say", mine))
    assert (page.context["code"], "Recevoir un code" in page.content.decode()) == ("", True)
    client.post(url("new_code", mine))
    assert client.get(url("say", mine)).context["code"] != ""
    assert Application.objects.get().codes.count() == 2
