"""Photos anyone may see: those whose people agreed to this use, and have not changed their mind."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from quartierlibre.domain.grants.states import PhotoUse, ReportState
from quartierlibre.foundation.files.states import FileState
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.questions import answers

# Asked at each showing of each project, most of which have none: put together by Django it cost more than the page.
# One step after the other rather than joined: looking for the best order of five joins took ten times the answer.
_SHOWN = """
SELECT photo.id, photo.alternative, photo.file_id FROM grants_reportphoto photo
WHERE photo.report_id = ANY(ARRAY(
    SELECT report.id FROM grants_report report WHERE report.state <> %(draft)s AND report.grant_id = ANY(ARRAY(
        SELECT helped.id FROM grants_grant helped WHERE helped.decision_id = ANY(ARRAY(
            SELECT decision_id FROM committees_publisheddecision WHERE public_id = %(project)s
        ))
    ))
)) AND (SELECT file.state FROM files_storedfile file WHERE file.id = photo.file_id) = %(kept)s
AND (
    SELECT true FROM grants_photoconsent agreed
    WHERE agreed.photo_id = photo.id AND agreed.use = %(use)s AND agreed.withdrawn_at IS NULL LIMIT 1
)
ORDER BY photo.report_id, photo.position, photo.id
"""
# The newest agreements first, a bounded number of them: however many projects there are, the front page costs the same.
_PICTURED = """
SELECT project.public_id, project.title, project.where_words, project.amount_cents, photo.id, photo.alternative
FROM (
    SELECT photo_id FROM grants_photoconsent WHERE use = %(use)s AND withdrawn_at IS NULL
    ORDER BY id DESC LIMIT %(read)s
) agreed
JOIN grants_reportphoto photo ON photo.id = agreed.photo_id
JOIN files_storedfile file ON file.id = photo.file_id AND file.state = %(kept)s
JOIN grants_report report ON report.id = photo.report_id AND report.state <> %(draft)s
JOIN grants_grant helped ON helped.id = report.grant_id
JOIN committees_publisheddecision project ON project.decision_id = helped.decision_id
ORDER BY photo.report_id DESC, photo.position, photo.id
"""
# The last projects of one fund, a bounded number of them too.
_PICTURED_IN = """
SELECT project.public_id, project.title, project.where_words, project.amount_cents, photo.id, photo.alternative
FROM (
    SELECT decision_id, public_id, title, where_words, amount_cents FROM committees_publisheddecision
    WHERE fund_id = %(fund)s ORDER BY decided_on DESC, decision_id DESC LIMIT %(read)s
) project
JOIN grants_grant helped ON helped.decision_id = project.decision_id
JOIN grants_report report ON report.grant_id = helped.id AND report.state <> %(draft)s
JOIN grants_reportphoto photo ON photo.report_id = report.id
JOIN files_storedfile file ON file.id = photo.file_id AND file.state = %(kept)s
WHERE EXISTS (
    SELECT FROM grants_photoconsent agreed
    WHERE agreed.photo_id = photo.id AND agreed.use = %(use)s AND agreed.withdrawn_at IS NULL
)
ORDER BY photo.report_id DESC, photo.position, photo.id
"""
READ = 60


class ShownPhoto(NamedTuple):
    """A photo as a public page shows it; `file` is the key of its stored file."""

    pk: int
    alternative: str
    file: int


class PicturedProject(NamedTuple):
    """A project as a public page shows it beside one photo; `photo` is the key `shown_photos` gives it."""

    public_id: UUID
    title: str
    where: str
    amount: Cents
    photo: int
    alternative: str


def shown_photos(application_id: UUID, use: PhotoUse = PhotoUse.SITE) -> tuple[ShownPhoto, ...]:
    """Of a published project, by its public name. One query, asked at each showing: a withdrawal acts at once.

    Found through the public copy: a public page never asks the tables of files and people (decision 0015).
    """
    return tuple(ShownPhoto(*row) for row in answers(_SHOWN, {"project": application_id, **_agreed(use)}))


def pictured_projects(
    size: int, use: PhotoUse = PhotoUse.SITE, *, fund: int | None = None
) -> tuple[PicturedProject, ...]:
    """The projects last told in pictures, of one fund or of all; one photo each, the first of its report. One query."""
    asked = {"read": READ, "fund": fund, **_agreed(use)}
    found: dict[UUID, PicturedProject] = {}
    for row in answers(_PICTURED if fund is None else _PICTURED_IN, asked):
        found.setdefault(row[0], PicturedProject(*row))
    return tuple(found.values())[:size]


def _agreed(use: PhotoUse) -> dict[str, str]:
    return {"use": use.value, "draft": ReportState.DRAFT.value, "kept": FileState.KEPT.value}
