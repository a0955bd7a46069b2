"""What a secret vote leaves on the server once it went through the page: nothing that says what was voted."""

from hashlib import sha256

import pytest
from django.db import connection
from django.test import RequestFactory

from quartierlibre.domain.committees.models import SecretBox, Voter
from quartierlibre.pagekit.once import digest
from tests.factories import committees
from tests.pages import deliberate_kit as kit
from tests.pages.deliberate_kit import url


def everything_written():
    """Every row of every table, as one text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')
            yield from (f"{table} {row}" for (row,) in cursor.fetchall())


@pytest.mark.parametrize("choice", ["for", "against"])
def test_the_server_keeps_no_token_and_no_choice(choice):
    evening = kit.voting(session__ballot=committees.choice("secret"))
    bruno = kit.browser(evening.bruno)
    bruno.get("/")  # signs in
    voter = Voter.objects.get(round__case=evening.case, attendance=evening.place)
    before = set(everything_written())
    answer = kit.post(bruno, url("cast", evening.session), voice=voter.pk, choice=choice)
    assert answer.status_code == 302
    assert SecretBox.objects.filter(**{f"votes_{choice}": 1}).exists()
    cookie = answer.cookies["ql_undo"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == 11
    new = [row for row in everything_written() if row not in before]
    tables = {row.split(" ")[0] for row in new}
    assert tables == {"committees_voter", "committees_secretbox", "idempotency_submission"}  # no session either
    for row in new:
        assert cookie.value not in row
        assert row.startswith("committees_secretbox") or choice not in row.split(",")


def test_two_choices_leave_digests_nobody_can_make_again(settings):
    """Three answers are possible: a digest anyone can compute would tell which."""
    request = RequestFactory().post("/voter/", {"voice": "1", "choice": "for"})
    bare = sha256(b"/voter/")
    for name, values in (("choice", ["for"]), ("voice", ["1"])):
        bare.update(repr((name, values)).encode())
    assert digest(request) != bare.hexdigest()
    first = digest(request)
    settings.SECRET_KEY = "another"
    assert digest(request) != first
