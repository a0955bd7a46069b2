"""The seven operations of votes and money, two by two, stopped anywhere: the end is always that of one after the other,
nobody waits for ever, and what the books and the ballots say agrees (trust.md B3).
"""

import random
from itertools import combinations_with_replacement

import pytest
from django.db import transaction

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Ballot, Case, Decision, Round, Voter
from quartierlibre.domain.committees.states import BallotMode, Choice, InterestNature, Outcome, RoundState
from quartierlibre.domain.funds import operations as funds
from quartierlibre.foundation.ledger.queries import faults
from quartierlibre.foundation.money import Cents
from tests.factories import funds as money
from tests.factories import votes
from tests.factories.votes import MACHINE
from tests.support.interleaving import crossings, play, two_actors
from tests.support.memory import remembered
from tests.support.nightly import times

pytestmark = pytest.mark.django_db(transaction=True)

GRANT = 15_000
STOPS = times(0, 3, 1_000)  # for each pair and each leader; every crossing at night
TOGETHER = 4  # worlds made at once: as many as a quick test takes


class World:
    """An open vote, two voted files on two other sittings, and one envelope that pays for one of them."""

    def __init__(self, cases, rounds, roll, envelope):
        self.envelope = envelope
        self.open_case, self.voted, self.other = cases
        self.vote, self.closed, _other = rounds
        self.roll = roll
        self.payments = 0
        self.given = None

    def prepare(self, pair):
        """A token is good for ten seconds: the voice to take back is cast now."""
        if "undo" in pair:
            self.given = votes.cast(self.roll[1], Choice.AGAINST)
        self.vote.refresh_from_db()

    def cast(self, _turn):
        votes.cast(self.roll[0], Choice.FOR, 1_000)

    def undo(self, _turn):
        voter = self.roll[1]
        operations.undo_ballot(by=voter.cast_by.seat.person, voter=voter, undo_token=self.given.undo_token)

    def close(self, _turn):
        operations.close_round(by=MACHINE, round=self.vote)

    def recuse(self, _turn):
        seat = self.roll[0].attendance.seat
        operations.declare_interest(by=MACHINE, case=self.open_case, seat=seat, nature=InterestNature.FAMILY)

    def decide(self, turn):
        """Twice at once: two files, two sittings, money for one."""
        case = (self.voted, self.other)[turn]
        operations.decide(by=MACHINE, case=case, outcome=Outcome.GRANTED, amount=Cents(GRANT), reason="Oui.")

    def annul(self, _turn):
        operations.annul_round(by=MACHINE, round=self.closed, because="Une voix de trop.")

    def endow(self, turn):
        contribution = funds.record_contribution(
            by=MACHINE, fund_year=self.envelope.fund_year, funder=money.funder(), sector=self.envelope.sector
        )
        funds.endow(
            by=MACHINE,
            contribution=contribution,
            envelope=self.envelope,
            amount=Cents(5_000),
            reference=f"{self.envelope.pk}-{turn}",
        )

    def ended(self):
        """What a person would see, whoever came first."""
        vote = Round.objects.get(pk=self.vote.pk)
        ballots = Ballot.objects.filter(voter__round=vote)
        decisions = Decision.objects.filter(case__in=[self.voted, self.other])
        return {
            "vote": (vote.state, vote.votes_for, vote.votes_against),
            "voices": (ballots.filter(voided_at=None).count(), ballots.exclude(voided_at=None).count()),
            "roll": Voter.objects.filter(round=vote, voided_at=None).count(),
            "files": sorted(Case.objects.filter(pk__in=[self.voted.pk, self.other.pk]).values_list("state", flat=True)),
            "decisions": (
                decisions.filter(superseded_at=None).count(),
                decisions.exclude(superseded_at=None).count(),
            ),
            "pots": votes.pots(self.envelope),
        }

    def holds(self):
        """What is true at every end: ballots and totals agree, money set aside is that of the decisions in force."""
        vote = Round.objects.get(pk=self.vote.pk)
        live = Ballot.objects.filter(voter__round=vote, voided_at=None)
        for voter in Voter.objects.filter(round=vote):
            assert voter.has_voted == Ballot.objects.filter(voter=voter).exists()
        if vote.state == RoundState.CLOSED:
            assert vote.votes_for + vote.votes_against == live.count()
        available, reserved, ahead = votes.pots(self.envelope)
        in_force = Decision.objects.filter(case__in=[self.voted, self.other], superseded_at=None)
        assert reserved == sum(decision.amount_cents for decision in in_force)
        assert available >= 0
        assert ahead == 0


ACTS = ("cast", "undo", "close", "recuse", "decide", "annul", "endow")
PAIRS = list(combinations_with_replacement(ACTS, 2))


@remembered
def alike(cents):
    """What every world of a test is made like: a vote open, a vote closed; and the first of these worlds."""
    fund = votes.fund(0)
    like_open, like_closed = votes.cases(fund, files=2)
    opened, closed = votes.opened(like_open, BallotMode.BY_NAME), votes.voted(like_closed)
    for case, held in ((like_open, opened), (like_closed, closed)):
        case.refresh_from_db()
        held.case = case
    likeness = (fund.years.get(), opened, closed)
    return likeness, some_worlds(likeness, cents)


