"""Who is written to about a file, with which words, and what must never be in them."""

import re

import pytest

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.events import EVENTS
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.applications import LETTERS, SILENT
from quartierlibre.letters.operations import write_due
from tests.factories import applications, personas, stories

CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
HOME = "192.0.2.1"


@pytest.fixture
def fund():
    return applications.fund(contact_name="Chloé, à la Maison pour tous")


def written(to=None):
    """Letters queued since the last call, oldest first."""
    assert write_due() >= 0
    found = list(Message.objects.order_by("pk"))
    return [each for each in found if to is None or each.to == to]


def codes_in(message):
    return CODE.findall(message.text)


def test_every_event_has_a_letter_or_a_reason_for_silence():
    assert {kind.name for kind in EVENTS} == set(LETTERS) | set(SILENT)
    assert not set(LETTERS) & set(SILENT)


def test_a_draft_started_with_an_address_sends_a_code_that_opens_it(fund):
    draft = stories.draft(fund)
    (letter,) = written()
    assert (letter.to, letter.subject) == ("amina@exemple.fr", "Votre code pour reprendre votre projet")
    assert letter.is_secret
    (code,) = codes_in(letter)
    assert operations.resume(code=code, address=HOME).application == draft
    assert code in letter.html


def test_a_draft_started_without_address_writes_to_nobody(fund):
    operations.open_draft(by=None, fund=fund)
    assert written() == []


def test_the_receipt_gives_the_number_what_comes_next_and_a_code(fund):
    application = stories.submitted(fund)
    receipt = written("amina@exemple.fr")[-1]
    assert receipt.subject == f"Votre dossier {application.number} est bien arrivé"
    assert "Repas de la tour 3" in receipt.text
    assert "Le comité d’habitants décide ensuite" in receipt.text
    assert "03 20 00 00 00" in receipt.text
    assert operations.resume(code=codes_in(receipt)[0], address=HOME).application == application


def test_managers_learn_of_a_new_file_and_of_nothing_personal(fund):
    chloe = personas.chloe(fund.territory)
    personas.eve(applications.territory("Autre ville"))
    application = stories.submitted(fund)
    (letter,) = [each for each in written() if each.to != application.contact_email]
    assert (letter.to, letter.subject) == (chloe.email, f"Nouveau dossier {application.number}")
    for private in ("Amina", "amina@", "Repas", "tour 3"):
        assert private not in letter.text + letter.html + letter.subject


def test_no_subject_says_what_the_project_is(fund):
    personas.chloe(fund.territory)
    operations.withdraw_application(by=None, application=stories.submitted(fund))
    for each in written():
        assert "Repas" not in each.subject
        assert "Amina" not in each.subject


def test_a_person_helped_is_told_who_filed_for_them(fund):
    stories.helped(fund, contact_kind="email", contact_email="amina@exemple.fr", contact_phone="")
    told = written("amina@exemple.fr")[-1]
    assert "a été déposé pour vous" in told.subject
    assert "par Thomas Petit, avec votre accord" in told.text
    assert codes_in(told)


def test_a_person_helped_without_address_gets_no_letter_and_stays_to_be_told(fund):
    helped = stories.helped(fund)
    assert written() == []
    assert helped.tell_by == "phone"


def test_a_paper_sheet_gets_its_receipt_and_managers_no_letter(fund):
    personas.chloe(fund.territory)
    application = stories.on_paper(fund)
    assert [(each.to, each.subject) for each in written()] == [
        ("amina@exemple.fr", f"Votre dossier {application.number} est bien arrivé")
    ]


def test_lost_codes_come_in_one_letter_for_all_the_files_of_an_address(fund):
    first, second = stories.draft(fund), stories.draft(fund, title="Bal d’été")
    before = len(written())
    operations.ask_new_code(contact="amina@exemple.fr", address=HOME)
    (letter,) = written()[before:]
    opened = {operations.resume(code=code, address=HOME).application for code in codes_in(letter)}
    assert opened == {first, second}
    assert "Bal d’été" in letter.text


def test_a_file_whose_address_changed_is_not_opened_to_the_former_one(fund):
    moved, kept = stories.draft(fund), stories.draft(fund)
    before = len(written())
    operations.ask_new_code(contact="amina@exemple.fr", address=HOME)
    operations.save_draft(
        by=None, application=moved, changes={"contact_email": "autre@exemple.fr"}, base_revision=moved.revision
    )
    (letter,) = written()[before:]
    assert letter.to == "amina@exemple.fr"
    assert [operations.resume(code=code, address=HOME).application for code in codes_in(letter)] == [kept]


def test_words_of_a_person_are_shown_as_words(fund):
    stories.submitted(fund, title="Fête <b>d'été</b> & {{ secret }}")
    receipt = written("amina@exemple.fr")[-1]
    assert "Fête <b>d'été</b> & {{ secret }}" in receipt.text
    assert "<b>d" not in receipt.html
    assert "&lt;b&gt;" in receipt.html


def test_completing_a_file_tells_its_person(fund):
    application = stories.on_paper(fund, title="")
    operations.complete_application(
        by=personas.thomas(fund.territory), application=application, answers={"title": "Bal"}
    )
    assert written("amina@exemple.fr")[-1].subject == f"Votre dossier {application.number} a été complété"


def test_the_golden_receipt(fund):
    application = stories.submitted(fund)
    receipt = written("amina@exemple.fr")[-1]
    text = CODE.sub("XXXX-XXXX-XXXX", receipt.text).replace("\u00a0", " ")
    assert text.startswith(
        f"""Bonjour,

Votre projet « Repas de la tour 3 » est déposé. Son numéro est le {application.number}.

Et maintenant ? L’équipe du fonds le lit et vous appelle ou vous écrit s’il manque quelque chose. """
        """Le comité d’habitants décide ensuite, et vous recevez sa réponse.

Votre code pour suivre ce dossier :
« Repas de la tour 3 » : XXXX-XXXX-XXXX

Une erreur, un changement de date ? Écrivez à l’équipe du fonds.
"""
    )
