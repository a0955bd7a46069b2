"""A correction is asked, done by the holder, accepted by the team; the file waits, and nothing is rewritten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Correction, FiledVersion
from quartierlibre.domain.applications.queries.screening import corrections_of, queue, waiting_corrections
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories

SOON = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def file(fund):
    return stories.submitted(fund)


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def ask(chloe, file, **changed):
    said = {"reason": "incomplete", "text": "Ajoutez le prix de la sono.", "deadline": SOON, "question": "money"}
    return operations.ask_correction(by=chloe, application=file, **{**said, **changed})


def late(correction, days=20):
    """As if asked long ago."""
    Correction.objects.filter(pk=correction.pk).update(deadline=timezone.localdate() - timedelta(days))
    return fresh(correction)


def waits_for(file):
    found = queue(Application.objects.filed(), today=timezone.localdate())
    lists = {"me": found.for_me, "holder": found.for_holder, "opinion": found.for_opinion}
    return [name for name, files in lists.items() if file in [each.application for each in files]]


def test_the_file_waits_for_the_holder_then_for_the_team(chloe, file):
    assert waits_for(file) == ["me"]
    asked = ask(chloe, file)
    assert (waits_for(file), waiting_corrections(file)) == (["holder"], [asked])
    operations.say_done(by=None, correction=asked, said="Voilà.")
    assert (waits_for(file), waiting_corrections(file)) == (["me"], [])
    operations.accept_correction(by=chloe, correction=asked)
    assert waits_for(file) == ["me"]
    assert not fresh(asked).is_open


def test_only_the_holder_says_it_is_done(chloe, file):
    asked = ask(chloe, file)
    with pytest.raises(Refused, match=r"correction\.not_said_done"):
        operations.accept_correction(by=chloe, correction=asked)
    operations.say_done(by=None, correction=asked)
    with pytest.raises(Refused, match=r"correction\.not_waiting"):
        operations.say_done(by=None, correction=asked)


def test_asking_again_is_a_new_correction_that_follows_the_first(chloe, file):
    first = ask(chloe, file)
    operations.say_done(by=None, correction=first, said="J’ai mis 120 €.")
    second = ask(chloe, file, text="Il faut le devis du magasin.", follows=first)
    assert (second.follows, fresh(first).said, fresh(first).is_open) == (first, "J’ai mis 120 €.", False)
    assert corrections_of(file) == [second, first]
    with pytest.raises(Refused, match=r"correction\.closed"):
        ask(chloe, file, follows=first)


def test_the_holder_changes_what_was_asked_and_the_first_version_stays(chloe, file):
    ask(chloe, file)
    changed = operations.rewrite_answers(by=None, application=file, changes={"asked": "180"})
    assert (changed.asked_cents, changed.state) == (18_000, "submitted")
    versions = FiledVersion.objects.filter(application=file).order_by("version")
    assert [each.snapshot["answers"]["asked"] for each in versions] == ["150", "180"]


def test_the_holder_changes_nothing_else(chloe, file):
    ask(chloe, file)
    with pytest.raises(Refused, match=r"rewrite\.not_asked"):
        operations.rewrite_answers(by=None, application=file, changes={"asked": "180", "title": "Un bal"})
    assert fresh(file).answers["asked"] == "150"
    with pytest.raises(Refused, match=r"rewrite\.not_asked"):
        operations.rewrite_answers(by=None, application=stories.submitted(file.fund), changes={"title": "Un bal"})


def test_saying_the_same_again_makes_no_version(chloe, file):
    ask(chloe, file)
    operations.rewrite_answers(by=None, application=file, changes={"asked": "150"})
    assert FiledVersion.objects.filter(application=file).count() == 1


def test_a_place_asked_about_may_be_moved_on_the_map(chloe, file):
    ask(chloe, file, question="where", text="Le lieu est hors du quartier : est-ce le bon point ?")
    moved = operations.rewrite_answers(by=None, application=file, changes=applications.OUTSIDE)
    assert moved.location_status == "out"


@pytest.mark.parametrize(
    "changed", [{"text": " "}, {"deadline": timezone.localdate()}, {"deadline": timezone.localdate() + timedelta(400)}]
)
def test_a_correction_says_what_and_until_when(chloe, file, changed):
    with pytest.raises(Refused):
        ask(chloe, file, **changed)


def test_a_question_that_does_not_exist_is_about_the_whole_file(chloe, file):
    assert ask(chloe, file, question="holder_id").question == ""


def test_asking_is_for_the_team_of_the_territory(fund, file):
    for person in (personas.eve(applications.territory("Autre ville")), personas.thomas(fund.territory)):
        with pytest.raises(Refused, match=r"screening\.no_right"):
            ask(person, file)


def test_late_is_reminded_once_and_never_when_done(chloe, file):
    done, waiting = ask(chloe, file), ask(chloe, file)
    operations.say_done(by=None, correction=done)
    late(done)
    late(waiting)
    assert (operations.remind_late(), operations.remind_late()) == (1, 0)
    assert Event.objects.get(name="applications.correction.reminded").data["correction"] == waiting.pk
    assert fresh(waiting).is_late(timezone.localdate())


def test_nobody_is_reminded_of_a_file_taken_back(chloe, file):
    late(ask(chloe, file))
    operations.withdraw_application(by=None, application=file)
    assert operations.remind_late() == 0


def test_turning_a_file_down_closes_what_was_asked(chloe, file):
    asked = ask(chloe, file)
    operations.declare_inadmissible(by=chloe, application=file, reason="Le projet a déjà eu lieu.")
    assert not fresh(asked).is_open
    with pytest.raises(Refused):
        operations.say_done(by=None, correction=asked)
