"""What is noted while reading: guesses, things left out, contradictions, reasons to refuse, each with its line."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quartierlibre.cms.old_pages.page import Note, OldImage
from quartierlibre.foundation.verdicts import Refusal, Refused, Verdict

MOST = 500  # a hostile file must not fill the memory with remarks


@dataclass
class Notebook:
    notes: list[Note] = field(default_factory=list)
    refusals: list[tuple[int, Refusal]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    images: list[OldImage] = field(default_factory=list)

    def guess(self, code: str, message: str, line: int | None = None) -> None:
        self._note("guessed", code, message, line)

    def leave_out(self, code: str, message: str, line: int | None = None) -> None:
        self._note("left_out", code, message, line)

    def leave_image_out(self, address: str, words: str, line: int) -> OldImage:
        """Until its file is found beside the page: its address alone says nothing of the rights one has on it."""
        details = {"words": words or _("sans texte"), "address": address[:200]}
        message = _("Image « %(words)s » (%(address)s) : à ajouter à la main, avec ses droits.") % details
        image = OldImage(address, words, Note("left_out", "image", message[:400], line))
        if len(self.images) < MOST:
            self.images.append(image)
        self.leave_out("image", image.note.message, line)
        return image

    def report(self, code: str, message: str, line: int | None = None) -> None:
        self._note("reported", code, message, line)

    def _note(self, kind: str, code: str, message: str, line: int | None) -> None:
        if len(self.notes) < MOST:
            self.notes.append(Note(kind, code, message, line))

    def refuse(self, code: str, message: str, line: int) -> None:
        """Refused things are told together, at the end, each with its line."""
        if len(self.refusals) < MOST:
            words = _("Ligne %(line)d : %(message)s") % {"line": line, "message": message}
            self.refusals.append((line, Refusal(code, words)))

    def stop_if_refused(self) -> None:
        if self.refusals:
            in_order = sorted(self.refusals, key=lambda each: each[0])
            raise Refused(Verdict(tuple(refusal for _line, refusal in in_order)))
