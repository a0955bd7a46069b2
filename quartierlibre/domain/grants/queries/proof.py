"""`check_books`, seen from the grants: orders, recoveries and reports agree with what moved in the books."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.queries.proof import Proof, faults_of

# A payment that left is its movements; one that failed is its movements and their mirror: nothing in the end.
ORDERS = Proof(
    _("ordre de paiement %(id)s : sa somme n’est pas celle de ses mouvements"),
    """
    SELECT sent.id FROM grants_paymentorder sent
    LEFT JOIN grants_paymentorder_movements carried ON carried.paymentorder_id = sent.id
    LEFT JOIN funds_movement moving ON moving.id = carried.movement_id
    LEFT JOIN ledger_entry entry ON entry.id = moving.entry_id
    LEFT JOIN ledger_entry mirror ON mirror.reverses_id = entry.id
    GROUP BY sent.id
    HAVING coalesce(sum(entry.amount_cents) FILTER (WHERE moving.kind = 'paid' AND mirror.id IS NULL), 0)
        <> CASE WHEN sent.state IN ('sent', 'cleared') THEN sent.amount_cents ELSE 0 END
        OR coalesce(sum(entry.amount_cents) FILTER (WHERE moving.kind = 'paid'), 0)
        <> CASE WHEN sent.state IN ('sent', 'cleared', 'reversed') THEN sent.amount_cents ELSE 0 END
    """,
)
RECOVERIES = Proof(
    _("trop-perçu %(id)s : ce qui est rendu n’est pas ce que disent les livres"),
    """
    SELECT claim.id FROM grants_recovery claim
    LEFT JOIN grants_recovery_movements carried ON carried.recovery_id = claim.id
    LEFT JOIN funds_movement moving ON moving.id = carried.movement_id AND moving.kind = 'recovered'
    LEFT JOIN ledger_entry entry ON entry.id = moving.entry_id
    GROUP BY claim.id HAVING coalesce(sum(entry.amount_cents), 0) <> claim.repaid_cents
    """,
)
GRANTED = Proof(
    _("aide %(id)s : sa somme n’est pas celle qui est promise dans les livres"),
    """
    SELECT given.id FROM grants_grant given
    JOIN committees_decision decision ON decision.id = given.decision_id
    LEFT JOIN funds_commitment promise ON promise.reservation_id = decision.entry_id
    GROUP BY given.id HAVING coalesce(sum(promise.granted_cents), 0) <> given.amount_cents
    """,
)
JUSTIFIED = Proof(
    _("bourse %(id)s : ce qui est justifié n’est pas ce qui est payé aux aides dont le bilan est vérifié"),
    """
    SELECT purse.id FROM funds_purse purse
    LEFT JOIN (
        SELECT line.account_id, sum(line.amount_cents) AS cents FROM grants_report report
        JOIN grants_grant given ON given.id = report.grant_id
        JOIN committees_decision decision ON decision.id = given.decision_id
        JOIN funds_commitment promise ON promise.reservation_id = decision.entry_id
        JOIN funds_movement moving ON moving.commitment_id = promise.id
        JOIN ledger_line line ON line.entry_id = moving.funders_entry_id
        WHERE report.state = 'checked' GROUP BY line.account_id
    ) proved ON proved.account_id = purse.spent_id
    WHERE coalesce(proved.cents, 0) <> purse.justified_cents
    """,
)


def grant_faults() -> Iterator[str]:
    """Orders, recoveries, grants and justified sums that do not agree with the books."""
    yield from chain.from_iterable(faults_of(proof) for proof in (ORDERS, RECOVERIES, GRANTED, JUSTIFIED))
