"""The child process that reads hostile bytes: what it draws, what it may use, how it ends."""

import io
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from quartierlibre.foundation.files import disk, sandbox
from quartierlibre.foundation.files.cleaner import confine
from quartierlibre.foundation.files.kinds import Kind, kind_of
from tests.support import hostile

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def cleaned(content):
    with disk.arrival() as arrival:
        arrival.received.write_bytes(content)
        report = sandbox.examine(kind_of(content), arrival)
        assert report.refused == ()
        return arrival.picture.read_bytes(), arrival.thumbnail.read_bytes()


@pytest.mark.parametrize(
    "source",
    [hostile.tell_tale_jpeg, hostile.tell_tale_png, lambda: hostile.picture(comment=b"Exif Amina, rue du secret")],
    ids=["jpeg", "png", "comment"],
)
def test_nothing_told_about_the_person_survives(source):
    sent = source()
    assert any(secret in sent for secret in (b"Exif", b"eXIf"))
    assert b"Amina" in sent

    for kept in cleaned(sent):
        assert [secret for secret in hostile.SECRETS if secret in kept] == []
        image = Image.open(io.BytesIO(kept))
        assert (image.format, dict(image.getexif())) == ("JPEG", {})
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def test_a_phone_picture_in_heic_becomes_an_upright_jpeg():
    sent = hostile.picture("HEIF", size=(128, 64), exif=hostile.tell_tale_exif())
    assert b"Amina" in sent

    kept, small = cleaned(sent)

    assert [secret for secret in hostile.SECRETS if secret in kept + small] == []
    assert Image.open(io.BytesIO(kept)).format == "JPEG"


def test_a_picture_is_turned_upright_before_its_orientation_is_forgotten():
    kept, _ = cleaned(hostile.tell_tale_jpeg(orientation=6, size=(64, 48)))
    assert Image.open(io.BytesIO(kept)).size == (48, 64)


def test_a_large_picture_is_shrunk_and_a_small_one_is_not_stretched():
    kept, small = (Image.open(io.BytesIO(content)) for content in cleaned(hostile.picture(size=(5200, 520))))
    assert (kept.size, small.size) == ((2560, 256), (320, 32))

    kept, small = (Image.open(io.BytesIO(content)) for content in cleaned(hostile.picture(size=(200, 100))))
    assert (kept.size, small.size) == ((200, 100), (200, 100))


@pytest.mark.parametrize(
    ("mode", "grey"), [("1", 255), ("P", 255), ("L", 100), ("LA", 100), ("RGBA", 100), ("I;16", 100)]
)
def test_every_kind_of_png_keeps_its_greys(mode, grey):
    drawn = Image.new("I;16", (16, 16), grey * 256) if mode == "I;16" else Image.new("L", (16, 16), grey).convert(mode)
    content = io.BytesIO()
    drawn.save(content, "PNG")

    kept, _ = cleaned(content.getvalue())

    assert Image.open(io.BytesIO(kept)).convert("L").getpixel((8, 8)) == pytest.approx(grey, abs=3)


def test_transparent_points_become_white_paper():
    content = io.BytesIO()
    Image.new("RGBA", (16, 16), (0, 0, 0, 0)).save(content, "PNG")

    kept, _ = cleaned(content.getvalue())

    assert Image.open(io.BytesIO(kept)).getpixel((8, 8)) == (255, 255, 255)


@pytest.mark.parametrize(
    "source",
    [
        lambda: hostile.jpeg_claiming(12_000, 9_900),
        lambda: hostile.jpeg_claiming(8_000, 6_200, progressive=True),
        lambda: hostile.picture("PNG", size=(5_000, 4_000), mode="RGBA", compress_level=1),
        lambda: hostile.picture("WEBP", size=(5_000, 3_000), method=0),
    ],
    ids=["118 Mpx", "49 Mpx progressive", "20 Mpx transparent", "15 Mpx webp"],
)
def test_the_largest_accepted_pictures_take_less_than_256_megabytes_and_5_seconds(source, tmp_path):
    sent = tmp_path / "sent"
    sent.write_bytes(source())
    kind = kind_of(sent.read_bytes()[:64])
    # A fresh interpreter measures: the peak of a process starts from the one which forked it.
    measure = (
        "import os, subprocess, sys\n"
        "with open(sys.argv[1], 'rb') as sent, open(os.devnull, 'wb') as out:\n"
        "    n = str(out.fileno()); pid = subprocess.Popen(\n"
        "        [sys.executable, '-I', sys.argv[2], sys.argv[3], n, str(os.dup(out.fileno()))],\n"
        "        stdin=sent, stdout=out, close_fds=False).pid\n"
        "    _, status, used = os.wait4(pid, 0)\n"
        "print(status, used.ru_maxrss)\n"
    )
    command = [sys.executable, "-I", "-W", "ignore", "-c", measure, str(sent), str(sandbox.CLEANER), kind.value]
    started = time.monotonic()
    _, kilobytes = map(int, subprocess.check_output(command).split())

    assert kilobytes * 1024 <= 256 * MEGABYTE
    assert time.monotonic() - started <= 5


