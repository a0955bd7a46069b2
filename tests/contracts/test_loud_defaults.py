"""The tests' own alarms ring (tests/support/loud.py, tests/conftest.py)."""

import socket
import warnings
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.template import engines

from quartierlibre.foundation.ledger.models import Account
from tests.support import cases, examples, loud, sharing


def render(text, name=None, **values):
    template = engines["django"].from_string(text)
    if name:
        template.template.origin.name = name
    return template.render(values)


@pytest.mark.parametrize("text", ["{{ unknwon }}", "{{ unknwon|default:'x' }}", "{{ known.unknwon }}"])
def test_an_unknown_variable_fails(text):
    with pytest.raises(pytest.fail.Exception, match="unknwon"):
        render(text, known="x")


@pytest.mark.parametrize("text", ["{% if unknwon %}x{% endif %}", "{{ known }}", "{{ nothing }}"])
def test_asking_whether_a_variable_exists_is_allowed(text):
    render(text, known="x", nothing=None)


def test_a_librarys_template_keeps_its_habits():
    assert render("a{{ unknwon|default:'b' }}", "/elsewhere/allauth/login.html") == "ab"


def test_ours_is_recognised_by_its_folder():
    with pytest.raises(pytest.fail.Exception):
        render("{{ unknwon }}", str(loud.OURS / "pagekit/templates/page.html"))


def test_warnings_are_errors():
    with pytest.raises(UserWarning):
        warnings.warn("careful", stacklevel=1)


def test_the_network_is_closed():
    with pytest.raises((UserWarning, RuntimeError), match=r"198\.51\.100\.7"):
        socket.create_connection(("198.51.100.7", 80), timeout=1)


def test_our_code_may_not_lock_without_saying_what():
    ours = {"__name__": "quartierlibre.somewhere", "queryset": Account.objects.all()}
    with pytest.raises(pytest.fail.Exception, match=r"without of="):
        exec("queryset.select_for_update()", ours)
    exec("queryset.select_for_update(of=('self',))", ours)


def test_a_library_may():
    with transaction.atomic():
        assert not Account.objects.select_for_update().exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_forgotten(turn):
    """Whatever the order, neither sees the other's row; tables filled by migrations stay filled."""
    assert ContentType.objects.count() > 10
    ContentType.objects.create(app_label="left", model="behind")
    assert ContentType.objects.filter(app_label="left").count() == 1


def test_unit_tests_may_not_ask_for_the_database(pytestconfig):
    """Collecting such a test stops everything: see pytest_collection_modifyitems."""
    from tests import conftest

    class Item:
        path = conftest.HERE / "unit" / "test_x.py"
        nodeid = "tests/unit/test_x.py::test_x"
        fixturenames = ["db"]

        def get_closest_marker(self, name):
            return None

    with pytest.raises(pytest.UsageError, match="asks for the database"):
        conftest.pytest_collection_modifyitems([Item()])


def test_modules_with_a_costly_world_go_whole_to_one_process(pytestconfig):
    scheduler = pytestconfig.pluginmanager.hook.pytest_xdist_make_scheduler
    assert any(found.plugin.__name__.endswith("conftest") for found in scheduler.get_hookimpls())
    scope = sharing.Sharing._split_scope
    for path in sharing.KEPT_WHOLE:
        assert (Path(__file__).parents[2] / path).is_file()
        assert scope(None, f"{path}::test_a[x@y::z]") == scope(None, f"{path}::Class::test_b") == path
    assert {scope(None, f"{path}::test_a") for path in sharing.CROWDS} == {"crowds"}
    assert all((Path(__file__).parents[2] / path).is_file() for path in sharing.CROWDS)
    assert all((Path(__file__).parents[2] / path).exists() for path in sharing.LONG)
    assert scope(None, "tests/unit/test_money.py::test_a") != scope(None, "tests/unit/test_money.py::test_b")


def test_property_tests_never_try_nothing():
    assert [examples.some(200, tier=tier) for tier in ("quick", "full", "nightly")] == [20, 200, 4000]
    assert [examples.some(full, tier="quick") for full in (1, 4, 8, 60)] == [1, 4, 5, 6]
    few, whole, more = (examples.drawn(range(20), tier=tier) for tier in ("quick", "full", "nightly"))
    assert (len(set(few)), sorted(whole), sorted(more)) == (5, [*range(20)], [*range(20)])
    with pytest.raises(ValueError, match="TEST_EXAMPLES=lots"):
        examples.some(10, tier="lots")


def test_every_test_keeps_some_of_its_cases_and_all_processes_the_same():
    many = [f"tests/pages/test_x.py::test_many[{n}]" for n in range(40)]
    alone, two = "tests/pages/test_x.py::test_alone", [f"tests/pages/test_x.py::test_two[{n}]" for n in "ab"]
    names = [*many, alone, *two]
    kept = cases.kept(names, seed=7, tier="quick")
    assert {alone, *two} <= kept
    assert len(kept & set(many)) == 4
    assert cases.kept(names[::-1], seed=7, tier="quick") == kept
    assert any(cases.kept(names, seed=seed, tier="quick") != kept for seed in range(9))
    assert cases.kept(names, seed=7, tier="full") == cases.kept(names, seed=7, tier="nightly") == set(names)


def test_who_names_a_file_asks_for_every_case(pytestconfig):
    class Config:
        ArgsSource = type(pytestconfig).ArgsSource

        def __init__(self, source, keyword=""):
            self.args_source, self.option = source, type("Option", (), {"keyword": keyword})

    asked = cases._is_whole_suite
    assert asked(Config(Config.ArgsSource.TESTPATHS))
    assert not asked(Config(Config.ArgsSource.TESTPATHS, keyword="money"))
    assert not asked(Config(Config.ArgsSource.ARGS))
