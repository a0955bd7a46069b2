"""A year of money walked in a browser: four projects from the evening to closed accounts, then the reports opened."""

import os
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from quartierlibre.domain.funds import operations as funds
from quartierlibre.domain.funds.models import Contribution, FunderKind, Purse
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, PaymentOrder
from quartierlibre.domain.grants.operations.agreement import link_of
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import AcceptanceKind
from quartierlibre.foundation.ledger.models import Line
from quartierlibre.foundation.money import euros, format_euros
from tests.access.world import sign_in
from tests.browser import looks, steps
from tests.browser.test_follow_up import file
from tests.browser.test_manager_closes import CHECKED, Manager, for_good
from tests.factories import funds as money
from tests.factories import grants, payments, personas, published
from tests.factories.funds import TESTS
from tests.factories.statements import camt, entry

SHOTS = os.environ.get("SHOTS", "")
SCREENS = looks.seen(all_four=True) if SHOTS else looks.seen()
YEAR = timezone.localdate().year
BUDGET = {
    "lines": [{"label": "Sono", "amount": "600"}, {"label": "Repas", "amount": "300"}],
    "resources": [{"label": "Caisse du groupe", "amount": "300"}],
    "asked": "600",
}
THROUGH, BY_INVOICE, CHEAPER, CANCELLED = "Fête du canal", "Jardin de la tour", "Tournoi des voisins", "Bal de juin"
FUNDED = {"Région des tests": 7_000, "Ville des tests": 3_000}
_shot = count(1)


@pytest.fixture(scope="module")
def evening(world, django_db_blocker):
    """Two funders paid in, four projects were helped the same evening; the minutes are sealed, no more."""
    from django.test import Client

    with django_db_blocker.unblock():
        fund = grants.fund(CHECKED, "Fonds des quatre")
        _funded(fund)
        day = (timezone.localdate() - timezone.timedelta(days=40)).strftime("%d/%m/%Y")
        for number, title in enumerate((THROUGH, BY_INVOICE, CHEAPER, CANCELLED)):
            alone = {"holder_kind": "collective", "group_name": "Les voisins de la tour"}
            body = {"holder_kind": "association", "group_name": f"Les amis {number}", "rna": f"W59500123{number}"}
            who = alone if title == BY_INVOICE else body
            published.decided(fund, amount=60_000, title=title, starts_on=day, ends_on=day, **BUDGET, **who)
        payments.fund_account(fund)
        client = Client()
        sign_in(client, personas.chloe(fund.territory))
        yield {"fund": fund, "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}


def _funded(fund):
    """The Region lets associations be paid, the Town does not: its euros pay suppliers only."""
    year = funds.open_year(by=TESTS, fund=fund, year=YEAR)
    funds.prepare_year(by=TESTS, fund=fund, year=YEAR + 1)
    for kind, (name, brought) in zip((FunderKind.REGION, FunderKind.COMMUNE), FUNDED.items(), strict=True):
        funder = money.funder(kind)
        type(funder).objects.filter(pk=funder.pk).update(name=name)
        share, allowed = brought // 100, kind == FunderKind.REGION
        terms = {"amount_cents": euros(brought), "share_percent": share, "regrant_allowed": allowed}
        made = funds.record_contribution(by=TESTS, fund_year=year, funder=funder, **terms)
        funds.endow(
            by=TESTS, contribution=made, envelope=year.envelopes.get(), amount=euros(brought), reference=f"reçu {share}"
        )


class Chloe(Manager):
    """The manager. The environment's SHOTS says where her screens and files are kept, to be looked at."""

    def __init__(self, page, fund, site, axe):
        super().__init__(page)
        self.fund, self.site, self.axe = fund, site, axe

    def sees(self, name, *words):
        for said in words:
            self.page.get_by_text(said).first.wait_for()
        pictured(self.page, name, self.axe)

    def at(self, name, *args):
        self.goes(name, self.fund.slug, *args)

    def fact(self, title):
        """What a page says beside this title."""
        said = self.page.locator("dl > div", has=self.page.get_by_text(title, exact=True)).first.locator("dd")
        return plain(said.inner_text())

    def file(self, link):
        """What a link of the page gives, kept beside the pictures."""
        target = link.get_attribute("href")
        answer = self.page.context.request.get(f"{self.site}{target}")
        assert answer.status == 200, target
        if SHOTS:
            Path(SHOTS, f"{next(_shot):02}-{Path(target).name}").write_bytes(answer.body())
        return answer.body()


def plain(words):
    """With usual spaces."""
    return words.replace("\u202f", " ").replace("\xa0", " ").strip()


def pictured(page, name, axe):
    """No fault for axe and nothing off the side: a phone in the light, a desk in the dark."""
    number = next(_shot)
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)
        assert (name, width, scheme, steps.overflow(page), axe(page)) == (name, width, scheme, 0, [])
        if SHOTS:
            page.screenshot(path=Path(SHOTS, f"{number:02}-{name}-{width}-{scheme}.png"), full_page=True)
    page.emulate_media(color_scheme="light")


