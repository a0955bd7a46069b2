"""What a file is, by its first bytes: its name and what the browser says of it count for nothing."""

from __future__ import annotations

from enum import StrEnum

HEAD_BYTES = 4096
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


class Kind(StrEnum):
    """The accepted kinds, by the name their decoder answers to."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIC = "HEIF"
    PDF = "PDF"


# A picture is always kept as JPEG: every browser, letter and printed page can show it.
KEPT_AS = {kind: "application/pdf" if kind is Kind.PDF else "image/jpeg" for kind in Kind}
ENDINGS = {"application/pdf": ".pdf", "image/jpeg": ".jpg"}


def kind_of(head: bytes) -> Kind | None:
    """The accepted kind these first bytes announce (at most `HEAD_BYTES` are looked at), or nothing."""
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    return Kind.HEIC if _is_heic(head) else None


def _is_heic(head: bytes) -> bool:
    """ISO 14496-12: a first box `ftyp` whose main or compatible brands name a still HEVC picture, and not AVIF."""
    if head[4:8] != b"ftyp":
        return False
    box = head[8 : int.from_bytes(head[:4], "big")]
    brands = {box[:4], *(box[at : at + 4] for at in range(8, len(box), 4))}
    return bool(brands & _HEIC_BRANDS) and b"avif" not in brands


def likely_ending(head: bytes) -> str:
    """The usual ending of what was sent (« .docx »), to tell the sender what we saw; empty when unknown."""
    import puremagic  # a megabyte of signatures, for a refused file only

    try:
        return str(puremagic.from_string(head[:HEAD_BYTES]))
    except (puremagic.PureError, ValueError):
        return ""
