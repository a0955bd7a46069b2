"""Figures beside their goals: on the screen, in `bench/results.json`, in the table of docs/performance.md."""

import json
import os
import platform
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection

ROOT = Path(__file__).parents[1]
RESULTS, DOCUMENT = ROOT / "bench" / "results.json", ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- table: written by make bench -->", "<!-- end of the table -->"


@dataclass
class Figure:
    """One thing measured. `goal` is the most it may be, or the least when `more_is_better`; None: told, not judged."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    low: float | None = None
    high: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more_is_better else self.value <= self.goal

    @property
    def mark(self) -> str:
        return {True: "✓", False: "✗", None: " "}[self.is_met]

    @property
    def shown(self) -> str:
        spread = f" [{_number(self.low)} – {_number(self.high)}]" if self.low is not None else ""
        return f"{_number(self.value)} {self.unit}{spread}".strip()

    @property
    def told(self) -> str:
        return f"{self.name} ({self.note})" if self.note else self.name

    @property
    def shown_goal(self) -> str:
        return (
            ""
            if self.goal is None
            else f"{'≥' if self.more_is_better else '≤'} {_number(self.goal)} {self.unit}".strip()
        )


def _number(value: float | None) -> str:
    """As French writes it: « 50 000 », « 4,59 »."""
    if value is None:
        return ""
    text = f"{value:,.2f}" if value < 100 and value != int(value) else f"{value:,.0f}"
    return text.replace(",", "\u202f").replace(".", ",")


def tell(figures: list[Figure]) -> None:
    widths = [max(len(getattr(figure, name)) for figure in figures) for name in ("name", "shown", "shown_goal")]
    for figure in figures:
        line = (
            f"{figure.mark} {figure.name:<{widths[0]}}  {figure.shown:<{widths[1]}}  {figure.shown_goal:<{widths[2]}}"
        )
        print(f"{line}  {figure.note}".rstrip())


def write(figures: list[Figure], settings: dict[str, object]) -> None:
    about = {"date": datetime.now(UTC).isoformat(timespec="seconds"), **_machine(), **settings}
    said = {"about": about, "figures": [{**asdict(figure), "met": figure.is_met} for figure in figures]}
    RESULTS.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{_table(figures, about)}\n{END}{after}", encoding="utf-8")


def _machine() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0].split()[0]
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "django": django.__version__,
        "postgresql": postgres,
        "commit": _commit(),
    }


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "inconnu"


def _table(figures: list[Figure], about: dict[str, object]) -> str:
    rows = ["| | mesure | valeur | but |", "|---|---|---|---|"]
    rows += [f"| {figure.mark} | {figure.told} | {figure.shown} | {figure.shown_goal} |" for figure in figures]
    made = (
        f"Mesuré le {str(about['date'])[:10]}, révision {about['commit']}, {about['cores']} cœurs, "
        f"Python {about['python']}, Django {about['django']}, PostgreSQL {about['postgresql']}, "
        f"{about['rounds']} tours de {about['seconds']} s."
    )
    return "\n".join([made, "", *rows])
