"""Meetings: told by the agenda, its calendars and its feeds. Who registered is written to by their registration."""

WORK = "Travail de l’équipe : une page en préparation n’a pas de lecteur."
TOLD = "La page, les flux et les calendriers le disent."

SILENT: dict[str, str] = {
    "meetings.topic.added": "Une liste de référence.",
    "meetings.type.added": "Une liste de référence.",
    "meetings.series.created": WORK,
    "meetings.meeting.created": WORK,
    "meetings.meeting.revised": TOLD,
    "meetings.programme.set": TOLD,
    "meetings.topics.set": TOLD,
    "meetings.funds.set": TOLD,
    "meetings.paper.attached": TOLD,
    "meetings.paper.removed": TOLD,
    "meetings.meeting.scheduled": WORK,
    "meetings.meeting.unscheduled": WORK,
    "meetings.meeting.published": TOLD,
    "meetings.meeting.taken_back": TOLD,
    "meetings.meeting.archived": TOLD,
}
