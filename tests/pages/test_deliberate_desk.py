"""The pages of who leads: seats, a session prepared, the evening, one file, each refused act with its reason."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case, Decision, Interest, Link, Round, Seat, WaitingPlace
from quartierlibre.domain.committees.states import BallotMode, CaseState, Presence
from quartierlibre.domain.funds.models import Funder, FunderKind
from quartierlibre.domain.people.models import Person
from tests.factories import committees, votes
from tests.factories.applications import MACHINE
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import case_url, post, url


def desk_of(evening):
    return kit.browser(evening.chloe)


def words(answer):
    return answer.content.decode()


def committee_url(name, evening, *more):
    return reverse(f"deliberate:{name}", args=[evening.committee.public_id, *more])


SEAT = {"college": "residents", "basis": "elected", "title": "member", "votes": "on", "starts_on": "2026-01-01"}

# Who sits.


def test_somebody_without_e_mail_sits_and_votes():
    evening = kit.prepared()
    desk = desk_of(evening)
    answer = post(desk, committee_url("add_seat", evening), name="Yvette Carlier", phone="06 12 34 56 78", **SEAT)
    assert answer.status_code == 302
    seat = Seat.objects.get(person__name="Yvette Carlier")
    assert (seat.person.email, seat.person.phone, seat.votes) == (None, "+33612345678", True)
    page = words(desk.get(committee_url("committee", evening)))
    assert "convocation par lettre" in page


def test_somebody_nobody_can_reach_is_refused_and_nothing_typed_is_lost():
    evening = kit.prepared()
    answer = post(desk_of(evening), committee_url("add_seat", evening), name="Yvette Carlier", **SEAT)
    assert answer.status_code == 422
    assert "Donnez un courriel ou un téléphone" in words(answer)
    assert 'value="Yvette Carlier"' in words(answer)


def test_a_seat_held_twice_is_refused():
    evening = kit.prepared()
    answer = post(desk_of(evening), committee_url("add_seat", evening), name="x", email=evening.bruno.email, **SEAT)
    assert answer.status_code == 409
    assert "siège déjà" in words(answer)


def test_a_funder_who_sits_is_flagged_with_its_reason():
    evening = kit.prepared()
    committees.seat(evening.committee, funder=Funder.objects.create(name="Région inventée", kind=FunderKind.REGION))
    page = words(desk_of(evening).get(committee_url("committee", evening)))
    assert "Un financeur siège à ce comité" in page
    assert "circulaire du 25 avril 2000" in page
    assert "Région inventée" in page


def test_members_read_their_own_ties_only():
    evening = kit.prepared()
    other = Seat.objects.filter(committee=evening.committee).exclude(person=evening.bruno).first()
    for person, name in ((evening.bruno, "Les jardins du canal"), (other.person, "Le foyer des aînés")):
        operations.declare_link(by=person, person=person, nature="association", name=name)
    page = words(kit.browser(evening.bruno).get(committee_url("committee", evening)))
    assert "Les jardins du canal" in page
    assert "Le foyer des aînés" not in page
    assert "Le foyer des aînés" in words(desk_of(evening).get(committee_url("committee", evening)))
    refused = post(
        kit.browser(evening.bruno), committee_url("add_link", evening, other.public_id), nature="family", name="x"
    )
    assert refused.status_code == 404
    assert Link.objects.count() == 2


# Preparing.


def test_the_order_changes_by_buttons():
    evening = kit.prepared(files=3)
    desk, (first, second, third) = desk_of(evening), evening.cases
    post(desk, case_url("move", third), to="up")
    post(desk, case_url("move", first), to="down")
    order = list(Case.objects.filter(session=evening.session).order_by("position").values_list("pk", flat=True))
    assert order == [third.pk, first.pk, second.pk]


def test_a_proposed_recusal_is_confirmed_or_set_aside_with_a_reason():
    evening = kit.prepared()
    operations.declare_link(
        by=evening.bruno, person=evening.bruno, nature="association", name="Les voisins de la tour 0"
    )
    desk = desk_of(evening)
    post(desk, url("propose", evening.session))
    interest = Interest.objects.get()
    assert "Déport proposé" in words(desk.get(url("prepare", evening.session)))
    without = post(desk, case_url("recusal", evening.case), interest=interest.pk, verdict="dismiss")
    assert without.status_code == 409
    assert "Dites pourquoi" in words(without)
    post(desk, case_url("recusal", evening.case), interest=interest.pk, verdict="confirm")
    assert Interest.objects.get().state == "declared"


def test_convocations_are_read_sent_and_printed():
    evening = kit.prepared()
    committees.seat(evening.committee, Person.objects.create_user(name="Yvette Carlier", phone="+33612345678"))
    desk = desk_of(evening)
    assert "1 par lettre" in words(desk.get(url("prepare", evening.session)))
    assert post(desk, url("call", evening.session), word="Entrée par la cour.").status_code == 302
    for name in ("agenda_pdf", "convocations_pdf"):
        printed = desk.get(url(name, evening.session))
        assert printed.content.startswith(b"%PDF-")
        assert "no-store" in printed["Cache-Control"]
    cards = desk.post(url("cards", evening.session))
    assert cards.content.startswith(b"%PDF-")
    assert evening.session.attendances.exclude(card="").count() == 4


def test_cards_wait_for_the_convocation():
    evening = kit.prepared()
    answer = desk_of(evening).post(url("cards", evening.session), follow=True)
    assert "Convoquez d’abord les membres" in words(answer)


# The evening.


def test_presence_in_one_tap_and_the_quorum_follows():
    quorum = {"value": 3, "unit": "members", "source": "text"}
    evening = kit.opened(session__quorum=quorum)
    desk = desk_of(evening)
    assert "Le quorum est atteint" in words(desk.get(url("evening", evening.session)))
    post(desk, url("attend", evening.session, evening.seat.public_id), presence="left")
    page = words(desk.get(url("evening", evening.session)))
    assert "Sans quorum" in page
    assert "2 présents, il en faut 3" in page
    refused = post(desk, case_url("open_vote", evening.case))
    assert refused.status_code == 409
    assert "Le quorum n’est pas atteint" in words(refused)


def test_without_officers_the_session_stays_shut():
    evening = kit.prepared()
    answer = post(desk_of(evening), url("open", evening.session))
    assert answer.status_code == 422
    assert evening.session.attendances.count() == 0


def test_a_poll_of_the_evening_is_answered_only_by_news():
    evening = kit.opened()
    desk = desk_of(evening)
    asked = {"HX-Request": "true", "If-None-Match": desk.get(url("evening", evening.session))["ETag"]}
    assert desk.get(url("evening", evening.session), headers=asked).status_code == 304
    operations.note_attendance(by=MACHINE, attendance=evening.place, presence=Presence.REMOTE)
    news = desk.get(url("evening", evening.session), headers=asked)
    assert news.status_code == 200
    assert "<html" not in words(news)


def test_who_leads_and_steps_aside_gets_no_deliberation():
    evening = kit.opened()
    type(evening.case.application).objects.filter(pk=evening.case.application_id).update(holder=evening.chloe)
    desk = desk_of(evening)
    assert desk.get(case_url("case", evening.case)).status_code == 404
    assert post(desk, case_url("open_vote", evening.case)).status_code == 404
    page = words(desk.get(url("evening", evening.session)))
    assert "Vous vous déportez sur ce dossier" in page


# One file.


def test_the_one_button_opens_closes_decides_and_goes_on():
    evening = kit.opened()
    desk = desk_of(evening)
    assert "Ouvrir le vote" in words(desk.get(case_url("case", evening.case)))
    post(desk, case_url("open_vote", evening.case))
    page = words(desk.get(case_url("case", evening.case)))
    assert "0 voix sur 3" in page
    for voter in votes.voters(Round.objects.get()):
        votes.cast(voter)
    assert "Tout le monde a voté" in words(desk.get(case_url("case", evening.case)))
    post(desk, case_url("close_vote", evening.case))
    page = words(desk.get(case_url("case", evening.case)))
    assert "Décider et dossier suivant" in page
    assert "il reste 1\u202f000\u00a0€" in page
    answer = post(desk, case_url("decide", evening.case), outcome="part", amount="120", reason="Utile à tous.")
    assert answer["Location"] == case_url("case", evening.cases[1])
    decision = Decision.objects.get()
    assert (decision.amount_cents, decision.reason, decision.outcome) == (12_000, "Utile à tous.", "part")


def test_a_sentence_chosen_is_the_reason_without_any_script():
    evening = kit.voted()
    said = "Le projet réunit des habitants du quartier et répond à un vrai besoin."
    post(desk_of(evening), case_url("decide", evening.case), outcome="granted", amount="150", sentence=said, reason="")
    assert Decision.objects.get().reason == said


def test_a_decision_without_reason_keeps_what_was_typed():
    evening = kit.voted()
    answer = post(desk_of(evening), case_url("decide", evening.case), outcome="part", amount="120,50", reason=" ")
    assert answer.status_code == 422
    assert "Écrivez la raison" in words(answer)
    assert 'value="120,50"' in words(answer)
    assert not Decision.objects.exists()


def test_a_decision_against_the_vote_is_refused_with_its_reason():
    evening = kit.voted()
    answer = post(desk_of(evening), case_url("decide", evening.case), outcome="refused", reason="Non.")
    assert answer.status_code == 409
    assert "ne peut pas dire le contraire" in words(answer)
    assert "Non." in words(answer)


def test_an_envelope_too_short_offers_the_waiting_list_and_a_written_override():
    evening = kit.voted()
    pot = votes.endow(evening.session.committee.fund, 0)
    votes.funds.reserve_grant(by=MACHINE, envelope=pot, amount=95_000, reference="ailleurs")
    desk = desk_of(evening)
    page = words(desk.get(case_url("case", evening.case)))
    assert "L’enveloppe ne suffit pas" in page
    assert "il reste 50\u00a0€" in page
    typed = {"outcome": "granted", "amount": "150", "reason": "Utile à tous."}
    assert post(desk, case_url("decide", evening.case), **typed).status_code == 409
    assert post(desk, case_url("decide", evening.case), act="wait", **typed).status_code == 302
    assert WaitingPlace.objects.get().amount_cents == 15_000


def test_hands_counted_close_the_vote():
    evening = kit.voting(BallotMode.TOTALS, session__ballot=kit.HANDS)
    desk = desk_of(evening)
    too_many = post(desk, case_url("totals", evening.case), votes_for=9, votes_against=0, abstentions=0)
    assert too_many.status_code == 409
    assert 'value="9"' in words(too_many)
    typed = {"votes_for": 2, "votes_against": 1, "abstentions": 0, "proposals": "100, 120"}
    assert post(desk, case_url("totals", evening.case), **typed).status_code == 302
    assert "Médiane des sommes proposées\u00a0: 100\u00a0€" in words(desk.get(case_url("case", evening.case)))


def test_a_vote_annulled_stays_written_with_its_reason():
    evening = kit.voted()
    desk = desk_of(evening)
    post(desk, case_url("annul", evening.case), because="Un membre est arrivé pendant le vote.")
    assert "Un membre est arrivé pendant le vote." in words(desk.get(case_url("case", evening.case)))
    assert evening.refreshed().state == CaseState.HEARD


def test_an_act_sent_twice_acts_once():
    evening = kit.voted()
    desk, key = desk_of(evening), str(uuid4())
    typed = {"once_key": key, "outcome": "granted", "amount": "150", "reason": "Utile à tous."}
    for _ in range(2):
        assert desk.post(case_url("decide", evening.case), typed).status_code == 302
    assert Decision.objects.count() == 1


def test_no_page_of_a_file_tells_how_to_reach_its_holder():
    evening = kit.opened()
    pages = words(desk_of(evening).get(case_url("case", evening.case)))
    pages += words(kit.browser(evening.bruno).get(url("phone", evening.session)))
    assert "tour-0@exemple.fr" not in pages


MOST = {"prepare": 9, "evening": 9, "case": 44, "minutes": 15, "answers": 9, "committee": 9}


@pytest.mark.parametrize(("files", "members"), [(2, 4), (6, 24)])
def test_pages_cost_the_same_however_many_files_and_members(files, members):
    evening = kit.voting(files=files, members=members)
    desk, found = desk_of(evening), {}
    addresses = {name: url(name, evening.session) for name in ("prepare", "evening", "minutes", "answers")}
    addresses |= {"case": case_url("case", evening.case), "committee": committee_url("committee", evening)}
    for name, address in addresses.items():
        desk.get(address)
        with CaptureQueriesContext(connection) as asked:
            desk.get(address)
        found[name] = len(asked)
    assert {name: queries for name, queries in found.items() if queries > MOST[name]} == {}
