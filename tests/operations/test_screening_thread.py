"""Everything said about a file in one place; what the team keeps for itself is never shown to the holder."""

import pytest
from django.db import IntegrityError, transaction

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Message
from quartierlibre.domain.applications.queries.screening import thread_of
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.letters.operations import write_due
from tests.factories import applications, personas, stories


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def file(fund):
    return stories.submitted(fund)


def said(file, *, for_holder):
    return [each.text or each.subject for each in thread_of(file, for_holder=for_holder)]


def test_both_sides_speak_in_one_thread(chloe, file):
    operations.write_to_holder(by=chloe, application=file, text="Combien serez-vous ?")
    operations.write_to_team(by=None, application=file, text="Soixante.")
    operations.note(by=chloe, application=file, kind="phone", text="Appelée : elle confirme.")
    expected = ["Combien serez-vous ?", "Soixante.", "Appelée : elle confirme."]
    assert said(file, for_holder=True) == said(file, for_holder=False) == expected


def test_an_internal_note_is_never_shown_to_the_holder(chloe, file):
    operations.note(by=chloe, application=file, kind="note", text="À revoir avec Bruno.")
    assert said(file, for_holder=False) == ["À revoir avec Bruno."]
    assert said(file, for_holder=True) == []
    with pytest.raises(IntegrityError, match="note_is_the_team_s"), transaction.atomic():
        Message.objects.create(application=file, side="holder", kind="note", text="Une note.")


def test_what_the_holder_writes_is_unread_until_somebody_answers(chloe, file):
    operations.write_to_team(by=None, application=file, text="Une question.")
    assert file.messages.unread_by_team().count() == 1
    operations.note(by=chloe, application=file, kind="note", text="Je ne sais pas.")
    assert file.messages.unread_by_team().count() == 1
    operations.write_to_holder(by=chloe, application=file, text="Une réponse.")
    assert file.messages.unread_by_team().count() == 0
    operations.write_to_team(by=None, application=file, text="Merci.")
    assert (operations.mark_thread_read(by=chloe, application=file), file.messages.unread_by_team().count()) == (1, 0)


def test_words_stay_out_of_the_journal(chloe, file):
    operations.write_to_team(by=None, application=file, text="Mon fils est malade.")
    operations.note(by=chloe, application=file, kind="note", text="Son fils est malade.")
    assert not [each for each in Event.objects.all() if "malade" in str(each.data)]


def test_only_the_team_of_the_territory_writes(fund, file):
    for person in (personas.eve(applications.territory("Autre ville")), personas.bruno(fund.territory)):
        for act in (operations.write_to_holder, operations.note):
            more = {"kind": "note"} if act is operations.note else {}
            with pytest.raises(Refused):
                act(by=person, application=file, text="Bonjour", **more)
        with pytest.raises(Refused):
            operations.mark_thread_read(by=person, application=file)


@pytest.mark.parametrize("text", ["", "   ", "a" * 20_001])
def test_a_message_says_something_that_can_be_read(chloe, file, text):
    with pytest.raises(Refused):
        operations.write_to_holder(by=chloe, application=file, text=text)
    with pytest.raises(Refused):
        operations.write_to_team(by=None, application=file, text=text)


def test_nobody_writes_about_a_draft(fund):
    with pytest.raises(Refused, match=r"message\.draft"):
        operations.write_to_team(by=None, application=stories.draft(fund), text="Bonjour")


def test_letters_join_the_thread_without_their_codes_and_only_once(file):
    write_due()
    (receipt,) = thread_of(file, for_holder=True)
    assert (receipt.side, receipt.kind) == ("site", "email")
    assert receipt.subject == f"Votre dossier {file.number} est bien arrivé"
    assert "••••-••••-••••" in receipt.text
    event = receipt.event
    operations.file_letter(application_id=file.pk, event=event, subject=receipt.subject, text="Encore.")
    assert len(thread_of(file, for_holder=True)) == 1


def test_letters_to_the_team_and_of_drafts_stay_out(chloe, fund, file):
    draft = stories.draft(fund)
    write_due()
    assert "Nouveau dossier" not in " ".join(each.subject for each in thread_of(file, for_holder=False))
    assert thread_of(draft, for_holder=False) == []
