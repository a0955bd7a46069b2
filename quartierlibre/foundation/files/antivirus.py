"""An optional look by clamd, through its INSTREAM command. Off unless QL_CLAMD names a server.

Protocol: clamd(8); a chunk is its length (4 bytes, big endian) then its bytes, a length of zero ends the stream.
"""

from __future__ import annotations

import socket
from typing import BinaryIO

from django.conf import settings

CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 8.0
CHUNK = 64 * 1024


class AntivirusDown(Exception):
    """No verdict: the server is away, slow, or answers something else."""


def is_infected(content: BinaryIO) -> bool:
    """True when clamd names a virus; always False when no antivirus is configured."""
    if not settings.CLAMD:
        return False
    try:
        with _connection(settings.CLAMD) as line:
            answer = _ask(line, content)
    except (OSError, ValueError, OverflowError) as error:  # a badly written address is an antivirus that is away
        raise AntivirusDown(settings.CLAMD) from error
    if answer.endswith(b" FOUND"):
        return True
    if answer != b"stream: OK":
        raise AntivirusDown(answer.decode("ascii", "replace"))
    return False


def _connection(address: str) -> socket.socket:
    """« /run/clamd.sock » or « host:3310 »."""
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(CONNECT_SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _ask(line: socket.socket, content: BinaryIO) -> bytes:
    line.settimeout(ANSWER_SECONDS)
    content.seek(0)
    line.sendall(b"zINSTREAM\0")
    while chunk := content.read(CHUNK):
        line.sendall(len(chunk).to_bytes(4, "big") + chunk)
    line.sendall(b"\0\0\0\0")
    answer = b""
    while len(answer) < 1024 and not answer.endswith(b"\0") and (part := line.recv(1024)):
        answer += part
    return answer.rstrip(b"\0\n")
