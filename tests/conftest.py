"""Loud defaults for every test, and a database of its own for every process."""

import gc
from pathlib import Path

import pytest
from django.test import TransactionTestCase

from tests.support import cases, examples, loud

HERE = Path(__file__).parent
WITHOUT_DATABASE = {"unit"}
LOCAL_HOSTS = "127.0.0.1,::1"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    config.option.allow_hosts = config.option.allow_hosts or LOCAL_HOSTS
    config.option.allow_unix_socket = True
    loud.refuse_unknown_variables()
    loud.refuse_vague_locks()
    examples.count_as_asked()
    config.pluginmanager.register(cases)


def pytest_collection_modifyitems(items):
    """Everything may use the database except the unit tests, which must not even ask."""
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        asked = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
        if folder not in WITHOUT_DATABASE and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db)
        elif folder in WITHOUT_DATABASE and asked:
            raise pytest.UsageError(f"{item.nodeid} asks for the database: move it out of tests/{folder}.")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Modules with a costly world go whole to one process."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from tests.support.sharing import Sharing

    return Sharing(config, log)


def pytest_collection_finish():
    """What is loaded by now stays: not looking through it again saves a quarter of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A clone of the migrated template, dropped at the end (see tests/support/database.py)."""
    from django.db import connection

    from tests.support.database import database_for_this_process

    # Tables of ten rows: looking for the best order of nine joins takes 7 ms, joining them as written half of one.
    connection.settings_dict.setdefault("OPTIONS", {})["options"] = "-c join_collapse_limit=1"
    with django_db_blocker.unblock(), database_for_this_process() as database, pytest.MonkeyPatch.context() as patch:
        # Django would empty every table after a test which commits; the books and the journal refuse that.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: database.empty())
        with django_db_blocker.block():
            yield


@pytest.fixture(scope="session", autouse=True)
def private_files_go_to_a_folder_of_this_run(tmp_path_factory):
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _worlds_are_lent(request, tmp_path_factory):
    """Processes of one run do not live the same world twice."""
    if hasattr(request.config, "workerinput"):
        from tests.support import shelf

        shelf.use(tmp_path_factory.getbasetemp().parent / "worlds")


@pytest.fixture
def heard(caplog, monkeypatch):
    """`heard(logger)` is `caplog` hearing it, though import-linter may have muted every logger there was."""

    def hear(logger):
        monkeypatch.setattr(logger, "disabled", False)
        monkeypatch.setattr(logger, "propagate", True)
        caplog.set_level("WARNING", logger=logger.name)
        return caplog

    return hear


@pytest.fixture(autouse=True)
def _worlds_are_remembered(request):
    """Rows made by the factories are put back rather than lived again."""
    asked = request.node.get_closest_marker("django_db")
    if asked is None:
        yield
        return
    from tests.support.memory import MEMORY

    commits = asked.kwargs.get("transaction") or "transactional_db" in request.fixturenames
    request.getfixturevalue("transactional_db" if commits else "db")
    with MEMORY.test(request.node.nodeid):
        yield
