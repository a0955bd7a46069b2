"""Files somebody could send to harm, to spy, or by mistake. Built here, never stored, so that no scanner cries."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from functools import cache

import pikepdf
import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

GPS, GPS_LATITUDE_REF, GPS_LATITUDE = 0x8825, 1, 2
ORIENTATION, ARTIST, SERIAL = 0x0112, 0x013B, 0xA431
SECRETS = (b"Exif", b"GPS", b"http://ns.adobe.com", b"ICC_PROFILE", b"Amina", b"SN-4242", b"rue du secret")
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><dc:creator>Amina, rue du secret</dc:creator></rdf:RDF></x:xmpmeta>'
)
# Cut in two, so that an antivirus on a developer's machine leaves this file alone.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + b"-ANTIVIRUS-TEST-FILE!$H+H*"


class Upload(io.BytesIO):
    """What a form would hand over; `size` is what the sender says, true or not."""

    def __init__(self, content, name="photo.jpg", size=None):
        super().__init__(content)
        self.name, self.size = name, len(content) if size is None else size


def picture(kind="JPEG", size=(64, 48), mode="RGB", colour=(200, 30, 30), **options):
    content = io.BytesIO()
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    Image.new("RGB", size, colour).convert(mode).save(content, kind, **options)
    return content.getvalue()


def noise(kind="JPEG", size=(64, 48), **options):
    content = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, kind, **options)
    return content.getvalue()


def tell_tale_exif(orientation=1):
    exif = Image.Exif()
    exif[ARTIST], exif[ORIENTATION], exif[SERIAL] = "Amina", orientation, "SN-4242"
    exif.get_ifd(GPS).update({GPS_LATITUDE_REF: "N", GPS_LATITUDE: (50.0, 41.0, 12.0)})
    return exif.tobytes()


def profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def tell_tale_jpeg(orientation=1, size=(64, 48)):
    return picture(
        exif=tell_tale_exif(orientation), xmp=XMP, comment=b"rue du secret", icc_profile=profile(), size=size
    )


def tell_tale_png():
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Amina")
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return picture("PNG", pnginfo=texts, exif=tell_tale_exif(), icc_profile=profile())


def png_bomb(side=30_000):
    """A few hundred kilobytes that claim, and hold, 900 million points."""
    packer = zlib.compressobj(1)
    row = b"\0" * (side // 8 + 2)
    points = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", points), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def jpeg_claiming(width, height, **options):
    """A small JPEG whose header announces another size."""
    content = bytearray(picture(**options))
    frame = content.index(b"\xff\xc2" if options.get("progressive") else b"\xff\xc0")
    content[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def animation(kind, frames):
    pictures = [Image.new("RGB", (8, 8), (at % 256, at // 256, 0)) for at in range(frames)]
    content = io.BytesIO()
    pictures[0].save(content, kind, save_all=True, append_images=pictures[1:], duration=20)
    return content.getvalue()


def long_gif(frames):
    start, _, frame = picture("GIF").rpartition(b"\x2c")
    return start + (b"\x2c" + frame[:-1]) * frames + b";"


def pdf(pages=1, change=None, **options):
    """A valid document; `change` adds what it should not hold."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if change:
            change(document)
        content = io.BytesIO()
        document.save(content, deterministic_id="encryption" not in options, **options)
    return content.getvalue()


PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def with_action(**keys):
    def change(document):
        document.Root.OpenAction = document.make_indirect(pikepdf.Dictionary(**keys))

    return change


JAVASCRIPT = with_action(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
LAUNCH = with_action(S=pikepdf.Name.Launch, F="calc.exe")
SUBMIT = with_action(S=pikepdf.Name.SubmitForm, F="https://example.org")


def attach(name, content):
    def change(document):
        document.attachments[name] = content

    return change


def hide_name(content, name, hidden):
    """The same document, a name written with escapes of the same meaning; offsets are then wrong, readers repair."""
    assert name in content
    return content.replace(name, hidden)


@cache
def zip_bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 40_000_000)
    return content.getvalue()


@dataclass(frozen=True)
class Case:
    """A file, and the codes of its refusal; no code means that it is kept, made harmless."""

    content: bytes = field(repr=False)
    codes: frozenset[str]
    name: str = "photo.jpg"


def case(content, *codes, name="photo.jpg"):
    return Case(content, frozenset(f"files.{code}" for code in codes), name)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
FACTUR_X = b'<?xml version="1.0" encoding="UTF-8"?><rsm:CrossIndustryInvoice/>'

