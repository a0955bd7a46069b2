"""Work done later by `quartierlibre worker`: a thin wrapper over procrastinate, whose queue is PostgreSQL tables.

A room puts its work in `tasks.py` with `@jobs.task`; `jobs.enqueue` queues it in the transaction of the change.
"""
