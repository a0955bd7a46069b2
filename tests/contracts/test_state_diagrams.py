"""House rule: the diagrams of `docs/states` are those of the code."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def test_the_diagrams_are_current():
    call_command("state_diagrams", check=True)


def test_a_stale_a_missing_and_a_useless_diagram_are_named(tmp_path):
    call_command("state_diagrams", folder=tmp_path, stdout=StringIO())
    call_command("state_diagrams", folder=tmp_path, check=True)
    (tmp_path / "outbox.md").write_text("# outbox\n", encoding="utf-8")
    (tmp_path / "applications.md").unlink()
    (tmp_path / "gone.md").write_text("# gone\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"applications\.md, gone\.md, outbox\.md"):
        call_command("state_diagrams", folder=tmp_path, check=True)

    call_command("state_diagrams", folder=tmp_path, stdout=StringIO())
    assert not (tmp_path / "gone.md").exists()
    call_command("state_diagrams", folder=tmp_path, check=True)