@contextmanager
def child_at_work(kind):
    """The child as the application starts it, waiting for a file which does not come; yields its folder in /proc."""
    reports = []
    with disk.arrival() as arrival:
        os.mkfifo(arrival.received)
        worker = threading.Thread(target=lambda: reports.append(sandbox.examine(kind, arrival)))
        worker.start()
        with arrival.received.open("wb"):
            yield _child_folder(), reports
        worker.join()


def _child_folder():
    until = time.monotonic() + 5
    while time.monotonic() < until:
        for children in Path("/proc/self/task").glob("*/children"):
            for pid in children.read_text().split():
                folder = Path("/proc") / pid
                if str(sandbox.CLEANER).encode() in (folder / "cmdline").read_bytes():
                    return folder
        time.sleep(0.01)
    raise AssertionError("no child process")


def _eventually(check):
    until = time.monotonic() + 20
    while not check() and time.monotonic() < until:
        time.sleep(0.02)
    return check()


def _line(folder, name, file="status"):
    return next(line for line in (folder / file).read_text().splitlines() if line.startswith(name))


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PDF])
def test_the_child_has_bounds_and_no_environment(kind):
    with child_at_work(kind) as (folder, _):
        assert _eventually(lambda: str(512 * MEGABYTE) in _line(folder, "Max address space", "limits"))
        assert _eventually(lambda: " 0 " in _line(folder, "Max core file size", "limits"))
        assert _eventually(lambda: str(24 * MEGABYTE) in _line(folder, "Max file size", "limits"))
        assert _eventually(lambda: " 8 " in _line(folder, "Max cpu time", "limits"))
        assert (folder / "environ").read_bytes() == b""


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PDF])
def test_the_child_closes_its_doors_before_it_reads(kind):
    if _run_confined("print(confine.close_the_doors())").strip() != "True":
        pytest.skip("this kernel has no Landlock")
    with child_at_work(kind) as (folder, _):
        assert _eventually(lambda: _line(folder, "NoNewPrivs:").endswith("1"))


def test_behind_closed_doors_no_file_and_no_server_can_be_reached():
    said = _run_confined(
        "import socket\n"
        "closed = confine.close_the_doors()\n"
        "for reach in (lambda: open('/etc/passwd'), lambda: open('x', 'w'),\n"
        "              lambda: socket.create_connection(('127.0.0.1', 1))):\n"
        "    try: reach()\n"
        "    except OSError as error: print(type(error).__name__)\n"
        "print(closed)"
    ).split()
    if said[-1] == "False":
        pytest.skip("this kernel has no Landlock")
    assert said[:2] == ["PermissionError", "PermissionError"]
    assert said[2] in {"PermissionError", "ConnectionRefusedError"}  # TCP is closed from Linux 6.7


def _run_confined(script):
    root = sandbox.CLEANER.parents[4]
    start = (
        f"import sys; sys.path.insert(0, {str(root)!r})\nfrom quartierlibre.foundation.files.cleaner import confine\n"
    )
    return subprocess.check_output([sys.executable, "-I", "-c", start + script], text=True)


def test_memory_is_refused_beyond_the_limit():
    said = _run_confined(
        "confine.limit_resources()\ntry: bytearray(600 * 1024 * 1024)\nexcept MemoryError: print('refused')"
    )
    assert said.strip() == "refused"
    assert set(confine.LIMITS.values()) >= {512 * MEGABYTE}


def test_a_child_that_hangs_is_ended_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(sandbox, "WALL_SECONDS", 0.5)
    with child_at_work(Kind.JPEG) as (folder, reports):
        assert _eventually(lambda: bool(reports))
        assert reports[0].refused == ("unreadable",)
        assert not folder.exists()


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "not json",
        "[]",
        '{"refused": "unreadable"}',
        '{"refused": ["<script>"]}',
        '{"refused": []}',
        '{"refused": [], "width": "x", "height": 1}',
        '{"refused": [], "width": 1, "height": 1}',
    ],
)
def test_a_child_taken_over_is_not_believed(answer, tmp_path, monkeypatch):
    liar = tmp_path / "liar.py"
    liar.write_text(f"import os, sys\nos.write(int(sys.argv[2]), b'<html>')\nprint({answer!r}, end='')")
    monkeypatch.setattr(sandbox, "CLEANER", liar)
    with disk.arrival() as arrival:
        arrival.received.write_bytes(hostile.picture())
        assert sandbox.examine(Kind.JPEG, arrival).refused == ("unreadable",)


def test_when_every_place_is_taken_the_sender_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr(sandbox, "_PLACES", threading.BoundedSemaphore(1))
    with sandbox._PLACES, disk.arrival() as arrival:
        assert sandbox.examine(Kind.JPEG, arrival).refused == ("busy",)
