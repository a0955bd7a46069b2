"""From the sealed minutes to closed accounts: what a manager does and types for each project (product.md D3)."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, PaymentBatch
from quartierlibre.domain.grants.rules.agreement import Way
from quartierlibre.domain.grants.states import AcceptanceKind, GrantState
from tests.access.world import sign_in
from tests.factories import grants, payments, personas, published

PROJECTS, MOST = 3, 4
CHECKED = {**grants.EIGHTY_TWENTY, "report.lower_cost": grants.said("same_rate", "choice")}


@pytest.fixture(scope="module")
def evening(world, django_db_blocker):
    """Three associations were helped on one evening; the minutes are sealed, nothing else was done."""
    from django.test import Client

    with django_db_blocker.unblock():
        fund = grants.fund(CHECKED, "Fonds du matin")
        day = (timezone.localdate() - timedelta(days=40)).strftime("%d/%m/%Y")
        for number in range(PROJECTS):
            published.decided(
                fund,
                title=f"Fête de la rue {number}",
                holder_kind="association",
                group_name=f"Les amis {number}",
                rna=f"W59500123{number}",
                starts_on=day,
                ends_on=day,
            )
        payments.fund_account(fund)
        client = Client()
        sign_in(client, personas.chloe(fund.territory))
        yield {"fund": fund, "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}


class Manager:
    """A page whose forms sent and fields typed are counted."""

    def __init__(self, page):
        self.page, self.acts, self.typed = page, [], 0
        page.on("request", lambda asked: self.acts.append(urlsplit(asked.url).path) if asked.method == "POST" else None)

    def goes(self, name, *args):
        answer = self.page.goto(reverse(f"manage:{name}", args=args))
        assert answer.status == 200, self.page.url

    def clicks(self, button):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).click()

    def types(self, label, words):
        self.page.get_by_label(label).fill(words)
        self.typed += 1


def for_good(act, fund):
    """What others do meanwhile, on a connection of its own: this test's own would never be committed."""

    def alone():
        try:
            return act(fund)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as somebody:
        return somebody.submit(alone).result()


def holders_answer(fund):
    """Each by the link of their letter: yes, our association is paid, here is its account."""
    for number, grant in enumerate(Grant.objects.filter(fund=fund).order_by("pk")):
        name = grant.application.group_name
        grant = operations.name_payee(by=None, grant=grant, way=Way.ASSOCIATION, name=name)
        operations.accept_grant(by=None, grant=grant, how=AcceptanceKind.CODE, said_by="Amina Benali")
        operations.give_account(by=None, payee=grant.payee, iban=payments.iban(number + 1), holder_name=name)


def holders_report(fund):
    for grant in Grant.objects.filter(fund=fund).order_by("pk"):
        planned = [line.amount_cents for line in grant.application.budget_lines.filter(kind="expense").order_by("pk")]
        grants.sent(grant, *planned)


def test_a_project_asks_at_most_four_acts_of_its_manager(visit, evening, site, django_db_blocker, capsys):
    page = visit(width=1280, scripts=False)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": evening["cookie"], "url": site}])
    fund, chloe = evening["fund"], Manager(page)
    chloe.goes("grants", fund.slug)
    chloe.clicks("Envoyer toutes les conventions")
    with django_db_blocker.unblock():
        for_good(holders_answer, fund)
        payees = [grant.payee for grant in Grant.objects.filter(fund=fund).order_by("pk")]
    for payee in payees:
        chloe.goes("account", fund.slug, payee.public_id)
        chloe.types("Comment avez-vous vérifié", "Rappelée au 03 20 00 00 00.")
        chloe.clicks("C’est vérifié : confirmer ce RIB")
    chloe.goes("payments", fund.slug)
    chloe.clicks("Faire le fichier pour la banque")
    page.get_by_text("donnez ce fichier à votre banque").wait_for()
    with django_db_blocker.unblock():
        for_good(holders_report, fund)
        reported = list(Grant.objects.filter(fund=fund).order_by("pk"))
        assert [grant.state for grant in reported] == [GrantState.REPORTED] * PROJECTS
    for grant in reported:
        chloe.goes("grant_report", fund.slug, grant.public_id)
        chloe.page.get_by_label("Oui, conforme").check()
        chloe.clicks("Noter ma vérification")
    chloe.goes("payments", fund.slug)
    chloe.clicks("Faire le fichier pour la banque")
    with django_db_blocker.unblock():
        assert PaymentBatch.objects.filter(fund=fund, state="exported").count() == 2
        assert all(part.state != "due" for grant in reported for part in grant.instalments.all())
    acts, typed = len(chloe.acts) / PROJECTS, chloe.typed / PROJECTS
    with capsys.disabled():
        sys.stdout.write(
            f"\nDe la décision à la clôture : {acts:.1f} gestes et {typed:.1f} champ par projet ({PROJECTS} projets)\n"
        )
    assert acts <= MOST, chloe.acts
    assert typed <= 1
