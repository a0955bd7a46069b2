"""Decode a photo and draw it again: nothing of the sent file survives but its visible points."""

from __future__ import annotations

import importlib
import io
import warnings
from typing import IO

from PIL import Image, ImageCms, ImageOps, MpoImagePlugin, TiffImagePlugin

LONGEST_SIDE = 2560
THUMBNAIL_SIDE = 320
# Measured so that no picture takes more than 256 MB. A JPEG is decoded at half, a quarter or an eighth of its size,
# so a 108-million-point phone costs no more than another, unless it is progressive: then all of it is held at once.
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 20_000_000, "WEBP": 15_000_000, "HEIF": 30_000_000}
MOST_PROGRESSIVE_PIXELS = 50_000_000
WHITE = (255, 255, 255)
LOADED = (MpoImagePlugin, TiffImagePlugin)  # once the doors are closed Pillow can no longer find them


class Unfit(Exception):
    """The picture is refused for the reason named."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def prepare(kind: str) -> None:
    """Load what decoding this kind needs, while files can still be opened; HEIC takes as long as all the rest."""
    Image.preinit()
    if kind == "HEIF":
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
    if kind == "WEBP":
        importlib.import_module("PIL.WebPImagePlugin")
    Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def redraw(source: IO[bytes], kind: str, picture: IO[bytes], thumbnail: IO[bytes]) -> dict[str, int]:
    """Write the picture upright, in sRGB, as a JPEG without metadata, and its thumbnail; raise `Unfit` otherwise."""
    image = _decode(source, kind)
    image = _on_white(_in_srgb(image))
    image.info.clear()  # Pillow would write the comment of the source again
    image.save(picture, "JPEG", quality=85, optimize=True, progressive=True)
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    image.save(thumbnail, "JPEG", quality=80, optimize=True)
    return {"width": width, "height": height}


def _decode(source: IO[bytes], kind: str) -> Image.Image:
    """Refuse by the announced size, before any point is decoded; then shrink and turn upright."""
    try:
        image: Image.Image = Image.open(source, formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Unfit("pixels") from bomb
    most = MOST_PROGRESSIVE_PIXELS if image.info.get("progressive") else MOST_PIXELS[kind]
    if image.width * image.height > most:
        raise Unfit("pixels")
    if getattr(image, "is_animated", False) and kind in {
        "PNG",
        "WEBP",
    }:  # a phone's JPEG or HEIC may hold a second view
        raise Unfit("animated")
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    if image.mode == "P":
        image = image.convert("RGBA")
    elif image.mode.startswith("I"):  # sixteen bits of grey
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Keep the colours the eye saw, since the profile that describes them goes away."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, there, ImageCms.createProfile("sRGB"), outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile is no reason to lose a photo
    return turned or image


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    page = Image.new("RGB", image.size, WHITE)
    page.paste(image, mask=image.getchannel("A"))
    return page
