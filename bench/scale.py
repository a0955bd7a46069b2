"""Ten thousand filed applications. Rows are written in bulk, beside the operations: this is weight, not a story."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from quartierlibre.domain.applications.models import Application, ApplicationNeighbourhood, BudgetLine, FilingCounter
from quartierlibre.domain.applications.operations.forms import form_to_start_with
from quartierlibre.domain.applications.states import ApplicationState, Channel, HolderKind, LineKind
from quartierlibre.domain.funds.models import Fund, Theme
from quartierlibre.domain.funds.queries import current_regulation

PARIS = ZoneInfo("Europe/Paris")
LINES = (("Location de la sono", "rental"), ("Boissons et goûters", "food"), ("Affiches", "communication"))
WHAT = ("Fête", "Atelier", "Sortie", "Tournoi", "Repas", "Concert", "Jardin", "Ciné-club", "Balade", "Stage")
WHOSE = (
    "des voisins",
    "des jeunes",
    "des anciens",
    "du square",
    "de la tour 3",
    "des mamans",
    "du canal",
    "des deux rives",
)
FINDING = {"code": "place.edge", "tone": "warning", "message": "Le lieu est à la limite du quartier."}


def fill(slug: str, count: int) -> None:
    """Bring the filed applications of this fund to `count`, over three years, the same every time."""
    fund = Fund.objects.get(slug=slug)
    missing = count - Application.objects.filed().filter(fund=fund).count()
    chance = random.Random(missing)
    numbers = dict(FilingCounter.objects.filter(fund=fund).values_list("year", "last"))
    common = {"fund": fund, "form_version": form_to_start_with(fund), "regulation": current_regulation(fund)}
    sectors = list(fund.sectors.all()) or [None]
    made = Application.objects.bulk_create(
        [_application(chance, common, sectors, numbers, at) for at in range(missing)], batch_size=1000
    )
    for year, last in numbers.items():
        FilingCounter.objects.update_or_create(fund=fund, year=year, defaults={"last": last})
    _attach(chance, fund, made, common["regulation"].theme_set_id)


def _application(chance: random.Random, common: dict, sectors: list, numbers: dict[int, int], at: int) -> Application:
    filed_on = timezone.localdate() - timedelta(days=1 + at % 900)
    year = filed_on.year
    numbers[year] = numbers.get(year, 0) + 1
    title = f"{chance.choice(WHAT)} {chance.choice(WHOSE)} n° {at}"
    asked = chance.randrange(120, 900) * 100
    return Application(
        **common,
        sector=chance.choice(sectors),
        state=ApplicationState.SUBMITTED,
        channel=chance.choice([Channel.WEB, Channel.WEB, Channel.HELPER, Channel.PAPER]),
        answers=_answers(title, asked),
        title=title,
        pitch="Un projet d’habitants, pour se rencontrer et faire ensemble. " * 6,
        holder_kind=chance.choice(HolderKind.values),
        group_name=f"Collectif n° {at % 4000}",
        name_key=f"n {at % 4000}",
        holder_name=f"Personne {at}",
        contact_kind="email",
        contact_email=f"personne{at}@demo.example",
        audience="Les habitants du quartier",
        expected_people=chance.randrange(10, 200),
        open_to_all=True,
        asked_cents=asked,
        allowed_cents=min(asked, 90_000),
        starts_on=filed_on + timedelta(days=60),
        filing_year=year,
        filing_number=numbers[year],
        filed_on=filed_on,
        submitted_at=_at_noon(filed_on),
        seen_at=None if at % 900 < 2 else _at_noon(filed_on),
        findings=[FINDING] if at % 3 == 0 else [],
    )


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=PARIS)


def _answers(title: str, asked: int) -> dict:
    lines = [{"label": label, "amount": str(asked // 300), "category": kind} for label, kind in LINES]
    return {"title": title, "pitch": "Un projet d’habitants. " * 12, "lines": lines, "asked": str(asked // 100)}


def _attach(chance: random.Random, fund: Fund, made: list[Application], theme_set: int | None) -> None:
    """Budget lines, one neighbourhood and one theme each."""
    places = list(fund.neighbourhoods.values_list("pk", flat=True))
    themes = list(Theme.objects.filter(theme_set=theme_set).values_list("pk", flat=True))
    chosen = Application.themes.through
    BudgetLine.objects.bulk_create(
        [_line(one, number) for one in made for number in range(len(LINES))], batch_size=5000
    )
    ApplicationNeighbourhood.objects.bulk_create(
        [ApplicationNeighbourhood(application=one, neighbourhood_id=chance.choice(places)) for one in made],
        batch_size=5000,
    )
    chosen.objects.bulk_create(
        [chosen(application=one, theme_id=chance.choice(themes)) for one in made], batch_size=5000
    )


def _line(one: Application, number: int) -> BudgetLine:
    label, category = LINES[number]
    return BudgetLine(
        application=one,
        kind=LineKind.EXPENSE,
        label=label,
        category=category,
        amount_cents=(one.asked_cents or 0) // 3,
        position=number,
    )


def settle() -> None:
    """Statistics as autovacuum would soon have them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def bare_rows(count: int = 1_000) -> None:
    """The table behind the unit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_bare_project (id bigserial PRIMARY KEY, name text, summary text, cost int, status text)"
        )
        cursor.execute(
            "INSERT INTO bench_bare_project (name, summary, cost, status) "
            "SELECT 'Project ' || n || ' <x>', repeat('text ', 20), n * 100, 'open' FROM generate_series(1, %s) n",
            [count],
        )
