"""What hides in a PDF. Documents are written by hand where no honest tool would write them."""

import zlib

import pytest

from quartierlibre.foundation.files.cleaner import pdf
from tests.support import hostile

END = b"\ntrailer << /Root 1 0 R >>\n%%EOF\n"
CODE = b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"


def document(*parts):
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + b"\n".join(parts) + END


def object_stream(content, keys=b"/Filter /FlateDecode", before=b""):
    packed = zlib.compress(content)
    head = b"5 0 obj << /Type /ObjStm " + before + b" /N 1 /First 4 " + keys + b" /Length %d >>\n" % len(packed)
    return head + b"stream\n" + packed + b"\nendstream endobj"


def test_a_packed_object_is_opened():
    packed = hostile.pdf(change=hostile.JAVASCRIPT, **hostile.PACKED)

    assert b"/JavaScript" not in packed
    assert pdf.examine(packed) == ["active"]
    assert pdf.examine(document(object_stream(b"4 0 << /Title (devis) >>"))) == []
    assert pdf.examine(document(object_stream(CODE))) == ["active"]


@pytest.mark.parametrize(
    "part",
    [
        object_stream(CODE, keys=b"/Filter [/ASCIIHexDecode /FlateDecode]"),
        object_stream(CODE, keys=b"/Filter 9 0 R"),
        object_stream(CODE, keys=b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
        object_stream(CODE, keys=b"/Filter /LZWDecode"),
        object_stream(CODE, before=b"%" + b" " * 5_000 + b"\n"),
        object_stream(CODE, before=b"% endstream\n"),
        object_stream(CODE).replace(b"/ObjStm", b"/O#62jStm", 1).replace(b"stream\n", b"stream\r", 1),
        object_stream(CODE)[:120],
        object_stream(bytes(pdf.MOST_UNPACKED + 1)),
    ],
    ids=["hex", "elsewhere", "predictor", "lzw", "far head", "false end", "odd line end", "cut", "bomb"],
)
def test_an_object_stream_that_cannot_be_opened_is_refused(part):
    assert pdf.examine(document(part)) == ["pdf_unreadable"]


def test_an_escaped_name_is_read_as_readers_do():
    assert pdf.examine(document(object_stream(CODE).replace(b"/ObjStm", b"/#4fbj#53tm"))) == ["active"]
    assert pdf.examine(document(b"4 0 obj << /S /#4a#61vaScript /JS (x) >> endobj")) == ["active"]
    assert pdf.examine(document(b"4 0 obj << /Type /#50age /Count 5000 >> endobj")) == ["pages"]


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\0", b"PK\x03\x04", b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ids=["program", "zip", "nothing", "svg"],
)
def test_only_xml_may_be_attached(content):
    assert "active" in pdf.examine(hostile.pdf(change=hostile.attach("factur-x.xml", content)))


def test_an_attachment_said_elsewhere_is_not_trusted():
    invoice = hostile.pdf(change=hostile.attach("factur-x.xml", hostile.FACTUR_X))

    assert pdf.examine(invoice) == []
    assert pdf.examine(invoice.replace(b"%%EOF", b"8 0 obj << /EF 9 0 R >> endobj %%EOF")) == ["active"]
    assert pdf.examine(document(b"8 0 obj << /Type /EmbeddedFile >> endobj")) == ["active"]


def test_a_later_revision_cannot_swap_the_attachment():
    invoice = hostile.pdf(change=hostile.attach("factur-x.xml", hostile.FACTUR_X))
    number = pdf._REFERENCE.findall(pdf._ATTACHED.findall(invoice)[0])[0]
    swapped = invoice + number + b" 0 obj << /Length 2 >>\nstream\nMZ\nendstream endobj\n%%EOF"

    assert pdf.examine(swapped) == ["active"]


def test_random_bytes_in_a_photo_are_no_reason_to_refuse():
    import random

    scan = random.Random(42).randbytes(3_000_000)

    assert pdf.examine(document(b"3 0 obj << /Subtype /Image >>\nstream\n" + scan + b"\nendstream endobj")) == []