def one(fund, title):
    return Grant.objects.select_related("payee", "application").get(fund=fund, application__title=title)


def holders_answer(fund):
    """By the link of their letter, as `test_follow_up` walks it."""
    for number, title in enumerate((THROUGH, CHEAPER, CANCELLED), start=1):
        grant = one(fund, title)
        name = grant.application.group_name
        grant = operations.name_payee(by=None, grant=grant, way=Way.ASSOCIATION, name=name)
        operations.accept_grant(by=None, grant=grant, how=AcceptanceKind.CODE, said_by="Amina Benali")
        if title != CANCELLED:
            operations.give_account(by=None, payee=grant.payee, iban=payments.iban(number), holder_name=name)


def they_report(fund):
    """Two spent what they foresaw; one spent half of it."""
    for title in (THROUGH, BY_INVOICE):
        grants.sent(one(fund, title), 60_000, 30_000)
    grants.sent(one(fund, CHEAPER), 30_000, 15_000)


def _brings_invoices(page, grant, axe):
    """A group of neighbours has no account: once the agreement is there, it asks that its suppliers be paid."""
    page.goto(reverse("follow_up:by_link", args=[grant.public_id, link_of(grant)]))
    page.goto(reverse("follow_up:payee", args=[grant.application.public_id]))
    page.get_by_label("Le fonds paie lui-même les factures").check()
    pictured(page, "porteur-factures", axe)
    page.get_by_role("button", name="C’est ça").click()
    page.get_by_text("C’est noté.").wait_for()


def _cancels(page, grant, axe):
    """The holder of the last one says, from their phone, that it will not take place."""
    page.goto(reverse("follow_up:by_link", args=[grant.public_id, link_of(grant)]))
    page.get_by_role("link", name="Mon projet change, est reporté ou annulé").click()
    page.get_by_label("Le projet est annulé").check()
    page.get_by_label("Qu’est-ce qui est nouveau").fill("La salle a brûlé.")
    pictured(page, "porteur-annule", axe)
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.get_by_text("Votre demande de changement").first.wait_for()


def agreements_leave(chloe, found, meanwhile, holder):
    """All in one act; three are accepted by their letter, one comes back signed on paper."""
    chloe.at("grants")
    chloe.sees("aides-a-envoyer", "4 conventions à envoyer")
    chloe.clicks("Envoyer toutes les conventions")
    chloe.sees("aides-envoyees", "4 conventions envoyées")
    meanwhile(holders_answer)
    _brings_invoices(holder, found(BY_INVOICE), chloe.axe)
    chloe.at("grant", found(BY_INVOICE).public_id)
    text = words_of(chloe.file(chloe.page.get_by_role("link", name="La convention en PDF")))
    assert "600" in text
    assert "paie lui-même les factures" in " ".join(text.split())
    chloe.page.get_by_text("Elle a été signée sur papier").click()
    chloe.page.get_by_label("Qui a signé ?").fill("Amina Belkacem")
    chloe.page.get_by_label("La photo de la feuille signée").set_input_files([file("feuille.jpg")])
    chloe.clicks("Noter la signature")
    chloe.sees("aide-signee", "La feuille signée", "Le fonds paie lui-même les factures")


