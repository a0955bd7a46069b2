"""Which fund, which year: 404 for whoever may not read its accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from quartierlibre.domain.funds.models import Fund, FundYear
from quartierlibre.domain.funds.queries import years_of
from quartierlibre.domain.funds.states import YearState
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.web.manage.access import fund_in_charge, person_of, territories_of


@dataclass(frozen=True)
class Desk:
    """Who reads, which fund, which year of it among which (newest first). `year` None: no year is prepared."""

    person: Person
    fund: Fund
    years: tuple[FundYear, ...]
    year: FundYear | None

    @property
    def keeps(self) -> bool:
        """May write what funders bring, and close the year."""
        return self.person.may(Permission.ENDOW_FUNDS, within=self.fund.territory)

    @property
    def follows(self) -> bool:
        return self.person.may(Permission.FOLLOW_GRANTS, within=self.fund.territory)

    @property
    def reads_files(self) -> bool:
        return self.person.may(Permission.READ_APPLICATIONS, within=self.fund.territory)


def desk_of(
    request: HttpRequest, slug: str, permission: Permission = Permission.READ_BOOKS, *, year: int | None = None
) -> Desk:
    """The fund as this person may read it. The year asked for, else the newest open one, else the newest."""
    person = person_of(request)
    years = years_of(slug, territories_of(person, permission))
    fund = years[0].fund if years else fund_in_charge(person, slug, permission)
    wanted = year if year is not None else _asked(request)
    if wanted is not None:
        found = [each for each in years if each.year == wanted]
        if not found:
            raise Http404
        return Desk(person, fund, years, found[0])
    opened = [each for each in years if each.state == YearState.OPEN]
    return Desk(person, fund, years, next(iter([*opened, *years]), None))


def _asked(request: HttpRequest) -> int | None:
    said = request.GET.get("annee", "")
    return int(said) if said.isdecimal() and len(said) == 4 else None


def year_of(desk: Desk) -> FundYear:
    """The year looked at. Raises Http404 when none is prepared."""
    if desk.year is None:
        raise Http404
    return desk.year


def month_said(said: str) -> date:
    """The first day of « 2026-06 ». Raises Http404 for anything else."""
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise Http404 from None
