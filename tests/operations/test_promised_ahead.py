"""Money promised before it came: an author, a reason, a pot of its own, and the next money covers it first."""

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.domain.funds import operations, queries
from quartierlibre.domain.funds.models import Commitment
from quartierlibre.domain.funds.operations import Share
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.ledger import operations as books
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import funds, personas

WHY = "La Région verse en juin."


def reserve(envelope, amount, *, by=funds.TESTS, because=WHY, reference="D-1"):
    return operations.reserve_grant(
        by=by, envelope=envelope, amount=Cents(amount), reference=reference, ahead_because=because
    )


def pots(envelope):
    (figures,) = queries.fund_figures(envelope.fund_year).sectors
    assert figures.is_balanced
    return figures.available, figures.reserved, figures.ahead


def test_what_is_there_is_taken_first():
    envelope = funds.endowed(31_200)
    reserve(envelope, 40_000)
    assert pots(envelope) == (0, 40_000, 8_800)
    event = Event.objects.get(name="funds.grant.promised_ahead")
    assert event.data == {"amount_cents": 40_000, "ahead_cents": 8_800, "entry": event.data["entry"]}


def test_with_enough_money_nothing_is_promised_ahead():
    envelope = funds.endowed(40_000)
    reserve(envelope, 40_000)
    assert pots(envelope) == (0, 40_000, 0)
    assert not Event.objects.filter(name="funds.grant.promised_ahead").exists()


@pytest.mark.parametrize("because", ["", "   "])
def test_without_a_reason_money_stays_what_it_is(because):
    envelope = funds.endowed(31_200)
    with pytest.raises(Refused, match=r"fund\.overspent"):
        reserve(envelope, 40_000, because=because)
    assert pots(envelope) == (31_200, 0, 0)


def test_only_who_endows_the_fund_may_promise_ahead():
    envelope = funds.endowed(31_200)
    territory = envelope.fund_year.fund.territory
    for stranger in (personas.bruno(territory), personas.thomas(territory), personas.eve(funds.territory())):
        with pytest.raises(Refused, match=r"fund\.no_right"):
            reserve(envelope, 40_000, by=stranger)
    reserve(envelope, 40_000, by=personas.chloe(territory))
    assert pots(envelope) == (0, 40_000, 8_800)


def test_the_next_money_covers_what_was_promised():
    envelope = funds.endowed(31_200)
    reserve(envelope, 40_000)
    funds.pay_in(envelope, 5_000)
    assert pots(envelope) == (0, 40_000, 3_800)
    funds.pay_in(envelope, 10_000)
    assert pots(envelope) == (6_200, 40_000, 0)


def test_a_grant_given_back_covers_it_too():
    envelope = funds.endowed(10_000)
    reserve(envelope, 10_000, reference="D-1")
    reserve(envelope, 6_000, reference="D-2")
    first = Commitment.objects.get(reservation__reference="D-1")
    operations.release_grant(by=funds.TESTS, commitment=first, amount=Cents(10_000), reference="R-1")
    assert pots(envelope) == (4_000, 6_000, 0)


def test_one_grant_takes_from_two_sectors_or_from_none():
    year = operations.open_year(by=funds.TESTS, fund=funds.fund(sectors=["Nord", "Sud"]), year=2026)
    north, south = year.envelopes.all()
    funds.pay_in(north, 300)
    funds.pay_in(south, 100)
    shares = [Share(north, Cents(200)), Share(south, Cents(101))]
    with pytest.raises(Refused, match=r"fund\.overspent"):
        operations.reserve_shares(by=funds.TESTS, shares=shares, reference="D-1")
    entry = operations.reserve_shares(
        by=funds.TESTS, shares=[Share(north, Cents(200)), Share(south, Cents(100))], reference="D-1"
    )
    assert [part.available for part in queries.fund_figures(year).sectors] == [100, 0]
    assert entry.amount_cents == 300
    assert [share.amount for share in operations.shares_of(entry)] == [200, 100]
    operations.release_reservation(by=funds.TESTS, entry=entry)
    assert [(part.available, part.reserved) for part in queries.fund_figures(year).sectors] == [(300, 0), (100, 0)]
    assert all(part.is_balanced for part in queries.fund_figures(year).sectors)


def test_check_books_names_envelopes_whose_money_went_to_another(capsys):
    envelope, other = funds.endowed(31_200), funds.endowed(100)
    call_command("check_books")
    books.move(source=envelope.available, target=other.available, amount=Cents(200), reason="x", reference="x")
    with pytest.raises(CommandError, match="2 ligne"):  # every account is right, and every entry
        call_command("check_books")
    said = capsys.readouterr().err.replace("\u00a0", " ")
    assert f"enveloppe {envelope.pk} : ses pots font 310 €, reçu et promis d’avance font 312 €" in said
    assert f"enveloppe {other.pk} : ses pots font 3 €, reçu et promis d’avance font 1 €" in said
