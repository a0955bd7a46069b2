"""Which PostgreSQL is used, and what is said when none can be."""

import sys
from pathlib import Path

import pytest

from quartierlibre.config import command_line
from quartierlibre.foundation.postgres import programs
from quartierlibre.foundation.postgres.launcher import PostgresUnavailable


def fake_programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("initdb", "pg_ctl", "postgres"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with the wheel (18) and two Debian packages (15 and 17)."""
    wheel = fake_programs(tmp_path / "wheel" / "bin", "18.4")
    monkeypatch.setattr(programs, "_in_wheel", lambda: [wheel])
    monkeypatch.setattr(programs, "DEBIAN", tmp_path / "debian")
    for version in ("15", "17"):
        fake_programs(tmp_path / "debian" / version / "bin", f"{version}.2 (Debian {version}.2-1)")
    return tmp_path


def found(machine, **environ):
    return programs.find(machine / "cluster", environ).major


def made_by(machine, version):
    (machine / "cluster").mkdir()
    (machine / "cluster" / "PG_VERSION").write_text(f"{version}\n")


def test_the_given_folder_comes_before_everything(machine):
    assert found(machine, QL_PG_BIN=str(machine / "debian/15/bin")) == 15


def test_then_the_wheel(machine):
    assert found(machine) == 18


def test_then_the_newest_of_debian(machine, monkeypatch):
    monkeypatch.setattr(programs, "_in_wheel", list)
    assert found(machine) == 17


def test_an_address_comes_before_them_all():
    argv = ["quartierlibre", "migrate"]
    demo = {"DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.demo"}
    assert command_line._needs_private_database(argv, demo)
    assert not command_line._needs_private_database(argv, {**demo, "DATABASE_URL": "postgres://a@b/c"})


@pytest.mark.parametrize("argv", [["--version"], ["help"], ["migrate", "--help"], ["makemigrations"], ["check"], []])
def test_commands_which_need_no_database_start_none(argv):
    demo = {"DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.demo"}
    assert not command_line._needs_private_database(["quartierlibre", *argv], demo)


@pytest.mark.parametrize("option", [["--settings=quartierlibre.config.settings.prod"], ["--settings", "elsewhere"]])
def test_other_settings_bring_their_own_database(option):
    demo = {"DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.demo"}
    assert not command_line._needs_private_database(["quartierlibre", "migrate", *option], demo)


def test_a_wrong_folder_is_not_silently_replaced(machine):
    with pytest.raises(PostgresUnavailable, match="QL_PG_BIN=/nowhere"):
        found(machine, QL_PG_BIN="/nowhere")


def test_nothing_found_says_the_two_ways_out(machine, monkeypatch):
    monkeypatch.setattr(programs, "_in_wheel", list)
    monkeypatch.setattr(programs, "DEBIAN", machine / "none")
    with pytest.raises(PostgresUnavailable, match=r"apt-get install postgresql[\s\S]*DATABASE_URL="):
        found(machine)


def test_too_old_does_not_count(machine, monkeypatch):
    old = fake_programs(machine / "old", "14.9")
    monkeypatch.setattr(programs, "_in_wheel", lambda: [old])
    assert found(machine) == 17


def test_existing_data_keep_to_the_version_which_made_them(machine):
    made_by(machine, 15)
    assert found(machine) == 15


def test_data_of_a_version_nobody_has_are_refused_untouched(machine):
    made_by(machine, 16)
    with pytest.raises(PostgresUnavailable, match=r"PostgreSQL 16 [\s\S]*pg_dump"):
        found(machine)
    assert [path.name for path in (machine / "cluster").iterdir()] == ["PG_VERSION"]


def test_the_given_folder_does_not_open_data_of_another_version(machine):
    made_by(machine, 17)
    with pytest.raises(PostgresUnavailable, match="PostgreSQL 17 "):
        found(machine, QL_PG_BIN=str(machine / "debian/15/bin"))


def test_the_wheel_is_found_without_being_imported():
    assert [folder.name for folder in programs._in_wheel()] == ["bin"]
    assert programs.WHEEL not in sys.modules
