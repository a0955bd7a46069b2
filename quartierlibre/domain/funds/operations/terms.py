"""What an agreement says, read again or changed; and who is written to at a funder."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from quartierlibre.domain.funds import rules
from quartierlibre.domain.funds.models import Contribution, Fund, Funder, FunderContact
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.journal import operations as journal

TERMS = frozenset(
    {
        "amount_cents",
        "share_percent",
        "regrant_allowed",
        "clause_reference",
        "agreement_reference",
        "agreement_date",
    }
)


@transaction.atomic
def revise_contribution(*, by: Actor, contribution: Contribution, **terms: Any) -> Contribution:
    """Write what the agreement says now: its sum (cents), its share, its clause on associations, its references.

    What was paid stays as it was; the next payments follow the new shares. Raises Refused once the year is closed, and
    when the sum would be less than what was already called; ValueError for a column that is not a term.
    """
    if not TERMS.issuperset(terms):
        raise ValueError("Funder, year, sector and purpose are those of another contribution.")
    fund_year = contribution.fund_year
    ensure_right(by, Permission.ENDOW_FUNDS, fund_year.fund.territory)
    held = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
    called = sum(held.calls.values_list("amount_cents", flat=True))
    covers = rules.may_promise_less(amount=terms.get("amount_cents"), called=called)
    (rules.may_receive_in(YearState(fund_year.state)) & covers).enforce()
    changed = [name for name, value in terms.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, terms[name])
    if changed:
        held.save(update_fields=changed)
        told = {"amount_cents": held.amount_cents, "terms": sorted(changed)}
        territory = fund_year.fund.territory_id
        journal.record("funds.contribution.revised", by=by, about=held, territory=territory, **told)
    return held


@transaction.atomic
def note_contact(*, by: Actor, fund: Fund, funder: Funder, email: str, name: str = "") -> FunderContact:
    """Who at a funder is written to about this fund. Twice changes the name only."""
    ensure_right(by, Permission.ENDOW_FUNDS, fund.territory)
    said = {"name": name.strip()[:120]}
    contact, _new = FunderContact.objects.update_or_create(
        fund=fund, funder=funder, email=email.strip().lower(), defaults=said
    )
    journal.record("funds.contact.noted", by=by, about=contact, territory=fund.territory_id)
    return contact


@transaction.atomic
def remove_contact(*, by: Actor, contact: FunderContact) -> None:
    """This person is written to no more, and forgotten."""
    ensure_right(by, Permission.ENDOW_FUNDS, contact.fund.territory)
    journal.record("funds.contact.removed", by=by, about=contact, territory=contact.fund.territory_id)
    contact.delete()
