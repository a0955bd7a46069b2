"""What a file tells of who is behind it, what members declared, and who may follow the deliberation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch

from quartierlibre.domain.applications.contacts import name_key
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.committees.models import Case, Interest, Link, Seat, Session
from quartierlibre.domain.committees.rules.recusals import STEPPED_ASIDE, Project, Tie, recusal_for
from quartierlibre.domain.committees.states import InterestNature
from quartierlibre.domain.people.models import Group, Person

# What tells who is behind a file: asked of every file of an evening, at its call and at its opening.
OF_A_CASE = (
    "session",
    "position",
    *(
        f"application__{name}"
        for name in ("holder", "holder_name", "name_key", "rna", "siret", "group__name", "group__rna", "group__siret")
    ),
)


def project_of(application: Application) -> Project:
    """Holder, team, group, numbers and names of a file."""
    people = {each.pk for each in application.team.all()} | {application.holder_id or 0}
    names = {application.name_key, name_key(application.holder_name)}
    numbers = {application.rna, application.siret}
    if application.group is not None:
        names.add(name_key(application.group.name))
        numbers |= _numbers(application.group)
    return Project(
        people=frozenset(people - {0}),
        group_id=application.group_id,
        numbers=frozenset(numbers - {""}),
        name_keys=frozenset(names - {""}),
    )


def ties_of(seats: Iterable[Seat]) -> dict[int, list[Tie]]:
    """By person: the group they sit for, then the links they declared and did not end. One query."""
    listed = list(seats)
    found: dict[int, list[Tie]] = defaultdict(list)
    for seat in listed:
        if seat.group is not None or seat.group_name:
            found[seat.person_id].append(_tie(InterestNature.ASSOCIATION, seat.group, seat.group_name))
    links = Link.objects.filter(person__in=[seat.person_id for seat in listed], ended_at=None).select_related("group")
    for link in links:
        tie = _tie(InterestNature(link.nature), link.group, link.name, with_person=link.with_person_id)
        found[link.person_id].append(tie)
    return found


def _tie(nature: InterestNature, group: Group | None, name: str, *, with_person: int | None = None) -> Tie:
    return Tie(
        nature=nature,
        group_id=group.pk if group else None,
        with_person=with_person,
        numbers=frozenset(_numbers(group)) if group else frozenset(),
        name_key=name_key(group.name if group else name),
    )


def _numbers(group: Group) -> set[str]:
    return {group.rna, group.siret} - {""}


def recusals_to_propose(session: Session, seats: Iterable[Seat]) -> list[tuple[Case, Seat, InterestNature]]:
    """Members and files that touch each other and that nobody has spoken of yet."""
    listed = list(seats)
    ties = ties_of(listed)
    known = set(Interest.objects.filter(case__session=session).values_list("case", "seat"))
    cases = session.cases.select_related("application__group").only(*OF_A_CASE)
    cases = cases.prefetch_related(Prefetch("application__team", queryset=Person.objects.only("pk")))
    found = []
    for case in cases:
        project = project_of(case.application)
        for seat in listed:
            nature = recusal_for(project, person=seat.person_id, ties=ties.get(seat.person_id, []))
            if nature is not None and (case.pk, seat.pk) not in known:
                found.append((case, seat, nature))
    return found


def may_read_deliberation(person: Person, case: Case) -> bool:
    """Who sees the session, minus whoever carries the file and whoever steps aside on it, even if only proposed."""
    if not Session.objects.visible_to(person).filter(pk=case.session_id).exists():
        return False
    return not is_concerned(person, case)


def is_concerned(person: Person, case: Case) -> bool:
    """True for the holder, their team, and a member who steps aside on this file."""
    aside = Interest.objects.filter(case=case, seat__person=person, state__in=STEPPED_ASIDE)
    return aside.exists() or Application.objects.held_by(person).filter(pk=case.application_id).exists()


def readable_deliberations(person: Person) -> list[int]:
    """Keys of the cases whose deliberation this person may follow."""
    cases = Case.objects.visible_to(person).exclude(
        pk__in=Interest.objects.filter(seat__person=person, state__in=STEPPED_ASIDE).values("case")
    )
    carried = Application.objects.held_by(person).values("pk")
    return list(cases.exclude(application__in=carried).values_list("pk", flat=True))
