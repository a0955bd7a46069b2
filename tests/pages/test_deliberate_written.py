"""Members asked in writing, over HTTP: the secretary's desk, each member's own page, the letters, the minutes."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pypdfium2 import PdfDocument

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Attendance, Ballot, Case, Consultation, Interest
from quartierlibre.domain.people.models import Person
from quartierlibre.pagekit.words import long_date
from tests.factories import committees, consultations, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import post, url


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()).replace("\u00a0", " "))


def text_of(answer):
    said = " ".join(page.get_textpage().get_text_bounded() for page in PdfDocument(answer.content))
    return re.sub(r"[\s\u00a0\u202f]+", " ", said)


@pytest.fixture
def evening():
    """Two files heard by one member where the regulation wants three; Chloé runs it, Bruno was not there."""
    return lacking()


def lacking(**rules_said):
    made = kit.prepared(**(consultations.WRITTEN | rules_said))
    made.session = committees.opened(made.session, here=0)
    there = committees.roll(made.session)[1]
    operations.note_attendance(by=MACHINE, attendance=there, presence="present")
    for each in made.cases:
        each.session = made.session
        operations.hear(by=MACHINE, case=each, holder_presence="present")
    return made


def ask(evening, **said):
    held = consultations.opened(evening.session, **said)
    return held, kit.browser(evening.chloe), kit.browser(evening.bruno)


def day(n):
    return (timezone.localdate() + timedelta(days=n)).isoformat()


# -- at the desk -----------------------------------------------------------------------------------------------------


def test_without_quorum_the_evening_offers_to_ask_in_writing_and_then_follows_it(evening):
    desk = kit.browser(evening.chloe)
    page = words(desk.get(url("evening", evening.session)))
    assert "Consulter les membres par écrit" in page
    assert "sur les 2 dossiers entendus" in page
    assert "Le règlement ne fixe pas de nombre de réponses." in page
    answer = post(desk, url("consult", evening.session), last_day=day(10))
    assert answer.status_code == 302
    page = words(desk.get(url("evening", evening.session)))
    last = long_date(Consultation.objects.get().last_day).replace("\u00a0", " ")
    assert f"Ouverte jusqu’au {last}, ce jour compris." in page
    assert "0 sur 3 ont répondu" in page
    assert f"Il manque des réponses de : {evening.bruno.name}, " in page
    assert "Clore la séance" not in page
    assert "Clore et compter" not in page
    assert 'value="present"' not in page
    assert post(desk, url("consult", evening.session), last_day=day(10)).status_code == 409


@pytest.mark.parametrize(
    ("typed", "status", "said"), [("", 422, "Indiquez une date"), ("-1", 409, "Ce jour est passé")]
)
def test_the_last_day_is_asked_and_a_past_one_refused(evening, typed, status, said):
    desk = kit.browser(evening.chloe)
    answer = post(desk, url("consult", evening.session), last_day=day(int(typed)) if typed else "")
    assert answer.status_code == status
    assert said in words(answer)
    assert not Consultation.objects.exists()


def test_the_same_form_sent_twice_asks_once(evening):
    desk = kit.browser(evening.chloe)
    key = {"once_key": "0b0a3f0e-1111-4222-8333-444455559999", "last_day": day(10)}
    answers = [desk.post(url("consult", evening.session), key) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert Consultation.objects.count() == 1


def test_where_the_regulation_says_how_long_no_day_is_asked():
    evening = lacking(session__written_days={**clause(2, "weeks"), "source": "text"})
    desk = kit.browser(evening.chloe)
    page = desk.get(url("evening", evening.session))
    assert "Le règlement fixe le délai" in words(page)
    assert 'name="last_day"' not in page.content.decode()
    assert post(desk, url("consult", evening.session)).status_code == 302
    assert Consultation.objects.get().last_day == timezone.localdate() + timedelta(days=14)


@pytest.mark.parametrize("said", ["show_of_hands", None])
def test_how_to_answer_is_asked_only_where_the_regulation_does_not_say_how_to_vote(said):
    evening = lacking(session__ballot=choice(said) if said else None)
    desk = kit.browser(evening.chloe)
    assert ("Comment répond-on" in words(desk.get(url("evening", evening.session)))) is (said is None)
    answer = post(desk, url("consult", evening.session), last_day=day(3))
    assert answer.status_code == (302 if said else 422)
    if said is None:
        assert post(desk, url("consult", evening.session), last_day=day(3), mode="secret").status_code == 302
        assert Consultation.objects.get().rounds.first().mode == "secret"


def test_how_many_answers_it_takes_is_said_beforehand_and_in_the_minutes():
    evening = lacking(session__written_quorum=consultations.THREE)
    desk = kit.browser(evening.chloe)
    said = "les membres ne décident que si au moins 3 répondent."
    assert said in words(desk.get(url("evening", evening.session)))
    consultations.close(consultations.opened(evening.session))
    page = words(desk.get(url("minutes", evening.session)))
    assert "aucune réponse par écrit, il en fallait 3" in page
    assert "Aucune réponse, il en fallait 3." in page


@pytest.mark.parametrize("policy", ["postpone", "second_call"])
def test_under_another_policy_nothing_is_offered_and_a_made_up_form_is_refused(policy):
    evening = lacking(session__no_quorum=choice(policy))
    desk = kit.browser(evening.chloe)
    assert "Consulter les membres" not in words(desk.get(url("evening", evening.session)))
    answer = post(desk, url("consult", evening.session), last_day=day(10))
    assert answer.status_code == 409
    assert "ne prévoit pas de consulter" in words(answer)


def test_the_reminder_is_one_button_once(evening):
    held, desk, _member = ask(evening)
    assert "Envoyer le rappel" in words(desk.get(url("evening", evening.session)))
    assert post(desk, url("consult_remind", evening.session)).status_code == 302
    page = words(desk.get(url("evening", evening.session)))
    assert "Envoyer le rappel" not in page
    assert "Le rappel est parti le" in page
    assert post(desk, url("consult_remind", evening.session)).status_code == 409
    held.refresh_from_db()
    assert held.reminded_at


def test_closing_waits_for_the_last_day_or_the_last_answer(evening):
    held, desk, _member = ask(evening)
    early = post(desk, url("consult_close", evening.session))
    assert early.status_code == 409
    assert "on les attend jusque-là" in words(early)
    for vote in held.rounds.all():
        for voter in votes.voters(vote):
            votes.cast(voter)
    assert "Tout le monde a répondu" in words(desk.get(url("evening", evening.session)))
    assert post(desk, url("consult_close", evening.session)).status_code == 302
    page = words(desk.get(url("evening", evening.session)))
    assert "Les résultats sont sur chaque dossier" in page
    assert "Voté, à décider" in page


def test_nobody_reads_a_count_before_the_close(evening):
    held, desk, member = ask(evening)
    for voter in votes.voters(held.rounds.first()):
        votes.cast(voter, votes.AGAINST)
    pages = [desk.get(url("evening", evening.session)), desk.get(kit.case_url("case", evening.case))]
    pages += [member.get(url("phone", evening.session)), desk.get(url("minutes", evening.session))]
    for page in pages:
        assert page.status_code == 200
        assert not re.search(r"\b3 contre|Contre : 3|Rejeté|adopté", words(page), re.IGNORECASE)


def test_one_vote_is_not_closed_alone_and_a_paper_answer_is_noted(evening):
    held, desk, _member = ask(evening)
    page = words(desk.get(kit.case_url("case", evening.case)))
    assert "Les membres répondent par écrit" in page
    assert "Clore le vote" not in page
    assert post(desk, kit.case_url("close_vote", evening.case)).status_code == 409
    voter = votes.voters(held.rounds.get(case=evening.case))[2]
    assert post(desk, kit.case_url("named", evening.case), **{f"voice-{voter.pk}": "against"}).status_code == 302
    assert Ballot.objects.get(voter=voter).choice == "against"


def test_letters_are_printed_for_those_without_e_mail_with_a_way_to_answer(evening):
    Person.objects.filter(pk=evening.bruno.pk).update(email=None)
    _held, desk, _member = ask(evening)
    page = words(desk.get(url("evening", evening.session)))
    assert "1 membre sans courriel attend sa lettre" in page
    answer = post(desk, url("consult_letters", evening.session))
    assert answer["Content-Type"] == "application/pdf"
    told = re.sub(r"\s+", " ", text_of(answer))
    for said in (
        "Le comité vous consulte par écrit",
        evening.case.application.title,
        "Cochez une case",
        "Contre",
        "Des tables dehors",
    ):
        assert said in told
    assert Attendance.objects.get(seat=evening.seat).card


def test_a_secret_vote_has_no_sheet_to_tick():
    evening = lacking(session__ballot=kit.SECRET)
    Person.objects.filter(pk=evening.bruno.pk).update(email=None)
    _held, desk, _member = ask(evening)
    told = text_of(post(desk, url("consult_letters", evening.session)))
    assert "Cochez" not in told
    assert "Le vote est secret" in re.sub(r"\s+", " ", told)


def test_nobody_without_e_mail_no_letter(evening):
    _held, desk, _member = ask(evening)
    assert post(desk, url("consult_letters", evening.session)).status_code == 302


def test_where_members_come_in_the_answer_expected_is_said(evening):
    member = kit.browser(evening.bruno)
    assert "Consultation par écrit" not in words(member.get("/deliberer/"))
    ask(evening)
    page = words(member.get("/deliberer/"))
    last_day = evening.session.consultations.get().last_day
    assert "Consultation par écrit" in page
    assert f"jusqu’au {long_date(last_day)}".replace("\u00a0", " ") in page
    assert "Répondre" in page


# -- at home ---------------------------------------------------------------------------------------------------------


def voice(page):
    """The voice the ballot casts, not the one just given."""
    ballot = page.content.decode().split('aria-labelledby="voice-')[1]
    return re.search(r'name="voice" value="(\d+)"', ballot)[1]


def test_a_member_who_did_not_come_answers_one_file_after_the_other(evening):
    _held, _desk, member = ask(evening)
    here = url("phone", evening.session)
    for n, case in enumerate(evening.cases, start=1):
        page = member.get(here)
        assert f"dossier {n} sur 2" in words(page)
        assert case.application.title in words(page)
        assert "trop peu de membres étaient là" in words(page)
        assert post(member, url("cast", evening.session), voice=voice(page), choice="for").status_code == 302
    done = words(member.get(here))
    assert "Merci, vous avez répondu à tout" in done
    assert done.count("Annuler (10 s)") == 2
    assert Ballot.objects.filter(voter__attendance__seat=evening.seat).count() == 2


def test_an_answer_is_taken_back_within_ten_seconds(evening):
    _held, _desk, member = ask(evening)
    here = url("phone", evening.session)
    mine = voice(member.get(here))
    post(member, url("cast", evening.session), voice=mine, choice="against")
    assert "Annuler (10 s)" in words(member.get(here))
    assert post(member, url("undo", evening.session), voice=mine).status_code == 302
    assert voice(member.get(here)) == mine
    assert not Ballot.objects.exists()


def test_a_member_steps_aside_from_home_and_is_asked_about_the_rest(evening):
    _held, _desk, member = ask(evening)
    asked = {"case": str(evening.case.public_id), "nature": "family"}
    assert post(member, url("declare", evening.session), **asked).status_code == 302
    assert Interest.objects.get().late
    page = words(member.get(url("phone", evening.session)))
    assert f"Vous vous déportez de : {evening.case.application.title}." in page
    assert f'<h1 class="phone-title">{evening.cases[1].application.title}' in page


def test_after_the_last_day_the_page_says_so_and_takes_nothing(evening):
    held, _desk, member = ask(evening)
    mine = voice(member.get(url("phone", evening.session)))
    with time_machine.travel(consultations.over(held)):
        late = kit.browser(evening.bruno)
        assert "Le délai est passé" in words(late.get(url("phone", evening.session)))
        answer = post(late, url("cast", evening.session), voice=mine, choice="for")
        assert answer.status_code == 409
        assert "Le dernier jour pour répondre est passé" in words(answer)
    assert not Ballot.objects.exists()


def test_a_card_opens_the_page_of_its_member(evening):
    ask(evening)
    token = operations.new_card(by=MACHINE, attendance=evening.place)
    visitor = kit.browser(None)
    assert visitor.get(f"/deliberer/carte/{token}/").status_code == 302
    page = words(visitor.get(url("phone", evening.session)))
    assert f"{evening.bruno} · " in page
    assert "Votre réponse" in page


def mandate_over(evening):
    """The day after Bruno's last one as a member, for `with`."""
    operations.end_seat(by=evening.chloe, seat=evening.seat, on=timezone.localdate())
    return time_machine.travel(timezone.now() + timedelta(days=1))


