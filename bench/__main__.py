"""`make bench`: a private server, the demo and 10,000 files, then every figure beside its goal."""

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = 10_000
WEIGHED = ("discover:home", "discover:funds", "discover:concerned", "discover:fund", "discover:regulation")


def main() -> int:
    options = _options()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ql-bench-")))
        folder.chmod(0o755)  # the server's own account passes through
        _environment(folder)
        from quartierlibre.config.private import running_database
        from quartierlibre.foundation.postgres import postmaster

        cluster = stack.enter_context(running_database(folder))
        server = postmaster.running_pid(cluster.home / "cluster") or 0
        tables = _migrations(server)
        _prepare(with_files=not options.only)
        figures = [*(_books if options.only else _measure)(stack, cluster, server, options), tables]
        _conclude(figures, options)
    missed = [figure for figure in figures if figure.is_met is False]
    print(f"\n{len(missed)} but(s) manqué(s)." if missed else "\nTous les buts sont atteints.")
    return len(missed) > 0 and options.strict


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="tours alternés ; le premier ne compte pas")
    parser.add_argument("--seconds", type=float, default=2.0, help="durée de chaque mesure d’un tour")
    parser.add_argument(
        "--growth", action="store_true", help="compare aussi 1 000 et 100 000 décisions publiées (un quart d’heure)"
    )
    parser.add_argument("--only", choices=["books"], help="ne mesure que les comptes, et n’écrit rien")
    parser.add_argument("--no-write", action="store_true", help="n’écrit ni results.json ni docs/performance.md")
    parser.add_argument("--strict", action="store_true", help="finit en erreur quand un but est manqué")
    return parser.parse_args()


