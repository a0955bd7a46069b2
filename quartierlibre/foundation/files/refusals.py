"""Why a file is refused, in words that say what to do next. Codes are `files.` and the word the checks use."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from quartierlibre.foundation.files.cleaner.pdf import MOST_PAGES
from quartierlibre.foundation.verdicts import Refusal, Refused, Verdict

UNREADABLE_PICTURE, UNREADABLE_PDF = "unreadable", "pdf_unreadable"

MESSAGES = {
    "empty": _("Ce fichier est vide. Choisissez-le de nouveau, ou prenez une nouvelle photo."),
    "too_big": _("Ce fichier dépasse %(most)s Mo. Envoyez une photo plus légère ou un PDF plus court."),
    "quota": _(
        "Vos fichiers occupent déjà toute la place prévue (%(most)s Mo). Retirez-en un avant d’en ajouter un autre."
    ),
    "kind": _("Ce type de fichier%(seen)s n’est pas accepté. Envoyez une photo (JPEG, PNG, WebP, HEIC) ou un PDF."),
    "not_a_picture": _("Ce fichier%(seen)s n’est pas une image. Envoyez une image en JPEG, PNG, WebP ou HEIC."),
    "unreadable": _("Cette image n’a pas pu être lue. Prenez une nouvelle photo ou envoyez-la en JPEG."),
    "pixels": _("Cette image est trop grande pour être lue. Prenez une nouvelle photo ou réduisez ses dimensions."),
    "animated": _("Cette image est animée. Envoyez une photo fixe."),
    "pdf_unreadable": _(
        "Ce PDF n’a pas pu être vérifié. Ouvrez-le, choisissez « Imprimer » puis « Enregistrer en PDF » "
        "et envoyez le nouveau fichier, ou prenez le document en photo."
    ),
    "encrypted": _("Ce PDF est protégé. Envoyez-le sans mot de passe ni protection, ou prenez le document en photo."),
    "active": _(
        "Ce PDF contient du code ou des pièces jointes. Ouvrez-le, choisissez « Imprimer » puis "
        "« Enregistrer en PDF » et envoyez le nouveau fichier."
    ),
    "pages": _("Ce PDF dépasse %(most)s pages. Envoyez seulement les pages utiles."),
    "mixed": _(
        "Ce fichier mélange plusieurs formats, ce qui peut être dangereux. Prenez le document en photo "
        "ou enregistrez-le de nouveau en PDF."
    ),
    "virus": _(
        "L’antivirus a reconnu un programme dangereux dans ce fichier, qui n’a pas été gardé. "
        "Prenez le document en photo."
    ),
    "antivirus_down": _(
        "Aucun fichier ne peut être reçu pour le moment : l’antivirus ne répond pas. Réessayez dans quelques minutes."
    ),
    "busy": _("Beaucoup de fichiers arrivent en même temps. Réessayez dans une minute."),
}


def refused(*reasons: str, most: int = MOST_PAGES, seen: str = "") -> Refused:
    """The exception to raise, with every reason; `most` is the limit the message tells, `seen` what was recognised."""
    told = {"most": most, "seen": seen}
    return Refused(Verdict(tuple(Refusal(f"files.{reason}", MESSAGES[reason] % told) for reason in reasons)))


def known(reasons: Iterable[object]) -> list[str]:
    """Keep the words we know: they come from a process that read hostile bytes."""
    return [reason for reason in reasons if isinstance(reason, str) and reason in MESSAGES]
