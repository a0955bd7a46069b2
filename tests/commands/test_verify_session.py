"""The published file of a real evening, checked by the command and by the script alone, outside the project."""

import json
import subprocess
import sys
from functools import cache
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.console import verify_session
from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Case
from quartierlibre.domain.committees.queries.session_file import session_file, shown
from quartierlibre.domain.committees.rules.session_file import canonical, seal_of
from quartierlibre.domain.committees.states import BallotMode, Outcome
from tests.factories import committees, consultations, evenings, votes
from tests.factories.applications import MACHINE

SCRIPT = Path(verify_session.__file__)


@pytest.fixture
def evening():
    return evenings.held()


@cache
def text_of_an_evening():
    """Made by the first test that asks, and rolled back with it: the text is all the others need."""
    return session_file(evenings.held())


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "seance.json"
    path.write_text(text_of_an_evening(), encoding="utf-8")
    return path


def command(*arguments):
    out = StringIO()
    call_command("verify_session", *map(str, arguments), stdout=out)
    return out.getvalue()


def alone(*paths):
    """Another Python, outside the project, without its packages."""
    return subprocess.run([sys.executable, "-I", SCRIPT, *paths], capture_output=True, text=True, cwd="/", check=False)


def change(path, change_content, *, sealed_again=False):
    content = json.loads(path.read_text(encoding="utf-8"))
    change_content(content)
    if sealed_again:
        content["seal"] = seal_of(content)
    path.write_text(canonical(content), encoding="utf-8")


def test_a_real_evening_is_right_with_the_command_and_with_the_script_alone(published):
    said = command(published)
    assert "Tout est juste." in said
    found = alone(published)
    assert (found.returncode, found.stdout.strip(), found.stderr) == (0, said.strip(), "")


def test_nobody_is_named_in_it(evening):
    text = session_file(evening)
    for each in committees.roll(evening):
        assert each.seat.person.name not in text
        assert each.seat.person.email not in text
    case = evening.cases.first()
    assert case.application.holder_name not in text
    assert case.application.title not in text


def test_it_is_the_same_text_every_time(evening):
    assert session_file(evening) == session_file(evening)
    assert session_file(evening, previous_sha256="a" * 64) != session_file(evening)


def _first(kind):
    def find(content):
        return next(vote for case in content["cases"] for vote in case["rounds"] if vote[kind] is not None)

    return find


def _turn(ballot):
    ballot.update(choice="for" if ballot["choice"] == "against" else "against")


CHANGES = {
    "a ballot": lambda it: _turn(_first("ballots")(it)["ballots"][0]),
    "a total": lambda it: _first("ballots")(it)["totals"].__setitem__(0, 9),
    "an amount": lambda it: it["cases"][0]["decisions"][0].update(amount_cents=1),
    "the quorum": lambda it: _first("ballots")(it)["quorum"].update(counted=0),
    "the roll": lambda it: it["presence"].update(voters=2),
    "a recusal hidden": lambda it: it["cases"][1].update(recused=0),
    "the rules": lambda it: it["rules"].update({"session.majority": {"value": "consensus", "unit": "choice"}}),
    "a decision against the vote": lambda it: it["cases"][0]["decisions"][0].update(outcome="refused"),
}


@pytest.mark.parametrize("sealed_again", [False, True])
@pytest.mark.parametrize("what", CHANGES)
def test_one_thing_changed_is_refused_with_its_reason(published, what, sealed_again):
    change(published, CHANGES[what], sealed_again=sealed_again)
    with pytest.raises(CommandError, match="REFUSÉ") as refused:
        command(published)
    found = alone(published)
    assert found.returncode == 1
    assert found.stdout.startswith("REFUSÉ")
    assert ("le sceau" in str(refused.value)) is not sealed_again


def test_the_file_before_is_the_one_it_names(published, tmp_path):
    following, other = tmp_path / "suivante.json", tmp_path / "autre.json"
    following.write_text(published.read_text(encoding="utf-8"), encoding="utf-8")
    digest = sha256(published.read_bytes()).hexdigest()
    change(following, lambda content: content.update(previous=digest), sealed_again=True)
    other.write_text(published.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert "Tout est juste." in command(following, "--previous", published)
    assert alone(following, published).returncode == 0
    assert alone(following, other).returncode == 1
    with pytest.raises(CommandError, match="le fichier d’avant"):
        command(following, "--previous", other)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"format":"quartier-libre/session/1"}', "[" * 100_000])
def test_what_is_no_session_file_is_refused_in_words(published, text):
    published.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="REFUSÉ"):
        command(published)
    assert alone(published).returncode == 1


def test_a_session_never_opened_has_nothing_to_publish():
    with pytest.raises(ValueError, match="never opened"):
        shown(committees.session())


def test_the_script_is_short_and_needs_nothing():
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) < 200
    imported = {line for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"import json", "import sys", "from hashlib import sha256", "from typing import Any"}


