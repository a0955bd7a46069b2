"""The table URL × role (trust.md B29): every route is declared, and answers each actor as declared.

The table lives in `tests/access/*.toml`, one file per journey, so that a non-developer can read who sees what.
"""

import random
import re
import tomllib
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from quartierlibre.letters.operations import write_due
from tests.access.world import build_world
from tests.factories import payments
from tests.support.cases import leaves_tests_out
from tests.support.examples import drawn

ACTORS = ("anonymous", "amina", "driss", "bruno", "chloe", "eve", "farid")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def _load():
    rows = {}
    for file in sorted((Path(__file__).parents[1] / "access").glob("*.toml")):
        for name, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            assert name not in rows, f"{name} is declared twice"
            rows[name] = row
    return rows


def _routes(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


TABLE = _load()
ROUTES = set(_routes(get_resolver().url_patterns))


def test_every_route_is_in_the_table():
    assert sorted(ROUTES - set(TABLE)) == []


def test_the_table_names_only_routes_that_exist():
    assert sorted(set(TABLE) - ROUTES) == []


def test_a_row_answers_for_every_actor():
    missing = {name: sorted({"path", "methods", *ACTORS} - set(row)) for name, row in TABLE.items()}
    assert [name for name, keys in missing.items() if keys] == [], missing


def test_a_form_that_acts_carries_a_key_or_says_why_not():
    acting = {name: row for name, row in TABLE.items() if "POST" in row["methods"]}
    silent = [name for name, row in acting.items() if not (row.get("once") or row.get("why_no_key"))]
    assert silent == [], "each needs once = true, or why_no_key = a reason"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for the module, everyone signed in, then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@contextmanager
def _undone():
    """Each question is asked to the same world: what an answer changed is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asked_by(request):
    """Who asks for each page: everyone; at each change, one of those who get each answer, drawn, for a third of the
    pages when slow tests are drawn too.
    """
    alike = {
        name: {answer: [who for who in ACTORS if row[who] == answer] for answer in map(row.get, ACTORS)}
        for name, row in TABLE.items()
    }
    names = random.sample(sorted(alike), len(alike) // 3) if leaves_tests_out(request.config) else alike
    return {name: {who for each in alike[name].values() for who in drawn(each, fewest=1)} for name in names}


CLIENT = Client(raise_request_exception=False)  # one: the layers of the site are put together once


def _ask(world, actor, row, method):
    CLIENT.cookies.clear()
    CLIENT.cookies.load(world.cookies.get(actor, {}))
    path = row["path"].format(**world.samples)
    answer = CLIENT.generic(
        method, path, data=row.get("body", "").format(**world.samples), content_type="application/x-www-form-urlencoded"
    )
    if answer.streaming:
        answer.getvalue()  # a private file is closed once read to its end
    return answer


# Whole bank accounts are in the file for the bank, and on the page asked for with proof; nowhere else (trust.md B8).
SHOWS_ACCOUNTS = {"manage:batch_file", "manage:reveal"}
ACCOUNTS = [payments.iban(1), payments.iban(2), payments.FUND_IBAN]


def _tells_an_account(text):
    bare = re.sub(r"[\s\u00a0\u202f]|&nbsp;", "", text)
    return any(account in bare for account in ACCOUNTS)


@pytest.mark.parametrize("actor", ACTORS)
def test_each_actor_gets_the_declared_answer(world, asked_by, actor, caplog):
    wrong, telling = [], set()
    for name, row in ((name, row) for name, row in TABLE.items() if actor in asked_by.get(name, ())):
        with _undone():
            answer = _ask(world, actor, row, "GET" if "GET" in row["methods"] else "POST")
            found = answer.status_code
        if found != row[actor]:
            wrong.append(f"{name} for {actor}: {found}, declared {row[actor]}")
        if not answer.streaming and _tells_an_account(answer.content.decode(errors="replace")):
            telling.add(name)
    assert not wrong, "\n".join(wrong)
    shown = {name for name in SHOWS_ACCOUNTS if actor == "chloe" and actor in asked_by.get(name, ())}
    assert telling == shown, "a whole bank account is shown"
    assert not _tells_an_account(caplog.text), "a whole bank account is in the logs"


def test_no_row_of_the_database_tells_a_bank_account(world):
    """Journal, letters, idempotency keys, sessions, jobs: a stolen copy holds sealed numbers only."""
    write_due()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
            assert not _tells_an_account(cursor.fetchone()[0] or ""), table


def test_no_other_verb_is_answered(world):
    answered = []
    for name, row in drawn(sorted(TABLE.items()), fewest=30):
        for method in set() if row.get("outside") else set(UNSAFE) - set(row["methods"]):
            with _undone():
                status = _ask(world, "chloe", row, method).status_code
            if status not in {302, 403, 404, 405}:
                answered.append(f"{method} {name}: {status}")
    assert not answered, "\n".join(answered)


def test_everyone_is_signed_in(world):
    """Without it a lost session would make every actor anonymous, and closed pages would look well kept."""
    for actor, person in world.people.items():
        client = Client()
        client.cookies.load(world.cookies[actor])
        assert client.session["_auth_user_id"] == str(person.pk)
