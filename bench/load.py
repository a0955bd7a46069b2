"""Ask a server for pages over kept-open connections, and count what each answer cost it."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass, field

from bench import cpu


@dataclass
class Target:
    """One page to measure. `goal` is in U; `headers` carry a session when the page asks for one."""

    name: str
    port: int
    path: str
    goal: float | None = None
    queries_goal: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    costs: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    in_database: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """A round that only warmed things up."""
        for measures in (self.costs, self.walls, self.in_database):
            measures.clear()

    @property
    def cost(self) -> float:
        return statistics.median(self.costs)


class BadAnswer(Exception):
    """A page answered something else than 200: measuring an error page would be a lie."""


def _ask(connection: http.client.HTTPConnection, target: Target) -> None:
    connection.request("GET", target.path, headers={"Accept-Encoding": "gzip", **target.headers})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise BadAnswer(f"{target.name}: {target.path} answered {answer.status}")


def _client(target: Target, until: float, counts: list[int], errors: list[Exception]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
    count = 0
    try:
        while time.perf_counter() < until:
            _ask(connection, target)
            count += 1
    except Exception as error:
        errors.append(error)
    counts.append(count)


def _burst(target: Target, seconds: float, clients: int) -> int:
    counts: list[int] = []
    errors: list[Exception] = []
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=_client, args=(target, until, counts, errors)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(counts)


def measure(target: Target, *, server: int, database: int, seconds: float, clients: int = 4) -> None:
    """One round: CPU of the server's family and of PostgreSQL, in ms per request, added to the target."""
    server_before, database_before = cpu.milliseconds(server), cpu.milliseconds(database)
    start = time.perf_counter()
    answered = _burst(target, seconds, clients)
    wall = time.perf_counter() - start
    in_database = (cpu.milliseconds(database) - database_before) / answered
    target.costs.append((cpu.milliseconds(server) - server_before) / answered + in_database)
    target.in_database.append(in_database)
    target.walls.append(wall / answered * clients * 1000)
