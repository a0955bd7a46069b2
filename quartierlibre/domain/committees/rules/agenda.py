"""The order of the day: which file, at which session, heard how."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.states import HolderPresence
from quartierlibre.foundation.verdicts import Verdict, refuse_if

HERE = (HolderPresence.PRESENT, HolderPresence.REMOTE, HolderPresence.REPRESENTED)


def may_schedule(*, is_admissible: bool, has_committee: bool, waits_elsewhere: bool) -> Verdict:
    """Only an admissible file goes before a committee, and waits for one session at a time."""
    return (
        refuse_if(
            not is_admissible,
            "agenda.not_admissible",
            _("Ce dossier n’est pas recevable pour l’instant : il ne peut pas aller en comité."),
        )
        & refuse_if(
            not has_committee,
            "agenda.no_committee",
            _("Aucun comité ne correspond au secteur de ce dossier : indiquez son secteur."),
        )
        & refuse_if(
            waits_elsewhere,
            "agenda.already_scheduled",
            _("Ce dossier attend déjà une autre séance : retirez-le d’abord."),
        )
    )


def is_in_time(*, filed_on: date, last_day: date | None) -> bool:
    """Filed on the last day is in time; without a lead time in the regulation every day is."""
    return last_day is None or filed_on <= last_day


def may_take(*, same_committee: bool, is_announced: bool, in_time: bool, because: str) -> Verdict:
    """A session chosen by hand is one of the file's committee, still to come; a late file needs a reason."""
    return (
        refuse_if(
            not same_committee, "agenda.other_committee", _("Cette séance n’est pas celle du comité de ce dossier.")
        )
        & refuse_if(
            not is_announced, "agenda.session_begun", _("Cette séance n’est plus à venir : choisissez-en une autre.")
        )
        & refuse_if(
            not in_time and not because.strip(),
            "agenda.too_late",
            _("Le dossier est arrivé trop tard pour cette séance : dites pourquoi vous l’inscrivez quand même."),
        )
    )


def may_order(*, is_over: bool) -> Verdict:
    """The order of the day changes until the session ends."""
    return refuse_if(is_over, "session.over", _("La séance est finie : son ordre du jour ne change plus."))


def may_space(minutes: int) -> Verdict:
    """Hearings last at least a minute, and less than half a day."""
    return refuse_if(not 1 <= minutes <= 240, "agenda.minutes", _("Une audition dure entre 1 et 240 minutes."))


def may_hear(*, is_open: bool, presence: str) -> Verdict:
    """Hearing happens in session, and says whether the holder came."""
    return refuse_if(not is_open, "session.not_open", _("Ouvrez d’abord la séance.")) & refuse_if(
        presence == HolderPresence.EXPECTED,
        "case.presence_unsaid",
        _("Dites si les porteurs sont là, à distance, représentés ou absents."),
    )


def must_say_why(reason: str) -> Verdict:
    """A file leaves a session with a reason in plain words."""
    return refuse_if(not reason.strip(), "case.no_reason", _("Dites pourquoi, en une phrase."))


def may_grant_without_holder(*, rule: str | None, presence: str) -> Verdict:
    """Where presence is compulsory, nothing is granted to holders who did not come; adjourning or refusing remains."""
    return refuse_if(
        rule == "required" and presence not in HERE,
        "case.holder_required",
        _("Le règlement demande que les porteurs soient là : ajournez le dossier, ou refusez-le."),
    )


def may_deliberate(*, rule: bool | None, holder_in_room: bool) -> Verdict:
    """Where the committee deliberates alone, the holders have left before the vote begins."""
    return refuse_if(
        rule is True and holder_in_room,
        "case.holder_in_room",
        _("Le règlement veut que le comité discute sans les porteurs : notez qu’ils sont sortis."),
    )


CLOSE = (2, 3)  # two words in three


def alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Two titles name nearly the same project: two thirds of the words of the shorter one are in the other.

    Years and edition numbers are left out: the party of 2026 is the party of 2025.
    """
    one, other = ({word for word in each if not word.isdigit()} for each in (words, others))
    shorter = min(len(one), len(other))
    return (
        shorter > 0 and len(one & other) * CLOSE[1] >= shorter * CLOSE[0] and max(len(one), len(other)) <= 3 * shorter
    )