def first_payments(chloe, found):
    """The accounts are called back, then two advances of 80 % leave in one file."""
    chloe.at("payments")
    chloe.sees("a-payer-bloque", "Ce qui ne peut pas encore partir")
    for title in (THROUGH, CHEAPER):
        chloe.at("account", found(title).payee.public_id)
        chloe.types("Comment avez-vous vérifié", "Rappelée au 03 20 00 00 00.")
        chloe.sees(f"rib-{title[:4]}", "Un RIB attend d’être confirmé")
        chloe.clicks("C’est vérifié : confirmer ce RIB")
    chloe.at("payments")
    chloe.sees("a-payer", "2 versements peuvent partir : 960")
    chloe.clicks("Faire le fichier pour la banque")
    chloe.sees("lot", "donnez ce fichier à votre banque", "Lot 1 – 960")
    assert b"<CtrlSum>960.00</CtrlSum>" in chloe.file(chloe.page.get_by_role("link", name="Fichier des virements"))
    assert "960" in words_of(chloe.file(chloe.page.get_by_role("link", name="Bordereau")))


def an_invoice_is_paid(chloe, found):
    """The collective has no bank account: its supplier is paid, once its own account is checked."""
    _bills(chloe, new="Sono du Nord")
    chloe.clicks("Préparer l’ordre")
    chloe.sees("facture-sans-rib", "Rien n’est encore préparé")
    chloe.page.get_by_role("link", name="Écrire ou confirmer le RIB de Sono du Nord").click()
    chloe.types("IBAN", payments.iban(9))
    chloe.clicks("Enregistrer ce RIB")
    chloe.types("Comment avez-vous vérifié", "Rappelés au numéro de leur vitrine.")
    chloe.clicks("C’est vérifié : confirmer ce RIB")
    _bills(chloe, known="Sono du Nord")
    chloe.clicks("Préparer l’ordre")
    chloe.clicks("Approuver")
    chloe.sees("ordre-fournisseur", "Un fournisseur, sur facture", BY_INVOICE)
    paper = words_of(chloe.file(chloe.page.get_by_role("link", name="Télécharger l’ordre (PDF)")))
    assert "six cents euros" in paper
    assert BY_INVOICE in paper
    chloe.at("batches")
    chloe.clicks("Préparer le lot")
    chloe.clicks("Signer ce lot")
    chloe.clicks("Faire le fichier pour la banque")
    chloe.sees("lot-fournisseur", "Lot 2 – 600")
    assert found(BY_INVOICE).payee is None  # the supplier is paid for them, it does not hold their project


def _bills(chloe, *, new="", known=""):
    chloe.at("payments")
    chloe.page.get_by_role("link", name="Payer une facture").click()
    chloe.page.get_by_label("Qui est payé ?").select_option(label=known or "Quelqu’un d’autre")
    if new:
        chloe.types("Son nom, si c’est quelqu’un d’autre", new)
    asked = [chloe.page.get_by_label(label).is_visible() for label in ("Son nom, si", "Numéro du reçu")]
    assert asked == [bool(new), False], "a name for somebody new, a receipt for cash, or nothing"
    chloe.types("Montant de la facture", "600")
    chloe.page.get_by_label("La facture, ou les tickets").set_input_files([file("facture.jpg")])
    chloe.sees(f"facture-{known or new}")


def it_is_cancelled(chloe, found):
    """Nothing had left: all of it goes back to the fund."""
    cancelled = found(CANCELLED)
    chloe.at("books")
    chloe.sees("tableau-de-bord", "Tableau de bord")
    chloe.at("grants")
    chloe.page.get_by_role("link", name=f"Ouvrir {cancelled.application.number}").click()
    chloe.page.get_by_label("D’accord").check()
    chloe.types("Pourquoi ? Le porteur le lira.", "Bon courage, revenez nous voir.")
    chloe.sees("changement", "La salle a brûlé.")
    chloe.clicks("Répondre")
    chloe.sees("aide-annulee", "Projet annulé", "Aucun : le projet n’a pas lieu.")
    assert chloe.fact("Reste promis") == "0 €"


