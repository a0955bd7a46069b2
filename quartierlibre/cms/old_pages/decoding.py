"""From bytes to text, honestly: what the file says it is, then UTF-8, then the older Western encodings as a guess."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages.notebook import Notebook

MAX_BYTES = 2_000_000  # read in half a minute at worst; a long printed page is a hundred times smaller
_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_WESTERN = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252"} | {
    "iso-8859-15": "iso-8859-15",
    "latin-9": "iso-8859-15",
}
_MANY_BYTES = re.compile(rb"[\xc3\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_TWICE = re.compile("\u00c3[\u00a0-\u00bf\u2030\u0160\u2021]|\u00e2\u20ac[\u2122\u02dc\u0153\u201c\u201d\u00a6\u2013]")


def decode(content: bytes, notebook: Notebook) -> tuple[str, str]:
    """The text and the name of its encoding; what is not text is refused."""
    _refuse_what_is_not_text(content, notebook)
    notebook.stop_if_refused()
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _strict(content, encoding, notebook), encoding
    try:
        text, encoding = content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        text, encoding = _western(content, error.start, notebook)
    return _decoded_twice(text, notebook), encoding


def _refuse_what_is_not_text(content: bytes, notebook: Notebook) -> None:
    if len(content) > MAX_BYTES:
        notebook.refuse("file.too_big", _("le fichier dépasse 2 Mo : ce n’est pas une page imprimée."), 1)
    for magic, name in _MAGIC.items():
        if content.startswith(magic):
            message = _("c’est un fichier %(name)s, pas du texte : enregistrez la page en texte ou en HTML.")
            notebook.refuse("file.binary", message % {"name": name}, 1)
            return
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        line = content.count(b"\n", 0, content.index(b"\x00")) + 1
        notebook.refuse("file.binary", _("ce n’est pas du texte (octet nul) : vérifiez le fichier."), line)
    if not content.strip():
        notebook.refuse("file.empty", _("le fichier est vide : enregistrez la page de nouveau."), 1)


def _strict(content: bytes, encoding: str, notebook: Notebook) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse_byte(content, error.start, notebook)
        notebook.stop_if_refused()
        raise


def _refuse_byte(content: bytes, position: int, notebook: Notebook) -> None:
    line = content.count(b"\n", 0, position) + 1
    message = _("un signe est illisible (octet %(byte)s) : enregistrez le fichier en UTF-8.")
    notebook.refuse("file.encoding", message % {"byte": f"0x{content[position]:02X}"}, line)


def _western(content: bytes, position: int, notebook: Notebook) -> tuple[str, str]:
    """Not UTF-8: an older encoding, unless signs of UTF-8 are there too, which means a damaged file."""
    if _MANY_BYTES.search(content, 0, position):
        _refuse_byte(content, position, notebook)
        notebook.stop_if_refused()
    declared = _DECLARED.search(content, 0, 4096)
    said = declared[1].decode("ascii").lower() if declared else ""
    encoding = _WESTERN.get(said, "cp1252")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        encoding = "iso-8859-1"
        text = content.decode(encoding)
    if said not in _WESTERN:
        line = content.count(b"\n", 0, position) + 1
        message = _("Le fichier n’est pas en UTF-8 : lu comme %(encoding)s.") % {"encoding": encoding}
        notebook.guess("file.encoding", message, line)
    return text, encoding


def _decoded_twice(text: str, notebook: Notebook) -> str:
    """« Ã© » for « é »: a text saved twice in UTF-8 is put back when all of it can be."""
    found = _TWICE.search(text)
    if not found:
        return text
    try:
        repaired = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
    line = text.count("\n", 0, found.start()) + 1
    notebook.guess("file.encoded_twice", _("Les accents étaient abîmés (« Ã© » pour « é ») : réparés."), line)
    return repaired
