"""`quartierlibre locate LON LAT [--vintage 2024]`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quartierlibre.console.refusals import explain
from quartierlibre.domain.places import queries, rules
from quartierlibre.domain.places.lookup import Location
from quartierlibre.domain.places.rules import Position


class Command(BaseCommand):
    help = "Dit dans quel quartier tombe un point, en JSON. Longitude d’abord, en degrés WGS 84."
    requires_system_checks = ()  # it reads one table: a fault in a page must not stop it

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let a negative longitude through: argparse takes "-1,5" or "-1e-3" for an option."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parse = parser.parse_args
        parser.parse_args = lambda args=None, namespace=None: parse(_shielded(args), namespace)  # type: ignore[method-assign,assignment]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lon", metavar="LON", help="longitude, par exemple 3.0573 (−180 à 180)")
        parser.add_argument("lat", metavar="LAT", help="latitude, par exemple 50.6292 (−90 à 90)")
        parser.add_argument("--vintage", type=int, help="année de la géographie (par défaut, la plus récente chargée)")

    def handle(self, *args: Any, **options: Any) -> None:
        position = _read_position(options["lon"], options["lat"])
        location = _locate(position, options["vintage"])
        _refuse_swapped(position, location)
        if location.nearest is None:
            self.stderr.write(_("Aucun quartier n’est chargé : lancez import_neighbourhoods."))
        self.stdout.write(json.dumps(location.as_json(), ensure_ascii=False))


def _shielded(args: Sequence[str] | None) -> list[str] | None:
    """A leading space keeps a number from being read as an option, and `read_number` drops it."""
    return None if args is None else [f" {each}" if rules.read_number(each) is not None else each for each in args]


def _read_position(lon: str, lat: str) -> Position:
    numbers = rules.read_number(lon), rules.read_number(lat)
    if numbers[0] is None or numbers[1] is None:
        wrong = " ".join(text for text, number in zip((lon, lat), numbers, strict=True) if number is None)
        message = _(
            "« %(wrong)s » n’est pas un nombre. Donnez la longitude puis la latitude, par exemple 3.0573 50.6292."
        )
        raise CommandError(message % {"wrong": wrong.strip()})
    verdict = rules.may_be_position(numbers[0], numbers[1])
    if not verdict:
        raise explain(verdict, nothing_written=False)
    return Position(numbers[0], numbers[1])


def _locate(position: Position, vintage: int | None) -> Location:
    try:
        return queries.locate(position.lon, position.lat, vintage=vintage)
    except queries.UnknownVintage as unknown:
        loaded = ", ".join(str(year) for year in unknown.loaded)
        message = _("Aucun quartier du millésime %(vintage)s ; millésimes chargés : %(loaded)s.")
        raise CommandError(message % {"vintage": unknown.vintage, "loaded": loaded}) from unknown


def _refuse_swapped(position: Position, location: Location) -> None:
    """Latitude given first is still a point of the Earth, far from here: say so rather than "out"."""
    if location.nearest is None or not rules.may_be_position(position.lat, position.lon):
        return
    other = queries.locate(position.lat, position.lon, vintage=location.vintage).nearest
    verdict = rules.may_be_in_this_order(
        position, metres=location.nearest.metres, metres_if_swapped=other.metres if other else None
    )
    if not verdict:
        raise explain(verdict, nothing_written=False)
