"""Asking members in writing: when it is provided for, until when, how many answers it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.rules.quorum import at_least
from quartierlibre.domain.committees.states import BallotMode
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if

POLICY = "written"  # the value of `session.no_quorum` that lets a committee ask in writing

# Nobody raises a hand in a letter: where the regulation says « à main levée », answers are noted by name.
MODES_OF: Mapping[str, Sequence[BallotMode]] = {
    "show_of_hands": (BallotMode.BY_NAME,),
    "by_name": (BallotMode.BY_NAME,),
    "secret": (BallotMode.SECRET,),
}
UNSAID = (BallotMode.BY_NAME, BallotMode.SECRET)


def modes_in_writing(said: str | None) -> Sequence[BallotMode]:
    """The ways of answering the regulation leaves; two when it does not say how the committee votes."""
    return MODES_OF.get(said or "", UNSAID)


def mode_in_writing(said: str | None, chosen: BallotMode | None) -> tuple[BallotMode, Verdict]:
    """As the regulation says; when it says nothing, as the secretary chooses, never a default."""
    allowed = modes_in_writing(said)
    mode = chosen or allowed[0]
    unsaid = refuse_if(
        chosen is None and len(allowed) > 1,
        "round.mode_unsaid",
        _("Le règlement ne dit pas comment on vote : choisissez la façon de voter."),
    )
    other = _("Le règlement demande une autre façon de voter.")
    return mode, unsaid & refuse_if(mode not in allowed, "round.other_mode", other)


@dataclass(frozen=True)
class ConsultingFacts:
    """A sitting about to ask in writing. `heard` files wait for a vote, `lacking` of them without their quorum.

    `askable` of these have somebody to ask. `last_day` is None when nobody said it; `by_rule` is the day the regulation
    leads to, None when it gives no time.
    """

    policy: str | None
    is_open: bool
    under_way: bool
    heard: int
    lacking: int
    askable: int
    last_day: date | None
    by_rule: date | None
    today: date


def may_consult(facts: ConsultingFacts) -> Verdict:
    """Only where the regulation says so, in an open sitting, on files that were heard and lack their quorum."""
    return (
        refuse_if(not facts.is_open, "session.not_open", _("Ouvrez d’abord la séance et notez qui est là."))
        & refuse_if(
            facts.policy != POLICY,
            "session.no_consultation",
            _("Le règlement ne prévoit pas de consulter les membres par écrit."),
        )
        & refuse_if(facts.under_way, "consultation.under_way", _("Les membres sont déjà consultés par écrit."))
        & _files(facts)
        & _day(facts)
    )


def _files(facts: ConsultingFacts) -> Verdict:
    if not facts.heard:
        nothing = _("Aucun dossier entendu n’attend de vote : entendez d’abord les porteurs.")
        return refuse_if(True, "consultation.nothing_heard", nothing)
    return refuse_if(
        not facts.lacking, "session.quorum_met", _("Le quorum est atteint : la séance peut décider.")
    ) & refuse_if(
        facts.lacking > 0 and not facts.askable,
        "round.nobody_votes",
        _("Personne ne peut voter sur ces dossiers."),
    )


def _day(facts: ConsultingFacts) -> Verdict:
    if facts.by_rule is not None:
        other = _("Le règlement fixe le délai : le dernier jour pour répondre n’est pas celui-là.")
        return refuse_if(facts.last_day not in (None, facts.by_rule), "consultation.other_day", other)
    if facts.last_day is None:
        unsaid = _("Le règlement ne fixe pas de délai : dites le dernier jour pour répondre.")
        return refuse_if(True, "consultation.no_last_day", unsaid)
    past = _("Ce jour est passé : choisissez un jour à venir.")
    today = _("Laissez au moins jusqu’à demain pour répondre.")
    return refuse_if(
        facts.last_day <= facts.today, "consultation.in_the_past", past if facts.last_day < facts.today else today
    )


def may_close(*, is_over: bool, waiting: int) -> Verdict:
    """Before the last day is over, only when everyone has answered: the others were told they had until then."""
    said = ngettext(
        "Il manque %(n)s réponse, et le dernier jour n’est pas passé : on l’attend jusque-là.",
        "Il manque %(n)s réponses, et le dernier jour n’est pas passé : on les attend jusque-là.",
        waiting,
    ) % {"n": waiting}
    return refuse_if(waiting > 0 and not is_over, "consultation.answers_missing", said)


def may_remind(*, is_open: bool, already: bool, waiting: int) -> Verdict:
    """Those who have not answered are written to once more, and once only."""
    return (
        refuse_if(not is_open, "consultation.closed", _("La consultation est close."))
        & refuse_if(already, "consultation.already_reminded", _("Le rappel est déjà parti : il part une seule fois."))
        & refuse_if(not waiting, "consultation.all_answered", _("Tout le monde a répondu."))
    )


@dataclass(frozen=True)
class Answers:
    """How many answers it takes on one file. `needed` is None when the regulation asks for none, or does not say."""

    needed: int | None = None
    base: int | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Answers:
        return cls(**kept)


def answers_needed(unit: str | None, value: int, enrolled: int) -> Answers:
    """`enrolled` are the members with a voice who stay counted on this file."""
    if unit == "members":
        return Answers(needed=value)
    if unit == "percent_of_enrolled":
        return Answers(needed=at_least(value, enrolled), base=enrolled)
    return Answers()


def may_count(answers: Answers, counted: int) -> Verdict:
    """Too few answers decide nothing: their voices are not even counted."""
    if answers.needed is None:
        return ALLOWED
    said = ngettext(
        "%(counted)s réponse, il en fallait %(needed)s.",
        "%(counted)s réponses, il en fallait %(needed)s.",
        counted or 1,
    ) % {"counted": counted or _("Aucune"), "needed": answers.needed}
    return refuse_if(counted < answers.needed, "consultation.too_few_answers", said)