def reports_are_checked(chloe, found):
    """Two cost what they foresaw; the third cost half, so that half of the aid is left and some is to be given back."""
    for title in (THROUGH, BY_INVOICE, CHEAPER):
        chloe.at("grant_report", found(title).public_id)
        chloe.page.get_by_label("Oui, conforme").check()
        chloe.sees(f"bilan-{title[:4]}", "Les papiers, ligne par ligne")
        chloe.clicks("Noter ma vérification")
    said = (
        "Dépenses acceptées : 450",
        "Dépenses prévues : 900",
        "L’aide passe de 600 € à 300 €",
        "180 € sont à rendre",
    )
    chloe.sees("bilan-moins-cher", *said)


def money_comes_back(chloe, found):
    """180 € of the 480 € paid: the page says why, and the money goes back in the books of the year."""
    chloe.at("grant", found(CHEAPER).public_id)
    chloe.sees("aide-a-rendre", "L’argent à récupérer")
    assert chloe.fact("À récupérer") == "180 €"
    chloe.types("Somme rendue", "180")
    chloe.clicks("Noter l’argent rendu")
    chloe.sees("aide-rendue", "La somme rendue est dans les livres")
    assert chloe.fact("Déjà versé") == "300 €"


def balances_are_paid(chloe, blocker):
    """The balance of the first leaves; the bank's statement shows all that left."""
    chloe.at("payments")
    chloe.clicks("Faire le fichier pour la banque")
    chloe.sees("lot-solde", "Lot 3 – 120")
    with blocker.unblock():
        sent = [(each.amount_cents, each.reference) for each in PaymentOrder.objects.filter(grant__fund=chloe.fund)]
    chloe.at("statements")
    content = camt(*(entry(-cents, end_to_end=reference, number=reference) for cents, reference in sent))
    paper = {"name": "releve.xml", "mimeType": "application/xml", "buffer": content}
    chloe.page.get_by_label("Le relevé de la banque").set_input_files([paper])
    chloe.clicks("Lire ce relevé")
    chloe.sees("releve", "4 lignes ont retrouvé leur paiement")
    chloe.clicks("Confirmer ces rapprochements")
    chloe.at("grants")
    chloe.sees("aides-closes", "Rien n’attend de vous.")


def the_year_is_closed(chloe):
    """Nothing is promised any more. The tables are kept, the year is closed, each funder's euros find their way."""
    chloe.at("closing", YEAR)
    chloe.sees("cloture", "Rien : toutes les aides de l’année sont versées ou rendues.", "chaque projet a rendu")
    before = chloe.file(chloe.page.get_by_role("link", name="ODS"))
    chloe.page.get_by_label("J’ai gardé les tableaux de l’année").check()
    chloe.clicks("Clore cette année")
    chloe.sees("a-repartir", "À répartir", "Région des tests", "Ville des tests")
    for choice in ("Reporté sur l’année suivante", "Rendu au financeur"):
        chloe.page.get_by_label(choice).first.check()
        chloe.page.get_by_label("Pourquoi ?").first.fill("Article 8 de la convention.")
        chloe.page.get_by_role("button", name="Noter ce choix").first.click()
        chloe.page.get_by_text(f"{choice.lower()} (Article 8 de la convention.)").wait_for()
    chloe.sees("repartie", "l’argent de chaque financeur a trouvé sa suite")
    return before


def ledger(fund):
    """What the lines of the books say, in euros, asked of no page nor of any figure kept beside them."""
    sums = {}
    for contribution in Contribution.objects.filter(fund_year__fund=fund, fund_year__year=YEAR):
        (purse,) = Purse.objects.filter(contribution=contribution)
        for name, account in (("received", purse.given_id), ("cash", purse.cash_id), ("paid", purse.spent_id)):
            cents = Line.objects.filter(account=account).aggregate(all=Sum("amount_cents", default=0))["all"]
            sums[contribution.funder.name, name] = abs(cents) / 100
            sums[name] = sums.get(name, 0) + abs(cents) / 100
    return sums


def sheet(content, name):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(name).to_python()


