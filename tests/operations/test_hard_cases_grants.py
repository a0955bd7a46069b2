"""The hard cases of a grant's life (domain.md, 11): each by its number, on a real database."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from quartierlibre.domain.applications.queries.verdicts import has_late_report
from quartierlibre.domain.funds.models import Commitment
from quartierlibre.domain.funds.queries.following import commitment_faults, purse_faults
from quartierlibre.domain.grants import operations
from quartierlibre.domain.grants.models import Grant, Recovery
from quartierlibre.domain.grants.operations.payments import Wish
from quartierlibre.domain.grants.operations.reminders import close_done, tell_late_reports
from quartierlibre.domain.grants.queries.money import money_of
from quartierlibre.domain.grants.states import (
    ChangeKind,
    CheckBody,
    CheckVerdict,
    GrantState,
    InstalmentState,
    Means,
    RecoveryState,
    ReportState,
)
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.verdicts import Refused
from tests.factories import committees as sitting
from tests.factories import grants, payments, personas, stories
from tests.factories.applications import MACHINE
from tests.factories.grants import said

PLANNED = 18_050  # what `applications.answers` foresees: 120 € and 60,50 €


def promise(grant):
    return Commitment.objects.get(reservation=grant.decision.entry)


def balanced():
    return [*commitment_faults(), *purse_faults()] == []


def member_of(grant):
    person = personas.bruno(grant.fund.territory)
    sitting.seat(grant.decision.case.session.committee, person)
    return person


def settled(grant, *amounts):
    """Sent, then found conform by the manager: settled at once when nobody else is awaited."""
    report = grants.sent(grant, *amounts)
    operations.check_report(by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    return Grant.objects.get(pk=grant.pk)


def test_3_a_lower_cost_lowers_the_balance_which_stays_promised_until_then():
    rules = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("same_rate", "choice")}
    grant = grants.paid(grants.running(grants.fund(rules)), 24_000)
    assert promise(grant).left_cents == 6_000  # the balance is a live promise
    grant = settled(grant, PLANNED - 1_805)  # one tenth less
    assert (grant.final_cents, promise(grant).left_cents) == (27_000, 3_000)
    balance = grant.instalments.get(rank=2)
    assert (balance.final_cents, balance.state) == (3_000, InstalmentState.DUE)
    assert "Dépenses acceptées" in grant.final_because
    assert balanced()


def test_3_a_cost_below_the_advance_is_claimed_back_and_closes_once_returned():
    rules = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_cost", "choice")}
    grant = settled(grants.paid(grants.running(grants.fund(rules)), 24_000), 10_000)
    recovery = Recovery.objects.get(grant=grant)
    assert (recovery.amount_cents, recovery.state, grant.state) == (14_000, RecoveryState.DUE, GrantState.REPORTED)
    assert grant.instalments.get(rank=2).state == InstalmentState.DROPPED
    operations.note_repaid(by=MACHINE, recovery=recovery, amount=Cents(4_000))
    with pytest.raises(Refused, match="more_than_due"):
        operations.note_repaid(by=MACHINE, recovery=recovery, amount=Cents(10_001))
    operations.note_repaid(by=MACHINE, recovery=recovery, amount=Cents(10_000))
    grant.refresh_from_db()
    assert (grant.state, money_of(grant).paid, promise(grant).recovered_cents) == (GrantState.CLOSED, 10_000, 14_000)
    assert balanced()


def test_4_a_project_postponed_keeps_both_dates_and_moves_its_report():
    grant = grants.running(starts_on="14/06/2027", ends_on="14/06/2027")
    assert grant.report_due_on == date(2027, 8, 14)
    change = operations.ask_change(
        by=None, grant=grant, kind=ChangeKind.POSTPONED, text="Il pleuvait.", starts_on=date(2027, 12, 31)
    )
    with pytest.raises(Refused, match="one_at_a_time"):
        operations.ask_change(by=None, grant=grant, kind=ChangeKind.CONTENT, text="Autre chose.")
    operations.answer_change(by=MACHINE, change=change, accept=True, answer="D’accord.")
    grant.refresh_from_db()
    change.refresh_from_db()
    assert (grant.starts_on, grant.report_due_on) == (date(2027, 12, 31), date(2028, 2, 29))
    assert (change.old_starts_on, change.new_starts_on) == (date(2027, 6, 14), date(2027, 12, 31))
    assert (grant.fund_year, grant.application.starts_on) == (grant.decision.fund_year, date(2027, 6, 14))


def test_4_a_project_cancelled_gives_back_what_is_left_and_owes_what_was_paid():
    grant = grants.paid(grants.running(), 24_000)
    change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.CANCELLED, text="La salle a brûlé.")
    answer = {"accept": True, "answer": "Bon courage.", "keep_cents": Cents(4_000)}
    operations.answer_change(by=MACHINE, change=change, **answer)
    grant.refresh_from_db()
    held = promise(grant)
    assert (grant.state, held.left_cents, held.released_cents) == (GrantState.CANCELLED, 0, 6_000)
    assert grant.recoveries.get().amount_cents == 20_000
    assert balanced()


def test_4_a_change_refused_says_why_and_moves_nothing():
    grant = grants.running()
    change = operations.ask_change(by=None, grant=grant, kind=ChangeKind.PLACE, text="Plus grand.", place="Le parc")
    with pytest.raises(Refused, match="no_reason"):
        operations.answer_change(by=MACHINE, change=change, accept=False, answer=" ")
    operations.answer_change(by=MACHINE, change=change, accept=False, answer="Hors du quartier.")
    assert Grant.objects.get(pk=grant.pk).place_text == grant.place_text


def test_18_a_missing_report_blocks_what_the_rulebook_says_and_the_year_can_be_closed():
    rules = {**grants.EIGHTY_TWENTY, "report.sanction": said("no_new_grant", "choice")}
    fund = grants.fund(rules)
    grant = grants.paid(grants.running(fund, starts_on="01/03/2026", ends_on="01/03/2026"), 24_000)
    assert grant.report_due_on == date(2026, 5, 1)
    again = stories.submitted(fund, by=None, holder_kind="association", rna="W595001234", title="Une autre fête")
    assert not has_late_report(again)
    tell_late_reports(today=date(2026, 5, 2))
    assert has_late_report(again)
    with pytest.raises(Refused, match="no_reason"):
        operations.close_without_report(by=MACHINE, grant=grant, because="")
    closed = operations.close_without_report(by=MACHINE, grant=grant, because="Trois rappels sans réponse.")
    assert (closed.state, closed.without_report, closed.final_cents) == (GrantState.CLOSED, True, 24_000)
    assert (promise(grant).left_cents, promise(grant).released_cents) == (0, 6_000)
    tell_late_reports(today=date(2026, 5, 3))
    assert has_late_report(again)  # closed for the accounts, still owed
    assert balanced()


def test_19_two_bodies_look_and_the_balance_waits_for_both():
    grant = grants.paid(grants.running(grants.fund(grants.CHECKED_TWICE)), 24_000)
    report = grants.sent(grant, PLANNED)
    member = member_of(grant)
    operations.check_report(by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    grant.refresh_from_db()
    assert (grant.state, grant.final_cents) == (GrantState.REPORTED, None)
    with pytest.raises(Refused, match="no_right"):  # nobody speaks for the other body
        operations.check_report(by=MACHINE, report=report, body=CheckBody.ACTION, verdict=CheckVerdict.CONFORM)
    operations.check_report(by=member, report=report, body=CheckBody.ACTION, verdict=CheckVerdict.CONFORM)
    grant.refresh_from_db()
    assert (grant.final_cents, grant.instalments.get(rank=2).state) == (30_000, InstalmentState.DUE)


def test_19_when_they_disagree_both_reasons_are_kept_and_a_person_decides_in_writing():
    grant = grants.paid(grants.running(grants.fund(grants.CHECKED_TWICE)), 24_000)
    report = grants.sent(grant, PLANNED)
    member = member_of(grant)
    no = CheckVerdict.NOT_CONFORM
    with pytest.raises(Refused, match="no_reason"):
        operations.check_report(by=member, report=report, body=CheckBody.ACTION, verdict=no)
    operations.check_report(
        by=member, report=report, body=CheckBody.ACTION, verdict=no, reason="Personne n’a vu la fête."
    )
    with pytest.raises(Refused, match="check_missing"):
        operations.settle_report(by=MACHINE, report=report, because="Réglons.")
    operations.check_report(by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    grant.refresh_from_db()
    assert grant.final_cents is None
    with pytest.raises(Refused, match="no_reason"):
        operations.settle_report(by=MACHINE, report=report, amount=Cents(24_000))
    because = "Les photos montrent la fête ; le solde n’est pas versé."
    operations.settle_report(by=MACHINE, report=report, amount=Cents(24_000), because=because)
    with pytest.raises(Refused, match="forbidden_move"):  # once
        operations.settle_report(by=MACHINE, report=report, amount=Cents(24_000), because=because)
    grant.refresh_from_db()
    assert (grant.final_cents, grant.final_because, grant.state) == (24_000, because, GrantState.CLOSED)
    assert sorted(report.checks.values_list("body", "reason")) == [
        ("action", "Personne n’a vu la fête."),
        ("papers", ""),
    ]
    assert balanced()


def test_19_a_report_to_complete_is_checked_again_by_both():
    grant = grants.running(grants.fund(grants.CHECKED_TWICE))
    report = grants.sent(grant, PLANNED)
    operations.check_report(
        by=MACHINE,
        report=report,
        body=CheckBody.PAPERS,
        verdict=CheckVerdict.NOT_CONFORM,
        reason="Il manque un ticket.",
    )
    operations.ask_to_complete(by=MACHINE, report=report, what="Le ticket des boissons.")
    grant.refresh_from_db()
    assert grant.state == GrantState.RUNNING
    report.refresh_from_db()
    again = operations.send_report(by=None, report=report, said_by="Amina")
    assert again.state == ReportState.SENT
    check = operations.check_report(by=MACHINE, report=again, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    assert (check.revision, report.checks.count()) == (again.revision, 2)


def test_a_rulebook_that_says_nothing_leaves_the_amount_to_a_person():
    grant = settled(grants.paid(grants.running(), 24_000), 1_000)
    assert (grant.final_cents, grant.state) == (None, GrantState.REPORTED)
    with pytest.raises(Refused, match="no_amount"):
        operations.settle_report(by=MACHINE, report=grant.report, because="Comme prévu.")
    operations.settle_report(by=MACHINE, report=grant.report, amount=Cents(30_000), because="Comme prévu.")
    grant.refresh_from_db()
    assert (grant.final_cents, grant.state) == (30_000, GrantState.REPORTED)
    operations.close_if_done(by=None, grant=grants.paid(grant, 6_000))
    grant.refresh_from_db()
    assert grant.state == GrantState.CLOSED


def test_a_refused_line_lowers_what_the_rule_counts():
    rules = {**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_need", "choice")}
    grant = grants.running(grants.fund(rules))
    report = grants.sent(grant, 20_000, 5_000, resources_cents="30")
    operations.refuse_expense(by=MACHINE, expense=report.expenses.last(), because="Un repas privé.")
    operations.check_report(by=MACHINE, report=report, body=CheckBody.PAPERS, verdict=CheckVerdict.CONFORM)
    grant.refresh_from_db()
    assert grant.final_cents == 17_000
    # The advance was never paid: the two payments to come share what is left.
    assert [each.final_cents for each in grant.instalments.all()] == [17_000, 0]


def test_a_report_is_not_late_before_its_day():
    grant = grants.running(starts_on="01/03/2026", ends_on="01/03/2026")
    tell_late_reports(today=grant.report_due_on)
    grant.application.refresh_from_db()
    assert grant.application.report_late_since is None
    assert tell_late_reports(today=grant.report_due_on + timedelta(days=1)) == 1
    assert timezone.localdate() > grant.report_due_on
    grants.sent(grant, 100)
    grant.application.refresh_from_db()
    assert grant.application.report_late_since is None


def test_3_a_balance_that_bounces_after_the_end_opens_the_accounts_again():
    grant = payments.payable(rules={**grants.EIGHTY_TWENTY, "report.lower_cost": said("at_most_cost", "choice")})
    cheque = Wish(means=Means.CHEQUE)
    for rank in (1, 2):
        if rank == 2:
            settled(grant, 30_000)
        order = operations.prepare_order(by=MACHINE, instalment=grant.instalments.get(rank=rank), wish=cheque)
        operations.hand_over(
            by=MACHINE, order=operations.approve_order(by=payments.yvonne(grant.fund.territory), order=order)
        )
    grant.refresh_from_db()
    assert close_done(by=MACHINE) == 0  # a cheque that left today may still come back
    for order in grant.orders.order_by("pk"):
        operations.mark_cleared(by=MACHINE, order=order, on=timezone.localdate())
    grant.refresh_from_db()
    assert (grant.state, grant.final_cents) == (GrantState.CLOSED, 30_000)
    operations.reverse_order(by=MACHINE, order=grant.orders.latest("pk"), because="Chèque sans provision.")
    grant.refresh_from_db()
    assert (grant.state, grant.instalments.get(rank=2).state) == (GrantState.REPORTED, InstalmentState.DUE)
    assert balanced()
