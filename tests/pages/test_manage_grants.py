"""Grants on the desk: agreements of an evening in one click, changes, a report checked line by line, money back."""

import re

from django.urls import reverse

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.states import ChangeKind, GrantState, ReportState
from quartierlibre.foundation.files.queries import open_content
from quartierlibre.foundation.money import Cents
from tests.access.world import SignedIn
from tests.factories import grants, personas, published
from tests.factories.grants import said
from tests.factories.uploads import photo
from tests.support.documents import words_of

RULES = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_cost", "choice")}


def desk(name, grant, *more):
    return reverse(f"manage:{name}", args=[grant.fund.slug, grant.public_id, *more])


def key(page):
    return re.search(r'name="once_key" value="([^"]+)"', page.content.decode())[1]


def send(client, path, page, **form):
    shown = client.get(page)
    assert shown.status_code == 200
    return client.post(path, {"once_key": key(shown), **form})


def do(client, grant, verb, **form):
    return send(client, desk("grant_act", grant, verb), desk("grant", grant), **form)


def chloe_of(fund):
    return SignedIn(personas.chloe(fund.territory))


def test_every_agreement_of_the_evening_leaves_in_one_click():
    fund = grants.fund()
    first = published.decided(fund, title="Fête des voisins", conditions="Assurance à fournir.", outcome="conditions")
    published.decided(fund, title="Jardin partagé")
    client = chloe_of(fund)
    here = reverse("manage:grants", args=[fund.slug])
    page = client.get(here)
    assert "2 conventions à envoyer" in page.content.decode()
    send_all = reverse("manage:send_agreements", args=[fund.slug, first.case.session.public_id])
    said_twice = {"once_key": key(page)}
    assert client.post(send_all, said_twice).status_code == 302
    assert client.post(send_all, said_twice).status_code == 302  # a double click sends nothing more
    sent = list(Grant.objects.select_related("agreement_file", "application").order_by("decision__number"))
    assert [each.agreement_sent_at is not None for each in sent] == [True, True]
    with open_content(sent[0].agreement_file) as kept:
        words = words_of(kept.read())
    for part in ("Fête des voisins", "Assurance à fournir.", "300", "Le bilan est remis au plus tard"):
        assert part in words, part
    assert "conventions à envoyer" not in client.get(here).content.decode()


def test_where_no_agreement_is_signed_none_is_asked_of_anybody():
    fund = grants.fund({**RULES, "payment.agreement_needed": said(False, "yes_no")})
    decision = published.decided(fund, holder_kind="association", rna="W595001234")
    client = chloe_of(fund)
    here = reverse("manage:grants", args=[fund.slug])
    page = client.get(here).content.decode()
    assert "Annoncer ces aides" in page
    assert "convention à envoyer" not in page
    address = reverse("manage:send_agreements", args=[fund.slug, decision.case.session.public_id])
    assert send(client, address, here).status_code == 302
    assert "1 aide annoncée à son porteur." in client.get(here).content.decode()
    grant = Grant.objects.get()
    assert (grant.state, grant.agreement_file, grant.instalments.get(rank=1).state) == (GrantState.RUNNING, None, "due")
    page = client.get(desk("grant", grant)).content.decode()
    assert "n’en demande pas" in page
    assert "Elle a été signée sur papier" not in page
    assert "sans convention à signer" in page


def test_a_paper_signature_a_condition_and_a_change_are_noted_by_the_team():
    grant = grants.opened(outcome="conditions")
    client = chloe_of(grant.fund)
    lacking = do(client, grant, "papier", said_by="Amina Benali")
    assert lacking.status_code == 422
    signed = do(client, grant, "papier", said_by="Amina Benali", paper=photo("signe.jpg"))
    assert signed.status_code == 302
    (condition,) = grant.conditions.all()
    assert do(client, grant, "condition", about=condition.pk, note="Attestation lue.").status_code == 302
    grant.refresh_from_db()
    assert (grant.state, grant.instalments.get(rank=1).state) == (GrantState.RUNNING, "due")
    change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.PLACE, text="Pluie.", place="La salle")
    page = client.get(desk("grant", grant)).content.decode()
    assert "La salle" in page
    answered = do(client, grant, "changement", about=change.pk, accept="yes", answer="Bonne idée.")
    assert answered.status_code == 302
    grant.refresh_from_db()
    assert grant.place_text == "La salle"


