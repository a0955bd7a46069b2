"""Two funds, one the mirror of the other: nobody of the first ever reads a token of the second (trust.md B30)."""

import tomllib
from pathlib import Path

import pytest
from django.test import Client

from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.operations import give_mandate
from quartierlibre.domain.people.permissions import Role
from tests.access.world import sign_in
from tests.factories import applications, personas, stories, votes
from tests.factories import committees as sitting
from tests.factories.applications import MACHINE
from tests.factories.committees import choice, rules
from tests.support.examples import drawn, some

TOKEN = "Zyxomma"  # a dragonfly: in no other text of the house
TABLE = Path(__file__).parents[1] / "access"
FEWEST = 2  # of the people who ask for each page
WHOLE, PART = {}, {"HX-Request": "true"}
# What anyone may read of the mirror: an open fund, its rules, its published decisions.
PUBLIC = ("discover:", "apply:start", "apply:begin", "apply:sheet", "pagekit:", "account", "mfa_", "demo:")


def token(words):
    return f"{TOKEN} {words}"


class Mirror:
    """The second fund: open session, a file heard, a file voted, seats, links, remarks, thread of words."""

    def __init__(self):
        place = applications.territory("Ville miroir")
        self.fund = applications.fund(
            token("Fonds"), within=place, rules=rules(**votes.SIMPLE, session__ballot=choice("by_name"))
        )
        Fund.objects.filter(pk=self.fund.pk).update(slug="fonds-miroir")
        self.fund.refresh_from_db()
        votes.endow(self.fund, 100_000)
        self.manager = self._person("Gisèle", "gisele@exemple.fr")
        give_mandate(by=None, person=self.manager, role=Role.FUND_MANAGER, territory=place, starts_on=personas.LONG_AGO)
        committee = committees.form_committee(by=MACHINE, fund=self.fund, name=token("Comité"))
        members = [self._person(f"Membre {n}", f"miroir-{n}@exemple.fr") for n in range(3)]
        self.seats = [sitting.seat(committee, each, group_name=token("Groupe")) for each in members]
        link = committees.declare_link(by=members[0], person=members[0], nature="family", name=token("Cousine"))
        self.announced = sitting.session(committee, members=0, days=40)
        session = sitting.session(committee, members=0, days=30)
        type(session).objects.filter(pk=session.pk).update(place=token("Salle"))
        session.refresh_from_db()
        self.cases = [self._file(session, n) for n in range(2)]
        self.session = sitting.opened(session, chair=self.seats[1], secretary=self.seats[2])
        interest = committees.declare_interest(by=MACHINE, case=self.cases[0], seat=self.seats[1], nature="family")
        round_ = committees.open_round(by=MACHINE, case=self.cases[1], mode="by_name")
        minutes = committees.prepare_minutes(by=self.manager, session=self.session)
        committees.add_remark(by=self.manager, minutes=minutes, part="opening", text=token("Bonsoir"), revision=0)
        self.samples = {
            "committee": committee.public_id,
            "seat": self.seats[0].public_id,
            "link": link.pk,
            "evening": session.public_id,
            "evening_held": session.public_id,
            "session": self.announced.public_id,
            "case": self.cases[0].public_id,
            "case_voting": self.cases[1].public_id,
            "interest": interest.pk,
            "voice": round_.voters.order_by("pk").first().pk,
            "fund": self.fund.slug,
            "application": self.cases[0].application.public_id,
        }

    @staticmethod
    def _person(name, email):
        return Person.objects.create_user(name=token(name), email=email)

    def _file(self, session, n):
        said = {name: token(name) for name in ("title", "pitch", "group_name", "holder_name", "place_text", "audience")}
        return sitting.case(session, **said, contact_email=f"porteur-miroir-{n}@exemple.fr", asked="150")


@pytest.fixture
def actors():
    """The people of the first fund, and those without any: none belongs to the mirror."""
    fund = applications.fund("Fonds du quartier", within=applications.territory("Ville claire"))
    committee = committees.form_committee(by=MACHINE, fund=fund, name="Comité du quartier")
    bruno = personas.bruno(fund.territory)
    sitting.seat(committee, bruno)
    stories.submitted(fund, by=personas.amina())
    return {
        "anonymous": None,
        "amina": personas.amina(),
        "driss": personas.driss(),
        "bruno": bruno,
        "chloe": personas.chloe(fund.territory),
        "thomas": personas.thomas(fund.territory),
        "farid": personas.farid(applications.territory("Région")),
    }


def rows():
    """Closed pages of the access table whose address can be filled with the mirror's own samples, and the lists."""
    for file in sorted(TABLE.glob("*.toml")):
        for name, row in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if not name.startswith(PUBLIC):
                yield name, row


def client_of(person):
    client = Client(raise_request_exception=False)
    if person is not None:
        sign_in(client, person)
    return client


def body_of(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    return content.decode("utf-8", "replace") + headers


def asked_of(client, row, samples, **headers):
    try:
        path = row["path"].format(**samples)
        sent = row.get("body", "").format(**samples)
    except KeyError:
        return  # a sample the mirror does not have
    for method in row["methods"]:
        yield (
            method,
            path,
            client.generic(method, path, data=sent, content_type="application/x-www-form-urlencoded", headers=headers),
        )


def test_nobody_of_the_first_fund_reads_a_word_of_the_second(actors):
    """Every page, by everyone, whole and in part; at each change, by some of them."""
    mirror = Mirror()
    before = state_of(mirror)
    askers = [(who, client_of(person), how) for who, person in actors.items() for how in (WHOLE, PART)]
    leaks, reached = [], 0
    for name, row in rows():
        for who, client, how in drawn(askers, fewest=FEWEST):
            for method, path, answer in asked_of(client, row, mirror.samples, **how):
                reached += 1
                if TOKEN in body_of(answer):
                    leaks.append(f"{method} {path} ({name}) tells {who} about the mirror")
                if "{" in row["path"] and answer.status_code < 300 and not name.startswith("deliberate:card"):
                    leaks.append(f"{method} {path} ({name}) answers {who}: {answer.status_code}")
    assert leaks == []
    assert reached > 80 * some(len(askers), fewest=FEWEST)
    assert state_of(mirror) == before, "an act of a stranger changed the mirror"


def state_of(mirror):
    """Everything a stranger's form could have moved."""
    session = type(mirror.session).objects.get(pk=mirror.session.pk)
    return (
        session.state,
        list(session.attendances.order_by("pk").values_list("presence", "card")),
        list(session.cases.order_by("pk").values_list("state", "position", "hearing_at", "note")),
        list(type(mirror.seats[0]).objects.order_by("pk").values_list("ends_on", flat=True)),
        session.minutes.remarks,
    )


def test_the_tokens_are_there_for_who_belongs():
    """A crawl that finds nothing because there is nothing proves nothing."""
    mirror = Mirror()
    client = client_of(mirror.manager)
    seen = {
        name
        for name, row in rows()
        if name.startswith(("deliberate:", "screen:")) and "GET" in row["methods"]
        for _method, _path, answer in asked_of(client, {**row, "methods": ["GET"]}, mirror.samples)
        if TOKEN in body_of(answer)
    }
    assert {"deliberate:home", "deliberate:committee", "deliberate:prepare", "deliberate:evening"} <= seen
    assert {"deliberate:case", "deliberate:minutes", "screen:file"} <= seen
