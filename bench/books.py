"""The accounts of a fund with 200,000 lines, then 1,000,000: its dashboard, its month, its file, its proof.

Lines are written in bulk by the database, beside the operations: this is weight, not a story. They add up, so that
`check_books` finds nothing.
"""

import csv
import io
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.urls import reverse

from bench import cpu, pages
from bench.load import Target
from bench.report import Figure
from bench.scale import PARIS
from quartierlibre.domain.funds import operations
from quartierlibre.domain.funds.models import Envelope, Fund, FunderKind, Purse
from quartierlibre.domain.funds.operations.money import open_purse
from quartierlibre.domain.funds.queries.export import accounting_file, accounting_rows
from quartierlibre.foundation.journal.operations import Machine
from quartierlibre.foundation.ledger.models import Line
from quartierlibre.foundation.money import Cents

ROOT = Path(__file__).parents[1]
BENCH = Machine("bench")
SLUG, YEAR = "fonds-mesure", 2025
FEW, MANY = 200_000, 1_000_000
PER_GRANT, GRANT = 14, 50_000
FIRST, LAST, REGION, TOWN = 40_000, 10_000, 70, 30
ROUNDS = 5

# One grant: decided, paid at 80 %, paid at 20 %; 5 entries, 14 lines, 2 funders.
ENTRIES = """
INSERT INTO ledger_entry (id, at, reason, reference, amount_cents)
SELECT %(entry)s + (n - 1) * 5 + part.k,
    make_timestamptz(%(year)s, 1, 2, 12, 0, 0, 'Europe/Paris')
        + ((n - %(first)s) * 360.0 / %(count)s) * interval '1 day',
    part.reason, 'mesure ' || n || part.tail, part.cents
FROM generate_series(%(first)s, %(last)s) n CROSS JOIN (VALUES
    (1, 'funds.grant.reserved', '', 50000), (2, 'funds.grant.paid', ' a', 40000), (3, 'funds.purse.spent', ' a', 40000),
    (4, 'funds.grant.paid', ' b', 10000), (5, 'funds.purse.spent', ' b', 10000)
) part(k, reason, tail, cents)
"""
LINES = """
INSERT INTO ledger_line (entry_id, account_id, amount_cents)
SELECT %(entry)s + (n - 1) * 5 + part.k, part.account, part.cents
FROM generate_series(%(first)s, %(last)s) n CROSS JOIN (VALUES
    (1, %(available)s, -50000), (1, %(reserved)s, 50000),
    (2, %(reserved)s, -40000), (2, %(paid)s, 40000),
    (3, %(cash_0)s, -28000), (3, %(spent_0)s, 28000), (3, %(cash_1)s, -12000), (3, %(spent_1)s, 12000),
    (4, %(reserved)s, -10000), (4, %(paid)s, 10000),
    (5, %(cash_0)s, -7000), (5, %(spent_0)s, 7000), (5, %(cash_1)s, -3000), (5, %(spent_1)s, 3000)
) part(k, account, cents)
"""
PROMISES = """
INSERT INTO funds_commitment
    (id, reservation_id, envelope_id, granted_cents, released_cents, paid_cents, recovered_cents)
SELECT %(promise)s + n, %(entry)s + (n - 1) * 5 + 1, %(envelope)s, 50000, 0, 50000, 0
FROM generate_series(%(first)s, %(last)s) n
"""
MOVEMENTS = """
INSERT INTO funds_movement (commitment_id, kind, entry_id, funders_entry_id)
SELECT %(promise)s + n, 'paid', %(entry)s + (n - 1) * 5 + part.k, %(entry)s + (n - 1) * 5 + part.k + 1
FROM generate_series(%(first)s, %(last)s) n CROSS JOIN (VALUES (2), (4)) part(k)
"""
AFTER = (
    "SELECT setval(pg_get_serial_sequence('ledger_entry', 'id'), (SELECT max(id) FROM ledger_entry))",
    "SELECT setval(pg_get_serial_sequence('funds_commitment', 'id'), (SELECT max(id) FROM funds_commitment))",
    """UPDATE ledger_account SET balance_cents = told.cents FROM (
        SELECT account_id, sum(amount_cents) AS cents FROM ledger_line GROUP BY account_id
    ) told WHERE told.account_id = ledger_account.id""",
    "DELETE FROM ledger_monthtotal",
    """INSERT INTO ledger_monthtotal (account_id, month, reason, cents)
    SELECT line.account_id, date_trunc('month', entry.at AT TIME ZONE 'Europe/Paris')::date, entry.reason,
        sum(line.amount_cents)
    FROM ledger_line line JOIN ledger_entry entry ON entry.id = line.entry_id GROUP BY 1, 2, 3""",
)


