"""The minutes on screen: completed together, signed in the room or by code, read by members, and the answers."""

import json

import pytest
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import DecisionLetter, Minutes
from quartierlibre.domain.committees.operations.minutes import signature_code
from quartierlibre.domain.committees.queries.minutes import account_of
from quartierlibre.domain.committees.rules.session_file import seal_of
from quartierlibre.foundation.journal.models import Event
from tests.factories import votes
from tests.factories.applications import MACHINE
from tests.factories.uploads import photo
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import post, url

DRAWN = "M10 10 L40 90 L80 20 L120 95 M10 120 L300 130"


@pytest.fixture
def evening():
    return kit.closed()


@pytest.fixture
def desk(evening):
    return kit.browser(evening.chloe)


def page_of(client, evening):
    return client.get(url("minutes", evening.session)).content.decode()


def sign(desk, evening, role, **proof):
    return post(desk, url("sign", evening.session), role=role, **(proof or {"kind": "drawn", "drawing": DRAWN}))


def sealed(desk, evening):
    post(desk, url("to_sign", evening.session))
    for role in ("chair", "secretary"):
        assert sign(desk, evening, role).status_code == 302
    return Minutes.objects.get()


def test_two_texts_that_cross_are_both_on_the_page(evening, desk):
    post(desk, url("remark", evening.session), part="opening", words="La salle est trop petite.", revision=0)
    answer = post(desk, url("remark", evening.session), part="opening", words="Il fait froid.", revision=0)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Deux textes se sont croisés" in page
    assert "La salle est trop petite." in page
    assert "Il fait froid.</textarea>" in page


def test_the_second_signature_seals_prints_and_publishes(evening, desk):
    post(desk, url("to_sign", evening.session))
    sign(desk, evening, "chair")
    assert Minutes.objects.get().state == "signing"
    sign(desk, evening, "secretary")
    minutes = Minutes.objects.get()
    assert minutes.state == "sealed"
    assert "Signé et scellé" in page_of(desk, evening)
    file = desk.get(url("session_file", evening.session))
    assert seal_of(json.loads(file.content)) == minutes.sha256
    pdf = desk.get(url("minutes_pdf", evening.session))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
    assert Event.objects.filter(name="files.file.downloaded", subject_id=str(minutes.pdf_id)).count() == 1


def test_a_code_signs_by_the_page(evening, desk):
    post(desk, url("to_sign", evening.session))
    assert post(desk, url("code", evening.session), role="chair").status_code == 302
    minutes = Minutes.objects.get()
    text = account_of(evening.session, minutes).sha256
    code = signature_code(minutes, "chair", text_sha256=text, at=timezone.now())
    wrong = sign(desk, evening, "chair", kind="code", code="AAAA AAAA")
    assert wrong.status_code == 409
    assert "Ce code n’est pas celui du courriel" in wrong.content.decode()
    assert sign(desk, evening, "chair", kind="code", code=code).status_code == 302


def test_a_photo_of_the_signed_sheet_signs(evening, desk):
    post(desk, url("to_sign", evening.session))
    assert sign(desk, evening, "chair", kind="paper", scan=photo()).status_code == 302
    assert Minutes.objects.get().signatures.get().kind == "paper"


def test_an_empty_frame_is_no_signature(evening, desk):
    post(desk, url("to_sign", evening.session))
    answer = sign(desk, evening, "chair", kind="drawn", drawing="")
    assert answer.status_code == 409
    assert "signez dans le cadre" in answer.content.decode()


def test_a_member_reads_the_sealed_sheet_and_not_the_draft(evening, desk):
    bruno = kit.browser(evening.bruno)
    assert bruno.get(url("minutes_pdf", evening.session)).status_code == 404
    sealed(desk, evening)
    pdf = bruno.get(url("minutes_pdf", evening.session))
    assert pdf.status_code == 200
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
    assert "Corriger" not in page_of(bruno, evening)


def test_who_stepped_aside_reads_the_file_once_it_is_signed():
    evening = kit.opened()
    operations.declare_interest(by=evening.bruno, case=evening.case, seat=evening.seat, nature="family")
    vote = votes.opened(evening.case, None)
    for voter in votes.voters(vote):
        votes.cast(voter)
    operations.close_round(by=MACHINE, round=vote)
    votes.decide(evening.case, reason="Une raison dite entre nous.")
    evening.session = operations.close_session(by=MACHINE, session=evening.session)
    bruno = kit.browser(evening.bruno)
    assert "Une raison dite entre nous." not in page_of(bruno, evening)
    sealed(kit.browser(evening.chloe), evening)
    assert "Une raison dite entre nous." in page_of(bruno, evening)


def test_answers_leave_in_one_action_with_the_letters_to_print():
    evening = kit.voted()
    files = type(evening.case.application).objects.filter(pk=evening.case.application_id)
    files.update(contact_email="", contact_phone="+33612345678")
    votes.decide(evening.case)
    evening.session = operations.close_session(by=MACHINE, session=evening.session)
    desk = kit.browser(evening.chloe)
    early = post(desk, url("answers", evening.session))
    assert early.status_code == 409
    sealed(desk, evening)
    assert "Lettre à imprimer" in desk.get(url("answers", evening.session)).content.decode()
    assert post(desk, url("answers", evening.session)).status_code == 302
    assert DecisionLetter.objects.get().channel == "printed"
    pdf = desk.get(url("answers_pdf", evening.session))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF-")
