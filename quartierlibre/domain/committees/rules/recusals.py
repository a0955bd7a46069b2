"""Who must step aside: a project compared with what a member declared once, and the moves of a recusal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.committees.states import InterestNature, InterestState
from quartierlibre.foundation.verdicts import Verdict, refuse_if

STEPPED_ASIDE = (InterestState.PROPOSED, InterestState.DECLARED)


@dataclass(frozen=True)
class Project:
    """What a file tells of who is behind it. Empty texts and missing keys match nothing."""

    people: frozenset[int] = frozenset()
    group_id: int | None = None
    numbers: frozenset[str] = frozenset()
    name_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tie:
    """One tie of a member: a declared link, or the group they sit for."""

    nature: InterestNature
    group_id: int | None = None
    with_person: int | None = None
    numbers: frozenset[str] = field(default_factory=frozenset)
    name_key: str = ""


def recusal_for(project: Project, *, person: int, ties: Iterable[Tie]) -> InterestNature | None:
    """Why this member should step aside, the strongest reason first: their own project, then their ties in order."""
    if person in project.people:
        return InterestNature.OWN
    return next((tie.nature for tie in ties if _touches(tie, project)), None)


def _touches(tie: Tie, project: Project) -> bool:
    return (
        (tie.group_id is not None and tie.group_id == project.group_id)
        or (tie.with_person is not None and tie.with_person in project.people)
        or not tie.numbers.isdisjoint(project.numbers)
        or (tie.name_key != "" and tie.name_key in project.name_keys)
    )


def may_declare(*, is_own_seat: bool, runs_session: bool, sits_here: bool, is_over: bool) -> Verdict:
    """A member declares for themselves, whoever runs the session notes it for them; nothing after the session."""
    return (
        refuse_if(
            not (is_own_seat or runs_session), "committee.no_right", _("Vous n’avez pas ce droit dans ce comité.")
        )
        & refuse_if(not sits_here, "interest.not_a_member", _("Cette personne ne siège pas à ce comité."))
        & refuse_if(is_over, "session.over", _("La séance est finie : écrivez au gestionnaire du fonds."))
    )


def may_dismiss(*, state: str, nature: str, is_own_seat: bool, reason: str, is_over: bool) -> Verdict:
    """Somebody else looks into it and says why; carrying the project oneself leaves nothing to look into."""
    return (
        refuse_if(is_over, "session.over", _("La séance est finie : ses déports ne changent plus."))
        & refuse_if(
            nature == InterestNature.OWN,
            "interest.own_project",
            _("Cette personne porte le projet : elle se déporte, sans discussion."),
        )
        & refuse_if(
            is_own_seat, "interest.own_judge", _("Personne ne lève son propre déport : une autre personne décide.")
        )
        & refuse_if(not reason.strip(), "interest.no_reason", _("Dites pourquoi ce lien n’empêche pas de décider."))
        & refuse_if(state == InterestState.DISMISSED, "interest.already_dismissed", _("Ce déport est déjà écarté."))
    )
