"""Where to file, and starting a draft."""

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.funds.models import Fund
from tests.factories import applications, personas
from tests.pages.apply_kit import once_key, saved, start, url


def test_with_one_fund_there_is_nothing_to_choose(client):
    fund = applications.fund()
    response = client.get(reverse("apply:start"))
    assert (response.status_code, response.url) == (302, reverse("apply:begin", args=[fund.slug]))


def test_with_two_funds_one_chooses_by_place(client):
    applications.fund("Fonds du Nord"), applications.fund("Fonds du Sud")
    page = client.get(reverse("apply:start")).content.decode()
    assert "Fonds du Nord" in page
    assert "Fonds du Sud" in page
    assert "Les Glycines" in page


def test_without_any_fund_the_page_says_so(client):
    assert "Aucun fonds ne reçoit de projet" in client.get(reverse("apply:start")).content.decode()


def test_reading_writes_nothing_and_gives_no_session(client):
    fund = applications.fund()
    response = client.get(reverse("apply:begin", args=[fund.slug]))
    assert response.status_code == 200
    assert "sessionid" not in client.cookies
    assert (Application.objects.count(), Session.objects.count()) == (0, 0)


def test_starting_opens_a_draft_and_gives_a_code(client):
    application, response = start(client, applications.fund())
    assert (response.status_code, response.url) == (302, url("say", application))
    page = client.get(response.url)
    assert page.status_code == 200
    assert page.context["code"].count("-") == 2


def test_someone_signed_in_becomes_the_holder(client):
    client.force_login(personas.amina())
    application, _response = start(client, applications.fund())
    assert application.holder == personas.amina()


def test_who_helps_says_so_first(client):
    application, response = start(client, applications.fund(), who="helper")
    assert response.url == url("helper", application)
    assert application.channel == "helper"


def test_pressing_twice_starts_once(client):
    fund = applications.fund()
    begin = reverse("apply:begin", args=[fund.slug])
    data = {"who": "me", "once_key": once_key(client.get(begin))}
    first, second = client.post(begin, data), client.post(begin, data)
    assert first["Location"] == second["Location"]
    assert Application.objects.count() == 1


def test_who_lost_the_first_answer_still_gets_in(client):
    fund = applications.fund()
    begin = reverse("apply:begin", args=[fund.slug])
    data = {"who": "me", "once_key": once_key(client.get(begin))}
    client.post(begin, data)
    other = Client()
    assert other.get(other.post(begin, data)["Location"]).status_code == 200


def test_without_a_key_nothing_starts(client):
    fund = applications.fund()
    assert client.post(reverse("apply:begin", args=[fund.slug]), {"who": "me"}).status_code == 422
    assert Application.objects.count() == 0


def test_an_answer_we_do_not_know_is_asked_again(client):
    fund = applications.fund()
    begin = reverse("apply:begin", args=[fund.slug])
    response = client.post(begin, {"who": "cat", "once_key": once_key(client.get(begin))})
    assert response.status_code == 422
    assert Application.objects.count() == 0


def test_a_fund_that_closed_while_one_read_refuses(client):
    fund = applications.fund()
    begin = reverse("apply:begin", args=[fund.slug])
    key = once_key(client.get(begin))
    Fund.objects.filter(pk=fund.pk).update(opened_on="2020-01-01", closed_on="2020-02-01")
    response = client.post(begin, {"who": "me", "once_key": key})
    assert response.status_code == 409
    assert "ne reçoit pas" in response.content.decode()


def test_a_fund_being_prepared_or_shown_as_an_example_is_not_here(client):
    fund = applications.fund()
    begin = reverse("apply:begin", args=[fund.slug])
    Fund.objects.filter(pk=fund.pk).update(is_reference=True)
    assert client.get(begin).status_code == 404
    assert client.get(reverse("apply:begin", args=["nulle-part"])).status_code == 404


def test_a_draft_begun_here_is_offered_before_a_second_one(client):
    fund = applications.fund()
    application, _response = start(client, fund)
    page = client.get(reverse("apply:begin", args=[fund.slug])).content.decode()
    assert url("say", application) in page


def test_the_sheet_of_a_fund_is_a_pdf(client):
    fund = applications.fund()
    response = client.get(reverse("apply:sheet", args=[fund.slug]))
    assert (response["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_draft_says_nothing_of_the_day_it_was_not_filed(client):
    application, _response = start(client, applications.fund())
    assert saved(application).filed_on is None
    assert saved(application).created_at <= timezone.now()
