"""Tools without business words: verdicts, money, states, journal, books, outbox, files, jobs."""
