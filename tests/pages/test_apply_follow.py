"""After filing: the holder sees where the project is, does what is asked, writes, reads the answer, presents again."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Correction, Message
from quartierlibre.domain.committees import operations as committees_operations
from quartierlibre.domain.committees.models import Decision
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.letters.operations import write_due
from tests.factories import committees, personas, stories, votes
from tests.factories.applications import MACHINE
from tests.factories.applications import fund as any_fund
from tests.factories.uploads import photo
from tests.pages.apply_kit import once_key, opened_by, url

SOON = timezone.localdate() + timedelta(days=10)


KEY = "0b0a3f0e-7777-4222-8333-444455556600"


@pytest.fixture
def fund():
    return any_fund()


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


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def follow(file):
    return opened_by(file).get(url("sent", file))


def correct(correction):
    return reverse("apply:correct", args=[correction.application.public_id, correction.public_id])


def money(file, **changed):
    """The boxes of the question on money, as the page sends them."""
    data = {"asked": "150", "revision": str(fresh(file).revision), "action": "done"}
    for number, row in enumerate(file.answers["lines"]):
        data.update({f"lines-{number}-{part}": value for part, value in row.items()})
    return {**data, **changed}


def test_just_filed_it_says_well_done_and_then_follows(chloe, file):
    assert "C’est envoyé, bravo" in words(follow(file))
    write_due()  # the letters of the site are no news
    assert "C’est envoyé, bravo" in words(follow(file))
    operations.write_to_holder(by=chloe, application=file, text="Bonjour, à quelle heure ?")
    text = words(follow(file))
    assert "bravo" not in text
    for said in ("L’équipe du fonds regarde votre projet", "Bonjour, à quelle heure ?", "Chloe Dubois", file.number):
        assert said in text


def test_a_note_of_the_team_is_never_shown(chloe, file):
    operations.write_to_holder(by=chloe, application=file, text="Bonjour")
    operations.note(by=chloe, application=file, kind="note", text="À surveiller")
    assert "À surveiller" not in words(follow(file))


def test_what_is_asked_comes_first_with_its_last_day(chloe, file):
    asked = ask(chloe, file)
    page = follow(file)
    assert "Ajoutez le prix de la sono." in words(page)
    assert correct(asked) in page.content.decode()
    Correction.objects.update(deadline=timezone.localdate() - timedelta(days=2))
    assert "On vous attend" in words(follow(file))


def test_only_the_question_asked_about_opens(chloe, file):
    page = opened_by(file).get(correct(ask(chloe, file)))
    html = page.content.decode()
    assert 'id="q-money"' in html
    assert html.count('class="question"') == 1
    assert 'name="title"' not in html


def test_done_keeps_the_answer_the_papers_and_the_word(chloe, file):
    asked = ask(chloe, file)
    paper = SimpleUploadedFile("devis.jpg", photo().read(), "image/jpeg")
    answer = opened_by(file).post(correct(asked), money(file, asked="140", said="Le prix a baissé.", papers=paper))
    assert (answer.status_code, answer["Location"]) == (302, url("sent", file))
    asked, changed = fresh(asked), fresh(file)
    assert (asked.is_to_check, asked.said, changed.asked_cents) == (True, "Le prix a baissé.", 14_000)
    assert changed.documents.count() == 1
    assert "Vous l’avez fait, merci" in words(follow(file))


def test_later_keeps_everything_and_says_nothing(chloe, file):
    asked, browser = ask(chloe, file), opened_by(file)
    there = browser.post(correct(asked), money(file, asked="140", said="Je cherche le devis", action="later"))
    assert there["Location"] == correct(asked)
    page = browser.get(correct(asked)).content.decode()
    assert "Je cherche le devis" in page
    assert fresh(file).asked_cents == 14_000
    assert fresh(asked).is_waiting
    browser.post(correct(asked), money(file, asked="140"))
    assert fresh(asked).is_to_check


def test_what_cannot_be_read_is_told_beside_its_box_and_kept(chloe, file):
    asked = ask(chloe, file)
    page = opened_by(file).post(correct(asked), money(file, asked="beaucoup"))
    assert page.status_code == 422
    assert "beaucoup" in page.content.decode()
    assert page.context["page"].reading.problems["asked"] in words(page)
    assert fresh(asked).is_waiting


def test_a_line_more_opens_a_row(chloe, file):
    asked, browser = ask(chloe, file), opened_by(file)
    there = browser.post(correct(asked), money(file, action="line"))["Location"]
    assert "lignes=" in there
    assert f"lines-{len(file.answers['lines'])}-label" in browser.get(there).content.decode()


def test_the_sum_is_worked_out_on_demand(chloe, file):
    asked = ask(chloe, file)
    opened_by(file).post(correct(asked), money(file, action="fill"))
    assert fresh(file).asked_cents == 18_050  # the lines sent, less nothing: that page sent no money found elsewhere


def test_no_other_answer_can_change(chloe, file):
    asked = ask(chloe, file)
    opened_by(file).post(correct(asked), money(file, title="Tout autre chose"))
    assert fresh(file).title == file.title


def test_a_paper_alone_may_be_asked(chloe, file):
    asked = ask(chloe, file, question="", reason="document", text="Joignez le devis.")
    browser = opened_by(file)
    assert 'class="question"' not in browser.get(correct(asked)).content.decode()
    assert browser.post(correct(asked), {"action": "done"}).status_code == 302
    assert fresh(asked).is_to_check


def test_done_twice_is_done_once(chloe, file):
    asked, browser = ask(chloe, file), opened_by(file)
    for _turn in range(2):
        assert browser.post(correct(asked), money(file))["Location"] == url("sent", file)
    assert fresh(asked).is_to_check


def test_a_stranger_sees_nothing(client, chloe, file):
    asked = ask(chloe, file)
    for address in (correct(asked), url("change", file), url("sent", file)):
        assert client.get(address).status_code == 404
    other = stories.submitted(file.fund, title="Autre projet")
    assert opened_by(other).get(correct(asked)).status_code == 404
    mixed = reverse("apply:correct", args=[other.public_id, asked.public_id])
    assert opened_by(other).get(mixed).status_code == 404


def test_a_message_reaches_the_team_once(chloe, file):
    operations.write_to_holder(by=chloe, application=file, text="Bonjour")
    browser = opened_by(file)
    key = once_key(browser.get(url("sent", file)))
    for _turn in range(2):
        answer = browser.post(url("write", file), {"text": "Merci, à 18 h.", "once_key": key})
        assert answer["Location"].startswith(url("sent", file))
    assert Message.objects.filter(side="holder", text="Merci, à 18 h.").count() == 1
    assert "Merci, à 18 h." in words(follow(file))


def test_an_empty_message_says_what_to_do(file):
    browser = opened_by(file)
    page = browser.post(url("write", file), {"text": " ", "once_key": once_key(browser.get(url("sent", file)))})
    assert page.status_code == 422
    assert "Écrivez votre message avant de l’envoyer." in words(page)


def test_the_day_and_the_hour_of_the_committee(fund):
    held = committees.session(committees.committee(fund), days=40)
    case = committees.case(held)
    text = words(follow(case.application))
    assert "Votre projet va devant le comité" in text
    assert held.place in text


def test_not_admissible_says_why(chloe, file):
    operations.declare_inadmissible(by=chloe, application=file, reason="Le projet est hors du quartier.")
    text = words(follow(file))
    assert "Le projet est hors du quartier." in text
    assert "Retirer mon projet" not in text


def test_what_was_turned_down_starts_again_as_a_new_project_of_the_same_line(chloe, file):
    browser = opened_by(file)
    assert browser.post(url("again", file), {"once_key": KEY}).status_code == 409
    operations.declare_inadmissible(by=chloe, application=file, reason="Le projet est hors du quartier.")
    assert "Repartir de ce projet" in words(browser.get(url("sent", file)))
    first, second = (browser.post(url("again", file), {"once_key": KEY}) for _time in range(2))
    new = Application.objects.latest("pk")
    assert first["Location"] == second["Location"] == url("say", new)
    assert (new.state, new.continues, new.answers["title"]) == ("draft", file, file.answers["title"])
    assert browser.get(url("say", new)).status_code == 200
    assert Application.objects.count() == 2


def test_what_was_taken_back_starts_again_too_and_no_stranger_does_it(client, file):
    operations.withdraw_application(by=None, application=file)
    assert "Repartir de ce projet" in words(opened_by(file).get(url("sent", file)))
    assert client.post(url("again", file), {"once_key": KEY}).status_code == 404


@pytest.fixture
def case():
    return votes.cases(votes.fund())[0]


def decided(case, outcome=Outcome.PART, **more):
    vote = votes.opened(case, "by_name")
    for voter in votes.voters(vote):
        votes.cast(voter, votes.FOR if outcome == Outcome.PART else votes.AGAINST)
    committees_operations.close_round(by=MACHINE, round=vote)
    return votes.decide(case, outcome, **more)


def test_the_answer_waits_for_the_minutes_then_says_why(case):
    decision = decided(case, amount=12_000)
    assert "Sa réponse arrive" in words(follow(case.application))
    Decision.objects.filter(pk=decision.pk).update(published_at=timezone.now())
    text = words(follow(case.application))
    assert "120" in text
    assert decision.reason in text
    assert "Comprendre ou contester" in text


def test_put_off_it_is_changed_and_presented_again_with_its_number(case):
    committees_operations.adjourn(by=MACHINE, case=case, reason="Revenez avec un devis.")
    file = fresh(case.application)
    browser = opened_by(file)
    page = browser.get(url("sent", file))
    assert "Modifier et représenter" in words(page)
    assert words(page).count("Revenez avec un devis.") == 2  # said first, and kept in the story of the file
    form = browser.get(url("change", file)).content.decode()
    assert form.count('class="question"') > 3
    typed = {"title": "Repas et devis", "revision": str(file.revision)}
    browser.post(url("change", file), {**everything(file), **typed, "action": "later"})
    assert (fresh(file).title, fresh(file).state) == ("Repas et devis", "admissible")
    browser.post(url("change", file), {**everything(fresh(file)), "action": "done"})
    again = Application.objects.get(pk=file.pk)
    assert (again.state, again.number, again.title) == ("submitted", file.number, "Repas et devis")
    assert browser.get(url("change", file))["Location"] == url("sent", file)


def everything(file):
    from tests.pages.apply_kit import typed

    kept = {name: value for name, value in file.answers.items() if isinstance(value, str)}
    return {**typed(), **kept, "revision": str(file.revision)}


def test_a_file_with_a_long_story_costs_no_more_queries(chloe, file, django_assert_max_num_queries):
    browser = opened_by(file)
    for n in range(8):
        operations.write_to_holder(by=chloe, application=file, text=f"Message {n}")
        ask(chloe, file, text=f"Chose {n}")
    browser.get(url("sent", file))
    with django_assert_max_num_queries(26):
        browser.get(url("sent", file))
