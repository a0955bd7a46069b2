"""Loading places and linking vintages. Each act is one transaction: a bad file writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.places import commune_file, neighbourhood_file, outlines
from quartierlibre.domain.places.commune_file import CommuneRow, DepartementRow, EpciRow
from quartierlibre.domain.places.models import (
    Commune,
    Departement,
    Epci,
    Neighbourhood,
    NeighbourhoodSuccession,
    PlaceImport,
    Territory,
)
from quartierlibre.domain.places.neighbourhood_file import Drawn
from quartierlibre.domain.places.states import NeighbourhoodKind
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.verdicts import Refusal, Verdict

Actor = AbstractBaseUser | Machine
SMALLEST_SHARE = 0.05  # of either outline: under it, two drawings of the same street merely do not follow the same kerb
_ONE_IMPORT_AT_A_TIME = 7_201_501  # key of the advisory lock, any number of ours


@dataclass(frozen=True, slots=True)
class Counts:
    """What a table became: rows added, changed, found equal, and rows the file does not speak of (kept)."""

    added: int
    changed: int
    unchanged: int
    absent: int = 0

    @property
    def touched(self) -> int:
        return self.added + self.changed


@dataclass(frozen=True, slots=True)
class Repaired:
    """A neighbourhood whose outline was invalid; `collapsed` when its surface is not known."""

    code: str
    name: str
    collapsed: bool


@dataclass(frozen=True, slots=True)
class NeighbourhoodImport:
    counts: Counts
    repaired: tuple[Repaired, ...]
    communes_unknown: int


@dataclass(frozen=True, slots=True)
class CommuneImport:
    communes: Counts
    epcis: Counts
    departements: Counts
    members_unknown: int
    neighbourhoods_linked: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two neighbourhoods of two vintages with land in common, and its share of each."""

    old: Neighbourhood
    new: Neighbourhood
    share_of_old: float
    share_of_new: float


@transaction.atomic
def create_territory(
    *, by: Actor, slug: str, name: str, communes: Iterable[Commune] = (), parent: Territory | None = None
) -> Territory:
    """A perimeter that will run funds and give mandates: a town, a grouping, a region."""
    territory = Territory.objects.create(slug=slug, name=name, parent=parent)
    territory.communes.set(communes)
    journal.record("places.territory.created", by=by, about=territory, territory=territory)
    return territory


@transaction.atomic
def import_neighbourhoods(
    *,
    by: Actor,
    content: bytes,
    vintage: int,
    kind: NeighbourhoodKind = NeighbourhoodKind.PRIORITY,
    source: str = "",
    dry_run: bool = False,
) -> NeighbourhoodImport:
    """Make one vintage say what the file says; rows it does not speak of, and other vintages, stay as they are.

    Twice the same file changes nothing. Raises Refused with every fault of the file, and then nothing was written.
    """
    drawn, verdict = neighbourhood_file.read(content, vintage=vintage, kind=kind)
    _one_import_at_a_time()
    known = {each.code: each for each in Neighbourhood.objects.with_outlines().filter(vintage=vintage)}
    (verdict & _may_keep_kinds(drawn, known)).enforce()
    added = [_new(each, vintage, source) for each in drawn if each.code not in known]
    changed = [old for each in drawn if (old := known.get(each.code)) and _is_changed(old, each, source)]
    kinds = {each.kind for each in drawn}
    absent = {old.code for old in known.values() if old.kind in kinds} - {each.code for each in drawn}
    counts = Counts(len(added), len(changed), len(drawn) - len(added) - len(changed), len(absent))
    if not dry_run:
        Neighbourhood.objects.bulk_create(added)
        Neighbourhood.objects.bulk_update(changed, [*_COMPARED, "source", "changed_at"], batch_size=200)
        _name_departements(drawn)
        _link_communes()
        _note(by, "neighbourhoods", counts, content, source, vintage=vintage)
    return NeighbourhoodImport(counts, _repaired(drawn), _unknown_communes(drawn))


