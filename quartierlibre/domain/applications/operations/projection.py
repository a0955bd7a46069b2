"""Writing what could be read of the answers into typed columns and rows."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from quartierlibre.domain.applications.contacts import name_key
from quartierlibre.domain.applications.models import Application, ApplicationNeighbourhood, BudgetLine
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.queries import place as places
from quartierlibre.domain.applications.reading import Line, Reading
from quartierlibre.domain.applications.states import HolderKind, LineKind
from quartierlibre.domain.funds.models import Theme
from quartierlibre.domain.funds.queries import current_theme_set
from quartierlibre.domain.places.states import LocationMethod

TEXTS = (
    *("title", "pitch", "holder_kind", "group_name", "rna", "siret", "holder_name", "adult_name", "adult_contact"),
    *("contact_kind", "contact_email", "contact_phone", "place_text", "audience"),
)
PLACE_FIELDS = frozenset({"lon", "lat", "location_method", "location_commune", "neighbourhoods"})


def project(application: Application, reading: Reading, *, changed: Set[str]) -> None:
    """Save the typed columns; rows of money, themes and places are written again only when their answer changed."""
    for name in TEXTS:
        setattr(application, name, _cut(application, name, reading.text(name)))
    application.minor = bool(reading.get("minor"))
    application.starts_on, application.ends_on = reading.get("starts_on"), reading.get("ends_on")
    application.expected_people = reading.get("expected_people")
    application.asked_cents = reading.get("asked")
    open_to_all = reading.get("open_to_all")
    application.open_to_all = None if open_to_all is None else open_to_all == "yes"
    application.name_key = _name_key(application)
    if PLACE_FIELDS & changed:
        _place(application, reading)
    application.save()
    if {"lines", "resources"} & changed:
        _write_lines(application, reading)
    if "themes" in changed:
        _write_themes(application, reading)


def _cut(application: Application, name: str, text: str) -> str:
    longest = getattr(application._meta.get_field(name), "max_length", None)
    return text[:longest] if longest else text


def _name_key(application: Application) -> str:
    """Associations and groups are recognised by their name, however it is written; one person never is."""
    return "" if application.holder_kind == HolderKind.INDIVIDUAL else name_key(application.group_name)


def _write_lines(application: Application, reading: Reading) -> None:
    application.budget_lines.all().delete()
    rows = [_row(application, LineKind.EXPENSE, at, line) for at, line in enumerate(reading.lines("lines"))]
    rows += [_row(application, LineKind.RESOURCE, at, line) for at, line in enumerate(reading.lines("resources"))]
    BudgetLine.objects.bulk_create(rows)


def _row(application: Application, kind: LineKind, position: int, line: Line) -> BudgetLine:
    return BudgetLine(
        application=application,
        kind=kind,
        position=position,
        label=line.label,
        amount_cents=line.amount_cents,
        category=line.category,
    )


def _write_themes(application: Application, reading: Reading) -> None:
    """Only themes of the set the fund's rulebook names: a code made up in a page chooses nothing."""
    codes, theme_set = reading.get("themes") or (), current_theme_set(application.fund)
    offered = Theme.objects.filter(theme_set=theme_set, code__in=codes).order_by()
    application.themes.set(offered.values_list("pk", flat=True) if codes and theme_set else ())


def _place(application: Application, reading: Reading) -> None:
    """The point, its distance to the fund's neighbourhoods (vintage and date kept), and the neighbourhoods meant."""
    named = places.neighbourhoods_named(application.fund, reading.get("neighbourhoods") or ())
    meant = {each.pk for each in named}
    found = None
    application.lon, application.lat = reading.get("lon"), reading.get("lat")
    if application.lon is not None and application.lat is not None:
        found = places.place_in_fund(application.fund, application.lon, application.lat)
    if found:
        meant |= set(found.neighbourhoods)
    application.location_method = reading.get("location_method") or (LocationMethod.LIST if named else "")
    application.location_commune = reading.text("location_commune")
    application.location_status = found.status if found else ""
    application.location_metres = found.metres if found else None
    application.location_nearest = found.nearest_name if found else ""
    application.location_vintage = found.vintage if found else None
    application.located_at = queries.now() if found or named else None
    application.sector = places.sector_of(application.fund, meant) if meant else None
    _write_neighbourhoods(application, meant)


def _write_neighbourhoods(application: Application, meant: set[int]) -> None:
    kept: dict[int, Any] = dict(application.neighbourhood_links.values_list("neighbourhood_id", "pk"))
    if kept.keys() - meant:
        application.neighbourhood_links.exclude(neighbourhood__in=meant).delete()
    ApplicationNeighbourhood.objects.bulk_create(
        [ApplicationNeighbourhood(application=application, neighbourhood_id=key) for key in sorted(meant - set(kept))]
    )
