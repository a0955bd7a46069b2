"""The accounts of a fund: read by who may, written by who keeps them, the same on pages, paper and in spreadsheets."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdfium2 import PdfDocument
from pytest_django.asserts import assertContains, assertNotContains
from python_calamine import CalamineWorkbook

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Contribution, FunderContact, FunderKind, FundYear, Purse
from quartierlibre.domain.grants import operations as grant_operations
from quartierlibre.domain.grants.models import MonthlyStatement, Report
from quartierlibre.foundation.money import euros
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.letters.operations import write_due
from tests.access.world import SignedIn
from tests.factories import applications, grants, personas, published
from tests.factories import funds as money
from tests.factories.funds import TESTS
from tests.factories.uploads import logo
from tests.support.memory import remembered

YEAR = timezone.localdate().year


@remembered
def story(fund=None):
    """A fund with two funders, a project paid in part whose report is checked, and one which holds a promise."""
    fund = fund or grants.fund()
    year = operations.open_year(by=TESTS, fund=fund, year=YEAR)
    terms = {"fund_year": year, "regrant_allowed": True}
    region = operations.record_contribution(
        by=TESTS, funder=money.funder(FunderKind.REGION), amount_cents=euros(7_000), share_percent=70, **terms
    )
    town = operations.record_contribution(
        by=TESTS, funder=money.funder(FunderKind.COMMUNE), amount_cents=euros(3_000), share_percent=30, **terms
    )
    operations.record_contribution(by=TESTS, fund_year=year, funder=town.funder, purpose="engineering")
    for contribution, amount in ((region, 3_500), (town, 3_000)):
        envelope = year.envelopes.get()
        operations.endow(
            by=TESTS,
            contribution=contribution,
            envelope=envelope,
            amount=euros(amount),
            reference=f"r{contribution.pk}",
        )
    first = published.decided(fund, amount=euros(1_000), group_name="=Les amis", title="Fête <b>du</b> canal")
    second = published.decided(fund, amount=euros(500), group_name="Les voisins", title="Jardin")
    for decision in (first, second):
        grant_operations.open_grants(by=TESTS, session=decision.case.session)
    operations.pay_grant(by=TESTS, reservation=first.entry, amount=euros(800), reference="p1", to_association=True)
    said = {"people": 35, "effect": "Les voisins se parlent.", "self_rating": 4, "story": "Il faisait beau."}
    Report.objects.create(grant=first.grant, state="checked", sent_at=timezone.now(), **said)
    return fund


def days_ago(days):
    return f"{timezone.localdate() - timedelta(days=days)}"


@pytest.fixture
def fund():
    return story()


@pytest.fixture
def chloe(fund):
    return SignedIn(personas.chloe(fund.territory))


def url(name, fund, *args):
    return reverse(f"manage:{name}", args=[fund.slug, *args])


def post(client, address, **data):
    return client.post(address, {"once_key": str(uuid4()), **data})


def text_of(pdf):
    document = PdfDocument(pdf)
    return (
        "\n".join(page.get_textpage().get_text_bounded() for page in document)
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )


def plain(answer):
    """The words of a page, spaces made usual."""
    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"[\s\u202f\u00a0]+", " ", words)


def test_the_dashboard_says_what_is_left_and_to_the_regional_officer_too(fund, chloe, django_assert_max_num_queries):
    chloe.get(url("books", fund))
    with django_assert_max_num_queries(10):
        page = plain(chloe.get(url("books", fund)))
    for words in ("Tableau de bord", "5 000 €", "Promis, à verser", "700 €", "En caisse, libre", "Versé aux projets"):
        assert words in page
    farid = SignedIn(personas.farid(fund.territory))
    assert "5 000 €" in plain(farid.get(url("books", fund)))
    assertContains(farid.get("/gerer/argent/"), fund.name)
    assertNotContains(farid.get(url("funders", fund)), "Noter un financeur")
    assert farid.get(url("closing", fund, YEAR)).status_code == 200
    assert post(farid, url("close_year", fund, YEAR), sure="on").status_code == 404
    stranger = SignedIn(personas.eve(applications.territory("Ailleurs")))
    assert stranger.get(url("books", fund)).status_code == 404


def test_the_regional_officer_compares_the_funds_however_many(fund, django_assert_num_queries):
    farid = SignedIn(personas.farid(fund.territory))
    other = grants.fund(name="Un autre fonds")
    page = plain(farid.get("/gerer/argent/"))
    assert f"{YEAR} 6 500 € 5 000 € 700 € 800 €" in page
    assert "Aucune année n’est ouverte." in page
    assert "Tous ensemble" not in page
    with CaptureQueriesContext(connection) as before:
        farid.get("/gerer/argent/")
    operations.open_year(by=TESTS, fund=other, year=YEAR)
    with django_assert_num_queries(len(before)):
        page = plain(farid.get("/gerer/argent/"))
    assert "Tous ensemble" in page
    assert "Total 6 500 € 5 000 € 700 € 800 €" in page


def test_the_month_is_the_same_on_the_page_on_paper_and_in_spreadsheets(fund, chloe, django_assert_max_num_queries):
    month = f"{timezone.localdate():%Y-%m}"
    address = url("month", fund, YEAR, month)
    chloe.get(address)
    with django_assert_max_num_queries(10):
        page = plain(chloe.get(address))
    assert "Fête &lt;b&gt;du&lt;/b&gt; canal" in page
    assert "1 500 €" in page
    paper = chloe.get(url("month_file", fund, YEAR, month, "pdf"))
    assert paper["Content-Type"] == "application/pdf"
    assert "800 €" in text_of(paper.content)
    for form in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(BytesIO(chloe.get(url("month_file", fund, YEAR, month, form)).content))
        assert book.get_sheet_by_name("Secteurs").to_python()[1][1:4] == [1500.0, 800.0, 800.0]
        (paid,) = book.get_sheet_by_name("Versements").to_python()[1:]
        assert paid[2:] == ["Fête <b>du</b> canal", "", "Versé", 800.0]
    assert chloe.get(url("month_file", fund, YEAR, month, "doc")).status_code == 404
    assert chloe.get(url("month", fund, YEAR, "2026-13")).status_code == 404


def test_a_month_over_is_sent_once_to_funders_and_members_who_read_it_without_an_account(fund, chloe, client):
    funder = Contribution.objects.filter(fund_year__fund=fund).first().funder
    operations.note_contact(by=TESTS, fund=fund, funder=funder, email="fonds@region.example")
    before = f"{date(YEAR - 1, 12, 1):%Y-%m}"
    this = f"{timezone.localdate():%Y-%m}"
    assert post(chloe, url("send_month", fund, YEAR, this)).status_code == 409
    assert post(chloe, url("send_month", fund, YEAR, before)).status_code == 302
    assert post(chloe, url("send_month", fund, YEAR, before)).status_code == 409
    assert MonthlyStatement.objects.count() == 1
    write_due()
    outbox.send_due()
    (letter,) = [each for each in mail.outbox if "fonds@region.example" in each.to]
    link = re.search(r"https?://[^/]+(/gerer/etat/\S+)", letter.body)[1]
    page = client.get(link)
    assertContains(page, fund.name)
    assert page["Referrer-Policy"] == "no-referrer"
    assert client.get(link + "etat.pdf").status_code == 200
    assert client.get("/gerer/etat/" + "a" * 43 + "/").status_code == 404


def test_an_agreement_is_written_called_and_paid(fund, chloe):
    asked = {
        "name": "Bailleur du canal",
        "kind": "landlord",
        "purpose": "projects",
        "amount": "1 000",
        "share": "",
        "clause": "unread",
    }
    made = post(chloe, url("funders", fund), **asked)
    contribution = Contribution.objects.get(funder__name="Bailleur du canal")
    assert made.status_code == 302
    assert post(chloe, url("funders", fund), **asked).status_code == 409
    key = (YEAR, contribution.pk)
    assert contribution.regrant_allowed is None
    assertContains(chloe.get(url("funder", fund, *key)), "La clause sur les associations n’est pas lue")
    late = {"call-on": days_ago(40), "call-due_on": days_ago(25)}  # also in January, when both are of last year
    due = {"call-amount": "600", "call-reference": "A1", **late}
    assert post(chloe, url("call_funds", fund, *key), **due).status_code == 302
    assert post(chloe, url("call_funds", fund, *key), **{**due, "call-amount": "600"}).status_code == 409
    letter = text_of(chloe.get(url("call_letter", fund, *key, 1)).content)
    assert "Bailleur du canal" in letter
    assert "600 €" in letter
    assert "600 € en retard" in plain(chloe.get(url("funders", fund)))
    received = {"receipt-amount": "600", "receipt-reference": "virement du 3 mars"}
    assert post(chloe, url("receive_funds", fund, *key), **received).status_code == 302
    assert post(chloe, url("receive_funds", fund, *key), **received).status_code == 409
    terms = {"terms-amount": "1 000", "terms-clause": "yes", "terms-clause_reference": "article 6"}
    assert post(chloe, url("revise_agreement", fund, *key), **terms).status_code == 302
    expected = {"expected-label": "Solde", "expected-due_on": f"{YEAR}-10-01"}
    assert post(chloe, url("expect_funds", fund, *key), **expected).status_code == 302
    assert post(chloe, url("add_contact", fund, *key), **{"contact-email": "pas une adresse"}).status_code == 422
    assert post(chloe, url("add_contact", fund, *key), **{"contact-email": "b@exemple.fr"}).status_code == 302
    page = plain(chloe.get(url("funder", fund, *key)))
    for words in ("oui (article 6)", "Solde", "b@exemple.fr", "Appel n° 1 : 600 €"):
        assert words in page
    contact = FunderContact.objects.get()
    assert post(chloe, url("remove_contact", fund, contact.pk)).status_code == 302
    assert not FunderContact.objects.exists()


def test_the_logo_of_a_funder_is_put_replaced_and_removed(fund, chloe):
    contribution = Contribution.objects.filter(fund_year__fund=fund, share_percent=70).get()
    key = (YEAR, contribution.pk)
    here = url("funder", fund, *key)
    assertContains(chloe.get(here), "Pas encore de logo")
    assert chloe.get(url("funder_logo", fund, *key)).status_code == 404
    paper = {"logo-image": SimpleUploadedFile("logo.png", b"%PDF-1.7")}
    wrong = post(chloe, url("set_funder_logo", fund, *key), **paper)
    assertContains(wrong, "n’est pas une image", status_code=409)
    assertContains(wrong, 'enctype="multipart/form-data"', status_code=409)
    assertContains(post(chloe, url("set_funder_logo", fund, *key)), "Choisissez un fichier.", status_code=422)
    for colour in ("#1d4e89", "#7b230f"):
        picture = {"logo-image": logo(colour=colour)}
        assert post(chloe, url("set_funder_logo", fund, *key), **picture).status_code == 302
    shown = chloe.get(url("funder_logo", fund, *key))
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    red, _green, blue = Image.open(BytesIO(shown.getvalue())).convert("RGB").getpixel((5, 5))
    assert red > blue  # the second one
    image = f'src="{url("funder_logo", fund, *key)}" width="240" height="80" alt="{contribution.funder.name}"'
    assertContains(chloe.get(here), image)
    farid = SignedIn(personas.farid(fund.territory))
    assertContains(farid.get(here), image)
    assertNotContains(farid.get(here), "Remplacer le logo")
    assert post(farid, url("remove_funder_logo", fund, *key)).status_code == 404
    assert post(chloe, url("remove_funder_logo", fund, *key)).status_code == 302
    assert post(chloe, url("remove_funder_logo", fund, *key)).status_code == 404
    assertContains(chloe.get(here), "Pas encore de logo")


def test_running_costs_are_kept_apart(fund, chloe):
    contribution = Contribution.objects.get(purpose="engineering")
    key = (YEAR, contribution.pk)
    cost = {"cost-label": "Affranchissement", "cost-amount": "40", "cost-on": f"{YEAR}-02-01"}
    assert post(chloe, url("spend_running_costs", fund, *key), **cost).status_code == 409
    got = {"receipt-amount": "100", "receipt-reference": "dotation"}
    assert post(chloe, url("receive_funds", fund, *key), **got).status_code == 302
    assert post(chloe, url("spend_running_costs", fund, *key), **cost).status_code == 302
    assert "Affranchissement : 40 €" in plain(chloe.get(url("funder", fund, *key)))
    assert "5 000 €" in plain(chloe.get(url("books", fund)))


def test_the_report_to_a_funder_is_read_on_paper_and_in_spreadsheets(fund, chloe):
    assertContains(chloe.get(url("year_report", fund, YEAR)), "Justifié")
    funder = Contribution.objects.filter(share_percent=70).get().funder
    paper = text_of(chloe.get(url("funder_report", fund, YEAR, funder.pk, "pdf")).content)
    for words in (funder.name, "560 €", "Fête <b>du</b> canal", "Participants", "35"):
        assert words in paper
    town = Contribution.objects.filter(share_percent=30).get().funder  # it pays for projects, and for the team
    paper = text_of(chloe.get(url("funder_report", fund, YEAR, town.pk, "pdf")).content)
    assert paper.count(f"{town.name} · Animation et gestion") == 1
    sheets = text_of(chloe.get(url("project_sheets", fund, YEAR)).content)
    assert "Les voisins se parlent." in sheets
    assert "Bilan attendu." in sheets
    for form in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(
            BytesIO(chloe.get(url("funder_report", fund, YEAR, funder.pk, form)).content)
        )
        assert book.get_sheet_by_name("Financeurs").to_python()[1][1:] == [0.0, 3500.0, 490.0, 560.0, 560.0, 2450.0]
        first, second = book.get_sheet_by_name("Projets").to_python()[1:]
        assert (first[2], first[10:14]) == ("'=Les amis", [1000.0, 800.0, 200.0, 800.0])
        assert second[15] == "Pas encore de bilan"
    assert chloe.get(url("funder_report", fund, YEAR, 0, "pdf")).status_code == 404


def test_the_accountant_gets_eighteen_columns_which_balance(fund, chloe):
    answer = chloe.get(url("accounting", fund, YEAR))
    lines = b"".join(answer.streaming_content).decode().split("\r\n")
    head, rows = lines[0].split("\t"), [line.split("\t") for line in lines[1:-1]]
    assert (len(head), head[0], head[17]) == (18, "JournalCode", "Idevise")
    assert {len(row) for row in rows} == {18}
    debit, credit = (sum(int(row[at].replace(",", "")) for row in rows) for at in (11, 12))
    assert debit == credit > 0
    numbers = [int(row[2]) for row in rows]
    assert sorted(set(numbers)) == list(range(1, max(numbers) + 1))
    granted = {row[4]: row[11] for row in rows if row[10] == "Aide versée" and row[11] != "0,00"}
    assert granted["802200"] == "800,00"
    assert sorted(row[11] for row in rows if row[4] == "657100") == ["240,00", "560,00"]


def test_the_year_closes_and_each_funder_s_euros_are_shared_out(fund, chloe):
    operations.prepare_year(by=TESTS, fund=fund, year=YEAR + 1)
    page = plain(chloe.get(url("closing", fund, YEAR)))
    assert "reste 200 € à verser" in page
    assert post(chloe, url("close_year", fund, YEAR)).status_code == 422
    book = CalamineWorkbook.from_filelike(BytesIO(chloe.get(url("year_workbook", fund, YEAR, "ods")).content))
    assert {"Secteurs", "Mois", "Financeurs", "Projets"} <= set(book.sheet_names)
    assert post(chloe, url("close_year", fund, YEAR), sure="on", note="Conforme.").status_code == 302
    assert FundYear.objects.get(fund=fund, year=YEAR).state == "closed"
    purse = Purse.objects.get(contribution__share_percent=70)
    name = f"purse-{purse.pk}"
    asked = {f"{name}-choice": "carry", f"{name}-amount": "9 000", f"{name}-because": "Article 8."}
    assert post(chloe, url("settle", fund, YEAR, purse.pk), **asked).status_code == 409
    asked[f"{name}-amount"] = "2 450"
    assert post(chloe, url("settle", fund, YEAR, purse.pk), **asked).status_code == 302
    page = plain(chloe.get(url("closing", fund, YEAR)))
    assert "2 450 €, reporté sur l’année suivante (Article 8.)" in page
    assert "De l’argent est à répartir" in plain(chloe.get(url("books", fund) + f"?annee={YEAR}"))
    assertContains(chloe.get(url("year_report", fund, YEAR)), "Reporté, déduit ou rendu")
    carried = Contribution.objects.get(carried_from=purse.contribution)
    assert (carried.amount_cents, carried.fund_year.year) == (euros(2_450), YEAR + 1)
    running = FundYear.objects.get(fund=fund, year=YEAR).grants.first()
    assert post(chloe, url("give_back", fund, YEAR, running.public_id)).status_code == 409
    garden = running.fund_year.grants.get(application__title="Jardin")
    grant_operations.accept_grant(by=None, grant=garden, how="code", said_by="Amina")
    why = {f"grant-{garden.pk}-because": "Personne ne répond."}
    assert post(chloe, url("close_missing", fund, YEAR, garden.public_id)).status_code == 422
    assert post(chloe, url("close_missing", fund, YEAR, garden.public_id), **why).status_code == 302
    assertContains(chloe.get(url("year_report", fund, YEAR)), "Bilan manquant")
    assert "500 €" in plain(chloe.get(url("books", fund) + f"?annee={YEAR}"))
