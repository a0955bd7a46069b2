"""The checklist of a file: what the machine found, what a person answered, and which of the two holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from quartierlibre.domain.applications.states import CheckAnswerKind, OverrulingVerdict
from quartierlibre.domain.funds.findings import Finding, Tone
from quartierlibre.domain.funds.rulebook import Clause, Rulebook
from quartierlibre.domain.funds.vocabulary import PAPERS

BY_HAND = "hand."


@dataclass(frozen=True)
class Said:
    """What a person said of one point: `verdict` is `ok` or `not_ok`, or `yes`, `no`, `unknown` for a check by hand."""

    code: str
    verdict: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True)
class HandCheck:
    """A question only a person can answer; yes is always the good answer. `blocks`: no would stop the file."""

    code: str
    question: str
    source: str = ""
    blocks: bool = False


@dataclass(frozen=True)
class Point:
    """One line of the checklist. `automatic` is what the machine found, None for a check by hand."""

    code: str
    words: str
    source: str
    automatic: Tone | None
    tone: Tone | None
    said: Said | None = None

    @property
    def is_by_hand(self) -> bool:
        return self.automatic is None

    @property
    def is_overruled(self) -> bool:
        """A person said otherwise than the machine, or confirmed it in their own words."""
        return self.said is not None and not self.is_by_hand

    @property
    def is_blocking(self) -> bool:
        return self.tone == Tone.BLOCKING

    @property
    def is_to_check(self) -> bool:
        """Nobody knows yet."""
        return self.tone is None


@dataclass(frozen=True)
class Checklist:
    """Every point, what stops first, then what nobody knows yet, then what to look at, then the good news."""

    points: Sequence[Point]

    @property
    def blocking(self) -> list[Point]:
        return [each for each in self.points if each.is_blocking]

    @property
    def to_check(self) -> list[Point]:
        return [each for each in self.points if each.is_to_check]

    def point(self, code: str) -> Point | None:
        return next((each for each in self.points if each.code == code), None)


ORDER = [Tone.BLOCKING, None, Tone.WARNING, Tone.INFO, Tone.OK]
VERDICT_TONES = {OverrulingVerdict.OK: Tone.OK, OverrulingVerdict.NOT_OK: Tone.BLOCKING}


def checklist(findings: Iterable[Finding], checks: Iterable[HandCheck], said: Mapping[str, Said]) -> Checklist:
    """The findings as overruled, and the checks by hand as answered. `said` holds the latest word on each code."""
    points = [_found(each, said.get(each.code)) for each in findings]
    points += [_asked(each, said.get(each.code)) for each in checks]
    return Checklist(sorted(points, key=lambda each: ORDER.index(each.tone)))


def _found(finding: Finding, said: Said | None) -> Point:
    tone = VERDICT_TONES[OverrulingVerdict(said.verdict)] if said else finding.tone
    return Point(finding.code, finding.message, finding.source, finding.tone, tone, said)


def _asked(check: HandCheck, said: Said | None) -> Point:
    tone = None
    if said is not None and said.verdict == CheckAnswerKind.YES:
        tone = Tone.OK
    elif said is not None and said.verdict == CheckAnswerKind.NO:
        tone = Tone.BLOCKING if check.blocks else Tone.WARNING
    return Point(check.code, check.question, check.source, None, tone, said)


def hand_checks(rulebook: Rulebook, *, holder_kind: str, knows_papers: bool, is_inside: bool) -> list[HandCheck]:
    """What the rulebook asks and no machine can tell: a rule nobody set asks nothing."""
    return [*_about_the_holder(rulebook, holder_kind), *_about_the_project(rulebook, knows_papers, is_inside)]


def _about_the_holder(rulebook: Rulebook, holder_kind: str) -> Iterator[HandCheck]:
    residence = rulebook.one("holder.residence")
    if residence is not None and residence.value != "anywhere":
        here = {
            "in_neighbourhood": _("Les porteurs habitent-ils le quartier ?"),
            "in_town": _("Les porteurs habitent-ils la commune ?"),
        }
        yield _check("residence", here.get(residence.value, f"{residence.said()} ?"), residence, blocks=True)
    size = rulebook.one("holder.minimum_group_size")
    if size is not None and holder_kind == "collective":
        question = _("Le groupe réunit-il au moins %(least)s ?") % {"least": size.said()}
        yield _check("group_size", question, size, blocks=True)
    late = rulebook.one("holder.late_report_blocks")
    if late is not None:
        yield _check("late_report", _("Tous les bilans déjà dus sont-ils rendus ?"), late, blocks=bool(late.value))
    repeat = rulebook.one("holder.repeat_policy")
    if repeat is not None and repeat.value != "allowed":
        yield _check("repeat", _("Ce projet est-il différent de ceux déjà aidés ?"), repeat)


def _about_the_project(rulebook: Rulebook, knows_papers: bool, is_inside: bool) -> Iterator[HandCheck]:
    place = rulebook.one("project.place")
    if place is not None and not is_inside and "residents_take_part" in place.value:
        yield _check("residents", _("Des habitants du quartier participent-ils au projet ?"), place)
    elsewhere = rulebook.one("project.not_fundable_elsewhere")
    if elsewhere is not None and elsewhere.value:
        question = _("Êtes-vous sûr·e qu’aucune autre aide existante ne paierait ce projet ?")
        yield _check("elsewhere", question, elsewhere)
    papers = rulebook.one("filing.required_papers")
    if papers is not None and not knows_papers:
        for code in papers.value:
            question = _("Le dossier contient-il %(paper)s ?") % {"paper": PAPERS[code]}
            yield _check(f"paper.{code}", question, papers)


def _check(code: str, question: str, clause: Clause, *, blocks: bool = False) -> HandCheck:
    return HandCheck(f"{BY_HAND}{code}", question, clause.origin, blocks)
