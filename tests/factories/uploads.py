"""Real small files, as a phone sends them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def photo(name="photo.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (64, 48), "#9b3018").save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue(), "image/jpeg")


def logo(name="logo.png", *, colour="#1d4e89", size=(600, 200)):
    content = io.BytesIO()
    Image.new("RGB", size, colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")
