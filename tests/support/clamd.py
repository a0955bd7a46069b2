"""A server that speaks clamd's INSTREAM and knows one virus: the test one."""

import contextlib
import socket
import tempfile
import threading
from pathlib import Path

from tests.support.hostile import EICAR


@contextlib.contextmanager
def fake_clamd(family="unix", answer=None):
    """Yields the address to configure; serves one stream, then stops."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        if family == "unix":
            address = str(Path(folder) / "clamd.sock")
            server = stack.enter_context(socket.socket(socket.AF_UNIX))
            server.bind(address)
            server.listen()
        else:
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            address = f"127.0.0.1:{server.getsockname()[1]}"
        worker = threading.Thread(target=_serve_once, args=(server, answer))
        worker.start()
        yield address
        worker.join(timeout=5)


def _serve_once(server, answer):
    server.settimeout(5)
    line, _ = server.accept()
    with line, line.makefile("rb") as sent:
        assert sent.read(10) == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(sent.read(4), "big"):
            content += sent.read(size)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"
        line.sendall(found if answer is None else answer)