def words_of(pdf):
    """The words of each page; a page that prints nothing is a fault."""
    document = PdfDocument(pdf)
    for page in document:
        assert len(page.render(scale=0.5).to_pil().convert("L").getcolors()) > 1, "a blank page"
    return plain("\n".join(page.get_textpage().get_text_bounded() for page in document))


def tables_agree(before, books):
    """The workbook kept before closing says what the lines of the books say."""
    told = {row[0]: (row[2], row[4]) for row in sheet(before, "Financeurs")[1:]}
    assert told["Région des tests"] == (7_000.0, books["Région des tests", "paid"])
    assert told["Ville des tests"] == (3_000.0, books["Ville des tests", "paid"])
    assert told["Total"] == (10_000.0, books["paid"])
    projects = {row[1]: row[10:14] for row in sheet(before, "Projets")[1:]}
    assert projects[THROUGH] == projects[BY_INVOICE] == [600.0, 600.0, 0.0, 600.0]
    assert (projects[CHEAPER], projects[CANCELLED]) == ([600.0, 300.0, 0.0, 300.0], [600.0, 0.0, 0.0, 0.0])


def funders_read(chloe, books):
    """The papers and the spreadsheets of the closed year, opened; on paper as in the tables, the sums of the books."""
    chloe.at("year_report", YEAR)
    chloe.sees("bilan-annee", "Le bilan de l’année")
    for funder in FUNDED:
        paid = books[funder, "paid"]
        paper, *tables = (
            chloe.file(chloe.page.get_by_role("link", name=f"{form} {funder}")) for form in ("PDF", "XLSX", "ODS")
        )
        assert plain(format_euros(euros(int(paid)))) in words_of(paper)
        for table in tables:
            (_name, _called, received, *_more, settled) = sheet(table, "Financeurs")[1]
            assert (received, settled) == (FUNDED[funder], FUNDED[funder] - paid)  # after closing, it still adds up
    sheets = words_of(chloe.file(chloe.page.get_by_role("link", name="Les fiches-actions")))
    assert "Projet annulé : aucun bilan n’est attendu." in sheets
    assert all(title in sheets for title in (THROUGH, BY_INVOICE, CHEAPER, CANCELLED))
    written = chloe.file(chloe.page.get_by_role("link", name=str(YEAR), exact=True).last).decode()
    spent = [line.split("\t") for line in written.split("\r\n")[1:-1] if "\t657100\t" in line]
    debit, credit = (sum(float(line[at].replace(",", ".")) for line in spent) for at in (11, 12))
    assert debit - credit == books["paid"]
    month = f"{timezone.localdate():%Y-%m}"
    chloe.at("month", YEAR, month)
    chloe.sees("mois", "État des dépenses")
    assert "1 500 €" in words_of(chloe.file(chloe.page.get_by_role("link", name="L’état à imprimer (PDF)")))


def test_a_year_from_the_evening_to_closed_books(visit, evening, site, axe, django_db_blocker):
    page = visit(width=1280)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": evening["cookie"], "url": site}])
    fund = evening["fund"]
    chloe = Chloe(page, fund, site, axe)

    def found(title):
        with django_db_blocker.unblock():
            return one(fund, title)

    def meanwhile(act):
        with django_db_blocker.unblock():
            for_good(act, fund)

    agreements_leave(chloe, found, meanwhile, visit())
    first_payments(chloe, found)
    an_invoice_is_paid(chloe, found)
    _cancels(visit(), found(CANCELLED), axe)
    it_is_cancelled(chloe, found)
    meanwhile(they_report)
    reports_are_checked(chloe, found)
    money_comes_back(chloe, found)
    balances_are_paid(chloe, django_db_blocker)
    with django_db_blocker.unblock():
        books = ledger(fund)
    assert (books["paid"], books["received"]) == (1_500.0, 10_000.0)
    tables_agree(the_year_is_closed(chloe), books)
    with django_db_blocker.unblock():
        call_command("check_books")
        after = ledger(fund)
    assert (after["paid"], after["cash"]) == (1_500.0, 0.0)  # all that was left was carried over, or repaid
    funders_read(chloe, books)
