"""Whoever holds a full dump of the database does not learn who voted what in a secret vote (trust.md B12).

The attacker reads every row of every table with its hidden columns (xmin: which transaction wrote it, ctid: where it
lies), links each voter to every row that names them or was written by the same transaction, and tries every column as a
rule: early or late, high or low, this word or that one. The best rule found must do no better than on shuffled choices.
Out of reach of this test, and said in docs/decisions: the write-ahead log, dead rows not yet vacuumed, and an operator
who watches the box while people vote.
"""

import random
import re
from collections import defaultdict

import pytest
from django.db import connection

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Round, SecretBox
from quartierlibre.domain.committees.states import BallotMode
from tests.factories import votes
from tests.factories.votes import AGAINST, FOR, MACHINE
from tests.support.nightly import times

pytestmark = pytest.mark.django_db(transaction=True)

VOTES, MEMBERS, SHUFFLES = times(4, 24, 200), 15, 1_999


def held_in_secret():
    """Votes cast in a random order, a coin for each voice; by voter key, True for a voice for."""
    chance = random.Random(12)
    case = votes.case(members=MEMBERS)
    like = votes.opened(case, BallotMode.SECRET)
    case.refresh_from_db()
    like.case = case
    rounds = votes.rounds_of(votes.many(case, VOTES), like)
    votes.rolls_of(rounds, like)
    SecretBox.objects.bulk_create(SecretBox(round=held) for held in rounds)
    said = {}
    for held in Round.objects.filter(pk__in=[each.pk for each in rounds]).order_by("pk"):
        roll = votes.voters(held)
        chance.shuffle(roll)
        for voter in roll:
            said[voter.pk] = chance.random() < 0.5
            amount = chance.randrange(1_000, 15_000) if said[voter.pk] else None
            given = votes.cast(voter, FOR if said[voter.pk] else AGAINST, amount)
            if chance.random() < 0.1:  # some change their mind within ten seconds
                by = voter.cast_by.seat.person
                operations.undo_ballot(by=by, voter=voter, undo_token=given.undo_token)
                said[voter.pk] = not said[voter.pk]
                votes.cast(voter, FOR if said[voter.pk] else AGAINST)
        operations.close_round(by=MACHINE, round=held)
    return said


def dump():
    """Every row of every table: its table, its transaction, its place, its columns as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT xmin::text, ctid::text, * FROM "{table}"')  # names come from the catalogue
            columns = [column.name for column in cursor.description]
            for row in cursor.fetchall():
                yield table, dict(zip(columns, map(str, row), strict=True))


def links(said):
    """For each voter, the rows that name them and the rows written by the transaction that took their voice."""
    rows = list(dump())
    voters = {int(row["id"]): row for table, row in rows if table == "committees_voter" and int(row["id"]) in said}
    by_transaction, by_voter = defaultdict(list), defaultdict(list)
    for table, row in rows:
        by_transaction[row["xmin"]].append((table, row))
        if row.get("voter_id", "").isdigit():
            by_voter[int(row["voter_id"])].append((table, row))
    return {pk: [("committees_voter", row), *by_transaction[row["xmin"]], *by_voter[pk]] for pk, row in voters.items()}


def rules_to_try(linked, rounds):
    """Bit masks over voters: every rule « this column of a linked row is above its median, is odd, is that word »."""
    values = defaultdict(dict)
    for at, rows in enumerate(linked.values()):
        for table, row in rows:
            for column, value in row.items():
                values[table, column][at] = value
    masks = set()
    for known in values.values():
        numbers = {at: [int(part) for part in re.findall(r"\d+", value)] for at, value in known.items()}
        masks |= _of_numbers(numbers, rounds)
        words = defaultdict(int)
        for at, value in known.items():
            words[value] |= 1 << at
            words["first", value[:1]] |= 1 << at
        masks |= set(words.values())
    return masks


def _of_numbers(numbers, rounds):
    """Within each vote: the upper half, and the odd ones."""
    upper = odd = 0
    for members in rounds.values():
        ranked = sorted((numbers[at], at) for at in members if numbers.get(at))
        for rank, (value, at) in enumerate(ranked):
            upper |= (rank >= len(ranked) / 2) << at
            odd |= (value[-1] % 2) << at
    return {upper, odd}


def best(masks, truth, number):
    """How many voices the best rule tells right, in either sense."""
    agree = [number - (mask ^ truth).bit_count() for mask in masks]
    return max(max(count, number - count) for count in agree)


def test_a_full_dump_does_not_tell_who_voted_what():
    said = held_in_secret()
    linked = links(said)
    assert set(linked) == set(said)
    keys = list(linked)
    rounds = defaultdict(list)
    for at, pk in enumerate(keys):
        rounds[linked[pk][0][1]["round_id"]].append(at)
    masks = rules_to_try(linked, rounds)
    assert len(masks) > 10, "the attacker tries nothing"
    truth = _mask({at: said[pk] for at, pk in enumerate(keys)})
    found = best(masks, truth, len(keys))
    as_good = sum(best(masks, _shuffled(said, keys, rounds, n), len(keys)) >= found for n in range(SHUFFLES))
    p = (1 + as_good) / (1 + SHUFFLES)
    assert p > 0.001, f"the best rule tells {found} voices of {len(keys)} (p = {p})"


def _mask(truth):
    return sum(1 << at for at, is_for in truth.items() if is_for)


def _shuffled(said, keys, rounds, n):
    """The same totals in each vote, given to other people."""
    chance, truth = random.Random(n), {}
    for members in rounds.values():
        choices = [said[keys[at]] for at in members]
        chance.shuffle(choices)
        truth |= dict(zip(members, choices, strict=True))
    return _mask(truth)


def test_the_attacker_is_able():
    """The same attack finds everything in a named vote: it is not blind."""
    held = votes.opened(votes.case(members=MEMBERS), BallotMode.BY_NAME)
    said = {}
    for n, voter in enumerate(votes.voters(held)):
        said[voter.pk] = n % 3 != 0
        votes.cast(voter, FOR if said[voter.pk] else AGAINST)
    linked = links(said)
    keys = list(linked)
    masks = rules_to_try(linked, {"one": list(range(len(keys)))})
    assert best(masks, _mask({at: said[pk] for at, pk in enumerate(keys)}), len(keys)) == len(keys)


def test_the_box_keeps_no_order():
    held = votes.opened(votes.case(members=3), BallotMode.SECRET)
    for voter, amount in zip(votes.voters(held), (9_000, 1_000, 5_000), strict=True):
        votes.cast(voter, FOR, amount)
    assert SecretBox.objects.get().amounts == [1_000, 5_000, 9_000]
