"""Funds, years and rulebooks, built through the operations people use."""

from datetime import date

from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Funder, FunderKind, Scheme
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.operations import give_mandate
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.money import Cents
from tests.support import shelf
from tests.support.memory import remembered

TESTS = Machine("tests")
SOURCES = {"R": {"title": "Règlement du fonds"}}
_n = shelf.counter()


@remembered
def territory(name=None):
    n = next(_n)
    return Territory.objects.create(name=name or f"Territoire {n}", slug=f"territoire-{n}")


@remembered
def scheme():
    found, _ = Scheme.objects.get_or_create(slug="pic", defaults={"name": "Projets", "short_name": "PIC"})
    return found


@remembered
def manager_of(place):
    """Someone who runs the funds of this territory."""
    person = Person.objects.create_user(email=f"gestion-{next(_n)}@example.org")
    give_mandate(by=None, person=person, role=Role.FUND_MANAGER, territory=place, starts_on=date(2020, 1, 1))
    return person


@remembered
def fund(*, within=None, opened_on=date(2020, 1, 1), sectors=(), **details):
    n = next(_n)
    made = operations.create_fund(
        by=TESTS,
        scheme=scheme(),
        territory=within or territory(),
        slug=details.pop("slug", f"fonds-{n}"),
        name=details.pop("name", f"Fonds {n}"),
        **details,
    )
    for name in sectors:
        operations.add_sector(by=TESTS, fund=made, slug=name.lower(), name=name)
    return operations.open_fund(by=TESTS, fund=made, on=opened_on) if opened_on else made


@remembered
def funder(kind=FunderKind.REGION):
    return Funder.objects.create(name=f"Financeur {next(_n)}", kind=kind)


@remembered
def endowed(amount, *, sector="", **details):
    """The envelope of an open year, with this many cents available."""
    made = fund(sectors=[sector] if sector else [], **details)
    year = operations.open_year(by=TESTS, fund=made, year=2026)
    envelope = year.envelopes.get()
    pay_in(envelope, amount)
    return envelope


@remembered
def pay_in(envelope, amount, **terms):
    contribution = operations.record_contribution(by=TESTS, fund_year=envelope.fund_year, funder=funder(), **terms)
    return operations.endow(
        by=TESTS, contribution=contribution, envelope=envelope, amount=Cents(amount), reference=f"test {next(_n)}"
    )


def clause(value, unit, **more):
    return {"value": value, "unit": unit, "source": "R", **more}


def rules(**said):
    """`rules(amount__ceilings=[…])`: two underscores for the dot."""
    return {key.replace("__", "."): value for key, value in said.items()}


@remembered
def regulation(of=None, *, published=True, rules=None, **content):
    made = operations.draft_regulation(
        by=TESTS,
        fund=of or fund(),
        title=content.pop("title", "Règlement"),
        rules=rules or {},
        sources=content.pop("sources", SOURCES),
        **content,
    )
    return operations.publish_regulation(by=TESTS, regulation=made) if published else made
