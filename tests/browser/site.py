"""The real site for a browser: granian, hashed static files, CSP, and a database of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from wagtail.documents.models import Document

from quartierlibre.cms.models import Picture
from quartierlibre.cms.models.pictures import PictureRendition

ROOT = Path(__file__).parents[2]
SECONDS = 60
KEYS = ",".join(settings.SEALING_KEYS)  # what the tests sealed, the site opens


def collect_statics(var: Path) -> Path:
    """The folder of static files, as a deployment makes it."""
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=_environment(var), check=True)
    return var / "static"


@contextmanager
def running_site(var: Path, statics: Path) -> Iterator[str]:
    """Serve the database this process is connected to; gives the address, stops the server at the end."""
    environ = _environment(var)
    (var / "static").symlink_to(statics)
    call_command("createcachetable", "cache", verbosity=0)
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    options = ["--blocking-threads", "4", "--no-ws", "--workers-kill-timeout", "2", "--log-level", "warning"]
    with (var / "web.log").open("wb") as log:
        web = subprocess.Popen(
            [*command, *options, "quartierlibre.config.wsgi:application"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}", web, var / "web.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            web.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                web.wait(timeout=10)
            web.kill()


def lay_down(var: Path) -> None:
    """Pictures and documents of the newsroom, kept in memory by the tests, where the site looks for them."""
    shelves = ((Picture, "files"), (PictureRendition, "pictures"), (Document, "files"))
    for model, folder in shelves:
        for kept in model.objects.all():
            place = var / folder / kept.file.name
            place.parent.mkdir(parents=True, exist_ok=True)
            with kept.file.open() as content:
                place.write_bytes(content.read())


def _environment(var: Path) -> dict[str, str]:
    at = connection.settings_dict
    user, host, port = at["USER"], quote(str(at["HOST"]), safe=""), at.get("PORT") or ""
    password = f":{quote(at['PASSWORD'])}" if at.get("PASSWORD") else ""
    url = f"postgres://{user}{password}@{host}{f':{port}' if port else ''}/{at['NAME']}"
    ours = {"DATABASE_URL": url, "VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "quartierlibre.config.settings.demo"}
    return {**os.environ, **ours, "PYTHONPATH": str(ROOT), "SECRET_KEY": "only-for-tests", "QL_SEALING_KEYS": KEYS}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, web: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends and web.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{address}/reprendre/", timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"The site did not answer:\n{log.read_text(encoding='utf-8')[-3000:]}")
