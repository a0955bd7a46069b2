"""Meetings: told by the agenda, its calendars and its feeds. Who registered is written to by their registration."""

SILENT: dict[str, str] = {
    "meetings.topic.added": "Une liste de référence.",
    "meetings.type.added": "Une liste de référence.",
    "meetings.series.created": "Travail de l’équipe : une page en préparation n’a pas de lecteur.",
    "meetings.meeting.created": "Travail de l’équipe : une page en préparation n’a pas de lecteur.",
    "meetings.meeting.revised": "La page, les flux et les calendriers le disent.",
    "meetings.programme.set": "La page, les flux et les calendriers le disent.",
    "meetings.topics.set": "La page, les flux et les calendriers le disent.",
    "meetings.funds.set": "La page, les flux et les calendriers le disent.",
    "meetings.paper.attached": "La page, les flux et les calendriers le disent.",
    "meetings.paper.shown": "La page, les flux et les calendriers le disent.",
    "meetings.paper.removed": "La page, les flux et les calendriers le disent.",
    "meetings.meeting.scheduled": "Travail de l’équipe : une page en préparation n’a pas de lecteur.",
    "meetings.meeting.unscheduled": "Travail de l’équipe : une page en préparation n’a pas de lecteur.",
    "meetings.meeting.published": "La page, les flux et les calendriers le disent.",
    "meetings.meeting.taken_back": "La page, les flux et les calendriers le disent.",
    "meetings.meeting.archived": "La page, les flux et les calendriers le disent.",
}
