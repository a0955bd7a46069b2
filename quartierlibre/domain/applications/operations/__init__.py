"""What people do with a file: write it, come back to it, file it, get help, complete it."""

from quartierlibre.domain.applications.operations.codes import ask_new_code, issue_code, renew_code, resume, send_code
from quartierlibre.domain.applications.operations.deciding import note_adjourned, note_decision
from quartierlibre.domain.applications.operations.desk import (
    complete_application,
    enter_paper_sheet,
    mark_seen,
    mark_told,
)
from quartierlibre.domain.applications.operations.drafts import claim_files, open_draft, save_draft
from quartierlibre.domain.applications.operations.filing import (
    record_agreement,
    submit_application,
    withdraw_application,
)
from quartierlibre.domain.applications.operations.forms import publish_form
from quartierlibre.domain.applications.operations.papers import add_document, owner_key_of, remove_document

__all__ = [
    "add_document",
    "ask_new_code",
    "claim_files",
    "complete_application",
    "enter_paper_sheet",
    "issue_code",
    "mark_seen",
    "mark_told",
    "note_adjourned",
    "note_decision",
    "open_draft",
    "owner_key_of",
    "publish_form",
    "record_agreement",
    "remove_document",
    "renew_code",
    "resume",
    "save_draft",
    "send_code",
    "submit_application",
    "withdraw_application",
]
