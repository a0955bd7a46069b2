"""What the page of one project says."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from quartierlibre.domain.applications.models.application import number_said
from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Project
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.domain.grants.queries.photos import ShownPhoto
from quartierlibre.foundation.money import format_euros
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.discover.project_cards import cards_html, holder_said


class ProjectPage:
    """`photos` are those whose people agreed to be seen here."""

    def __init__(self, project: Project, photos: Sequence[ShownPhoto] = ()) -> None:
        self.project, self.photos = project, photos

    @property
    def title(self) -> str:
        return self.project.title or _("Projet sans titre")

    @property
    def number(self) -> str:
        return number_said(self.project.year, self.project.number)

    @property
    def holder(self) -> str:
        return holder_said(self.project.holder_kind, self.project.holder)

    @property
    def days(self) -> str:
        """When it takes place, as far as it was said."""
        start, end = self.project.starts_on, self.project.ends_on
        if start and end and end != start:
            return _("du %(start)s au %(end)s") % {"start": long_date(start), "end": long_date(end)}
        return long_date(start) if start else ""

    @property
    def outcome(self) -> str:
        return str(Outcome(self.project.outcome).label)

    @property
    def is_partial(self) -> bool:
        return self.project.asked is not None and self.project.asked > self.project.amount

    @property
    def summary(self) -> str:
        return _("%(amount)s accordés par des habitants\u00a0: %(holder)s, %(where)s.") % {
            "amount": format_euros(self.project.amount),
            "holder": self.holder,
            "where": self.project.where or self.project.fund,
        }

    @cached_property
    def similar(self) -> str:
        return cards_html(public.similar(self.project), level=3)