def _one_import_at_a_time() -> None:
    """Two imports at once would each miss what the other adds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_IMPORT_AT_A_TIME])


def _may_keep_kinds(drawn: Iterable[Drawn], known: Mapping[str, Neighbourhood]) -> Verdict:
    """A code already loaded with another kind is a mistake of file or of option, not a change."""
    refusals = []
    for each in drawn:
        old = known.get(each.code)
        if old and old.kind != each.kind:
            message = _(
                "Élément n° %(number)d (%(code)s, « %(name)s ») : déjà chargé comme « %(kind)s » : corrigez --kind."
            )
            place = {"number": each.number, "code": each.code, "name": each.name, "kind": old.get_kind_display()}
            refusals.append(Refusal("kind.changed", message % place))
    return Verdict(tuple(refusals))


def _facts_of(each: Drawn) -> dict[str, Any]:
    box = each.outline.box
    return {
        "name": each.name,
        "kind": each.kind.value,
        "commune_codes": list(each.commune_codes),
        "commune_names": list(each.commune_names),
        "epci_codes": list(each.epci_codes),
        "outline": each.outline.geometry,
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
        "was_repaired": each.outline.repaired,
        "was_collapsed": each.outline.collapsed,
        "is_invented": each.is_invented,
    }


_COMPARED = (
    *("name", "kind", "commune_codes", "commune_names", "epci_codes", "outline", "west", "south", "east", "north"),
    *("was_repaired", "was_collapsed", "is_invented"),
)


def _new(each: Drawn, vintage: int, source: str) -> Neighbourhood:
    return Neighbourhood(code=each.code, vintage=vintage, source=source[:200], **_facts_of(each))


def _is_changed(old: Neighbourhood, each: Drawn, source: str) -> bool:
    """Copy what the file says on the row; True if that changed anything."""
    return _copied(old, _facts_of(each), source=source[:200], changed_at=timezone.now())


def _copied(row: models.Model, facts: Mapping[str, Any], **when_changed: Any) -> bool:
    if all(getattr(row, name) == value for name, value in facts.items()):
        return False
    for name, value in {**facts, **when_changed}.items():
        setattr(row, name, value)
    return True


def _repaired(drawn: Iterable[Drawn]) -> tuple[Repaired, ...]:
    return tuple(Repaired(each.code, each.name, each.outline.collapsed) for each in drawn if each.outline.repaired)


def _unknown_communes(drawn: Iterable[Drawn]) -> int:
    named = {code for each in drawn for code in each.commune_codes}
    return len(named) - Commune.objects.filter(pk__in=named).count()


def _name_departements(drawn: Iterable[Drawn]) -> None:
    """The file of communes gives codes only; this one knows their names."""
    names = dict(each.departement for each in drawn if all(each.departement))
    unnamed = list(Departement.objects.filter(code__in=names, name=""))
    for departement in unnamed:
        departement.name = names[departement.code]
    Departement.objects.bulk_update(unnamed, ["name"])


def _link_communes() -> int:
    """Link every neighbourhood to the communes its file named, as far as they are loaded; count the links added."""
    known = set(Commune.objects.values_list("pk", flat=True))
    through = Neighbourhood.communes.through
    wanted = {
        (key, code)
        for key, codes in Neighbourhood.objects.order_by().values_list("pk", "commune_codes")
        for code in codes
        if code in known
    }
    present = {
        (neighbourhood, commune): pk
        for pk, neighbourhood, commune in through.objects.values_list("pk", "neighbourhood_id", "commune_id")
    }
    through.objects.filter(pk__in=[pk for pair, pk in present.items() if pair not in wanted]).delete()
    missing = sorted(wanted - present.keys())
    through.objects.bulk_create([through(neighbourhood_id=key, commune_id=code) for key, code in missing])
    return len(missing)


def _note(by: Actor, what: str, counts: Counts, content: bytes, source: str, vintage: int | None = None) -> None:
    """Tell what a file changed; a file that changed nothing leaves no trace."""
    if not counts.touched:
        return
    numbers = {"added": counts.added, "changed": counts.changed, "unchanged": counts.unchanged, "absent": counts.absent}
    entry = PlaceImport.objects.create(
        what=what, vintage=vintage, source=source[:200], sha256=hashlib.sha256(content).hexdigest(), counts=numbers
    )
    journal.record(f"places.{what}.imported", by=by, about=entry, vintage=vintage, **numbers)


@transaction.atomic
def import_communes(
    *,
    by: Actor,
    content: bytes,
    epcis: bytes | None = None,
    departements: bytes | None = None,
    source: str = "",
    dry_run: bool = False,
) -> CommuneImport:
    """Make the tables of communes, and of EPCI and départements when their files are given, say what the files say.

    Communes that are not in the file stay. Neighbourhoods already loaded are linked to the communes they name.
    Raises Refused with every fault of the files, and then nothing was written.
    """
    rows, verdict = commune_file.read_communes(content)
    groupings, more = commune_file.read_epcis(epcis) if epcis is not None else ([], Verdict())
    named, still_more = commune_file.read_departements(departements) if departements is not None else ([], Verdict())
    (verdict & more & still_more).enforce()
    _one_import_at_a_time()
    with transaction.atomic():
        counts = (
            _write(Departement, "code", _departement_facts(rows, named)),
            _write(Epci, "siren", {row.siren: {"name": row.name, "kind": row.kind} for row in groupings}),
            _write(Commune, "insee_code", _commune_facts(rows, groupings if epcis is not None else None)),
        )
        linked = _link_communes()
        if not dry_run:
            _note(by, "communes", _sum(counts), content + (epcis or b"") + (departements or b""), source)
        transaction.set_rollback(dry_run)
    members = {member for grouping in groupings for member in grouping.members}
    unknown = len(members - {row.insee_code for row in rows})
    return CommuneImport(counts[2], counts[1], counts[0], unknown, linked)


def _departement_facts(rows: Iterable[CommuneRow], named: Iterable[DepartementRow]) -> dict[str, dict[str, Any]]:
    facts: dict[str, dict[str, Any]] = {row.departement: {"region_code": row.region} for row in rows}
    for row in named:
        facts.setdefault(row.code, {"region_code": row.region})["name"] = row.name
    return facts


def _commune_facts(rows: Iterable[CommuneRow], groupings: Iterable[EpciRow] | None) -> dict[str, dict[str, Any]]:
    """Without a file of EPCI, the EPCI already known of a commune stays."""
    facts: dict[str, dict[str, Any]] = {
        row.insee_code: {
            "name": row.name,
            "departement_id": row.departement,
            "postal_codes": list(row.postal_codes),
            "population": row.population,
        }
        for row in rows
    }
    if groupings is not None:
        owner = {member: row.siren for row in groupings for member in row.members}
        for code, known in facts.items():
            known["epci_id"] = owner.get(code)
    return facts


def _write(model: type[models.Model], key: str, facts: Mapping[str, Mapping[str, Any]]) -> Counts:
    """Add the rows that are missing, change those that differ, leave the rest."""
    known = model._default_manager.in_bulk(list(facts))
    added = [model(**{key: code}, **values) for code, values in facts.items() if code not in known]
    changed = [known[code] for code, values in facts.items() if code in known and _copied(known[code], values)]
    columns = sorted({name.removesuffix("_id") for values in facts.values() for name in values})
    model._default_manager.bulk_create(added)
    if changed:
        model._default_manager.bulk_update(changed, columns, batch_size=500)
    absent = model._default_manager.count() - len(facts)
    return Counts(len(added), len(changed), len(facts) - len(added) - len(changed), absent)


def _sum(every: Sequence[Counts]) -> Counts:
    return Counts(
        *(sum(getattr(counts, name) for counts in every) for name in ("added", "changed", "unchanged", "absent"))
    )


@transaction.atomic
def link_neighbourhoods(
    *, by: Actor, older: int, newer: int, threshold: float = SMALLEST_SHARE, dry_run: bool = False
) -> tuple[list[Link], Counts]:
    """Record which older outlines each newer one comes from: those with land in common, at least `threshold` of either.

    Links between the two vintages become exactly those; a second run changes nothing.
    """
    _one_import_at_a_time()
    old = {each.pk: each for each in Neighbourhood.objects.with_outlines().filter(vintage=older)}
    new = {each.pk: each for each in Neighbourhood.objects.with_outlines().filter(vintage=newer)}
    shared = outlines.shared_land(
        {key: each.outline for key, each in old.items()},
        {key: each.outline for key, each in new.items()},
        threshold=threshold,
    )
    links = [Link(old[each.old], new[each.new], each.share_of_old, each.share_of_new) for each in shared]
    links.sort(key=lambda link: (link.old.code, -link.share_of_old, link.new.code))
    counts = _record(links, older, newer, dry_run=dry_run)
    if counts.touched + counts.absent and not dry_run:
        _note_links(by, counts, older, newer)
    return links, counts


def _record(links: Sequence[Link], older: int, newer: int, *, dry_run: bool) -> Counts:
    between = NeighbourhoodSuccession.objects.filter(predecessor__vintage=older, successor__vintage=newer)
    known = {(each.predecessor_id, each.successor_id): each for each in between}
    added, changed = [], []
    for link in links:
        row = known.pop((link.old.pk, link.new.pk), None)
        facts = {"share_of_predecessor": link.share_of_old, "share_of_successor": link.share_of_new}
        if row is None:
            added.append(NeighbourhoodSuccession(predecessor=link.old, successor=link.new, **facts))
        elif _copied(row, facts):
            changed.append(row)
    if not dry_run:
        NeighbourhoodSuccession.objects.filter(pk__in=[each.pk for each in known.values()]).delete()
        NeighbourhoodSuccession.objects.bulk_create(added)
        NeighbourhoodSuccession.objects.bulk_update(changed, ["share_of_predecessor", "share_of_successor"])
    return Counts(len(added), len(changed), len(links) - len(added) - len(changed), len(known))


def _note_links(by: Actor, counts: Counts, older: int, newer: int) -> None:
    numbers = {
        "added": counts.added,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "removed": counts.absent,
    }
    entry = PlaceImport.objects.create(what="successions", vintage=newer, counts={"older": older, **numbers})
    journal.record("places.neighbourhoods.linked", by=by, about=entry, older=older, newer=newer, **numbers)
