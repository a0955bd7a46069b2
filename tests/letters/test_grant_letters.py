"""What a holder is written about a grant: once each time, with a personal link that opens their page."""

from datetime import date, timedelta

from django.utils import timezone

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant
from quartierlibre.domain.grants.operations.agreement import acceptance_code, link_of
from quartierlibre.domain.grants.operations.reminders import remind_all
from quartierlibre.domain.grants.states import ChangeKind, CheckBody, CheckVerdict
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from tests.factories import committees as sitting
from tests.factories import grants, personas
from tests.factories.applications import MACHINE

PDF = b"%PDF-1.7 a sheet"


def news(to="amina@exemple.fr"):
    """The letters about the grant that were not read yet, oldest first."""
    write_due()
    found = Message.objects.filter(to=to).exclude(key__in=news.read).order_by("pk")
    news.read |= set(found.values_list("key", flat=True))
    return [(each.subject, each.text) for each in Message.objects.filter(pk__in=[each.pk for each in found])]


news.read = set()


def test_without_agreement_the_holder_is_told_what_comes_next():
    news.read = set()
    free = {**grants.EIGHTY_TWENTY, "payment.agreement_needed": grants.said(False, "yes_no")}
    grant = grants.opened(grants.fund(free))
    told = [(subject, text) for subject, text in news() if "voici la suite" in subject]
    ((_subject, text),) = told
    assert f"/mon-aide/{grant.public_id}/{link_of(grant)}/" in text
    assert "sans convention à signer" in text


def test_the_agreement_its_code_and_its_answers():
    news.read = set()
    grant = grants.opened()
    news()
    grant = operations.send_agreement(by=MACHINE, grant=grant, pdf=PDF)
    ((subject, text),) = news()
    assert subject == "Votre convention est prête"
    assert f"/mon-aide/{grant.public_id}/{link_of(grant)}/" in text
    operations.ask_code(by=None, grant=grant)
    ((subject, text),) = news()
    code = acceptance_code(Grant.objects.select_related("agreement_file").get(pk=grant.pk))
    assert f"{code[:4]} {code[4:]}" in text
    operations.accept_with_code(by=None, grant=grant, code=code, said_by="Amina")
    change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.CONTENT, text="Un bal en plus.")
    operations.answer_change(by=MACHINE, change=change, accept=False, answer="Trop cher & trop tard.")
    ((subject, text),) = news()
    assert subject == "Votre changement n’est pas accepté"
    assert "Trop cher & trop tard." in text


def test_the_report_goes_to_the_committee_and_its_end_to_the_holder():
    news.read = set()
    grant = grants.paid(grants.running(grants.fund(grants.CHECKED_TWICE)), 24_000)
    bruno = personas.bruno(grant.fund.territory)
    sitting.seat(grant.decision.case.session.committee, bruno)
    news()
    report = grants.sent(grant, 9_025)
    ((subject, text),) = news(to=bruno.email)
    assert (subject, f"/bilans/{grant.public_id}/" in text) == ("Un bilan à regarder", True)
    for by, body in ((MACHINE, CheckBody.PAPERS), (bruno, CheckBody.ACTION)):
        operations.check_report(by=by, report=report, body=body, verdict=CheckVerdict.CONFORM)
    subjects = dict(news())
    assert "150\xa0€ en tout" in subjects["Votre bilan est vérifié"]
    assert "rendre 90\xa0€" in subjects["De l’argent à rendre"]
    operations.note_repaid(by=MACHINE, recovery=grant.recoveries.get(), amount=Cents(4_000))
    ((subject, text),) = news()
    assert "Il reste à rendre : 50\xa0€" in text.replace("\xa0:", " :")


def test_reminders_leave_once_each():
    news.read = set()
    asked = operations.send_agreement(by=MACHINE, grant=grants.opened(title="Bal"), pdf=PDF)
    Grant.objects.filter(pk=asked.pk).update(agreement_sent_at=timezone.now() - timedelta(days=8))
    late = grants.running(asked.fund, starts_on="01/03/2026", ends_on="01/03/2026")
    news()
    today = date(2026, 4, 20)
    assert remind_all(by=MACHINE, today=today) == 2
    assert sorted(subject for subject, _text in news()) == [
        "Votre bilan est bientôt attendu",
        "Votre convention vous attend",
    ]
    assert remind_all(by=MACHINE, today=today) == 0
    assert remind_all(by=MACHINE, today=late.report_due_on + timedelta(days=1)) == 1
    ((subject, _text),) = news()
    assert subject == "Votre bilan est en retard"
