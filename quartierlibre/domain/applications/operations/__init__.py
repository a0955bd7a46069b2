"""What people do with a file: write it, come back to it, file it, get help, complete it, screen it."""

from quartierlibre.domain.applications.operations.codes import ask_new_code, issue_code, renew_code, resume, send_code
from quartierlibre.domain.applications.operations.corrections import (
    accept_correction,
    ask_correction,
    cancel_correction,
    present_again,
    remind_late,
    rewrite_answers,
    say_done,
)
from quartierlibre.domain.applications.operations.deciding import note_adjourned, note_decision
from quartierlibre.domain.applications.operations.desk import (
    complete_application,
    enter_paper_sheet,
    mark_seen,
    mark_told,
)
from quartierlibre.domain.applications.operations.drafts import claim_files, copy_as_draft, open_draft, save_draft
from quartierlibre.domain.applications.operations.filing import (
    record_agreement,
    submit_application,
    withdraw_application,
)
from quartierlibre.domain.applications.operations.forms import publish_form
from quartierlibre.domain.applications.operations.late import note_late_reports, note_report_sent
from quartierlibre.domain.applications.operations.opinions import (
    ask_opinion,
    give_opinion,
    opinion_of_token,
    remind_opinion,
    revoke_opinion,
)
from quartierlibre.domain.applications.operations.papers import add_document, owner_key_of, remove_document
from quartierlibre.domain.applications.operations.screening import (
    answer_check,
    declare_admissible,
    declare_inadmissible,
    overrule,
    screen_again,
    withdraw_overruling,
)
from quartierlibre.domain.applications.operations.thread import (
    file_letter,
    mark_thread_read,
    note,
    write_to_holder,
    write_to_team,
)

__all__ = [
    "accept_correction",
    "add_document",
    "answer_check",
    "ask_correction",
    "ask_new_code",
    "ask_opinion",
    "cancel_correction",
    "claim_files",
    "complete_application",
    "copy_as_draft",
    "declare_admissible",
    "declare_inadmissible",
    "enter_paper_sheet",
    "file_letter",
    "give_opinion",
    "issue_code",
    "mark_seen",
    "mark_thread_read",
    "mark_told",
    "note",
    "note_adjourned",
    "note_decision",
    "note_late_reports",
    "note_report_sent",
    "open_draft",
    "opinion_of_token",
    "overrule",
    "owner_key_of",
    "present_again",
    "publish_form",
    "record_agreement",
    "remind_late",
    "remind_opinion",
    "remove_document",
    "renew_code",
    "resume",
    "revoke_opinion",
    "rewrite_answers",
    "save_draft",
    "say_done",
    "screen_again",
    "send_code",
    "submit_application",
    "withdraw_application",
    "withdraw_overruling",
    "write_to_holder",
    "write_to_team",
]
