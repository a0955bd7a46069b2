"""Money that lacks and people who lack: the waiting list, and the second sitting."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Decision, Session, WaitingPlace
from quartierlibre.domain.committees.states import CaseState, InterestNature
from quartierlibre.foundation.money import Cents
from tests.factories import applications, committees, personas, votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.factories.funds import clause
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import case_url, post, url

LIST = "/deliberer/attente/"


def in_line(files=2, *, left=100):
    """So many files voted, in this order, and next to nothing in the pot."""
    fund = votes.fund(left)
    cases = votes.cases(fund, files=files)
    for case in cases:
        votes.voted(case)
        operations.wait_for_money(by=MACHINE, case=case, amount=Cents(15_000))
    return fund, cases, kit.browser(personas.chloe(fund.territory))


def words(answer):
    return answer.content.decode()


def test_nobody_waits_and_the_page_says_how_one_comes_there():
    fund = votes.fund()
    page = kit.browser(personas.chloe(fund.territory)).get(LIST)
    assert page.status_code == 200
    assert "Personne n’attend" in words(page)


def test_the_list_says_who_waits_in_order_and_what_is_left():
    _fund, cases, desk = in_line()
    page = words(desk.get(LIST))
    assert page.index(f"1. {cases[0].application.title}") < page.index(f"2. {cases[1].application.title}")
    assert "Il manque 299 €" in page.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "Accorder l’aide" not in page
    assert "2 dossiers votés attendent" in words(desk.get(reverse("deliberate:home")))


def test_money_comes_back_and_the_first_is_served_once():
    fund, cases, desk = in_line()
    operations.close_session(by=MACHINE, session=cases[0].session)
    votes.endow(fund, 15_000)
    assert words(desk.get(LIST)).count("Accorder l’aide") == 1
    key = str(uuid4())
    for _twice in range(2):
        answer = desk.post(case_url("serve", cases[0]), {"once_key": key})
        assert (answer.status_code, answer.url) == (302, url("answers", cases[0].session))
    assert Decision.objects.get(case=cases[0]).amount_cents == 15_000
    assert list(WaitingPlace.objects.filter(ended_at=None).values_list("case", flat=True)) == [cases[1].pk]


def test_whoever_is_not_first_or_finds_no_money_is_refused_with_the_reason():
    _fund, cases, desk = in_line()
    second = post(desk, case_url("serve", cases[1]))
    assert second.status_code == 409
    assert "Un autre dossier attend depuis plus longtemps." in words(second)
    assert post(desk, case_url("serve", cases[0])).status_code == 409
    assert not Decision.objects.exists()


def test_giving_up_takes_a_reason_and_keeps_what_was_typed():
    _fund, cases, desk = in_line()
    empty = post(desk, case_url("give_up", cases[1]), because="  ")
    assert empty.status_code == 422
    assert "Écrivez pourquoi : la raison reste au journal du fonds." in words(empty)
    operations.close_session(by=MACHINE, session=cases[0].session)
    assert post(desk, case_url("give_up", cases[1]), because="L’association a trouvé l’argent.").url == LIST
    assert WaitingPlace.objects.get(case=cases[1]).ended_because == "L’association a trouvé l’argent."
    cases[1].refresh_from_db()
    assert cases[1].state == CaseState.ADJOURNED
    again = post(desk, case_url("give_up", cases[1]), because="Encore.")
    assert again.status_code == 409
    assert "Ce dossier n’attend plus." in words(again)


def test_a_file_that_never_waited_and_another_fund_are_not_found():
    _fund, cases, _desk = in_line(files=1)
    elsewhere = kit.browser(personas.eve(applications.territory("Autre ville")))
    for name in ("serve", "give_up"):
        assert post(elsewhere, case_url(name, cases[0]), because="x").status_code == 404
    assert "Personne n’attend" in words(elsewhere.get(LIST))


def test_who_steps_aside_sees_a_place_without_a_name():
    fund, cases, _desk = in_line(files=1)
    chloe = personas.chloe(fund.territory)
    seat = committees.seat(cases[0].session.committee, chloe)
    operations.declare_interest(by=chloe, case=cases[0], seat=seat, nature=InterestNature.FAMILY)
    page = words(kit.browser(chloe).get(LIST))
    assert cases[0].application.title not in page
    assert post(kit.browser(chloe), case_url("serve", cases[0])).status_code == 404


def test_a_longer_list_asks_no_more_of_the_database():
    _fund, cases, desk = in_line(files=4)
    desk.get(LIST)
    longer = queries_of(desk)
    for case in cases[1:]:
        operations.give_up_waiting(by=MACHINE, waiting_place=case.waiting_place, because="Trop tard.")
    assert queries_of(desk) == longer <= 16


def queries_of(desk):
    with CaptureQueriesContext(connection) as caught:
        assert desk.get(LIST).status_code == 200
    return len(caught)


# No quorum.

FIVE = {**clause(5, "members"), "source": "text"}
DAY = {"day": "2031-03-04", "hour": "18:30", "place": "Salle B"}


def lacking(**rules_said):
    how = {"session__quorum": FIVE, "session__no_quorum": choice("second_call")} | rules_said
    return kit.opened(**how)


def test_without_quorum_the_evening_offers_the_second_sitting():
    evening = lacking()
    desk = kit.browser(evening.chloe)
    assert "Annoncer la seconde réunion" in words(desk.get(url("evening", evening.session)))
    answer = post(desk, url("call_again", evening.session), **DAY)
    assert answer.status_code == 302
    second = Session.objects.get(second_call_of=evening.session)
    assert timezone.localtime(second.starts_at).strftime("%d/%m/%Y %H:%M") == "04/03/2031 18:30"
    page = words(desk.get(url("evening", evening.session)))
    assert "La seconde réunion est annoncée" in page
    assert "Annoncer la seconde réunion" not in page
    assert post(desk, url("call_again", evening.session), **DAY).status_code == 409


def test_a_day_not_said_is_asked_and_a_past_one_refused():
    evening = lacking()
    desk = kit.browser(evening.chloe)
    nothing = post(desk, url("call_again", evening.session), **DAY | {"day": ""})
    assert nothing.status_code == 422
    assert 'value="Salle B"' in words(nothing)
    past = (timezone.localdate() - timedelta(days=1)).isoformat()
    refused = post(desk, url("call_again", evening.session), **DAY | {"day": past})
    assert refused.status_code == 409
    assert "Cette date est passée" in words(refused)


@pytest.mark.parametrize("rules_said", [{"session__quorum": FIVE}, {"session__no_quorum": choice("second_call")}])
def test_no_second_sitting_where_the_regulation_says_nothing_or_the_quorum_is_met(rules_said):
    evening = kit.opened(**rules_said)
    desk = kit.browser(evening.chloe)
    assert "Annoncer la seconde réunion" not in words(desk.get(url("evening", evening.session)))
    assert post(desk, url("call_again", evening.session), **DAY).status_code == 409