def test_a_member_whose_mandate_ended_meanwhile_still_answers_what_they_were_asked(evening):
    ask(evening)
    with mandate_over(evening):
        member, here = kit.browser(evening.bruno), url("phone", evening.session)
        mine = voice(member.get(here))
        assert post(member, url("cast", evening.session), voice=mine, choice="for").status_code == 302
        assert post(member, url("undo", evening.session), voice=mine).status_code == 302
        assert post(member, url("cast", evening.session), voice=mine, choice="against").status_code == 302
        aside = {"case": str(evening.cases[1].public_id), "nature": "family"}
        assert post(member, url("declare", evening.session), **aside).status_code == 302
        assert "Merci, vous avez répondu à tout" in words(member.get(here))
    assert Ballot.objects.get().voter.attendance == evening.place


def test_a_former_member_who_steps_aside_from_everything_reads_that_nothing_waits(evening):
    ask(evening)
    with mandate_over(evening):
        member = kit.browser(evening.bruno)
        for case in evening.cases:
            aside = {"case": str(case.public_id), "nature": "family"}
            assert post(member, url("declare", evening.session), **aside).status_code == 302
        assert "Rien à répondre" in words(member.get(url("phone", evening.session)))


def test_answering_gives_back_nothing_else_of_a_mandate(evening):
    session = evening.session
    coming = committees.session(session.committee, starts_at=timezone.now() + timedelta(days=30))
    ask(evening)
    with mandate_over(evening):
        member = kit.browser(evening.bruno)
        assert member.get(url("phone", session)).status_code == 200
        for door in ("prepare", "evening", "minutes", "agenda_pdf"):
            assert member.get(url(door, session)).status_code == 404, door
        assert member.get(url("phone", coming)).status_code == 404
        assert member.get(url("prepare", coming)).status_code == 404
        assert member.get("/deliberer/").status_code == 404


