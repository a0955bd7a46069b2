"""What people do with meetings: write them, publish them, move them, give them papers, and come to them."""

from quartierlibre.domain.meetings.operations.arrivals import note_arrival, welcome_walk_in
from quartierlibre.domain.meetings.operations.certifying import certify, certify_everyone
from quartierlibre.domain.meetings.operations.correcting import correct_meeting
from quartierlibre.domain.meetings.operations.desks import set_desk
from quartierlibre.domain.meetings.operations.erasing import erase_due
from quartierlibre.domain.meetings.operations.lines import accept_offer, lapse_due
from quartierlibre.domain.meetings.operations.links import may_check_certificate, registration_of_token
from quartierlibre.domain.meetings.operations.moving import cancel_meeting, move_meeting, postpone_meeting
from quartierlibre.domain.meetings.operations.opinions import give_opinion, thank_due
from quartierlibre.domain.meetings.operations.organising import organise
from quartierlibre.domain.meetings.operations.papers import attach_paper, remove_paper, show_paper
from quartierlibre.domain.meetings.operations.publishing import (
    archive_meeting,
    publish_due,
    publish_meeting,
    schedule_publication,
    take_back,
    unschedule_publication,
)
from quartierlibre.domain.meetings.operations.registering import (
    cancel_registration,
    change_registration,
    register,
)
from quartierlibre.domain.meetings.operations.reminding import note_called, remind_due
from quartierlibre.domain.meetings.operations.topics import create_series, news_type_for, series_for, topic_for
from quartierlibre.domain.meetings.operations.trainings import create_training, note_presence, open_cycle
from quartierlibre.domain.meetings.operations.writing import (
    create_meeting,
    revise_meeting,
    set_funds,
    set_programme,
    set_topics,
)

__all__ = [
    "accept_offer",
    "archive_meeting",
    "attach_paper",
    "cancel_meeting",
    "cancel_registration",
    "certify",
    "certify_everyone",
    "change_registration",
    "correct_meeting",
    "create_meeting",
    "create_series",
    "create_training",
    "erase_due",
    "give_opinion",
    "lapse_due",
    "may_check_certificate",
    "move_meeting",
    "news_type_for",
    "note_arrival",
    "note_called",
    "note_presence",
    "open_cycle",
    "organise",
    "postpone_meeting",
    "publish_due",
    "publish_meeting",
    "register",
    "registration_of_token",
    "remind_due",
    "remove_paper",
    "revise_meeting",
    "schedule_publication",
    "series_for",
    "set_desk",
    "set_funds",
    "set_programme",
    "set_topics",
    "show_paper",
    "take_back",
    "thank_due",
    "topic_for",
    "unschedule_publication",
    "welcome_walk_in",
]