# Each is built when it is asked for: the bombs take a moment.
CORPUS = {
    "nothing": lambda: case(b"", "empty"),
    "svg with a script": lambda: case(SVG, "kind", name="dessin.svg"),
    "svg called jpg": lambda: case(SVG, "kind"),
    "html called jpg": lambda: case(HTML, "kind"),
    "html after a byte order mark": lambda: case(b"\xef\xbb\xbf" + HTML, "kind"),
    "gif of 10,000 frames": lambda: case(long_gif(10_000), "kind"),
    "one gif": lambda: case(picture("GIF"), "kind"),
    "tiff": lambda: case(picture("TIFF"), "kind"),
    "bmp": lambda: case(picture("BMP"), "kind"),
    "avif": lambda: case(picture("AVIF"), "kind"),
    "docx bomb": lambda: case(zip_bomb(), "kind", name="devis.docx"),
    "docx called pdf": lambda: case(zip_bomb(), "kind", name="devis.pdf"),
    "windows program": lambda: case(b"MZ" + bytes(500), "kind", name="photo.jpg.exe"),
    "eicar": lambda: case(EICAR, "kind"),
    "gif then javascript": lambda: case(b"GIF89a=1;alert(1)//", "kind"),
    "animated webp": lambda: case(animation("WEBP", 30), "animated"),
    "animated png": lambda: case(animation("PNG", 30), "animated"),
    "png of 900 million points": lambda: case(png_bomb(), "pixels"),
    "png of 25 million points": lambda: case(png_bomb(5_000), "pixels"),
    "progressive jpeg of 60 million points": lambda: case(jpeg_claiming(10_000, 6_000, progressive=True), "pixels"),
    "jpeg that claims 65,000 by 65,000": lambda: case(jpeg_claiming(65_000, 65_000), "pixels"),
    "jpeg that claims more than it holds": lambda: case(jpeg_claiming(9_000, 9_000)),
    "truncated jpeg": lambda: case(noise(size=(400, 300))[:6_000], "unreadable"),
    "three bytes of jpeg": lambda: case(b"\xff\xd8\xff", "unreadable"),
    "png signature then noise": lambda: case(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "unreadable"),
    "heic box then nothing": lambda: case(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "unreadable"),
    "webp box then noise": lambda: case(b"RIFF\xff\xff\xff\xffWEBPVP8X" + bytes(200), "unreadable"),
    "jpeg then html": lambda: case(picture() + HTML),
    "jpeg with html in its comment": lambda: case(picture(comment=HTML)),
    "jpeg then a zip": lambda: case(picture() + zip_bomb()),
    "pdf then html at once": lambda: case(b"%PDF-1.4\n" + HTML + b"\n%%EOF", "mixed", name="devis.pdf"),
    "html then pdf": lambda: case(HTML + pdf(), "kind", name="devis.pdf"),
    "pdf then html": lambda: case(pdf() + HTML, "pdf_unreadable", name="devis.pdf"),
    "pdf then a zip": lambda: case(pdf() + zip_bomb(), "pdf_unreadable", name="devis.pdf"),
    "pdf around a zip": lambda: case(pdf() + zip_bomb() + b"\n%%EOF", "mixed", name="devis.pdf"),
    "pdf cut in the middle": lambda: case(pdf()[:200], "pdf_unreadable", name="devis.pdf"),
    "pdf with javascript": lambda: case(pdf(change=JAVASCRIPT), "active", name="devis.pdf"),
    "pdf with packed javascript": lambda: case(pdf(change=JAVASCRIPT, **PACKED), "active", name="devis.pdf"),
    "pdf with escaped javascript": lambda: case(
        hide_name(pdf(change=JAVASCRIPT), b"/JavaScript", b"/J#61vaScript"), "active", name="devis.pdf"
    ),
    "pdf that launches a program": lambda: case(pdf(change=LAUNCH), "active", name="devis.pdf"),
    "pdf that sends a form": lambda: case(pdf(change=SUBMIT), "active", name="devis.pdf"),
    "pdf with a program inside": lambda: case(pdf(change=attach("a.exe", b"MZ")), "active", name="devis.pdf"),
    "pdf with a packed program inside": lambda: case(
        pdf(change=attach("a.exe", b"MZ"), **PACKED), "active", name="devis.pdf"
    ),
    "pdf of 5,000 pages": lambda: case(pdf(pages=5_000), "pages", name="devis.pdf"),
    "pdf of 5,000 packed pages with a program": lambda: case(
        pdf(pages=5_000, change=LAUNCH, **PACKED), "pages", "active", name="devis.pdf"
    ),
    "pdf with a password": lambda: case(
        pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "encrypted", name="devis.pdf"
    ),
    "pdf protected without a password": lambda: case(
        pdf(encryption=pikepdf.Encryption(owner="o", user="")), "encrypted", name="devis.pdf"
    ),
    "plain pdf": lambda: case(pdf(pages=3), name="devis.pdf"),
    "packed pdf": lambda: case(pdf(pages=3, **PACKED), name="devis.pdf"),
    "electronic invoice": lambda: case(pdf(change=attach("factur-x.xml", FACTUR_X)), name="facture.pdf"),
}
