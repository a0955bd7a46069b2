"""A private PostgreSQL for the demo and the tests, started from ready-made binaries."""
