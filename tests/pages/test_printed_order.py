"""The order of payment on paper: what is signed, who may have it, and of an account nothing but its ends."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from quartierlibre.domain.applications.states import HolderKind
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import PaymentOrder
from quartierlibre.domain.grants.operations import Wish
from quartierlibre.domain.grants.states import Means, PayeeKind
from quartierlibre.foundation.files import operations as stored
from quartierlibre.foundation.money import Cents
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.manage.payments.rows import row_of
from tests.access.world import SignedIn
from tests.factories import grants, payments, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import TWO_PEOPLE, first, iban
from tests.factories.uploads import photo
from tests.pages.screen_kit import read
from tests.support.documents import words_of

ONE_PERSON = {"payment.two_people": grants.said(False, "yes_no")}


def address(order, name="order_pdf"):
    return reverse(f"manage:{name}", args=[order.grant.fund.slug, order.public_id])


def chloe(order):
    return personas.chloe(order.grant.fund.territory)


def answered(order, by=None):
    return SignedIn(by or chloe(order)).get(address(order))


def printed(order):
    answer = answered(order)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def said_by(order):
    return words_of(printed(order))


def shown(words):
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def ordered(grant, **wish):
    return operations.prepare_order(by=personas.chloe(grant.fund.territory), instalment=first(grant), wish=Wish(**wish))


def test_all_that_a_treasurer_signs_is_on_one_page():
    order = ordered(payments.payable())
    grant, content = order.grant, printed(order)
    assert len(PdfDocument(content)) == 1
    decision = grant.decision
    session = decision.case.session
    words = words_of(content)
    for each in (
        f"Ordre de paiement n° {order.reference}",
        grant.fund.name,
        "240 € Virement deux cent quarante euros",
        f"Nom {order.payee.name}",
        "Rôle L’association qui porte le projet",
        f"Dossier {grant.application.number}",
        f"Projet {grant.application.title}",
        "Premier versement : 80 % des 300 € accordés",
        f"Décision n° {decision.number} de {decision.fund_year.year} Par {session.committee.name}",
        f"{session.committee.name}, séance n° {session.number} du {long_date(session.starts_at)}",
        f"Préparé par {chloe(order).name}",
        "Approuvé par pas encore approuvé",
        "Le règlement ne dit pas s’il faut deux personnes.",
    ):
        assert shown(each) in words
    assert words.count("Date et signature") == 2


def test_the_managing_association_is_named_above_the_fund():
    order = ordered(payments.payable())
    assert "Association Éclat & Cie" not in said_by(order)
    type(order.grant.fund).objects.filter(pk=order.grant.fund_id).update(manager_name="Association Éclat & Cie")
    assert said_by(order).startswith(f"Association Éclat & Cie {order.grant.fund.name} Ordre de paiement")


def test_it_is_an_accessible_pdf_that_stays_the_same_and_leaves_no_copy_on_the_way():
    order = ordered(payments.payable())
    answer = answered(order)
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "pdfuaid" in bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert str(pdf.Root.Lang) == "fr"
    assert answered(order).content == answer.content
    assert answer["Content-Disposition"] == f'attachment; filename="{order.grant.fund.slug}-{order.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_of_an_account_only_its_ends_are_printed():
    order = ordered(payments.payable())
    content = printed(order)
    words = words_of(content)
    page = read(SignedIn(chloe(order)), address(order, "order"))
    assert order.account.masked in page
    assert shown(order.account.masked) in words
    whole = iban(1)
    everything = "".join(words.split()) + content.decode("latin-1")
    assert whole[:4] in everything, "what is printed is read back"
    assert [part for part in (whole, whole[4:-4], whole[4:14], whole[14:24]) if part in everything] == []


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (ONE_PERSON, "Le règlement ne demande pas deux personnes. Préparé et approuvé par la même personne."),
        ({}, "Le règlement ne dit pas s’il faut deux personnes. Préparé et approuvé par la même personne."),
    ],
)
def test_one_person_alone_is_said_on_the_paper(rules, said):
    order = ordered(payments.payable(rules=rules))
    assert "la même personne" not in said_by(order)
    order = operations.approve_order(by=chloe(order), order=order)
    words = said_by(order)
    assert said in words
    assert f"Approuvé par {chloe(order).name}" in words


def test_two_people_are_both_named_where_the_rulebook_wants_two():
    order = ordered(payments.payable(rules=TWO_PEOPLE))
    yvonne = payments.yvonne(order.grant.fund.territory)
    words = words_of(printed(operations.approve_order(by=yvonne, order=order)))
    assert f"Préparé par {chloe(order).name}" in words
    assert f"Approuvé par {yvonne.name}" in words
    assert "Le règlement demande deux personnes : une prépare, une autre approuve." in words
    assert "la même personne" not in words


def test_who_is_paid_may_not_be_who_carries_the_project():
    grant = grants.running(grants.fund(grants.INVOICES), holder_kind=HolderKind.COLLECTIVE, group_name="Les cousins")
    given = {"owner_key": f"grant:{grant.pk}", "purpose": "invoice", "by": chloe_of(grant), "on_behalf": True}
    invoice = stored.store(upload=photo(), **given)
    supplier = payments.supplier(grant)
    order = ordered(grant, payee=supplier, means=Means.CHEQUE, amount=Cents(12_050), invoice=invoice)
    words = said_by(order)
    for each in (
        "120,50 € Chèque cent vingt euros et cinquante centimes",
        "Nom Sono du Nord Rôle Un fournisseur, sur facture",
        "Chèque n° à écrire ici :",
        "Porté par Les cousins",
        "Au fil des factures, sur une aide de 300 €",
        f"Facture {invoice.original_name}",
    ):
        assert each in words
    assert supplier.kind == PayeeKind.SUPPLIER
    assert "IBAN" not in words


def chloe_of(grant):
    return personas.chloe(grant.fund.territory)


def test_an_order_given_up_says_first_that_it_is_not_to_be_paid():
    order = ordered(payments.payable())
    assert "à ne pas payer" not in said_by(order)
    order = operations.cancel_order(by=MACHINE, order=order, because="Le RIB était faux.")
    assert f"abandonné le {shown(long_date(order.undone_at))}, à ne pas payer : Le RIB était faux." in said_by(order)


def test_a_payment_that_left_says_when_and_in_which_batch_then_that_it_was_undone():
    batch, _file = operations.export_batch(by=MACHINE, batch=payments.batch(payments.payable()))
    order = batch.orders.get()
    words = said_by(order)
    assert f"Lot n° {batch.number} Parti {shown(long_date(order.sent_at))}" in words
    assert "annulé" not in words
    operations.reverse_order(by=MACHINE, order=order, because="Compte clos.")
    order = PaymentOrder.objects.get(pk=order.pk)
    words = said_by(order)
    assert f"Paiement annulé dans les livres le {shown(long_date(order.undone_at))} : Compte clos." in words


def test_long_words_still_hold_on_one_page():
    names = {"group_name": "Association des habitants et amis du canal " * 3, "title": "Une fête de quartier " * 5}
    order = ordered(payments.payable(**names))
    assert len(PdfDocument(printed(order))) == 1


def test_who_approves_only_may_have_it_and_nobody_from_elsewhere():
    order = ordered(payments.payable())
    assert answered(order, payments.yvonne(order.grant.fund.territory)).status_code == 200
    assert answered(order, personas.amina()).status_code == 404
    other = grants.fund(name="Fonds voisin")
    elsewhere = reverse("manage:order_pdf", args=[other.slug, order.public_id])
    assert SignedIn(chloe(order)).get(elsewhere).status_code == 404


def test_the_page_of_the_order_leads_to_its_paper():
    order = ordered(payments.payable())
    page = read(SignedIn(chloe(order)), address(order, "order"))
    assert f'href="{address(order)}"' in page
    assert "Télécharger l’ordre (PDF)" in page
    assert "Premier versement\u00a0: 80\u00a0% des 300\u00a0€ accordés" in page
    assert f"séance n° {order.grant.decision.case.session.number}" in page


def test_a_decision_taken_after_its_session_says_its_own_day():
    order = ordered(payments.payable())
    decision = order.grant.decision
    decision.decided_at += timedelta(days=3)
    said = f"n° {decision.number} de {decision.fund_year.year}, le {long_date(decision.decided_at)}"
    assert row_of(order).decision == said
