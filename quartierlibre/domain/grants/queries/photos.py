"""Photos anyone may see: those whose people agreed to this use, and have not changed their mind."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from quartierlibre.domain.grants.states import PhotoUse, ReportState
from quartierlibre.foundation.files.states import FileState
from quartierlibre.foundation.questions import answers

# Asked at each showing of each project, most of which have none: put together by Django it cost more than the page.
_SHOWN = """
SELECT photo.id, photo.alternative, photo.file_id FROM committees_publisheddecision published
JOIN grants_grant helped ON helped.decision_id = published.decision_id
JOIN grants_report report ON report.grant_id = helped.id AND report.state <> %(draft)s
JOIN grants_reportphoto photo ON photo.report_id = report.id
JOIN files_storedfile file ON file.id = photo.file_id AND file.state = %(kept)s
WHERE published.public_id = %(project)s AND EXISTS (
    SELECT FROM grants_photoconsent agreed
    WHERE agreed.photo_id = photo.id AND agreed.use = %(use)s AND agreed.withdrawn_at IS NULL
)
ORDER BY report.id, photo.position, photo.id
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
