"""Create a fund, give it sectors, open it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.funds import searching
from quartierlibre.domain.funds.models import Fund, Scheme, Sector
from quartierlibre.domain.funds.operations.actors import Actor, ensure_right
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Commune, Neighbourhood, Territory
from quartierlibre.foundation.journal import operations as journal


@transaction.atomic
def create_fund(
    *,
    by: Actor,
    scheme: Scheme,
    territory: Territory,
    slug: str,
    name: str,
    neighbourhoods: Iterable[Neighbourhood] = (),
    communes: Iterable[Commune] = (),
    **details: Any,
) -> Fund:
    """A fund, not open yet. `details` are the other columns of `Fund` (manager, contact, presentation…)."""
    ensure_right(by, Permission.WRITE_REGULATIONS, territory)
    fund = Fund.objects.create(scheme=scheme, territory=territory, slug=slug, name=name, **details)
    fund.neighbourhoods.add(*neighbourhoods)
    fund.communes.add(*communes)
    searching.tell(fund)
    journal.record("funds.fund.created", by=by, about=fund, territory=territory)
    return fund


@transaction.atomic
def open_fund(*, by: Actor, fund: Fund, on: date | None = None) -> Fund:
    """From that day (today when not said) residents may file."""
    ensure_right(by, Permission.WRITE_REGULATIONS, fund.territory)
    fund.opened_on = on or timezone.localdate()
    fund.save(update_fields=["opened_on"])
    searching.tell(fund)
    journal.record("funds.fund.opened", by=by, about=fund, territory=fund.territory, opened_on=fund.opened_on)
    return fund


@transaction.atomic
def add_sector(
    *,
    by: Actor,
    fund: Fund,
    slug: str,
    name: str,
    neighbourhoods: Iterable[Neighbourhood] = (),
    communes: Iterable[Commune] = (),
) -> Sector:
    """One more sector, after the others; it gets its pots with the next year prepared."""
    ensure_right(by, Permission.WRITE_REGULATIONS, fund.territory)
    sector = Sector.objects.create(fund=fund, slug=slug, name=name, position=fund.sectors.count() + 1)
    sector.neighbourhoods.add(*neighbourhoods)
    sector.communes.add(*communes)
    searching.tell(fund)
    journal.record("funds.sector.added", by=by, about=sector, territory=fund.territory)
    return sector
