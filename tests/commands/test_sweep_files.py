import os
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.foundation.files import operations
from tests.support import hostile


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sweep():
    said = StringIO()
    call_command("sweep_files", stdout=said)
    return said.getvalue()


def test_sweeping_nothing_is_fine_even_before_the_first_upload():
    assert "0 orphan(s)" in sweep()


def test_old_orphans_go_and_the_rest_stays(files_root):
    upload = hostile.Upload(hostile.pdf())
    file = operations.store(upload=upload, owner_key="application:1", purpose="quote", by=None)
    orphan = files_root / "ab" / ("c" * 38)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"left behind")
    for path in (orphan, files_root / file.path):
        os.utime(path, (0, 0))

    assert "1 orphan(s)" in sweep()
    assert "0 orphan(s)" in sweep()
    assert (files_root / file.path).exists()


def test_missing_bytes_are_a_failure_that_names_the_file(files_root, capsys):
    upload = hostile.Upload(hostile.pdf())
    file = operations.store(upload=upload, owner_key="application:1", purpose="quote", by=None)
    (files_root / file.path).unlink()

    errors = StringIO()
    with pytest.raises(CommandError, match="restore"):
        call_command("sweep_files", stdout=StringIO(), stderr=errors)
    assert str(file.public_id) in errors.getvalue()
