"""The holder's side of a grant, page by page, on one grant: agreement, payee, change, report, photos, poster."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, PhotoConsent, Report
from quartierlibre.domain.grants.operations.agreement import acceptance_code, link_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import AcceptanceKind, ChangeState, GrantState, ReportState
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from tests.factories import grants, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import KNOWN
from tests.factories.uploads import photo
from tests.support import hostile
from tests.support.documents import words_of


def sent_agreement(**file):
    grant = grants.opened(**file)
    return operations.send_agreement(by=MACHINE, grant=grant, pdf=printed_agreement(grant))


def address(name, grant, *more):
    return reverse(f"follow_up:{name}", args=[grant.application.public_id, *more])


def key(page):
    return re.search(r'name="once_key" value="([^"]+)"', page.content.decode())[1]


def send(client, path, page=None, **said):
    """Post a form as its page would: with the key it was given."""
    shown = client.get(page or path)
    assert shown.status_code == 200, (shown.status_code, page or path)
    return client.post(path, {"once_key": key(shown), **said})


def fresh(grant):
    return Grant.objects.select_related("agreement_file").get(pk=grant.pk)


def test_the_text_accepted_says_the_payments_chosen_on_the_way(client):
    grant = sent_agreement()
    before, old_code = fresh(grant), acceptance_code(fresh(grant))
    client.get(reverse("follow_up:by_link", args=[grant.public_id, link_of(grant)]))
    assert send(client, address("payee", grant), way="invoices").status_code == 302
    after = fresh(grant)
    assert (after.agreement_sent_at, after.state) == (before.agreement_sent_at, GrantState.TO_AGREE)
    text = " ".join(words_of(client.get(address("agreement_pdf", grant)).getvalue()).split())
    assert "Le fonds paie lui-même les factures du projet" in text
    assert "Premier versement" not in text
    with pytest.raises(Refused):
        operations.accept_with_code(by=None, grant=after, code=old_code, said_by="Amina")
    operations.accept_with_code(by=None, grant=after, code=acceptance_code(after), said_by="Amina")


def test_a_text_nobody_prints_again_is_taken_back():
    grant = sent_agreement()
    operations.name_payee(by=MACHINE, grant=grant, way=Way.INVOICES)
    assert (fresh(grant).agreement_file, fresh(grant).agreement_sent_at) == (None, None)


def test_a_personal_link_opens_the_page_and_a_code_accepts(client):
    grant = sent_agreement()
    assert client.get(address("grant", grant)).status_code == 404
    assert client.get(reverse("follow_up:by_link", args=[grant.public_id, "x" * 43])).status_code == 404
    opened = client.get(reverse("follow_up:by_link", args=[grant.public_id, link_of(grant)]))
    assert opened["Location"] == address("grant", grant)
    assert opened["Referrer-Policy"] == "no-referrer"
    page = client.get(address("grant", grant)).content.decode()
    assert "Lire ma convention" in page
    read = client.get(address("agreement", grant)).content.decode()
    assert "Premier versement" in read
    assert "Le bilan est remis au plus tard 2\xa0mois" in read
    asked = send(client, address("ask_code", grant), address("agreement", grant))
    assert asked.status_code == 302
    wrong = send(client, address("agreement", grant), address("agreement", grant) + "?code=1", code="AAAA", said_by="A")
    assert wrong.status_code == 409
    code = acceptance_code(Grant.objects.select_related("agreement_file").get(pk=grant.pk))
    here = address("agreement", grant)
    yes = send(client, here, here + "?code=1", code=code.lower(), said_by="Amina Benali")
    assert yes.status_code == 302
    grant.refresh_from_db()
    assert (grant.state, grant.accepted_how, grant.accepted_by) == ("running", AcceptanceKind.CODE, "Amina Benali")


def test_the_payee_is_named_within_the_rulebook_and_gives_its_account(client):
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    page = client.get(address("payee", grant)).content.decode()
    assert 'value="association"' in page
    assert 'value="resident"' not in page  # no refund in this rulebook
    refused = send(client, address("payee", grant), way="support", name="")
    assert refused.status_code == 409
    assert send(client, address("payee", grant), way="support", name="Centre social", siret="").status_code == 302
    grant.refresh_from_db()
    assert (grant.payee.kind, grant.payee.name) == ("support", "Centre social")
    assert "compte bancaire" in client.get(address("grant", grant)).content.decode()
    typed = {"iban": KNOWN[:-3], "holder_name": "Centre social", "bic": ""}
    wrong = send(client, address("account", grant), **typed)
    assert wrong.status_code == 409
    assert "celui-ci en compte 24" in wrong.content.decode()
    given = send(client, address("account", grant), **typed | {"iban": KNOWN})
    assert given.status_code == 302
    shown = client.get(address("account", grant)).content.decode()
    assert "FR76 •••• •••• 0189" in shown
    assert "Un RIB attend d’être vérifié" in shown
    assert send(client, address("payee", grant), way="invoices", name="").status_code == 302
    assert [each.kind for each in grant.instalments.all()] == ["invoices"]


def test_a_change_is_asked_in_two_questions_and_taken_back(client):
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    lacking = send(client, address("change", grant), kind="postponed", text="Il pleut.")
    assert lacking.status_code == 409
    assert "Écrivez la nouvelle date" in lacking.content.decode()
    asked = {"kind": "postponed", "text": "Il pleut.", "starts_on": "20/06/2027"}
    assert send(client, address("change", grant), **asked).status_code == 302
    assert send(client, address("withdraw_change", grant), address("grant", grant)).status_code == 302
    assert grant.changes.get().state == ChangeState.WITHDRAWN


def test_a_report_is_kept_as_typed_then_sent_with_its_receipts_and_photos(client):
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    here = address("report", grant)
    page = client.get(here)
    report = Report.objects.get(grant=grant)
    first, second = report.expenses.all()
    said = {
        **grants.TOLD,
        "people": "une quarantaine",
        f"expense-{first.pk}-amount": "cent vingt",
        f"expense-{second.pk}-amount": "60,50",
        f"expense-{second.pk}-receipt": photo(),
        "photos": photo("fête.jpg"),
        "action": "send",
        "revision": "0",
    }
    answer = client.post(here, {"once_key": key(page), **said})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "une quarantaine" in body
    assert "cent vingt" in body
    report.refresh_from_db()
    assert (report.state, report.photos.count()) == (ReportState.DRAFT, 1)
    assert report.expenses.get(pk=second.pk).receipt is not None
    said = {"people": "40", f"expense-{first.pk}-amount": "120", "action": "send", "revision": report.revision}
    assert send(client, here, **said).status_code == 302
    grant.refresh_from_db()
    report.refresh_from_db()
    assert (grant.state, report.people, report.typed) == (GrantState.REPORTED, 40, {})


def test_a_paper_is_not_a_photo_of_the_project(client):
    """It would show as a broken picture, to the holder and to everyone."""
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    paper = SimpleUploadedFile("compte-rendu.pdf", hostile.pdf(), "application/pdf")
    answer = send(client, address("report", grant), photos=paper, people="40", action="later", revision="0")
    assert answer.status_code == 422
    assert "n’est pas une image" in answer.content.decode()
    report = Report.objects.get(grant=grant)
    assert (report.photos.count(), report.people) == (0, 40)


def test_a_photo_is_public_only_while_its_people_agree(client):
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    report = grants.written(grant, 12_000, 6_050)
    shot = operations.add_photo(by=None, report=report, upload=photo())
    operations.send_report(by=None, report=report, said_by="Amina")
    public = reverse("discover:project_photo", args=[grant.application.public_id, shot.pk])
    here = address("photo", grant, shot.pk)
    assert client.get(public).status_code == 404
    assert send(client, here, words="Des enfants jouent.", people="minors").status_code == 302
    lacking = send(client, address("consent", grant, shot.pk), here, uses=["site"], given_by="Leïla")
    assert lacking.status_code == 409
    assert "accord écrit" in lacking.content.decode()
    agreed = {"uses": ["site", "paper"], "given_by": "Leïla", "paper": photo("accord.jpg")}
    assert send(client, address("consent", grant, shot.pk), here, **agreed).status_code == 302
    assert PhotoConsent.objects.filter(photo=shot, withdrawn_at=None, paper__isnull=False).count() == 2
    client.logout()
    shown = client.get(public)
    assert (shown.status_code, bool(shown.getvalue())) == (200, True)
    page = client.get(reverse("discover:project", args=[grant.application.public_id])).content.decode()
    assert "Des enfants jouent." in page
    operations.withdraw_consent(by=None, photo=shot)
    assert client.get(public).status_code == 404
    page = client.get(reverse("discover:project", args=[grant.application.public_id])).content.decode()
    assert "Des enfants jouent." not in page


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_the_poster_names_who_pays(client, paper):
    grant = grants.running(by=personas.amina())
    client.force_login(personas.amina())
    made = client.get(address("poster", grant), {"format": paper})
    assert made["Content-Type"] == "application/pdf"
    words = words_of(made.content)
    assert "Ce projet est aidé par" in words
    assert grant.fund_year.contributions.first().funder.name in words
