"""What a person reads, sees and hears in a PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2


def words_of(content: bytes) -> str:
    """The text of all pages on one line; hyphens at the end of lines and spaces that do not break are undone."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    text = " ".join(pages).replace("\ufffe", "").replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(text.split())


def pictures_said(content: bytes) -> list[str]:
    """What a screen reader says of each picture of a tagged PDF, in reading order."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return [str(each.Alt) for each in _tagged(document.Root.StructTreeRoot) if "/Alt" in each]


def photos_in(content: bytes) -> int:
    """How many pictures made of points it holds: a logo, a photo; not a drawing."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return sum(
            isinstance(each, pikepdf.Stream) and each.get("/Subtype") == "/Image" and "/DCTDecode" in repr(each.Filter)
            for each in document.objects
        )


def _tagged(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure below this one, depth first."""
    below = element.get("/K", [])
    for each in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield each
            yield from _tagged(each)
