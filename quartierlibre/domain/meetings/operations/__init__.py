"""What people do with meetings: write them, publish them, move them, and give them papers."""

from quartierlibre.domain.meetings.operations.moving import cancel_meeting, move_meeting, postpone_meeting
from quartierlibre.domain.meetings.operations.papers import attach_paper, remove_paper
from quartierlibre.domain.meetings.operations.publishing import (
    archive_meeting,
    publish_due,
    publish_meeting,
    schedule_publication,
    take_back,
    unschedule_publication,
)
from quartierlibre.domain.meetings.operations.topics import create_series, news_type_for, topic_for
from quartierlibre.domain.meetings.operations.writing import (
    create_meeting,
    revise_meeting,
    set_funds,
    set_programme,
    set_topics,
)

__all__ = [
    "archive_meeting",
    "attach_paper",
    "cancel_meeting",
    "create_meeting",
    "create_series",
    "move_meeting",
    "news_type_for",
    "postpone_meeting",
    "publish_due",
    "publish_meeting",
    "remove_paper",
    "revise_meeting",
    "schedule_publication",
    "set_funds",
    "set_programme",
    "set_topics",
    "take_back",
    "topic_for",
    "unschedule_publication",
]
