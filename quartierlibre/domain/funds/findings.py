"""What a rulebook makes us tell about a project, good news included. A finding informs; it never stops a save."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Tone(TextChoices):
    OK = "ok", _("C’est bon")
    INFO = "info", _("Bon à savoir")
    WARNING = "warning", _("À regarder")
    BLOCKING = "blocking", _("Ne passe pas")


@dataclass(frozen=True)
class Finding:
    """One thing noticed: a stable code, how serious it is, what a reader is told, and the text behind it."""

    code: str
    tone: Tone
    message: str
    source: str = ""


@dataclass(frozen=True)
class Eligibility:
    """Everything noticed, in the order of the questions. True while nothing is blocking."""

    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return not self.blocking

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return self.toned(Tone.BLOCKING)

    @property
    def codes(self) -> set[str]:
        return {finding.code for finding in self.findings}

    def toned(self, *tones: Tone) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.tone in tones)

    def about(self, prefix: str) -> tuple[Finding, ...]:
        """Findings of one question: « place », « deadline »…"""
        return tuple(finding for finding in self.findings if finding.code.split(".")[0] == prefix)


def gathered(findings: Iterable[Finding | None]) -> Eligibility:
    return Eligibility(tuple(finding for finding in findings if finding is not None))
