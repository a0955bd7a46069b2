"""What a person reads in a PDF."""

from __future__ import annotations

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
