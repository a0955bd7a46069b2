"""How many must be there for the committee to decide, and how many are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.committees.states import IN_THE_ROOM
from quartierlibre.foundation.verdicts import Verdict, refuse_if


@dataclass(frozen=True)
class QuorumRule:
    """What a regulation says of the quorum: `unit` None when it says nothing, which is never read as a number.

    `window` is the number of former sessions that make a member active; `recusal` what a recused member does to it.
    """

    unit: str | None = None
    value: int = 0
    window: int | None = None
    recusal: str | None = None
    is_second_call: bool = False


@dataclass(frozen=True)
class Member:
    """A seat of the roll as the quorum sees it."""

    votes: bool
    presence: str
    left: bool = False
    recused: bool = False
    active: bool = False

    @property
    def is_here(self) -> bool:
        """In the room or at a distance: one who gave a proxy votes through another and is not there."""
        return self.presence in IN_THE_ROOM and not self.left


@dataclass(frozen=True)
class QuorumState:
    """`needed` is None when no quorum is checked; `base` is None when it is not a part of something."""

    needed: int | None
    counted: int
    met: bool
    base_said: str
    base: int | None = None

    @property
    def is_checked(self) -> bool:
        return self.needed is not None


def quorum(rule: QuorumRule, roll: Iterable[Member]) -> QuorumState:
    """Who counts, against the base the regulation names. Only members with a voice are counted, on both sides.

    A recused member is still counted everywhere but under `leaves_not_counted`, which takes them out of the present
    and out of the base alike (as article L1111-6 CGCT does for councillors).
    """
    members = [member for member in roll if member.votes and _stays_counted(rule, member)]
    counted = sum(member.is_here for member in members)
    base = _base(rule, members)
    needed = _needed(rule, base)
    return QuorumState(
        needed=needed,
        counted=counted,
        met=needed is None or counted >= needed,
        base_said=say_base(rule, base),
        base=base,
    )


def _stays_counted(rule: QuorumRule, member: Member) -> bool:
    return not (member.recused and rule.recusal == "leaves_not_counted")


def _base(rule: QuorumRule, members: list[Member]) -> int | None:
    if rule.unit == "percent_of_enrolled":
        return len(members)
    if rule.unit == "percent_of_active" and rule.window:
        return sum(member.active for member in members)
    return None


def _needed(rule: QuorumRule, base: int | None) -> int | None:
    if rule.is_second_call or rule.unit in (None, "none"):
        return None
    if rule.unit == "members":
        return rule.value
    return None if base is None else at_least(rule.value, base)


def at_least(percent: int, base: int) -> int:
    """The smallest whole number of people that reaches this part of a base: 50 % of 7 is 4. Never through floats."""
    return -(-percent * base // 100)


def say_base(rule: QuorumRule, base: int | None) -> str:
    """What the number needed is a part of, or why none is needed."""
    if rule.is_second_call:
        return _("Seconde réunion : elle décide quel que soit le nombre de présents.")
    if rule.unit is None:
        return _("Le règlement ne fixe pas de quorum.")
    if rule.unit == "none":
        return _("Le comité décide quel que soit le nombre de membres présents.")
    if rule.unit == "members":
        return ngettext("%(n)s membre présent au moins.", "%(n)s membres présents au moins.", rule.value) % {
            "n": rule.value
        }
    if base is None:
        return _("Le règlement compte les membres venus aux dernières séances, sans dire combien de séances.")
    said = {"percent": rule.value, "base": base, "n": rule.window}
    if rule.unit == "percent_of_enrolled":
        return _("%(percent)s\u00a0%% des %(base)s membres qui votent.") % said
    return _active_said(rule, said)


def _active_said(rule: QuorumRule, said: dict[str, int | None]) -> str:
    return (
        ngettext(
            "%(percent)s\u00a0%% des %(base)s membres venus à la dernière séance.",
            "%(percent)s\u00a0%% des %(base)s membres venus au moins une fois aux %(n)s dernières séances.",
            rule.window or 1,
        )
        % said
    )


def may_decide(state: QuorumState) -> Verdict:
    """Without its quorum a session hears, and does not decide."""
    said = _("Il faut %(needed)s membres qui votent, il y en a %(counted)s : la séance peut entendre, pas décider.") % {
        "needed": state.needed,
        "counted": state.counted,
    }
    return refuse_if(not state.met, "session.no_quorum", said)
