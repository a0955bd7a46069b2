"""Paying, on its pages: from what is due to the statement, alone or with a second pair of eyes."""

import io
import re
import time
from uuid import uuid4

import pikepdf
import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.funds.models import Contribution
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee, PaymentBatch, PaymentOrder
from quartierlibre.domain.grants.queries.due import due_by_fund
from quartierlibre.domain.grants.states import AccountState, BatchState, InstalmentKind, Means, OrderState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.web.manage.payments import batches
from tests.access.world import SignedIn
from tests.factories import applications, grants, payments, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import KNOWN, TWO_PEOPLE, first, iban
from tests.factories.statements import camt, entry
from tests.factories.uploads import photo
from tests.pages.screen_kit import followed, post, read
from tests.support.documents import words_of


def url(name, fund, *more):
    return reverse(f"manage:{name}", args=[fund.slug, *more])


def desks(fund):
    return SignedIn(personas.chloe(fund.territory)), SignedIn(payments.yvonne(fund.territory))


def refused(response, words, status=409):
    assert response.status_code == status
    assert words in response.content.decode()


def test_the_week_is_paid_by_two_people_from_due_to_the_statement():
    grant = payments.payable(rules=TWO_PEOPLE)
    fund = grant.fund
    payments.fund_account(fund)
    chloe, yvonne = desks(fund)
    page = read(chloe, url("payments", fund))
    assert "Un versement peut partir\u00a0: 240\u00a0€" in page
    page = followed(chloe, post(chloe, url("prepare_all", fund)))
    assert "1 ordre préparé" in page
    assert "une autre personne doit l’approuver" in page
    order = PaymentOrder.objects.get()
    refused(post(chloe, url("second_look", fund), order=str(order.public_id)), "Une autre personne")
    refused(post(yvonne, url("second_look", fund)), "Cochez au moins un ordre", 422)
    assert yvonne.post(url("prepare_all", fund), {"once_key": order.public_id}).status_code == 404
    followed(yvonne, post(yvonne, url("second_look", fund), order=str(order.public_id)))
    day = timezone.localdate(order.prepared_at).isoformat()
    page = followed(chloe, post(chloe, url("batches", fund), means="transfer", execute_on=day))
    assert "une autre personne doit le signer" in page
    one = url("batch", fund, 1)
    refused(post(chloe, one, action="export"), "n’est pas signé")
    assert chloe.get(url("batch_file", fund, 1)).status_code == 404
    followed(yvonne, post(yvonne, one, action="sign"))
    key = str(uuid4())
    page = followed(chloe, post(chloe, one, key, action="export"))
    again = post(chloe, one, key, action="export")
    assert (again.status_code, again.url) == (302, one), "the same form sent twice acts once"
    assert Event.objects.filter(name="grants.batch.exported").count() == 1
    batch = PaymentBatch.objects.get()
    assert batch.sha256 in page
    refused(post(chloe, one, action="export"), "déjà remis à la banque")
    is_the_same_file(chloe, yvonne, fund)
    is_seen_on_the_statement(chloe, order)


def is_the_same_file(chloe, yvonne, fund):
    files = [chloe.get(url("batch_file", fund, 1)) for _ in range(2)]
    assert files[0].content == files[1].content
    assert iban(1).encode() in files[0].content
    assert "no-store" in files[0]["Cache-Control"]
    assert yvonne.get(url("batch_file", fund, 1)).status_code == 404


def is_seen_on_the_statement(chloe, order):
    fund = order.grant.fund
    statement = SimpleUploadedFile("mai.xml", camt(entry(-24_000, end_to_end=order.reference)))
    page = followed(chloe, post(chloe, url("statements", fund), statement=statement))
    assert "Même référence, même montant." in page
    page = followed(chloe, post(chloe, url("statement", fund, fund.statements.get().pk)))
    assert "1 ligne rapprochée." in page
    order.refresh_from_db()
    assert order.state == OrderState.CLEARED


def test_the_slip_is_an_accessible_pdf_that_says_nobody_looked_twice():
    batch = payments.batch(payments.payable())
    chloe, _yvonne = desks(batch.fund)
    answer = chloe.get(url("slip", batch.fund, batch.number))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "pdfuaid" in bytes(pdf.Root.Metadata.read_bytes()).decode()
    words = words_of(answer.content)
    assert "Moyen Virement Compte débité FR14 •••• •••• 2606" in words
    assert "Signatures Préparé par la plateforme" in words
    assert words.count("Date et signature") == 2
    assert read(chloe, url("batch", batch.fund, batch.number)).count("ne dit pas s’il faut deux personnes") == 1
    assert chloe.get(url("slip", batch.fund, batch.number)).content == answer.content


