"""Look for what a quote or an invoice never needs in a PDF: code, attached files, a password, a second format.

No reader is run. With encryption refused, an object can hide in one place only, an object stream: those are opened.
Names are compared after undoing `#xx` escapes (ISO 32000-2, 7.3.5); what cannot be checked is refused.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

MOST_PAGES = 200
MOST_UNPACKED = 48 * 1024 * 1024

_END_OF_NAME = rb"(?![A-Za-z0-9])"
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|RichMedia|Rendition|XFA|SubmitForm|ImportData|GoToE|Movie|Sound|Subtype\s*/3D)"
    + _END_OF_NAME
)
_EMBEDDED = re.compile(rb"/EmbeddedFiles?(?![A-Za-z])")
_ATTACHED = re.compile(rb"/EF\s*(?:<<(.*?)>>|\d+\s+\d+\s+R)", re.DOTALL)
_REFERENCE = re.compile(rb"(\d+)\s+\d+\s+R")
_ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z])")
_OTHER_FORMAT = re.compile(rb"<(?:script|html|svg|iframe|\?php|!doctype\s+html)", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,9})")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _END_OF_NAME)
_FLATE_ALONE = re.compile(rb"/Filter\s*\[?\s*/(?:FlateDecode|Fl)\s*\]?\s*(?=/|>>)")
_LONGEST_DICTIONARY = 4096


class Unverifiable(Exception):
    """A part of the document cannot be opened, so nothing can be said about it."""


def examine(data: bytes) -> list[str]:
    """Every reason to refuse this PDF, as words the parent process knows; an empty list when there is none."""
    names = _plain_names(data)
    if not _whole(data) or _ENCRYPTED.search(names):
        return ["encrypted"] if _ENCRYPTED.search(names) else ["pdf_unreadable"]
    try:
        names += b"\n" + b"\n".join(_plain_names(part) for part in _object_streams(data, names))
    except Unverifiable:
        return ["pdf_unreadable"]
    checks = {
        "mixed": _OTHER_FORMAT.search(data) is not None or _ZIP_END in data[-66_000:],
        "active": _ACTIVE.search(names) is not None or not _attachments_are_invoices(data, names),
        "pages": _pages(names) > MOST_PAGES,
    }
    return [reason for reason, found in checks.items() if found]


def _plain_names(data: bytes) -> bytes:
    return _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), data)


def _whole(data: bytes) -> bool:
    """A PDF begins at its first byte and ends with its end mark: the rest would be another format."""
    end = data.rfind(b"%%EOF")
    return data.startswith(b"%PDF-") and end > 0 and len(data[end + 5 :].strip(b"\0\t\n\f\r ")) == 0


def _pages(names: bytes) -> int:
    announced = max((int(count) for count in _COUNT.findall(names)), default=0)
    return max(announced, len(_PAGE.findall(names)))


def _object_streams(data: bytes, names: bytes) -> Iterator[bytes]:
    """Unpack every object stream; one packed otherwise than by zlib alone, or not found, stops everything."""
    left, opened = MOST_UNPACKED, 0
    for mark in _STREAM.finditer(data):
        head = _plain_names(data[max(0, mark.start() - _LONGEST_DICTIONARY) : mark.start()].rpartition(b"endstream")[2])
        if not _OBJECT_STREAM.search(head):
            continue
        opened += 1
        if b"/Filter" in head:
            part = _unpack(head, data, mark.end(), left)
            left -= len(part)
            yield part
    if opened != len(_OBJECT_STREAM.findall(names)):
        raise Unverifiable


def _unpack(head: bytes, data: bytes, start: int, most: int) -> bytes:
    if not _FLATE_ALONE.search(head) or b"/DecodeParms" in head:
        raise Unverifiable
    worker = zlib.decompressobj()
    try:
        part = worker.decompress(memoryview(data)[start:], most)
    except zlib.error as error:
        raise Unverifiable from error
    if not worker.eof:
        raise Unverifiable
    return part


def _attachments_are_invoices(data: bytes, names: bytes) -> bool:
    """No attached file, or only the XML that makes an electronic invoice (Factur-X): inert, and usual in France."""
    attached = _ATTACHED.findall(names)
    if not attached:
        return _EMBEDDED.search(names) is None
    targets = [_REFERENCE.findall(target) for target in attached]
    return all(targets) and all(_is_xml(data, number) for numbers in targets for number in numbers)


def _is_xml(data: bytes, number: bytes) -> bool:
    """Every object that carries this number, whatever revision wins, unpacks to XML."""
    starts = [match.end() for match in re.finditer(rb"(?<!\d)" + number + rb"\s+\d+\s+obj", data)]
    return bool(starts) and all(_starts_as_xml(data, start) for start in starts)


def _starts_as_xml(data: bytes, start: int) -> bool:
    mark = _STREAM.search(data, start, start + _LONGEST_DICTIONARY)
    if mark is None:
        return False
    head, body = _plain_names(data[start : mark.start()]), data[mark.end() : mark.end() + 65_536]
    if b"/Filter" in head:
        if not _FLATE_ALONE.search(head):
            return False
        try:
            body = zlib.decompressobj().decompress(body, 1024)
        except zlib.error:
            return False
    return body.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml")
