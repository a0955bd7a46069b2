"""The member's screen: one tap, a receipt, ten seconds; and what it never shows."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Ballot, Interest, Voter
from quartierlibre.domain.committees.states import Presence
from tests.factories import personas, votes
from tests.factories.applications import MACHINE
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import url


def phone_of(evening):
    return kit.browser(evening.bruno)


def screen(client, evening, **headers):
    return client.get(url("phone", evening.session), headers=headers)


def read(client, evening):
    return screen(client, evening).content.decode()


def voice(evening):
    return Voter.objects.get(round__case=evening.case, attendance=evening.place)


def tap(client, evening, choice="for", htmx=False, **more):
    return kit.post(client, url("cast", evening.session), htmx, voice=voice(evening).pk, choice=choice, **more)


def test_one_tap_records_and_shows_a_receipt():
    evening = kit.voting()
    bruno = phone_of(evening)
    assert tap(bruno, evening).status_code == 302
    page = read(bruno, evening)
    assert "C’est voté" in page
    assert voice(evening).receipt in page
    assert "Annuler (10 s)" in page
    assert Ballot.objects.get(voter=voice(evening)).choice == "for"


def test_the_same_tap_by_htmx_gives_the_screen_back():
    evening = kit.voting()
    bruno = phone_of(evening)
    answer = tap(bruno, evening, htmx=True)
    part = bruno.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "C’est voté" in part
    assert "<html" not in part


def test_a_second_tap_gives_the_first_receipt():
    evening = kit.voting()
    bruno = phone_of(evening)
    tap(bruno, evening)
    receipt = voice(evening).receipt
    assert tap(bruno, evening, "against").status_code == 302
    assert voice(evening).receipt == receipt
    assert Ballot.objects.get(voter=voice(evening)).choice == "for"


def test_it_is_taken_back_within_ten_seconds_and_cast_again():
    evening = kit.voting()
    bruno = phone_of(evening)
    tap(bruno, evening, "against")
    assert kit.post(bruno, url("undo", evening.session), voice=voice(evening).pk).status_code == 302
    assert not voice(evening).has_voted
    assert tap(bruno, evening).status_code == 302
    assert Ballot.objects.get(voter=voice(evening)).choice == "for"


def test_after_ten_seconds_it_is_counted(monkeypatch):
    evening = kit.voting()
    bruno = phone_of(evening)
    tap(bruno, evening)
    monkeypatch.setattr("quartierlibre.web.deliberate.views.phone.time.time", lambda: 4_000_000_000.0)
    assert "Annuler (10 s)" not in read(bruno, evening)


def test_another_browser_cannot_take_a_voice_back():
    evening = kit.voting()
    tap(phone_of(evening), evening)
    answer = kit.post(phone_of(evening), url("undo", evening.session), voice=voice(evening).pk)
    assert answer.status_code == 409
    assert voice(evening).has_voted


def test_an_amount_goes_with_a_voice_for_and_a_wrong_one_keeps_what_was_typed():
    evening = kit.voting()
    bruno = phone_of(evening)
    answer = tap(bruno, evening, amount="cent euros")
    assert answer.status_code == 422
    assert 'value="cent euros"' in answer.content.decode()
    assert tap(bruno, evening, amount="120,50").status_code == 302
    assert Ballot.objects.get(voter=voice(evening)).amount_cents == 12_050


def test_an_amount_above_what_is_asked_is_refused_and_kept():
    evening = kit.voting()
    answer = tap(phone_of(evening), evening, amount="900")
    assert answer.status_code == 409
    assert 'value="900"' in answer.content.decode()


def test_nobody_votes_with_the_voice_of_another():
    evening = kit.voting()
    other = Voter.objects.filter(round__case=evening.case).exclude(attendance=evening.place).first()
    answer = kit.post(phone_of(evening), url("cast", evening.session), voice=other.pk, choice="for")
    assert answer.status_code == 404


def test_a_proxy_gives_a_second_voice_on_the_same_screen():
    evening = kit.opened(session__proxies_maximum={"value": 1, "unit": "proxies", "source": "text"}, members=3)
    absent = evening.session.attendances.exclude(seat=evening.seat).order_by("pk").last()
    operations.note_attendance(by=MACHINE, attendance=absent, presence=Presence.PROXY, proxy_to=evening.place)
    votes.opened(evening.case, None)
    bruno = phone_of(evening)
    page = read(bruno, evening)
    assert "Votre voix" in page
    assert f"La voix de {absent.seat.person}" in page
    carried = Voter.objects.get(round__case=evening.case, attendance=absent)
    assert kit.post(bruno, url("cast", evening.session), voice=carried.pk, choice="abstain").status_code == 302


def test_no_screen_counts_voices_before_the_end():
    evening = kit.voting(members=4)
    before = bare(read(phone_of(evening), evening))
    for voter in votes.voters(evening.case.rounds.get()):
        if voter.attendance.seat_id != evening.seat.pk:
            votes.cast(voter)
    assert bare(read(phone_of(evening), evening)) == before


def bare(page):
    """The page without what changes at each rendering: keys, tokens, nonces."""
    page = re.sub(r'(name="(once_key|csrfmiddlewaretoken)" value|nonce)="[^"]+"', "", page)
    return re.sub(r"data-hx-headers=\"[^\"]+\"", "", page)


def test_the_mark_of_the_screen_tells_nothing_of_the_others():
    evening = kit.voting(members=4)
    bruno = phone_of(evening)
    mark = screen(bruno, evening)["ETag"]
    others = [each for each in votes.voters(evening.case.rounds.get()) if each.attendance.seat_id != evening.seat.pk]
    votes.cast(others[0])
    assert screen(bruno, evening)["ETag"] == mark


def test_a_poll_is_answered_only_by_news():
    evening = kit.opened()
    bruno = phone_of(evening)
    asked = {"HX-Request": "true", "If-None-Match": screen(bruno, evening)["ETag"]}
    quiet = bruno.get(url("phone", evening.session), headers=asked)
    assert (quiet.status_code, quiet.content) == (304, b"")
    votes.opened(evening.case, None)
    news = bruno.get(url("phone", evening.session), headers=asked)
    assert news.status_code == 200
    assert 'value="against"' in news.content.decode()


def test_totals_show_once_the_vote_is_closed():
    evening = kit.voted()
    page = read(phone_of(evening), evening)
    assert "Pour\u00a0: 3" in page
    assert "Adopté" in page


def test_who_steps_aside_sees_nothing_of_the_deliberation():
    evening = kit.opened()
    bruno = phone_of(evening)
    answer = kit.post(bruno, url("declare", evening.session), case=evening.case.public_id, nature="neighbour")
    assert answer.status_code == 302
    votes.opened(evening.case, None)
    page = read(bruno, evening)
    assert "Vous sortez pour ce dossier" in page
    for hidden in ("Repas de la tour 0", "Pour", "Des tables dehors"):
        assert hidden not in page
    assert Interest.objects.get().nature == "neighbour"


def test_a_recusal_says_which_file_it_is_about():
    evening = kit.opened()
    answer = kit.post(
        phone_of(evening), url("declare", evening.session), case=evening.cases[1].public_id, nature="family"
    )
    assert answer.status_code == 409
    assert not Interest.objects.exists()


def test_the_holder_who_sits_follows_nothing_of_their_own_file():
    evening = kit.opened()
    type(evening.case.application).objects.filter(pk=evening.case.application_id).update(holder=evening.bruno)
    assert "Vous sortez pour ce dossier" in read(phone_of(evening), evening)


# The card.


def carded(evening):
    token = operations.new_card(by=MACHINE, attendance=evening.place)
    client = Client()
    return client, client.get(reverse("deliberate:card", args=[token])), token


def test_a_card_opens_the_session_without_account():
    evening = kit.voting()
    client, answer, _token = carded(evening)
    assert answer.status_code == 302
    assert "Votre voix" in read(client, evening)
    assert tap(client, evening).status_code == 302


def test_a_card_opens_nothing_else():
    evening = kit.voting()
    client, _answer, _token = carded(evening)
    assert client.get(url("evening", evening.session)).status_code == 302  # asked to sign in
    assert client.get(url("minutes", evening.session)).status_code == 302


def test_a_card_is_worth_nothing_after_the_session():
    evening = kit.decided()
    client, _answer, token = carded(evening)
    operations.close_session(by=MACHINE, session=evening.session)
    assert screen(client, evening).status_code == 302
    over = Client().get(reverse("deliberate:card", args=[token]))
    assert over.status_code == 404
    assert "Cette carte n’ouvre rien" in over.content.decode()


def test_a_new_card_cancels_the_former_one():
    evening = kit.voting()
    client, _answer, _token = carded(evening)
    operations.new_card(by=MACHINE, attendance=evening.place)
    assert screen(client, evening).status_code == 302


@pytest.mark.parametrize("who", ["driss", "amina"])
def test_a_neighbour_sees_no_session(who):
    evening = kit.voting()
    assert screen(kit.browser(getattr(personas, who)()), evening).status_code == 404


@pytest.mark.parametrize(("files", "members"), [(2, 4), (6, 24)])
def test_the_screen_costs_the_same_however_many_files_and_members(files, members, django_assert_max_num_queries):
    evening = kit.voting(files=files, members=members)
    bruno = phone_of(evening)
    screen(bruno, evening)
    with django_assert_max_num_queries(20):
        screen(bruno, evening)