def test_a_rib_is_written_checked_confirmed_and_shown_whole_only_on_proof():
    grant = grants.running(grants.fund(grants.EIGHTY_TWENTY), group_name="Les cousins")
    fund = grant.fund
    chloe, yvonne = desks(fund)
    assert "Il manque son RIB." in read(chloe, url("payments", fund))
    form = url("grant_account", fund, grant.public_id)
    assert 'value="Les cousins"' in read(chloe, form)
    typed = {"iban": KNOWN[:-1] + "8", "holder_name": "Les cousins", "bic": ""}
    refused(post(chloe, form, **typed), "deux chiffres sont inversés")
    page = followed(chloe, post(chloe, form, **typed | {"iban": KNOWN}))
    assert "FR76 •••• •••• 0189" in page
    held = BankAccount.objects.get()
    answer = url("settle_account", fund, held.pk)
    refused(post(chloe, answer, action="confirm", note=""), "qui avez-vous rappelé")
    assert "Ce RIB est confirmé." in followed(yvonne, post(yvonne, answer, action="confirm", note="Appel du 3 mai."))
    shown = chloe.post(url("reveal", fund, held.pk))
    assert KNOWN in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert yvonne.post(url("reveal", fund, held.pk)).status_code == 404
    assert Event.objects.filter(name="grants.account.revealed").count() == 1
    factor = Authenticator.objects.create(user=personas.chloe(fund.territory), type="totp", data={"secret": "x"})
    asked = chloe.post(url("reveal", fund, held.pk))
    assert (asked.status_code, KNOWN in asked.content.decode()) == (302, False), "signed in this morning is no proof"
    assert reverse("mfa_reauthenticate") in asked.url
    session = chloe.session
    proof = {"method": "mfa", "id": factor.pk, "type": "totp", "reauthenticated": True, "at": time.time()}
    session["account_authentication_methods"] = [*session["account_authentication_methods"], proof]
    session.save()
    assert KNOWN in chloe.post(url("reveal", fund, held.pk)).content.decode()
    assert Event.objects.filter(name="grants.account.revealed").count() == 2


def test_a_change_of_rib_may_be_refused_and_the_account_of_the_fund_is_one():
    grant = payments.payable()
    chloe, _yvonne = desks(grant.fund)
    page = url("account", grant.fund, grant.payee.public_id)
    refused(post(chloe, page, iban=iban(1), holder_name="X", bic=""), "déjà le RIB enregistré")
    followed(chloe, post(chloe, page, iban=iban(2), holder_name="X", bic=""))
    assert "attend d’être confirmé ou refusé" in read(chloe, url("payments", grant.fund))
    pending = BankAccount.objects.get(state=AccountState.PENDING)
    assert "l’ancien reste valable" in followed(
        chloe, post(chloe, url("settle_account", grant.fund, pending.pk), action="refuse")
    )
    own = url("own_account", grant.fund)
    assert "attend d’être confirmé" in followed(chloe, post(chloe, own, iban=iban(3), holder_name="Gestion", bic=""))
    assert read(chloe, url("accounts", grant.fund)).count("À confirmer") == 1


def test_a_collective_is_paid_by_its_invoices_with_their_paper():
    grant = grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE)
    chloe, _yvonne = desks(grant.fund)
    form = url("pay", grant.fund, first(grant).pk)
    typed = {"means": "cheque", "payee": "new", "payee_name": "Sono du Nord", "payee_kind": "supplier", "amount": "120"}
    refused(post(chloe, form, **typed), "Joignez la facture", 422)
    refused(post(chloe, form, **typed | {"amount": "301", "invoice": photo()}), "300", 422)
    page = followed(chloe, post(chloe, form, **typed, invoice=photo()))
    order = PaymentOrder.objects.get()
    assert "Sono du Nord" in page
    assert b"".join(chloe.get(url("invoice", grant.fund, order.public_id))).startswith(b"\xff\xd8")
    here = url("order", grant.fund, order.public_id)
    assert "Approuver" in page
    followed(chloe, post(chloe, here, action="approve"))
    assert "l’argent est remis" in followed(chloe, post(chloe, here, action="hand"))
    refused(post(chloe, here, action="reverse", because=""), "Écrivez pourquoi.")
    assert "annulé dans les livres" in followed(chloe, post(chloe, here, action="reverse", because="Chèque perdu."))
    assert post(chloe, here, action="forge").status_code == 404


