"""From the personal link to the report sent, on a phone without scripts; every page of it without one fault for axe."""

import pytest
from django.urls import reverse

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.agreement import acceptance_code, link_of
from quartierlibre.pagekit.projects.agreement_sheet import printed_agreement
from tests.browser.looks import looks
from tests.factories import grants
from tests.factories.applications import MACHINE
from tests.factories.uploads import photo


def told(grant, name):
    return reverse(f"follow_up:{name}", args=[grant.application.public_id])


def file(name):
    sent = photo(name)
    return {"name": name, "mimeType": "image/jpeg", "buffer": sent.read()}


@pytest.fixture(scope="module")
def asked(world, django_db_blocker):
    """An agreement sent and not answered yet."""
    with django_db_blocker.unblock():
        grant = grants.opened(grants.fund(grants.CHECKED_TWICE), starts_on="01/03/2026", ends_on="01/03/2026")
        yield operations.send_agreement(by=MACHINE, grant=grant, pdf=printed_agreement(grant))


@pytest.fixture
def code_of(django_db_blocker):
    def found(grant):
        with django_db_blocker.unblock():
            return acceptance_code(Grant.objects.select_related("agreement_file").get(pk=grant.pk))

    return found


def test_a_holder_goes_from_the_link_to_the_report_on_a_phone_without_scripts(visit, asked, code_of, django_db_blocker):
    page = visit(width=360, scripts=False)
    page.goto(reverse("follow_up:by_link", args=[asked.public_id, link_of(asked)]))
    page.get_by_role("link", name="Lire ma convention", exact=True).click()
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Le code reçu par courriel").fill(code_of(asked))
    page.get_by_role("button", name="J’accepte la convention").click()
    page.get_by_role("link", name="Dire où va l’argent").first.click()
    page.get_by_label("Sur le compte de notre association").check()
    page.get_by_label("Le nom de qui reçoit l’argent").fill("Les amis du canal")
    page.get_by_role("button", name="C’est ça").click()
    page.get_by_role("link", name="Donner le compte", exact=True).click()
    page.get_by_label("IBAN").fill("FR76 3000 6000 0112 3456 7890 189")
    page.get_by_role("button", name="Enregistrer ce compte").click()
    page.get_by_role("link", name="Faire mon bilan").first.click()
    page.get_by_label("Comment ça s’est passé ?").fill("Quarante voisins autour des tables.")
    page.get_by_label("Payé, en euros").first.fill("cent")
    page.get_by_role("button", name="Enregistrer").click()
    assert page.get_by_label("Payé, en euros").first.input_value() == "cent"
    page.get_by_label("Payé, en euros").first.fill("120")
    page.get_by_label("La photo du ticket ou de la facture").first.set_input_files([file("ticket.jpg")])
    page.get_by_label("Choisir des photos").set_input_files([file("fete.jpg")])
    page.get_by_label("Le premier jour").fill("1er mars 2026")
    page.get_by_label("Le dernier jour").fill("01/03/2026")
    page.get_by_label("Combien de personnes sont venues ?").fill("40")
    page.get_by_label("4 – Réussi").check()
    page.get_by_role("button", name="Envoyer mon bilan").click()
    page.get_by_text("Votre bilan est remis, merci").first.wait_for()
    with django_db_blocker.unblock():
        sent = Grant.objects.get(pk=asked.pk)
        assert (sent.state, sent.payee.name) == ("reported", "Les amis du canal")
        assert sent.report.expenses.exclude(receipt=None).count() == 1


@pytest.fixture(scope="module")
def running(world, django_db_blocker):
    """A report half written: a word that could not be read, a receipt, a photo."""
    with django_db_blocker.unblock():
        grant = grants.running(
            grants.fund(grants.CHECKED_TWICE, "Fonds des bilans"), starts_on="01/03/2026", ends_on="01/03/2026"
        )
        report = grants.written(grant, 12_000, people="une quarantaine")
        operations.attach_receipt(by=None, expense=report.expenses.first(), upload=photo())
        operations.add_photo(by=None, report=report, upload=photo())
        yield grant


@looks()
def test_the_report_has_no_fault_for_axe_and_fits(visit, axe, running, width, dark):
    page = visit(width=width, dark=dark)
    page.goto(reverse("follow_up:by_link", args=[running.public_id, link_of(running)]))
    faults = {}
    for name in ("grant", "agreement", "report", "change", "payee"):
        page.goto(told(running, name))
        faults[name] = axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults == {name: [] for name in faults}
