"""`check_books`: what the books, the promises, the purses and the settlements say of each other. Read as a stream.

Each check is one statement which the database runs over its own rows; only the rows that are wrong come back, so that
memory stays flat whatever the number of lines. Each fault is one French sentence which names the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Proof:
    """A statement whose rows are all wrong: a key, and the sentence in which it is named."""

    said: StrOrPromise
    sql: str


# What a reservation set aside in each envelope is what is promised there.
PROMISED = Proof(
    _("engagement %(id)s : la somme promise n’est pas celle de la décision"),
    """
    SELECT promise.id FROM funds_commitment promise
    JOIN funds_envelope envelope ON envelope.id = promise.envelope_id
    LEFT JOIN ledger_line line ON line.entry_id = promise.reservation_id AND line.account_id = envelope.reserved_id
    WHERE line.amount_cents IS DISTINCT FROM promise.granted_cents
    """,
)
# The entry of a movement touches the pots of its own envelope only.
MOVED_ELSEWHERE = Proof(
    _("mouvement %(id)s : son écriture touche une autre enveloppe"),
    """
    SELECT moving.id FROM funds_movement moving
    JOIN funds_commitment promise ON promise.id = moving.commitment_id
    JOIN funds_envelope envelope ON envelope.id = promise.envelope_id
    JOIN ledger_line line ON line.entry_id = moving.entry_id
    WHERE line.account_id NOT IN (envelope.available_id, envelope.reserved_id, envelope.paid_id, envelope.ahead_id)
    GROUP BY moving.id
    """,
)
# The funders' shares of a payment make the payment, in purses of the same envelope.
SHARED = Proof(
    _("mouvement %(id)s : les parts des financeurs ne font pas la somme versée"),
    """
    SELECT moving.id FROM funds_movement moving
    JOIN funds_commitment promise ON promise.id = moving.commitment_id
    JOIN ledger_entry entry ON entry.id = moving.entry_id
    LEFT JOIN ledger_line line ON line.entry_id = moving.funders_entry_id
    LEFT JOIN funds_purse purse ON purse.spent_id = line.account_id AND purse.envelope_id = promise.envelope_id
    WHERE moving.funders_entry_id IS NOT NULL GROUP BY moving.id, moving.kind, entry.amount_cents
    HAVING coalesce(sum(line.amount_cents) FILTER (WHERE purse.id IS NOT NULL), 0)
        <> CASE WHEN moving.kind = 'paid' THEN entry.amount_cents ELSE -entry.amount_cents END
    """,
)
# What a funder paid in is in its purse under the same reference.
RECEIVED = Proof(
    _("versement de financeur %(id)s : la bourse du financeur n’a pas reçu cette somme"),
    """
    SELECT payment.id FROM funds_contributionpayment payment
    JOIN ledger_entry entry ON entry.id = payment.entry_id
    LEFT JOIN funds_purse purse ON purse.contribution_id = payment.contribution_id
        AND purse.envelope_id IS NOT DISTINCT FROM payment.envelope_id
    LEFT JOIN ledger_entry filling ON filling.reason = 'funds.purse.filled' AND filling.reference = entry.reference
    LEFT JOIN ledger_line line ON line.entry_id = filling.id AND line.account_id = purse.cash_id
    WHERE line.amount_cents IS DISTINCT FROM entry.amount_cents
    """,
)
# What left a purse after closing left its envelope too, and arrived where it was carried.
SETTLED = Proof(
    _("solde de financeur %(id)s : ce qui a quitté la bourse n’est pas ce qui a été décidé"),
    """
    SELECT settlement.id FROM funds_settlement settlement
    JOIN funds_purse purse ON purse.id = settlement.purse_id
    JOIN ledger_entry leaving ON leaving.id = settlement.purse_entry_id
    LEFT JOIN ledger_line line ON line.entry_id = leaving.id AND line.account_id = purse.cash_id
    LEFT JOIN ledger_entry envelope_entry ON envelope_entry.id = settlement.envelope_entry_id
    LEFT JOIN ledger_entry arriving
        ON arriving.reason = 'funds.purse.filled' AND arriving.reference = leaving.reference
    WHERE line.amount_cents IS DISTINCT FROM -settlement.amount_cents
        OR (purse.envelope_id IS NOT NULL AND envelope_entry.amount_cents IS DISTINCT FROM settlement.amount_cents)
        OR (settlement.to_purse_id IS NOT NULL AND arriving.amount_cents IS DISTINCT FROM settlement.amount_cents)
    """,
)
# Money carried over makes a contribution of its own, of that sum.
CARRIED = Proof(
    _("participation reportée %(id)s : elle ne fait pas ce qui a été reporté"),
    """
    SELECT carried.id FROM funds_contribution carried
    LEFT JOIN funds_purse purse ON purse.contribution_id = carried.carried_from_id
    LEFT JOIN funds_settlement settlement ON settlement.purse_id = purse.id AND settlement.choice = 'carry'
    WHERE carried.carried_from_id IS NOT NULL GROUP BY carried.id
    HAVING carried.amount_cents IS DISTINCT FROM coalesce(sum(settlement.amount_cents), 0)
    """,
)
# A purse holds nothing but what came, went and stayed.
PURSES = Proof(
    _("bourse %(id)s : ce qui est apporté, en caisse et dépensé ne s’annule pas"),
    """
    SELECT purse.id FROM funds_purse purse
    JOIN ledger_account given ON given.id = purse.given_id
    JOIN ledger_account cash ON cash.id = purse.cash_id
    JOIN ledger_account spent ON spent.id = purse.spent_id
    WHERE given.balance_cents + cash.balance_cents + spent.balance_cents <> 0
    """,
)
PROOFS = (PROMISED, MOVED_ELSEWHERE, SHARED, RECEIVED, SETTLED, CARRIED, PURSES)
AT_ONCE = 1_000


def movement_faults() -> Iterator[str]:
    """Promises, movements, shares, receipts and settlements that do not agree with their entries."""
    for proof in PROOFS:
        yield from faults_of(proof)


def faults_of(proof: Proof) -> Iterator[str]:
    """One sentence for each row the statement finds, a thousand at a time."""
    with connection.cursor() as cursor:
        cursor.execute(proof.sql)
        while rows := cursor.fetchmany(AT_ONCE):
            for (key,) in rows:
                yield gettext(str(proof.said)) % {"id": key}