def some_worlds(likeness, cents):
    """Worlds that share nothing but a committee, each with this much in its envelope."""
    fund_year, opened, closed = likeness
    n = fund_year.fund.sectors.count()
    with transaction.atomic():
        sectors = [
            funds.add_sector(by=MACHINE, fund=fund_year.fund, slug=f"m-{n + at}", name=f"M {n + at}")
            for at in range(TOGETHER)
        ]
        funds.prepare_year(by=MACHINE, fund=fund_year.fund, year=fund_year.year)
        envelopes = [fund_year.envelopes.select_related("fund_year", "sector").get(sector=each) for each in sectors]
        first = votes.many(opened.case, TOGETHER)
        rest = votes.many(closed.case, 2 * TOGETHER, sessions=2)
        live = votes.rounds_of(first, opened)
        over = votes.rounds_of(rest, closed)
        votes.rolls_of(live, opened)
        for at, envelope in enumerate(envelopes):
            pair = [rest[2 * at].pk, rest[2 * at + 1].pk]
            Case.objects.filter(pk__in=pair).update(envelope=envelope)
            money.pay_in(envelope, cents)
    made = []
    for at, envelope in enumerate(envelopes):
        keys = (first[at].pk, rest[2 * at].pk, rest[2 * at + 1].pk)
        cases = [Case.objects.select_related("session", "application").get(pk=pk) for pk in keys]
        rounds = [Round.objects.get(pk=held.pk) for held in (live[at], over[2 * at], over[2 * at + 1])]
        made.append(World(cases, rounds, votes.voters(rounds[0]), envelope))
    return made


@pytest.fixture
def worlds(pair):
    """As many worlds as a test asks for."""
    cents = GRANT - 5_000 if "endow" in pair else GRANT
    likeness, first = alike(cents)

    def endlessly():
        yield from first
        while True:
            yield from some_worlds(likeness, cents)

    return endlessly()


def acts(world, pair):
    world.prepare(pair)
    return [lambda turn=turn, name=name: getattr(world, name)(turn) for turn, name in enumerate(pair)]


@pytest.fixture
def people():
    with two_actors() as both:
        yield both


def sequence(world, pair, order, people):
    """One after the other: how each ended, and the end."""
    ordered = list(zip(people, acts(world, pair), strict=True))[:: 1 if order == "forward" else -1]
    told = []
    for actor, act in ordered:
        actor.start(act, allowed=10_000)
        assert actor.is_over.wait(20)
        told.append(actor.told)
    told = told[:: 1 if order == "forward" else -1]
    world.holds()
    return told, (tuple(each.said for each in told), world.ended())


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_crossing_ends_as_one_after_the_other(pair, worlds, people):
    serial = [sequence(next(worlds), pair, order, people) for order in ("forward", "backward")]
    ends = [end for _told, end in serial]
    first_led, second_led = (crossings(serial[leader][0][leader]) for leader in (0, 1))
    schedules = sampled(first_led, second_led, pair) if STOPS else drawn(first_led, second_led)
    for leader, stop in schedules:
        world = next(worlds)
        both = acts(world, pair)
        lead, follow, _waited = play(people[0], both[leader], people[1], both[1 - leader], stop_after=stop)
        ended = [lead, follow] if leader == 0 else [follow, lead]
        where = f"{pair[leader]} stopped after {stop} statements, then {pair[1 - leader]}"
        assert not [each.broken for each in ended if each.broken], where
        assert (tuple(each.said for each in ended), world.ended()) in ends, where
        world.holds()
    assert list(faults()) == []


def drawn(*stops):
    """At each change: one has said everything, where a stale read shows best, and the other stops anywhere."""
    one, other = random.sample((0, 1), 2)
    return [(one, stops[one][-1]), (other, random.choice(stops[other][:-1]))]


def sampled(first_led, second_led, pair):
    """Before sharing: everything said and nothing committed, and a few others, for each leader; every one at night."""
    return [
        (leader, stop)
        for leader, stops, names in ((0, first_led, pair), (1, second_led, pair[::-1]))
        for stop in _some(stops, "-".join(names))
    ]


def _some(stops, seed):
    if len(stops) <= STOPS + 1:
        return stops
    return sorted({stops[-1], *random.Random(seed).sample(stops, STOPS)})


def test_the_harness_sees_a_read_made_before_its_lock():
    """What it is for: two acts that look at the pot before holding it both believe it."""
    envelope = money.endowed(10_000)
    believed = []

    def careless(reference):
        believed.append(votes.pots(envelope)[0])
        funds.reserve_grant(by=MACHINE, envelope=envelope, amount=Cents(6_000), reference=reference)

    with two_actors() as (first, second):
        one, other, _waited = play(first, lambda: careless("a"), second, lambda: careless("b"), stop_after=1)
    assert believed == [10_000, 10_000]  # both read the same money
    assert {one.said, other.said} == {
        "done",
        "fund.overspent",
    }  # the rule, read again under the lock, did not believe it


def test_the_harness_sees_who_waits():
    envelope = money.endowed(10_000)

    def spend(reference):
        funds.reserve_grant(by=MACHINE, envelope=envelope, amount=Cents(6_000), reference=reference)

    with two_actors() as (first, second):
        _one, _other, early = play(first, lambda: spend("a"), second, lambda: spend("b"), stop_after=0)
    with two_actors() as (first, second):
        money.pay_in(envelope, 50_000)
        _one, _other, late = play(first, lambda: spend("c"), second, lambda: spend("d"), stop_after=6)
    assert (early, late) == (False, True)