def test_late_recusals_annulled_votes_and_second_rounds_are_recounted_too(tmp_path):
    first, second = votes.cases(votes.fund(), files=2, members=5)
    named = votes.opened(first, BallotMode.BY_NAME)
    for voter, choice in zip(votes.voters(named), [votes.FOR, votes.FOR, votes.AGAINST, votes.AGAINST], strict=False):
        votes.cast(voter, choice)
    operations.close_round(by=MACHINE, round=named)
    late = votes.voters(named)[3].attendance.seat
    operations.declare_interest(by=late.person, case=first, seat=late, nature="neighbour")
    votes.decide(first)
    secret = votes.opened(second, BallotMode.SECRET)
    votes.cast(votes.voters(secret)[0])
    operations.declare_interest(by=late.person, case=second, seat=late, nature="neighbour")
    votes.voted(Case.objects.get(pk=second.pk), votes_for=2, votes_against=2)
    votes.decide(second, Outcome.REFUSED)
    session = operations.close_session(by=MACHINE, session=first.session)
    content = json.loads(session_file(session))
    one, other = content["cases"]
    assert (one["rounds"][0]["totals"], one["rounds"][0]["voided"]) == ([2, 1, 0], 1)
    assert [vote["state"] for vote in other["rounds"]] == ["annulled", "closed"]
    path = tmp_path / "seance.json"
    path.write_text(session_file(session), encoding="utf-8")
    assert "vote 1 (annulled)" in command(path)


# -- decided in writing ----------------------------------------------------------------------------------------------


@cache
def text_decided_in_writing():
    """Two files asked about, two present of five: the first is granted on three answers, the second had none."""
    rules = {"session__written_quorum": consultations.THREE, "session__majority": committees.choice("of_present")}
    first, second = consultations.lacking(files=2, **rules)
    held = consultations.opened(first.session)
    for voter, choice in zip(
        votes.voters(held.rounds.get(case=first)), [votes.FOR, votes.FOR, votes.AGAINST], strict=False
    ):
        votes.cast(voter, choice)
    consultations.close(held)
    votes.decide(first)
    session = operations.close_session(by=MACHINE, session=first.session)
    assert Case.objects.get(pk=second.pk).state == "adjourned"
    return session_file(session)


@pytest.fixture
def in_writing(tmp_path):
    path = tmp_path / "par-ecrit.json"
    path.write_text(text_decided_in_writing(), encoding="utf-8")
    return path


def test_a_session_decided_in_writing_is_right_with_the_command_and_with_the_script_alone(in_writing):
    said = command(in_writing)
    assert "Tout est juste." in said
    assert "vote 1 (annulled)" in said
    assert alone(in_writing).stdout.strip() == said.strip()
    one, other = json.loads(in_writing.read_text(encoding="utf-8"))["cases"]
    assert (one["rounds"][0]["quorum"]["met"], one["rounds"][0]["written"]["counted"]) == (False, 3)
    assert (other["rounds"][0]["totals"], other["rounds"][0]["ballots"]) == (None, None)


def test_an_evening_decided_in_the_room_says_nothing_of_consultations(published):
    text = published.read_text(encoding="utf-8")
    assert '"written"' not in text
    assert '"consultations"' not in text


def _vote(it):
    return it["cases"][0]["rounds"][0]


IN_WRITING = {
    "a policy that does not let ask": lambda it: it["rules"].update(
        {"session.no_quorum": {"value": "postpone", "unit": "choice"}}
    ),
    "a quorum that was met": lambda it: _vote(it)["quorum"].update(counted=3, met=True),
    "a quorum said to be met": lambda it: _vote(it)["quorum"].update(met=True),
    "a vote in the room without quorum": lambda it: _vote(it).pop("written"),
    "an answer too many": lambda it: _vote(it)["written"].update(counted=4),
    "an answer gone": lambda it: _vote(it)["written"].update(counted=2),
    "fewer answers wanted": lambda it: _vote(it)["written"].update(needed=2),
    "more answers wanted by the rules": lambda it: it["rules"].update(
        {"session.written_quorum": {"value": 4, "unit": "members"}}
    ),
    "a ballot turned": lambda it: _turn(_vote(it)["ballots"][0]),
    "a consultation nobody knows": lambda it: _vote(it)["written"].update(consultation=2),
    "no consultation": lambda it: it.pop("consultations"),
    "closed before its last day": lambda it: it["consultations"][0].update(
        closed_on=it["consultations"][0]["last_day"]
    ),
    "closed before it opened": lambda it: it["consultations"][0].update(closed_on="2000-01-01", last_day="1999-12-31"),
    "too few answers, counted all the same": lambda it: it["cases"][1]["rounds"][0].update(state="closed"),
}


@pytest.mark.parametrize("sealed_again", [False, True])
@pytest.mark.parametrize("what", IN_WRITING)
def test_one_thing_changed_in_a_session_decided_in_writing_is_refused(in_writing, what, sealed_again):
    change(in_writing, IN_WRITING[what], sealed_again=sealed_again)
    with pytest.raises(CommandError, match="REFUSÉ") as refused:
        command(in_writing)
    assert alone(in_writing).returncode == 1
    assert ("le sceau" in str(refused.value)) is not sealed_again


@pytest.mark.parametrize("mode", ["secret", "by_name"])
def test_everyone_answered_early_and_a_recusal_came_late(tmp_path, mode):
    (case,) = consultations.lacking(
        session__ballot=committees.choice(mode), session__majority=committees.choice("of_present")
    )
    held = consultations.answered(case.session, "++++-")
    operations.close_consultation(by=MACHINE, consultation=held)
    seat = votes.voters(held.rounds.get())[0].attendance.seat
    operations.declare_interest(by=seat.person, case=case, seat=seat, nature="neighbour")
    path = tmp_path / "seance.json"
    if mode == "by_name":
        votes.decide(case)
    path.write_text(session_file(operations.close_session(by=MACHINE, session=case.session)), encoding="utf-8")
    assert "Tout est juste." in command(path)
    (vote,) = json.loads(path.read_text(encoding="utf-8"))["cases"][0]["rounds"]
    assert (vote["state"], vote["written"]["counted"]) == ("annulled" if mode == "secret" else "closed", 5)
