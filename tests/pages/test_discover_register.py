"""The register of a fund's decisions: all of them, without the holder of what was refused."""

import csv
import io
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from tests.factories import applications
from tests.factories import funds as fund_factory
from tests.factories.published import alike, decided

TODAY = date(2026, 6, 15)


def address(fund):
    return reverse("discover:decisions", args=[fund.slug])


def test_every_published_decision_is_there(client):
    fund = applications.fund()
    decided(fund, title="Fête", amount=20_000)
    decided(fund, title="Un potager chez Driss", group_name="Les amis de Driss", outcome="refused")
    decided(fund, title="Brouillon", published_at=None)
    page = client.get(address(fund))
    assertContains(page, "2 décisions publiées, dont 1 favorables")
    assertContains(page, "Fête")
    assertContains(page, "Projet non retenu")
    for hidden in ("potager", "Driss", "Brouillon"):
        assertNotContains(page, hidden)


def test_the_theme_of_a_refusal_is_told_only_among_several(client):
    fund = applications.fund()
    decided(fund, outcome="refused", themes=["culture"])
    for _ in range(3):
        decided(fund, outcome="refused", themes=["lien"])
    page = client.get(address(fund))
    assertNotContains(page, "Culture et savoirs")
    assertContains(page, "Animer le quartier", count=3)


def test_one_year_at_a_time(client):
    fund = applications.fund()
    decided(fund, title="Ancien", on=date(2025, 4, 2))
    decided(fund, title="Récent", on=TODAY)
    page = client.get(address(fund), {"annee": "2025"})
    assertContains(page, "Ancien")
    assertNotContains(page, "Récent")
    assert client.get(address(fund), {"annee": "1999"}).context["page"].register.lines == ()


def test_a_long_register_is_cut_in_pages(client):
    fund = applications.fund()
    alike(decided(fund, title="Projet 00", on=TODAY), 32, title="Projet {:02}", days=lambda at: at // 2)
    page = client.get(address(fund)).context["page"]
    beyond = client.get(address(fund) + page.after).context["page"]
    assert [len(page.register.lines), len(beyond.register.lines)] == [20, 13]
    assert not {line.title for line in page.register.lines} & {line.title for line in beyond.register.lines}
    again = client.get(address(fund) + beyond.before).context["page"]
    assert again.register.lines == page.register.lines


def test_ten_decisions_or_sixty_ask_the_same_questions(client):
    fund = applications.fund()
    first, counts = decided(fund), []
    for many in (10, 50):
        alike(first, many)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(fund))
        counts.append(len(asked))
    assert counts == [4, 4]


def test_the_download_says_no_more_than_the_page(client):
    fund = applications.fund()
    decided(fund, title="=cmd|' /C calc'!A0", amount=20_000)
    decided(fund, title="Secret", outcome="refused")
    answer = client.get(reverse("discover:decisions_csv", args=[fund.slug]))
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row["Décision"] for row in rows] == ["Refusé", "Accordé en totalité"]
    assert rows[1]["Projet"] == "'=cmd|' /C calc'!A0"
    assert rows[1]["Accordé (€)"] == "200,00"
    assert "Secret" not in text


def test_an_empty_register_says_when_it_fills(client):
    assertContains(client.get(address(applications.fund())), "Aucune décision publiée")


def test_a_fund_being_prepared_has_no_register(client):
    fund = fund_factory.fund(opened_on=None)
    for name in ("decisions", "decisions_csv", "figures"):
        assert client.get(reverse(f"discover:{name}", args=[fund.slug])).status_code == 404
