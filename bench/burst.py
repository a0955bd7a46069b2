"""Three hundred phones vote within ten seconds on one server: every voice acknowledged is in the box, once.

Each phone opened its card before; what is timed is the tap, from sending the form to reading the answer.
"""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.cookies import SimpleCookie

PHONES, SECONDS = 300, 10.0
SLOWEST = 1_000  # ms, for nineteen taps out of twenty
_FORM = re.compile(r'<form[^>]*action="(?P<path>[^"]*/voter/)".*?</form>', re.DOTALL)
_FIELD = re.compile(r'<(?:input|button)[^>]*name="(?P<name>[^"]+)"[^>]*value="(?P<value>[^"]*)"')


@dataclass
class Phone:
    """One browser: its cookies, the form it was shown."""

    port: int
    card: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    path: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    took: float = 0.0
    status: int = 0

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request(method, path, body=body.encode(), headers=headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        for said in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.load(said)
        return answer.status, answer.headers.get("Location", ""), text

    def open(self) -> None:
        """Scan the card, read the form of the vote."""
        _status, page, _text = self.ask("GET", self.card)
        status, _location, text = self.ask("GET", page)
        form = _FORM.search(text)
        if status != 200 or form is None:
            raise RuntimeError(f"{page} answered {status} without a form to vote")
        self.path = form["path"]
        self.answers = {found["name"]: found["value"] for found in _FIELD.finditer(form[0])}

    def tap(self, choice: str) -> None:
        from urllib.parse import urlencode

        said = {name: value for name, value in self.answers.items() if name != "choice"} | {"choice": choice}
        self.line.close()  # a phone that waited comes back on a new connection
        start = time.perf_counter()
        self.status, _location, _text = self.ask("POST", self.path, urlencode(said))
        self.took = (time.perf_counter() - start) * 1000


def measure(port: int) -> list:
    """The figures of one burst. Makes an evening of its own in the database of the bench."""
    from bench.report import Figure
    from quartierlibre.domain.committees import operations, queries

    held, cards = _evening()
    phones = [Phone(port, card) for card in cards]
    together(phones, lambda phone: phone.open(), within=SECONDS)
    chance = random.Random(300)
    said = {phone.card: chance.choice(("for", "against", "abstain")) for phone in phones}
    together(phones, lambda phone: phone.tap(said[phone.card]), within=SECONDS)
    acknowledged = [phone for phone in phones if phone.status == 302]
    counted = queries.tally_of(operations.close_round(by=_machine(), round=held))
    expected = [sum(said[phone.card] == choice for phone in acknowledged) for choice in ("for", "against", "abstain")]
    wrong = sum(map(abs, map(int.__sub__, expected, (counted.votes_for, counted.votes_against, counted.abstentions))))
    times = sorted(phone.took for phone in phones)
    name = f"{PHONES} téléphones qui votent en {SECONDS:.0f} s"
    return [
        Figure(f"{name}, 95 sur 100 en moins de", round(times[int(0.95 * len(times)) - 1]), "ms", goal=SLOWEST),
        Figure(f"{name}, voix refusées ou sans réponse", len(phones) - len(acknowledged), "", goal=0),
        Figure(f"{name}, voix confirmées mal comptées", wrong, "", goal=0),
    ]


def together(phones: list[Phone], act, *, within: float) -> None:
    """Everyone acts at a moment of their own."""
    chance, troubles = random.Random(10), []

    def live(phone: Phone, moment: float) -> None:
        time.sleep(moment)
        try:
            act(phone)
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=live, args=(phone, chance.random() * within)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


def _machine():
    from quartierlibre.foundation.journal.operations import Machine

    return Machine("bench")


def _evening():
    """A committee of three hundred in one room, a secret vote open on one file; the vote, and a card for each."""
    from django.urls import reverse
    from django.utils import timezone

    from bench import pages
    from quartierlibre.domain.applications.models import Application
    from quartierlibre.domain.committees import operations
    from quartierlibre.domain.committees.models import Session
    from quartierlibre.domain.committees.states import BallotMode, Presence
    from quartierlibre.domain.funds import operations as funds
    from quartierlibre.domain.funds.models import Fund
    from quartierlibre.domain.people.models import Person

    by, model = _machine(), Fund.objects.get(slug=pages.FUND)
    fund = funds.create_fund(
        by=by, scheme=model.scheme, territory=model.territory, slug="fonds-de-la-rafale", name="Fonds de la rafale"
    )
    draft = funds.draft_regulation(by=by, fund=fund, title="Règlement", rules={}, sources={})
    funds.publish_regulation(by=by, regulation=draft)
    funds.open_fund(by=by, fund=fund, on=date(2020, 1, 1))
    committee = operations.form_committee(by=by, fund=fund, name="Comité de la rafale")
    for number in range(PHONES):
        person = Person.objects.create_user(email=f"rafale-{number}@exemple.fr", name=f"Membre {number}")
        said = {"college": "residents", "basis": "elected", "votes": True, "starts_on": date(2020, 1, 1)}
        operations.give_seat(by=by, committee=committee, person=person, **said)
    file = Application.objects.filter(fund=model, state="submitted").first()
    Application.objects.filter(pk=file.pk).update(state="admissible", fund=fund, sector=None)
    file.refresh_from_db()
    soon = timezone.now() + timedelta(days=30)
    session = operations.plan_session(by=by, committee=committee, starts_at=soon)
    case = operations.schedule(by=by, application=file, session=session, because="Mesure.")
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now())
    session = operations.open_session(by=by, session=session)
    session.attendances.update(presence=Presence.PRESENT, arrived_at=timezone.now())
    cards = [operations.new_card(by=by, attendance=each) for each in session.attendances.order_by("pk")]
    case.refresh_from_db()
    held = operations.open_round(by=by, case=case, mode=BallotMode.SECRET)
    return held, [reverse("deliberate:card", args=[token]) for token in cards]