def _environment(folder: Path) -> None:
    """As `make demo` runs, in a place of its own; said before Django is loaded."""
    for name in ("DATABASE_URL", "SITE_URL", "EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ.update(VAR_DIR=str(folder), PORT="8000", DJANGO_SETTINGS_MODULE="quartierlibre.config.settings.demo")


@contextmanager
def _step(title: str):
    start = time.monotonic()
    print(f"{title} … ", end="", flush=True)
    yield
    print(f"{time.monotonic() - start:.1f} s", flush=True)


def _migrations(server: int):
    """CPU of every table made from nothing: the command's and PostgreSQL's."""
    from bench import cpu
    from bench.report import Figure

    with _step("Tables de la base"):
        before, spent = cpu.milliseconds(server) / 1000, _children()
        subprocess.run([sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"], check=True, cwd=ROOT)
        seconds = cpu.milliseconds(server) / 1000 - before + _children() - spent
    return Figure("migrations depuis rien, CPU", round(seconds, 1), "s", goal=25)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _prepare(*, with_files: bool = True) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import pages, scale

    call_command("createcachetable", verbosity=0)
    with _step("Fichiers statiques"):
        call_command("collectstatic", interactive=False, verbosity=0)
    with _step("Données de démonstration"):
        call_command("demo", verbosity=0, stdout=io.StringIO())
    with _step(f"{FILES} dossiers" if with_files else "Table de l’unité"):
        if with_files:
            scale.fill(pages.FUND, FILES)
        scale.bare_rows()
        scale.settle()


def _measure(stack: ExitStack, cluster, server: int, options: argparse.Namespace) -> list:
    """The two servers, the rounds, then what needs no rounds."""
    from bench import agenda, books, burst, cpu, public, published, registering, report, scale, search
    from bench.servers import serving

    bare_settings = {"BENCH_DATABASE": "quartierlibre", "BENCH_USER": "quartier", "BENCH_HOST": str(cluster.socket_dir)}
    application = "quartierlibre.config.wsgi:application"
    port, process = stack.enter_context(serving(application, environment={}, first_page="/sante/"))
    bare = stack.enter_context(serving("bench.bare.app:application", environment=bare_settings))
    processes = {port: process, bare[0]: bare[1]}

    def in_units(listed: list) -> dict[str, float]:
        """What these pages cost, in U."""
        unit = _unit(bare[0])
        _rounds([unit, *listed], processes, server, options)
        return {figure.name: figure.value for figure in _costs([unit, *listed])[1:]}

    few = public.costs_at(public.SMALL, port, in_units) if options.growth else {}
    with _step(f"{public.DECISIONS} décisions publiées"):
        published.fill(public.DECISIONS)
        scale.settle()
    with _step(f"{agenda.MEETINGS} rencontres"):
        agenda.fill(agenda.MEETINGS)
        scale.settle()
    with _step(f"{books.FEW} lignes de comptes"):
        _fill_books(books.FEW)
    targets, told = _targets(port, bare[0])
    _rounds(targets, processes, server, options)
    figures = _costs(targets) + told + _weights(port, targets) + public.map_figures(port)
    figures += public.growth(few, public.costs_at(public.LARGE, port, in_units)) if few else []
    with _step(f"{burst.PHONES} téléphones"):
        figures += burst.measure(port)
    with _step("Recherche parmi 100 000 textes"):
        figures += search.measure()
    with _step(f"{registering.PEOPLE} inscriptions"):
        figures += registering.measure(port)
    figures.append(report.Figure("mémoire d’un serveur web", round(cpu.largest_rss_mb(process)), "Mo", goal=110))
    return figures + _after_pages(server) + _locate()


def _books(stack: ExitStack, cluster, server: int, options: argparse.Namespace) -> list:
    """The accounts alone: the unit, their pages, their file, their proof."""
    from bench import books
    from bench.servers import serving

    bare_settings = {"BENCH_DATABASE": "quartierlibre", "BENCH_USER": "quartier", "BENCH_HOST": str(cluster.socket_dir)}
    application = "quartierlibre.config.wsgi:application"
    port, process = stack.enter_context(serving(application, environment={}, first_page="/sante/"))
    bare = stack.enter_context(serving("bench.bare.app:application", environment=bare_settings))
    with _step(f"{books.FEW} lignes de comptes"):
        _fill_books(books.FEW)
    targets = [_unit(bare[0]), *books.targets(port)]
    told = _queries(targets)
    _rounds(targets, {port: process, bare[0]: bare[1]}, server, options)
    return _costs(targets) + told + _after_pages(server)


def _fill_books(lines: int) -> None:
    from bench import books, scale

    books.fill(lines)
    scale.settle()


def _after_pages(server: int) -> list:
    """What is measured outside pages: the accountant's file, then a million lines proved."""
    from bench import books, published

    published.leave_the_books()
    figures = books.export()
    with _step("Preuve des comptes, 200 000 lignes"):
        _proof, few = books.proof(server)
    with _step(f"{books.MANY} lignes de comptes"):
        _fill_books(books.MANY)
    with _step("Preuve des comptes"):
        proof, many = books.proof(server)
    return [*figures, proof, books.growth(few, many)]


def _queries(targets: list) -> list:
    """How many queries each page makes, first and then as everyone gets it."""
    from bench import pages
    from bench.report import Figure

    told = []
    for target in targets[1:]:
        first, count = pages.counted(target.path, target.headers)
        note = f"{first} quand rien n’est gardé"
        told.append(Figure(f"requêtes SQL, {target.name}", count, "", goal=target.queries_goal, note=note))
    return told


def _conclude(figures: list, options: argparse.Namespace) -> None:
    from bench import report

    print()
    report.tell(figures)
    if not (options.no_write or options.only):
        report.write(figures, {"rounds": options.rounds - 1, "seconds": options.seconds})


def _unit(bare_port: int):
    """What every cost is divided by."""
    from bench.load import Target

    return Target("U : 20 lignes, Django nu", bare_port, "/")


def _targets(port: int, bare_port: int) -> tuple[list, list]:
    """Pages to load, and the number of queries each makes."""
    from bench import agenda, books, pages, public
    from bench.load import Target
    from bench.report import Figure

    path, cookie = pages.draft()
    unit = _unit(bare_port)
    form = Target("formulaire d’un brouillon", port, path, goal=5, queries_goal=8, headers=cookie)
    fund = Target("page d’un fonds", port, pages.address("discover:fund", pages.FUND), goal=2.5, queries_goal=8)
    targets, told = [unit, form, fund, *public.targets(port), *agenda.targets(port), *books.targets(port)], []
    files = pages.address("manage:files")
    if files is None:
        print("✗ La liste des dossiers (manage:files) n’existe pas encore : elle n’est PAS mesurée.")
    else:
        headers = pages.persona(pages.MANY)
        name = f"liste de 60 dossiers sur {FILES}"
        targets.append(Target(name, port, files, goal=8, queries_goal=10, headers=headers))
        few, _milliseconds = pages.queries(f"{files}?par=10", headers)
        told.append(Figure("requêtes SQL, liste de 10 dossiers", few, "", goal=10))
    told += _queries(targets)
    return targets, told


def _rounds(targets: list, processes: dict[int, int], database: int, options: argparse.Namespace) -> None:
    """Each round asks for every page in turn, so that a busy moment of the machine weighs on all of them."""
    from bench.load import measure

    with _step(f"{options.rounds} tours"):
        for number in range(options.rounds):
            for target in targets:
                measure(target, server=processes[target.port], database=database, seconds=options.seconds)
                if number == 0:
                    target.forget()


def _costs(targets: list) -> list:
    """Each page in U of its own round: median and range."""
    from bench.report import Figure

    unit = targets[0]
    milliseconds = [round(cost, 2) for cost in unit.costs]
    figures = [
        Figure(unit.name, round(unit.cost, 2), "ms CPU", low=min(milliseconds), high=max(milliseconds), note="l’unité")
    ]
    for target in targets[1:]:
        ratios = [cost / one for cost, one in zip(target.costs, unit.costs, strict=True)]
        median = statistics.median(ratios)
        said = f"{target.cost:.1f} ms CPU dont {statistics.median(target.in_database):.1f} pour PostgreSQL"
        note = f"{said}, {statistics.median(target.walls):.0f} ms à la montre".replace(".", ",")
        figures.append(
            Figure(
                target.name, round(median, 2), "U", target.goal, round(min(ratios), 2), round(max(ratios), 2), note=note
            )
        )
    return figures


def _rounded(value: float) -> float:
    return round(value, 2)


def _weights(port: int, targets: list) -> list:
    """A first visit of each page: compressed text, and requests."""
    from bench import pages
    from bench.report import Figure
    from bench.weight import weigh

    arguments = {"discover:fund": [pages.FUND], "discover:regulation": [pages.FUND]}
    asked = [(name, pages.address(name, *arguments.get(name, [])), {}) for name in (*WEIGHED, "account_login")]
    asked += [(target.name, target.path, target.headers) for target in targets[1:] if target.headers]
    figures = []
    for name, path, headers in asked:
        weight = weigh(f"http://127.0.0.1:{port}", path, headers)
        note = f"{weight.requests} requêtes, et {weight.rest / 1000:.0f} ko d’images et de caractères"
        figures.append(Figure(f"poids à froid, {name}", round(weight.text / 1000, 1), "ko", goal=60, note=note))
        figures.append(Figure(f"requêtes à froid, {name}", weight.requests, "", goal=20))
    return figures


def _locate() -> list:
    from bench import locate
    from bench.report import Figure

    given = os.environ.get("BENCH_QPV") or _beside()
    with _step("Localisation"):
        found = locate.run(given)
    source = f"{found['polygons']} contours {'officiels' if given else 'inventés'}"
    return [Figure("localisations en lot, par seconde", found["batch_lookups_per_second"], "", found["batch_goal"],
                   more_is_better=True, note=source)]  # fmt: skip


def _beside() -> str | None:
    """The official file, when it lies beside the project."""
    path = ROOT.parent / "shared" / "data" / "qpv" / "QP2024_France_simplified_ANCT.geojson"
    return str(path) if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())