def fill(lines: int) -> None:
    """Bring the lines of the measured fund to about `lines`, over one year."""
    envelope = _fund()
    done = _grants(envelope)
    count = lines // PER_GRANT - done
    purses = list(Purse.objects.filter(envelope=envelope).order_by("pk"))
    for at, (purse, share) in enumerate(zip(purses, (REGION, TOWN), strict=True)):
        operations.endow(
            by=BENCH,
            contribution=purse.contribution,
            envelope=envelope,
            amount=Cents(count * GRANT * share // 100 + 100_000),
            reference=f"mesure {done} {at}",
        )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_entry")
        entry = cursor.fetchone()[0] - done * 5
        cursor.execute("SELECT coalesce(max(id), 0) FROM funds_commitment")
        promise = cursor.fetchone()[0] - done
        pots = {pot: getattr(envelope, f"{pot}_id") for pot in ("available", "reserved", "paid")}
        for at, purse in enumerate(purses):
            pots |= {f"cash_{at}": purse.cash_id, f"spent_{at}": purse.spent_id}
        said = {
            "entry": entry,
            "promise": promise,
            "year": YEAR,
            "first": done + 1,
            "last": done + count,
            "count": count,
        }
        for sql in (ENTRIES, LINES, PROMISES, MOVEMENTS):
            cursor.execute(sql, {**said, **pots, "envelope": envelope.pk})
        for sql in AFTER:
            cursor.execute(sql)


def _fund() -> Envelope:
    """A fund of the manager measured, with two funders."""
    model = Fund.objects.get(slug=pages.FUND)
    fund = Fund.objects.filter(slug=SLUG).first() or operations.create_fund(
        by=BENCH, scheme=model.scheme, territory=model.territory, slug=SLUG, name="Fonds mesuré"
    )
    if not fund.years.exists():
        year = operations.open_year(by=BENCH, fund=fund, year=YEAR)
        for name, kind, share in (("Région mesurée", FunderKind.REGION, 70), ("Ville mesurée", FunderKind.COMMUNE, 30)):
            funder = operations.note_funder(by=BENCH, territory=fund.territory, name=name, kind=kind)
            made = operations.record_contribution(
                by=BENCH, fund_year=year, funder=funder, share_percent=share, regrant_allowed=True
            )
            open_purse(made, year.envelopes.get())
    return fund.years.get(year=YEAR).envelopes.get()


def _grants(envelope: Envelope) -> int:
    return Line.objects.filter(account=envelope.paid_id).count() // 2


def targets(port: int) -> list[Target]:
    """The dashboard of the year and the statement of a month, for the manager."""
    headers = pages.persona(pages.MANY)
    dashboard = reverse("manage:books", args=[SLUG]) + f"?annee={YEAR}"
    month = reverse("manage:month", args=[SLUG, YEAR, f"{YEAR}-06"])
    made = ((f"tableau de bord, {FEW} lignes de comptes", dashboard), (f"état du mois, {FEW} lignes", month))
    return [Target(name, port, path, goal=4, queries_goal=10, headers=dict(headers)) for name, path in made]


def export() -> list[Figure]:
    """Client CPU of the accountant's file, beside a server cursor and csv.writer over the same rows."""
    fund = Fund.objects.get(slug=SLUG)
    start, end = (datetime(each, 1, 1, tzinfo=PARIS) for each in (YEAR, YEAR + 1))
    costs: dict[str, list[float]] = {"copy": [], "cursor": []}
    rows = 0
    for _round in range(ROUNDS):
        before = time.process_time()
        size = sum(len(part) for part in accounting_file(fund, start, end))
        costs["copy"].append(time.process_time() - before)
        before = time.process_time()
        rows = _with_a_cursor(fund, start, end)
        costs["cursor"].append(time.process_time() - before)
    tracemalloc.start()
    for _part in accounting_file(fund, start, end):
        pass
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    copy, cursor = (statistics.median(costs[each][1:]) for each in ("copy", "cursor"))
    note = f"{copy * 1000:.0f} ms contre {cursor * 1000:.0f}, {rows} lignes, {size / 1e6:.0f} Mo".replace(".", ",")
    return [
        Figure("export comptable, moins de CPU que curseur + csv, fois", round(cursor / copy, 1), "", 5, note=note,
               more_is_better=True),
        Figure("export comptable, mémoire du client", round(peak, 2), "Mo", goal=5),
    ]  # fmt: skip


def _with_a_cursor(fund: Fund, start: datetime, end: datetime) -> int:
    """What everybody writes first."""
    kept = io.StringIO()
    writer, rows = csv.writer(kept, delimiter="\t"), 0
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor(name="mesure") as cursor:
            cursor.itersize = 2_000
            cursor.execute(accounting_rows(fund, start, end))
            for row in cursor:
                writer.writerow(row)
                rows += 1
                if rows % 2_000 == 0:
                    kept.seek(0)
                    kept.truncate()
    return rows


def proof(server: int) -> tuple[Figure, float]:
    """`check_books` in a process of its own: its time, and the most memory it took, in MB."""
    before, start = cpu.milliseconds(server), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "check_books"], cwd=ROOT, stdout=subprocess.PIPE
    )
    said = process.stdout.read().decode() if process.stdout else ""
    _pid, status, used = os.wait4(process.pid, 0)
    if status or "justes" not in said:
        raise RuntimeError("check_books found something wrong in books that add up")
    wall = time.monotonic() - start
    client = used.ru_utime + used.ru_stime
    seconds = client + (cpu.milliseconds(server) - before) / 1000
    lines = Line.objects.count()
    note = f"CPU, dont {client:.1f} s pour Python ; {wall:.0f} s à la montre, {lines} lignes".replace(".", ",")
    return Figure(
        "check_books, un million de lignes", round(seconds, 1), "s", goal=60, note=note
    ), used.ru_maxrss / 1000


def growth(few: float, many: float) -> Figure:
    """Memory that five times more lines took: nothing, or the proof does not stream."""
    note = f"{many:.0f} Mo en tout, Django compris"
    return Figure("check_books, mémoire de plus que pour 200 000 lignes", round(many - few), "Mo", goal=10, note=note)
