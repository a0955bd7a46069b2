"""The optional clamd client, against a server of our own which speaks its protocol."""

import contextlib
import io
import socket
import threading

import pytest

from quartierlibre.foundation.files import antivirus
from tests.support.clamd import fake_clamd
from tests.support.hostile import EICAR


def test_off_by_default(settings):
    assert settings.CLAMD == ""
    assert antivirus.is_infected(io.BytesIO(EICAR)) is False


@pytest.mark.parametrize("family", ["unix", "tcp"])
def test_a_virus_is_named_and_the_rest_passes(settings, family):
    with fake_clamd(family) as settings.CLAMD:
        assert antivirus.is_infected(io.BytesIO(b"x" * 200_000 + EICAR)) is True
    with fake_clamd(family) as settings.CLAMD:
        assert antivirus.is_infected(io.BytesIO(b"a quote")) is False


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"OK\0", b"stream: OK, or not\0"])
def test_any_other_answer_is_no_verdict(settings, said):
    with fake_clamd(answer=said) as settings.CLAMD, pytest.raises(antivirus.AntivirusDown):
        antivirus.is_infected(io.BytesIO(b"a quote"))


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "badly written", ":", "localhost:99999"])
def test_a_server_that_is_away_is_no_verdict(settings, address):
    settings.CLAMD = address
    with pytest.raises(antivirus.AntivirusDown):
        antivirus.is_infected(io.BytesIO(b"a quote"))


def test_a_server_that_never_answers_is_no_verdict(settings, monkeypatch):
    monkeypatch.setattr(antivirus, "ANSWER_SECONDS", 0.2)
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as silent:
        settings.CLAMD = f"127.0.0.1:{silent.getsockname()[1]}"
        waiting = threading.active_count()
        with pytest.raises(antivirus.AntivirusDown):
            antivirus.is_infected(io.BytesIO(b"a quote"))
        assert threading.active_count() == waiting
