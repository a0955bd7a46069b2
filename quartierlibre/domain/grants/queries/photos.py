"""Photos anyone may see: those whose people agreed to this use, and have not changed their mind."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from quartierlibre.domain.grants.states import PhotoUse, ReportState
from quartierlibre.foundation.files.states import FileState
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


class ShownPhoto(NamedTuple):
    """A photo as a public page shows it; `file` is the key of its stored file."""

    pk: int
    alternative: str
    file: int


def shown_photos(application_id: UUID, use: PhotoUse = PhotoUse.SITE) -> tuple[ShownPhoto, ...]:
    """Of a published project, by its public name. One query, asked at each showing: a withdrawal acts at once.

    Found through the public copy: a public page never asks the tables of files and people (decision 0015).
    """
    facts = {
        "project": application_id,
        "use": use.value,
        "draft": ReportState.DRAFT.value,
        "kept": FileState.KEPT.value,
    }
    return tuple(ShownPhoto(*row) for row in answers(_SHOWN, facts))