def test_an_invoice_is_given_once_even_when_its_supplier_s_account_comes_later():
    grant = grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE)
    chloe, _yvonne = desks(grant.fund)
    form = url("pay", grant.fund, first(grant).pk)
    typed = {"means": "transfer", "payee": "new", "payee_name": "Sono du Nord", "payee_kind": "supplier"}
    answer = post(chloe, form, **typed, amount="120,50", invoice=photo())
    refused(answer, "Écrire ou confirmer le RIB de Sono du Nord", 409)
    supplier = Payee.objects.get(name="Sono du Nord")
    account = operations.give_account(by=MACHINE, payee=supplier, iban=payments.iban(7), holder_name="Sono du Nord")
    assert "Reprendre le paiement" not in chloe.get(url("account", grant.fund, supplier.public_id)).content.decode()
    payments.confirmed(account)
    back = chloe.get(url("account", grant.fund, supplier.public_id)).content.decode()
    assert f'href="{form}"' in back
    page = chloe.get(form).content.decode()
    assert 'value="120,50"' in page
    assert "est gardée" in page
    again = {"means": "transfer", "payee": str(supplier.pk), "payee_kind": "supplier", "amount": "120,50"}
    followed(chloe, post(chloe, form, **again))
    order = PaymentOrder.objects.get()
    assert (order.payee, order.amount_cents) == (supplier, 12_050)
    assert b"".join(chloe.get(url("invoice", grant.fund, order.public_id))).startswith(b"\xff\xd8")
    assert "est gardée" not in chloe.get(form).content.decode()


def test_the_morning_says_what_is_due_with_its_one_act():
    ready = payments.payable(number=1)
    grants.running(ready.fund, group_name="Sans RIB")
    chloe, _yvonne = desks(ready.fund)
    (group,) = [each for each in chloe.get("/gerer/").context["morning"].waiting if each.key == "payments"]
    (line,) = group.actions
    assert (group.count, line.verb, line.href) == (2, "Payer", url("payments", ready.fund))
    assert line.detail == "1 versement peut partir\u00a0: 240\u00a0€ · 1 attend un RIB confirmé"
    assert {"Payer"} == {each.verb for each in group.actions}
    operations.prepare_due(by=MACHINE, fund=ready.fund)
    (group,) = [each for each in chloe.get("/gerer/").context["morning"].waiting if each.key == "payments"]
    assert group.count == 1


@pytest.mark.parametrize("number", [1, 4])
def test_the_morning_counts_what_is_due_in_one_question(number, django_assert_num_queries):
    fund = payments.payable(number=1).fund
    for n in range(2, number + 1):
        payments.payable(fund, number=n)
    with django_assert_num_queries(1):
        assert due_by_fund([fund])[fund.pk].ready == number


def test_all_is_paid_in_one_act_only_where_the_batch_would_let_it():
    grant = payments.payable()
    payments.fund_account(grant.fund)
    chloe, _yvonne = desks(grant.fund)
    assert "Faire le fichier pour la banque" in read(chloe, url("payments", grant.fund))
    applications.publish(grant.fund, rules={**grants.EIGHTY_TWENTY, **TWO_PEOPLE})
    assert "Faire le fichier pour la banque" not in read(chloe, url("payments", grant.fund))
    refused(post(chloe, url("pay_all", grant.fund)), "Une autre personne")
    assert not PaymentOrder.objects.exists()


def test_a_supplier_paid_by_transfer_for_the_first_time_has_its_own_account_written():
    grant = grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE)
    chloe, _yvonne = desks(grant.fund)
    form = url("pay", grant.fund, first(grant).pk)
    typed = {"means": "transfer", "payee": "new", "payee_name": "Sono du Nord", "payee_kind": "supplier"}
    page = post(chloe, form, **typed, amount="120", invoice=photo())
    supplier = Payee.objects.get(name="Sono du Nord")
    refused(page, url("account", grant.fund, supplier.public_id))
    assert not PaymentOrder.objects.exists()
    operations.confirm_account(
        by=MACHINE,
        account=operations.give_account(by=MACHINE, payee=supplier, iban=iban(4), holder_name="Sono du Nord"),
        note="Rappelés.",
    )
    followed(chloe, post(chloe, form, **{**typed, "payee": supplier.pk}, amount="120", invoice=photo()))
    assert (PaymentOrder.objects.get().payee, Grant.objects.get(pk=grant.pk).payee) == (supplier, None)