def test_the_door_of_a_former_member_closes_with_the_consultation(evening):
    held, _desk, member = ask(evening)
    with time_machine.travel(consultations.over(held)):
        operations.end_seat(by=MACHINE, seat=evening.seat, on=held.last_day)
        member = kit.browser(evening.bruno)
        assert "Le délai est passé" in words(member.get(url("phone", evening.session)))
        operations.close_consultation(by=MACHINE, consultation=held)
        assert member.get(url("phone", evening.session)).status_code == 404


def test_a_former_member_who_was_not_asked_has_no_door(evening):
    with mandate_over(evening):
        member = kit.browser(evening.bruno)
        assert member.get(url("phone", evening.session)).status_code == 404
    for case in evening.cases:
        operations.declare_interest(by=MACHINE, case=case, seat=evening.seat, nature="family")
    consultations.opened(evening.session)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert kit.browser(evening.bruno).get(url("phone", evening.session)).status_code == 404


def test_the_screen_of_the_room_becomes_the_page_of_answers(evening):
    ask(evening)
    answer = kit.browser(evening.bruno).get(url("phone", evening.session), headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_decided_one_after_the_other_the_next_is_the_next_voted(evening):
    held, desk, _member = ask(evening)
    for vote in held.rounds.all():
        votes.cast(votes.voters(vote)[0])
    consultations.close(held)
    page = words(desk.get(kit.case_url("case", evening.case)))
    assert "Décider et dossier suivant" in page
    said = {"outcome": "granted", "amount": "150", "reason": "Un projet utile à tous."}
    answer = post(desk, kit.case_url("decide", evening.case), act="decide", **said)
    assert answer["Location"] == kit.case_url("case", evening.cases[1])
    assert "c’était le dernier dossier" in words(desk.get(answer["Location"]))


# -- afterwards ------------------------------------------------------------------------------------------------------


def test_the_minutes_say_it_in_words_on_the_page_and_on_paper(evening):
    held, desk, _member = ask(evening)
    for vote in held.rounds.all():
        votes.cast(votes.voters(vote)[0])
    consultations.close(held)
    for case in evening.cases:
        votes.decide(Case.objects.get(pk=case.pk))
    operations.close_session(by=MACHINE, session=evening.session)
    page = words(desk.get(url("minutes", evening.session)))
    paper = re.sub(r"\s+", " ", text_of(desk.get(url("minutes_pdf", evening.session))))
    name = committees.roll(evening.session)[0].seat.person.name
    for said in (
        "Le quorum n’était pas atteint : les membres ont été consultés par écrit, du",
        f"Ont répondu (1) : {name}.",
        "N’ont pas répondu (2) :",
        "1 présent en séance, il en fallait 3 ; 1 réponse par écrit, aucun nombre exigé",
    ):
        assert said in page
        assert said in paper.replace("\u00a0", " ")
