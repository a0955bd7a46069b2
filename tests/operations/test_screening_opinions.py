"""An opinion is asked by a personal link that answers once; the link itself is written nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications import operations, tokens
from quartierlibre.domain.applications.models import Opinion
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories
from tests.factories.uploads import photo

HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"
SOON = timezone.localdate() + timedelta(days=15)


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def file(fund):
    return stories.submitted(fund)


def ask(by, file, **changed):
    said = {"who": "Nadia Lemaire", "organisation": "Bailleur", "email": "nadia@exemple.fr"}
    said |= {"question": "La cour est-elle libre ?", "expires_on": SOON, **changed}
    return operations.ask_opinion(by=by, application=file, **said)


def fresh(opinion):
    return Opinion.objects.get(pk=opinion.pk)


def token_of(opinion):
    return tokens.token_for(opinion.public_id, opinion.token_hash)


def expired(opinion):
    Opinion.objects.filter(pk=opinion.pk).update(expires_on=timezone.localdate() - timedelta(1))
    return fresh(opinion)


def test_the_link_opens_its_question_and_only_its_digest_is_stored(chloe, file):
    opinion = ask(chloe, file)
    token = token_of(opinion)
    assert tokens.SHAPE.fullmatch(token)
    assert operations.opinion_of_token(token=token, address=HOME).opinion == opinion
    assert token not in str(Opinion.objects.filter(pk=opinion.pk).values().get())
    assert token not in str(list(Event.objects.values()))


def test_the_link_survives_a_change_of_the_site_s_key(chloe, file, settings):
    opinion, token = ask(chloe, file), None
    token = token_of(opinion)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key-for-this-test-only"
    assert token_of(opinion) == token
    settings.SECRET_KEY_FALLBACKS = []
    assert token_of(opinion) == ""
    assert operations.opinion_of_token(token=token, address=HOME).opinion == opinion


def test_ten_wrong_links_from_one_place_and_even_a_right_one_waits(chloe, file):
    token = token_of(ask(chloe, file))
    for _try in range(10):
        found = operations.opinion_of_token(token="x" * 43, address=HOME)
        assert found.verdict.codes == {"opinion.unknown"}
    assert operations.opinion_of_token(token=token, address=HOME).verdict.codes == {"code.too_many_tries"}
    assert operations.opinion_of_token(token=token, address=ELSEWHERE).opinion is not None


def test_it_answers_once(chloe, file):
    opinion = ask(chloe, file)
    given = operations.give_opinion(opinion=opinion, answer="reserve", text="Oui, après 14 h.", upload=photo())
    assert (given.answer, given.text, given.file is not None) == ("reserve", "Oui, après 14 h.", True)
    with pytest.raises(Refused, match=r"opinion\.answered"):
        operations.give_opinion(opinion=opinion, answer="no", text="Finalement non.")
    assert fresh(opinion).answer == "reserve"


@pytest.mark.parametrize(("answer", "text"), [("", "Bien."), ("no", ""), ("reserve", "  ")])
def test_a_no_or_a_reserve_says_why(chloe, file, answer, text):
    opinion = ask(chloe, file)
    with pytest.raises(Refused):
        operations.give_opinion(opinion=opinion, answer=answer, text=text)
    assert operations.give_opinion(opinion=opinion, answer="yes", text="").answer == "yes"


def test_a_question_taken_back_or_past_its_day_takes_no_answer(chloe, file):
    taken_back = operations.revoke_opinion(by=chloe, opinion=ask(chloe, file))
    for opinion, code in ((taken_back, r"opinion\.revoked"), (expired(ask(chloe, file)), r"opinion\.expired")):
        with pytest.raises(Refused, match=code):
            operations.give_opinion(opinion=opinion, answer="yes", text="")
        with pytest.raises(Refused, match=r"opinion\.not_pending"):
            operations.remind_opinion(by=chloe, opinion=opinion)


def test_an_answer_given_is_not_taken_back(chloe, file):
    opinion = ask(chloe, file)
    operations.give_opinion(opinion=opinion, answer="yes", text="")
    with pytest.raises(Refused, match=r"opinion\.answered"):
        operations.revoke_opinion(by=chloe, opinion=opinion)


@pytest.mark.parametrize(
    "changed", [{"email": "pas une adresse"}, {"question": " "}, {"expires_on": timezone.localdate()}]
)
def test_it_is_asked_with_a_question_at_an_address_for_a_day_to_come(chloe, file, changed):
    with pytest.raises(Refused):
        ask(chloe, file, **changed)


def test_asking_and_taking_back_are_for_the_team_of_the_territory(fund, chloe, file):
    opinion, eve = ask(chloe, file), personas.eve(applications.territory("Autre ville"))
    with pytest.raises(Refused):
        ask(eve, file)
    for act in (operations.revoke_opinion, operations.remind_opinion):
        with pytest.raises(Refused):
            act(by=eve, opinion=opinion)