def test_where_a_funder_forbids_it_the_page_offers_to_pay_invoices():
    grant = payments.payable()
    Contribution.objects.update(regrant_allowed=False)
    chloe, _yvonne = desks(grant.fund)
    form = url("pay", grant.fund, first(grant).pk)
    refused(post(chloe, form, means="transfer", receipt_number=""), "Payer directement les factures")
    followed(chloe, post(chloe, url("by_invoices", grant.fund, first(grant).pk)))
    assert first(grant).kind == InstalmentKind.INVOICES


def test_a_line_of_a_statement_that_differs_says_why_and_may_be_left_out():
    batch, _file = operations.export_batch(by=MACHINE, batch=payments.batch(payments.payable()))
    order = batch.orders.get()
    chloe, yvonne = desks(batch.fund)
    wrong = SimpleUploadedFile("mai.csv", b"Nom;Ville\n")
    refused(post(chloe, url("statements", batch.fund), statement=wrong), "colonnes")
    table = f"Date;Libelle;Montant\n03/05/2026;VIR {order.reference};-228,00\n".encode()
    page = followed(chloe, post(chloe, url("statements", batch.fund), statement=SimpleUploadedFile("mai.csv", table)))
    assert "date ← «\u00a0Date\u00a0»" in page
    assert "Montant différent\u00a0: 12\u00a0€ de moins que l’ordre." in page
    line = url("line", batch.fund, batch.fund.statements.get().pk, 1)
    refused(post(chloe, line, action="confirm", about=f"order:{order.pk}"), "12\u00a0€ de moins")
    assert post(yvonne, line, action="leave_out").status_code == 404
    assert "Ne concernent pas le fonds" in followed(chloe, post(chloe, line, action="leave_out"))


def test_a_batch_given_up_leaves_its_orders_to_another():
    batch = payments.batch(payments.payable())
    chloe, _yvonne = desks(batch.fund)
    page = followed(chloe, post(chloe, url("batch", batch.fund, batch.number), action="cancel"))
    assert "ses ordres attendent un autre lot" in page
    batch.refresh_from_db()
    assert batch.state == BatchState.CANCELLED
    page = read(chloe, url("batches", batch.fund))
    assert "un ordre approuvé, 240\u00a0€" in page


def test_the_treasurer_finds_the_door(client):
    fund = grants.fund(grants.EIGHTY_TWENTY)
    _chloe, yvonne = desks(fund)
    door = re.search(r'href="(/gerer/payer/)"', read(yvonne, reverse("discover:funds")))
    assert yvonne.get(door[1]).url == url("payments", fund)
    assert "Rien à payer aujourd’hui" in read(yvonne, url("payments", fund))


@pytest.mark.parametrize("number", [1, 6])
def test_pages_cost_the_same_whatever_the_number(number, django_assert_max_num_queries):
    one = payments.payable(number=1)
    for n in range(2, number + 1):
        payments.payable(one.fund, number=n)
    chloe, _yvonne = desks(one.fund)
    read(chloe, url("batches", one.fund))
    with django_assert_max_num_queries(18):
        assert "Faire le fichier pour la banque" in read(chloe, url("payments", one.fund))
    operations.prepare_due(by=MACHINE, fund=one.fund)
    with django_assert_max_num_queries(12):
        assert read(chloe, url("second_look", one.fund)).count("C’est juste") == number


def test_batches_that_wait_come_before_the_last_and_the_old_are_folded(monkeypatch):
    monkeypatch.setattr(batches, "RECENT", 1)
    fund = payments.payable(number=1).fund
    payments.fund_account(fund)
    for number in (1, 2, 3):
        grant = Grant.objects.get() if number == 1 else payments.payable(fund, number=number)
        payments.approved(grant)
        made = operations.prepare_batch(by=MACHINE, fund=fund, means=Means.TRANSFER, execute_on=timezone.localdate())
        if number < 3:
            operations.export_batch(by=MACHINE, batch=operations.sign_batch(by=MACHINE, batch=made))
    chloe, _yvonne = desks(fund)
    page = read(chloe, url("batches", fund))
    said = ["Lot 3 –", "Les derniers lots", "Lot 2 –", "Les lots plus anciens", "Lot 1 –"]
    places = [page.index(words) for words in said]
    assert places == sorted(places)
