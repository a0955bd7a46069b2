"""`quartierlibre worker`: do the work that was queued, until asked to stop."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from quartierlibre.foundation.jobs import worker


class Command(BaseCommand):
    help = "Fait le travail mis en file : courriels, lettres, ménage. S'arrête proprement sur SIGTERM ou Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=2, help="travaux menés à la fois (2)")
        parser.add_argument("--once", action="store_true", help="fait ce qui attend, puis s'arrête")

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(worker.run(concurrency=options["concurrency"], until_stopped=not options["once"]))
