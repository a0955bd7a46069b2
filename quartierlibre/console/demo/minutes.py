"""After the evening: minutes read again, signed and sealed, then the answers sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from quartierlibre.console.demo.acts import Act, Stage
from quartierlibre.console.demo.cases import days_before
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Minutes
from quartierlibre.domain.committees.states import SignatureKind
from quartierlibre.pagekit.committees.minutes_sheet import printed_minutes

# A name written with a finger: a first stroke that climbs and comes back, then a line under it.
STROKES = (
    "M40 120 L60 70 L80 130 L105 60 L120 128 L150 100 L178 118 L210 92 M60 150 L230 146",
    "M50 90 L90 60 L74 130 L120 80 L138 132 L170 96 L190 124 L240 84 M80 156 L260 150",
)


def minutes_acts(
    stage: Stage, key: tuple[str, int], starts_at: datetime, until: str, *, answers: bool
) -> Iterator[Act]:
    """`until` is how far they went: « draft », « signing », « sealed ». Nobody is answered when nothing was decided."""
    yield Act(days_before(starts_at, -1, "10:05"), partial(_prepare, stage, key))
    if until == "draft":
        return
    yield Act(days_before(starts_at, -2, "11:30"), partial(_ask, stage, key))
    if until == "signing":
        return
    sealed_at = days_before(starts_at, -4, "17:40")
    yield Act(sealed_at, partial(_sign_and_seal, stage, key))
    if answers:
        yield Act(sealed_at + timedelta(minutes=15), partial(_answer, stage, key))


def _minutes(stage: Stage, key: tuple[str, int]) -> Minutes:
    minutes = Minutes.objects.get(session=stage.sessions[key])
    minutes.session = stage.sessions[key]
    return minutes


def _prepare(stage: Stage, key: tuple[str, int]) -> None:
    committees.prepare_minutes(by=stage.manager, session=stage.sessions[key])


def _ask(stage: Stage, key: tuple[str, int]) -> None:
    committees.ask_signatures(by=stage.manager, minutes=_minutes(stage, key))


def _sign_and_seal(stage: Stage, key: tuple[str, int]) -> None:
    for role, strokes in zip(("chair", "secretary"), STROKES, strict=True):
        committees.sign(
            by=stage.manager, minutes=_minutes(stage, key), role=role, kind=SignatureKind.DRAWN, drawing=strokes
        )
    minutes = _minutes(stage, key)
    committees.seal(by=stage.manager, minutes=minutes, pdf=printed_minutes(minutes))


def _answer(stage: Stage, key: tuple[str, int]) -> None:
    committees.send_answers(by=stage.manager, session=stage.sessions[key])