def test_a_report_is_checked_line_by_line_and_settles_the_aid():
    grant = grants.paid(grants.running(grants.fund(RULES)), 24_000)
    report = grants.written(grant, 20_000, 5_000)
    line = report.expenses.last()
    operations.attach_receipt(by=None, expense=line, upload=photo("ticket.jpg"))
    operations.send_report(by=None, report=report, said_by="Amina Benali")
    client = chloe_of(grant.fund)
    here = desk("grant_report", grant)
    page = client.get(here).content.decode()
    assert "ticket.jpg" in page
    assert "60,50" in page  # what was planned
    refused = send(client, desk("report_act", grant, "refuser"), here, about=line.pk, because="Ticket d’un autre jour.")
    assert refused.status_code == 302
    assert "L’aide passe de" in client.get(here).content.decode()
    assert send(client, desk("report_act", grant, "verifier"), here, verdict="conform").status_code == 302
    grant.refresh_from_db()
    assert (grant.final_cents, grant.state) == (20_000, GrantState.REPORTED)  # 40 € are to come back
    (recovery,) = grant.recoveries.all()
    assert do(client, grant, "rendu", about=recovery.pk, amount="15,50").status_code == 302
    more = do(client, grant, "rendu", about=recovery.pk, amount="40")
    assert more.status_code == 409
    assert do(client, grant, "rendu", about=recovery.pk, amount="24,50").status_code == 302
    grant.refresh_from_db()
    assert grant.state == GrantState.CLOSED


def test_a_report_goes_back_to_its_holder_with_what_is_missing():
    grant = grants.running(grants.fund(RULES))
    report = grants.sent(grant, 20_000)
    client = chloe_of(grant.fund)
    back = send(client, desk("report_act", grant, "completer"), desk("grant_report", grant), what="Le ticket.")
    assert back.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.to_complete) == (ReportState.TO_COMPLETE, "Le ticket.")


def test_closing_without_a_report_says_why_and_money_may_be_claimed():
    grant = grants.paid(grants.running(), 24_000)
    client = chloe_of(grant.fund)
    assert do(client, grant, "fermer", because="").status_code == 422
    assert do(client, grant, "reclamer", amount="500", reason="Rien n’a eu lieu.").status_code == 409
    assert do(client, grant, "reclamer", amount="240", reason="Rien n’a eu lieu.").status_code == 302
    assert do(client, grant, "fermer", because="Sans réponse.").status_code == 302
    grant.refresh_from_db()
    assert (grant.state, grant.without_report) == (GrantState.CLOSED, True)
    (recovery,) = grant.recoveries.all()
    operations.note_repaid(by=personas.chloe(grant.fund.territory), recovery=recovery, amount=Cents(4_000))
    assert do(client, grant, "abandon", about=recovery.pk, because="Association dissoute.").status_code == 302
    recovery.refresh_from_db()
    assert (recovery.state, recovery.repaid_cents) == ("written_off", 4_000)


def test_the_morning_and_the_list_say_what_waits(django_assert_max_num_queries):
    grant = grants.running(grants.fund(RULES))
    grants.sent(grant, 20_000)
    for number in range(3):
        grants.sent(grants.running(grant.fund, title=f"Fête {number}"), 1_000)
    client = chloe_of(grant.fund)
    morning = client.get(reverse("manage:home")).content.decode()
    assert "4 projets vous attendent" in morning
    with django_assert_max_num_queries(20):
        page = client.get(reverse("manage:grants", args=[grant.fund.slug])).content.decode()
    assert page.count("Bilan à vérifier") == 4
