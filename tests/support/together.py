"""Several people acting at the same instant, on connections of their own. For tests marked `transaction=True`.

They stay from one test to the next, each with a connection kept open: they race closer than people who must first open
one, and cost less. Everyone goes home when the database itself does.
"""

import queue
import threading

from django.db import connection

from tests.support.memory import MEMORY

LONGEST = 30  # seconds: more is a deadlock


class Person:
    """A thread that does what it is given, one thing after the other."""

    def __init__(self):
        self._given = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def give(self, act):
        self._given.put(act)

    def leave(self):
        self._given.put(None)
        self._thread.join(LONGEST)

    def _live(self):
        while (act := self._given.get()) is not None:
            act()
        connection.close()


PEOPLE = []


def people(number):
    """So many people, the same as before; what they write is theirs, and no world is put back any more in this test."""
    MEMORY.is_shared()
    PEOPLE.extend(Person() for _ in range(number - len(PEOPLE)))
    return PEOPLE[:number]


def at_once(number, work):
    """Run `work(n)` by as many people, released together; returns what each gave or raised, in no order."""
    start, outcomes = threading.Barrier(number), queue.SimpleQueue()

    def run(n):
        start.wait()
        try:
            outcomes.put(work(n))
        except Exception as error:
            outcomes.put(error)

    for n, person in enumerate(people(number)):
        person.give(lambda n=n: run(n))
    try:
        return [outcomes.get(timeout=LONGEST) for _ in range(number)]
    except queue.Empty:
        PEOPLE.clear()
        raise AssertionError("someone is still waiting") from None


def go_home():
    """Everyone who stayed leaves and closes their connection."""
    while PEOPLE:
        PEOPLE.pop().leave()
