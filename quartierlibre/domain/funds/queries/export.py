"""The accountant's file: every line of the books of one fund in one calendar year, written by the database itself.

COPY sends the file as it is made: nothing is kept in memory, and Python only passes bytes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import connection
from psycopg import sql

from quartierlibre.domain.funds.accounting import (
    COLUMNS,
    MONEY,
    PROJECT_ACCOUNTS,
    PROMISE_ACCOUNTS,
    PROMISES,
    REASONS,
    RUNNING_ACCOUNTS,
    Journal,
    PlanAccount,
)
from quartierlibre.domain.funds.models import Envelope, Fund, Purse

ENTRIES_AT_ONCE = 200
NO_ACCOUNT = (0, "", "", "", "", "", "")  # a fund without a year yet: its file is a header
HEADER = "\t".join(COLUMNS) + "\r\n"
_COLUMNS = sql.SQL(", ").join(sql.Identifier(name) for name in COLUMNS)

# Ranks are those of the entries of the year in the order they were written: the books only grow, so they never change.
ROWS = r"""
WITH told(account_id, journal, journal_label, number, label, funder, funder_label) AS (VALUES {accounts}),
said(reason, words) AS (VALUES {reasons}),
moved AS (
    SELECT entry.id, entry.reason, entry.reference, entry.reverses_id, entry.at AT TIME ZONE 'Europe/Paris' AS at
    FROM ledger_entry entry WHERE entry.at >= {start} AND entry.at < {end}
    AND EXISTS (SELECT 1 FROM ledger_line line JOIN told ON told.account_id = line.account_id
        WHERE line.entry_id = entry.id)
),
numbered AS (SELECT moved.*, row_number() OVER (ORDER BY id) AS rank FROM moved)
SELECT told.journal AS "JournalCode", told.journal_label AS "JournalLib", entry.rank::text AS "EcritureNum",
    to_char(entry.at, 'YYYYMMDD') AS "EcritureDate", told.number AS "CompteNum", told.label AS "CompteLib",
    told.funder AS "CompAuxNum", told.funder_label AS "CompAuxLib",
    translate(entry.reference, E'\t\r\n\\', '   /') AS "PieceRef", to_char(entry.at, 'YYYYMMDD') AS "PieceDate",
    coalesce(said.words, entry.reason) AS "EcritureLib",
    replace((greatest(line.amount_cents, 0) / 100.0)::numeric(18, 2)::text, '.', ',') AS "Debit",
    replace((greatest(-line.amount_cents, 0) / 100.0)::numeric(18, 2)::text, '.', ',') AS "Credit",
    '' AS "EcritureLet", '' AS "DateLet", to_char(entry.at, 'YYYYMMDD') AS "ValidDate", '' AS "Montantdevise",
    '' AS "Idevise", entry.rank AS entry_rank, line.id AS line_id
FROM numbered entry
JOIN ledger_line line ON line.entry_id = entry.id
JOIN told ON told.account_id = line.account_id
LEFT JOIN said ON said.reason = entry.reason
"""
CHUNKS = r"""
COPY (
    SELECT convert_to(string_agg(concat_ws(E'\t', {columns}) || E'\r\n', '' ORDER BY entry_rank, line_id), 'UTF8')
    FROM ({rows}) told GROUP BY (entry_rank - 1) / {at_once} ORDER BY (entry_rank - 1) / {at_once}
) TO STDOUT (FORMAT binary)
"""


def accounting_rows(fund: Fund, start: datetime, end: datetime) -> sql.Composed:
    """The statement whose rows are the lines of the file, for entries written from `start` until before `end`."""
    return sql.SQL("SELECT {columns} FROM ({rows}) told ORDER BY entry_rank, line_id").format(
        columns=_COLUMNS, rows=_rows(fund, start, end)
    )


def accounting_file(fund: Fund, start: datetime, end: datetime) -> Iterator[bytes]:
    """The file, tab separated, in UTF-8. The connection is busy until the end.

    The database writes the lines and puts some hundreds of them in each row it sends: Python only passes bytes on.
    """
    yield HEADER.encode()
    statement = sql.SQL(CHUNKS).format(
        columns=_COLUMNS, rows=_rows(fund, start, end), at_once=sql.Literal(ENTRIES_AT_ONCE)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(["bytea"])
        for (lines,) in copy.rows():
            yield lines


def _rows(fund: Fund, start: datetime, end: datetime) -> sql.Composed:
    accounts = sql.SQL(", ").join([_row(each) for each in _accounts(fund)] or [_row(NO_ACCOUNT)])
    reasons = sql.SQL(", ").join(_row((reason, str(words))) for reason, words in REASONS.items())
    return sql.SQL(ROWS).format(accounts=accounts, reasons=reasons, start=sql.Literal(start), end=sql.Literal(end))


def _row(values: tuple[object, ...]) -> sql.Composable:
    return sql.SQL("({})").format(sql.SQL(", ").join(sql.Literal(value) for value in values))


def _accounts(fund: Fund) -> Iterator[tuple[object, ...]]:
    """Each account of the fund with its journal, its number and its funder."""
    for envelope in Envelope.objects.filter(fund_year__fund=fund).select_related("fund_year", "sector").order_by("pk"):
        said = f"{envelope.fund_year.year}" + (f" {envelope.sector.name}" if envelope.sector else "")
        yield from _told(envelope, PROMISE_ACCOUNTS, PROMISES, said, "", "")
    purses = Purse.objects.filter(contribution__fund_year__fund=fund)
    for purse in purses.select_related("contribution__funder", "contribution__fund_year").order_by("pk"):
        contribution = purse.contribution
        accounts = PROJECT_ACCOUNTS if purse.envelope_id else RUNNING_ACCOUNTS
        funder = f"F{contribution.funder_id}", contribution.funder.name
        yield from _told(purse, accounts, MONEY, f"{contribution.fund_year.year}", *funder)


def _told(
    held: Envelope | Purse,
    accounts: Mapping[str, PlanAccount],
    journal: Journal,
    said: str,
    funder: str,
    funder_label: str,
) -> Iterator[tuple[object, ...]]:
    for pot, account in accounts.items():
        label = _plain(f"{account.label} {said}")
        key = getattr(held, f"{pot}_id")
        yield key, journal.code, str(journal.label), account.number, label, funder, _plain(funder_label)


def _plain(text: str) -> str:
    """No sign that the format keeps for itself."""
    return " ".join(text.replace("\\", "/").split())
