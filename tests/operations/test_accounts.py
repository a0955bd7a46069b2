"""Bank accounts: read with care, sealed, frozen after a change, never confirmed alone where two are asked (B5, B8)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import BankAccount, Grant, Payee
from quartierlibre.domain.grants.queries.accounts import accounts_of_payee, changed_lately, elsewhere
from quartierlibre.domain.grants.rules.accounts import frozen_until
from quartierlibre.domain.grants.states import AccountState
from quartierlibre.foundation import secrets
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.letters.operations import write_due
from tests.factories import grants, payments, personas
from tests.factories.applications import MACHINE
from tests.factories.payments import FREEZE, KNOWN, TWO_PEOPLE, iban

NOTE = "Rappelée au numéro de la convention, le 3 mai."


def give(payee, number=2, by=MACHINE, **more):
    typed = more.pop("typed", iban(number))
    return operations.give_account(by=by, payee=payee, iban=typed, holder_name="Les amis", **more)


def refused(act, **said):
    with pytest.raises(Refused) as error, transaction.atomic():
        act(**said)
    return error.value.verdict.codes


def test_what_is_kept_opens_with_the_key_only_and_shows_eight_signs():
    grant = payments.payable()
    held = give(grant.payee, typed=" fr76 3000 6000 0112 3456 7890 189 ")
    bare = KNOWN.replace(" ", "")
    assert held.masked == "FR76 •••• •••• 0189"
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM grants_bankaccount t WHERE id = %s", [held.pk])
        (row,) = cursor.fetchone()
    assert bare not in row
    assert "300060000112345678" not in row
    assert bare not in repr(held) + str(held)
    assert secrets.unseal(held.iban_sealed) == bare
    assert Event.objects.get(name="grants.account.changed").data == {"payee": grant.payee_id}


def test_keys_turn_and_what_older_ones_sealed_is_sealed_again(settings):
    grant = payments.payable()
    held = grant.payee.accounts.get()
    before, settings.SEALING_KEYS = held.iban_sealed, ["2:" + "b" * 40, *settings.SEALING_KEYS]
    assert secrets.unseal(before) == iban(1)
    assert "account.same" in refused(give, payee=grant.payee, number=1)
    assert operations.seal_again(by=MACHINE) == 1
    held.refresh_from_db()
    settings.SEALING_KEYS = settings.SEALING_KEYS[:1]
    assert secrets.unseal(held.iban_sealed) == iban(1)
    with pytest.raises(secrets.Unreadable):
        secrets.unseal(before)


def test_a_change_waits_for_a_call_then_for_the_rulebook_and_tells_the_former_contact():
    grant = payments.payable(rules=FREEZE)
    former, file = grant.payee.accounts.get(), grant.application
    Payee.objects.filter(pk=grant.payee_id).update(contact_email="tresorier@exemple.fr")
    write_due()
    Message.objects.all().delete()
    new = give(grant.payee)
    assert set(accounts_of_payee(grant.payee).may_receive().codes) == {"account.change_waits"}
    assert refused(give, payee=grant.payee, number=3) == {"account.change_waits"}
    write_due()
    letters = Message.objects.filter(key__contains="account_changed")
    assert {each.to for each in letters} == {"tresorier@exemple.fr", file.contact_email} - {""}
    assert iban(2)[-4:] not in letters[0].text
    new = operations.confirm_account(by=personas.chloe(grant.fund.territory), account=new, note=NOTE)
    former.refresh_from_db()
    assert (former.state, new.state, new.replaces_id) == (AccountState.REPLACED, AccountState.CONFIRMED, former.pk)
    known = accounts_of_payee(grant.payee)
    assert known.may_receive().codes == {"account.frozen"}
    assert changed_lately(new).startswith("RIB modifié le")
    end = new.frozen_until
    assert known.may_receive(end - timedelta(seconds=1)).codes == {"account.frozen"}
    assert known.may_receive(end)


def test_a_first_account_and_a_rulebook_that_says_nothing_freeze_nothing_but_it_is_said():
    grant = payments.payable()
    assert accounts_of_payee(grant.payee).may_receive()
    new = payments.confirmed(give(grant.payee))
    assert new.frozen_until is None
    assert accounts_of_payee(grant.payee).may_receive()
    assert changed_lately(new)
    assert not changed_lately(new, timezone.now() + timedelta(days=100))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # The night of 28 to 29 March 2026 lasts 23 hours in Paris, that of 24 to 25 October 25 hours.
        ("2026-03-27T09:30:00+00:00", "2026-03-30T08:30:00+00:00"),
        ("2026-10-23T08:30:00+00:00", "2026-10-26T09:30:00+00:00"),
        ("2026-06-01T22:30:00+00:00", "2026-06-04T22:30:00+00:00"),
    ],
)
def test_the_wait_ends_at_the_same_minute_in_paris_whatever_clocks_do(given, expected):
    said = frozen_until(datetime.fromisoformat(given), 3, "calendar_days")
    assert said.astimezone(UTC) == datetime.fromisoformat(expected)


def test_working_days_skip_the_week_end():
    assert f"{frozen_until(datetime(2026, 11, 27, 9, tzinfo=UTC), 2, 'working_days'):%Y-%m-%d}" == "2026-12-01"


def test_who_typed_it_does_not_confirm_it_where_two_are_asked_nor_in_sql():
    grant = payments.payable(rules=TWO_PEOPLE)
    chloe, yvonne = personas.chloe(grant.fund.territory), payments.yvonne(grant.fund.territory)
    new = give(grant.payee, by=chloe)
    assert refused(operations.confirm_account, by=chloe, account=new, note=NOTE) == {"account.second_person"}
    assert "account.no_call" in refused(operations.confirm_account, by=yvonne, account=new, note=" ")
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE grants_bankaccount SET state='confirmed', confirmed_at=now(), confirmed_by_id=%s WHERE id=%s",
            [chloe.pk, new.pk],
        )
    held = operations.confirm_account(by=yvonne, account=new, note=NOTE)
    assert (held.confirmed_by, held.call_back_note) == (yvonne, NOTE)


def test_refused_the_former_account_goes_on_and_another_may_be_given():
    grant = payments.payable()
    operations.refuse_account(by=MACHINE, account=give(grant.payee))
    assert accounts_of_payee(grant.payee).may_receive()
    assert payments.confirmed(give(grant.payee, 3)).state == AccountState.CONFIRMED


def test_the_same_account_at_two_payees_is_a_sign_to_look_at():
    grant = payments.payable()
    other = payments.supplier(grant)
    twin = give(other, 1)
    assert [each.payee for each in elsewhere(twin)] == [grant.payee]
    assert elsewhere(give(payments.supplier(grant, "Boulangerie"), 9)) == []


def test_the_whole_number_is_for_who_prepares_and_each_look_is_kept():
    grant = payments.payable()
    held, yvonne = grant.payee.accounts.get(), payments.yvonne(grant.fund.territory)
    chloe = personas.chloe(grant.fund.territory)
    assert refused(operations.reveal_iban, by=yvonne, account=held) == {"fund.no_right"}
    assert operations.reveal_iban(by=chloe, account=held) == iban(1)
    BankAccount.objects.update(iban_sealed="1:sealed elsewhere")
    assert refused(operations.reveal_iban, by=chloe, account=grant.payee.accounts.get()) == {"account.sealed_for_ever"}
    look = Event.objects.get(name="grants.account.revealed")
    assert (look.actor_id, look.subject_id) == (chloe.pk, str(held.pk))


def test_a_stranger_gives_no_account():
    grant = payments.payable()
    eve = personas.eve(payments.grants.published.applications.territory("Ailleurs"))
    assert refused(give, payee=grant.payee, by=eve) == {"fund.no_right"}
    assert refused(give, payee=grant.payee, by=personas.driss()) == {"fund.no_right"}
    assert BankAccount.objects.count() == 1


def test_who_names_a_body_does_not_change_the_account_it_already_has():
    known = payments.payable()
    other = grants.running(known.fund, group_name="Un autre groupe")
    Grant.objects.filter(pk=other.pk).update(payee=known.payee)
    with pytest.raises(Refused, match=r"account\.used_elsewhere"):
        operations.give_account(by=None, payee=known.payee, iban=payments.iban(9), holder_name="Un autre")
    chloe = personas.chloe(known.fund.territory)
    operations.give_account(by=chloe, payee=known.payee, iban=payments.iban(9), holder_name="La même")
