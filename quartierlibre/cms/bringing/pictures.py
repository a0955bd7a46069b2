"""Pictures a page names and which lie beside it: given to the site once each, with the words that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ModelForm
from django.utils.translation import gettext as _
from PIL import Image
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from quartierlibre.cms.bringing.items import Remarks
from quartierlibre.cms.models import Picture
from quartierlibre.cms.old_pages.page import OldImage

LONGEST_WORDS, LONGEST_NAME = 255, 100


@dataclass(frozen=True)
class Beside:
    """Where a page lies, inside the folder it comes from, if any: nothing outside that folder is ever read."""

    page: Path
    folder: Path | None = None

    def file_of(self, address: str) -> Path | None:
        """The file of an address: where the page says it is, else of that name beside the page."""
        if self.folder is None:
            return None
        try:
            written = unquote(urlsplit(address).path)
            for named in (written, written.replace("\\", "/").rpartition("/")[2]):
                found = (self.page.parent / named.lstrip("/")).resolve()
                if named and found.is_relative_to(self.folder.resolve()) and found.is_file():
                    return found
        except (ValueError, OSError):  # an address no file could have
            return None
        return None


@dataclass(frozen=True)
class Found:
    """A picture ready to be given, already looked at as the editor would."""

    image: OldImage
    path: Path
    content: bytes
    form: ModelForm[Picture]  # as the editor's own, already valid
    made: list[Picture]  # those new to the site

    @property
    def digest(self) -> str:
        """As Wagtail tells files apart."""
        return sha1(self.content, usedforsecurity=False).hexdigest()

    def picture(self) -> Picture:
        """The one the site has of this file, else a new one."""
        known: Picture | None = Picture.objects.filter(file_hash=self.digest).order_by("pk").first()
        if known is None:
            known = self.form.save()
            self.made.append(known)
        return known


def found(images: tuple[OldImage, ...], beside: Beside, remarks: Remarks, made: list[Picture]) -> tuple[Found, ...]:
    """Those that lie beside the page and may be given; of the others that lie there, the report says why not."""
    lying = ((image, beside.file_of(image.address)) for image in images)
    return tuple(each for image, path in lying if path and (each := _looked_at(image, path, remarks, made)))


def drop_files(made: list[Picture]) -> None:
    """Files of pictures whose rows were not kept after all: a transaction undoes rows, never files."""
    kept = set(Picture.objects.filter(pk__in=[each.pk for each in made]).values_list("pk", flat=True))
    for each in made:
        if each.pk not in kept:
            each.file.storage.delete(each.file.name)


def _looked_at(image: OldImage, path: Path, remarks: Remarks, made: list[Picture]) -> Found | None:
    content = path.read_bytes() if path.stat().st_size <= settings.UPLOAD_MAX_BYTES else b""
    form = _form(image, path, content)
    if not (reason := _reason(image, content) or _faults(form)):
        return Found(image, path, content, form, made)
    message = _("Image %(file)s laissée de côté : %(why)s.") % {"file": path.name, "why": reason}
    remarks.leave_out("image.refused", message, image.line)
    return None


def _reason(image: OldImage, content: bytes) -> str:
    """Why it cannot be given; "" when it can. Read to its end: one cut short would break the page that shows it."""
    if not image.words.strip():
        return _("elle n’a pas de texte de remplacement. Écrivez ce qu’elle montre dans la page (alt)")
    if not content:
        return _("le fichier est vide, ou trop lourd")
    try:
        with Image.open(BytesIO(content)) as drawn:
            if drawn.width * drawn.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                return _("elle a trop de points")
            drawn.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return _("le fichier est abîmé, ou n’est pas une image")
    return ""


def _faults(form: ModelForm[Picture]) -> str:
    return " ".join(str(error) for each in form.errors.values() for error in each).rstrip(".")


def _form(image: OldImage, path: Path, content: bytes) -> ModelForm[Picture]:
    said = {"title": path.stem[:LONGEST_NAME], "description": image.words[:LONGEST_WORDS]}
    said["collection"] = str(Collection.get_first_root_node().pk)
    file = SimpleUploadedFile(path.name[-LONGEST_NAME:], content)
    made: ModelForm[Picture] = get_image_form(Picture)(said, {"file": file})
    return made
