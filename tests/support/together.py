"""Several people acting at the same instant, on connections of their own. For tests marked `transaction=True`."""

import threading

from django.db import connection

LONGEST = 30  # seconds: more is a deadlock


def at_once(number, work):
    """Run `work(n)` in as many threads, released together; returns what each gave or raised, in no order."""
    start, outcomes = threading.Barrier(number), []

    def run(n):
        start.wait()
        try:
            outcomes.append(work(n))
        except Exception as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    assert len(outcomes) == number, "someone is still waiting"
    return outcomes
