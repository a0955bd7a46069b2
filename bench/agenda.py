"""The agenda with 10,000 meetings: its list, its month, the page of one, made for one reader and kept for anyone.

Rows are written in bulk, beside the operations: this is weight, not a story.
"""

import random
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from bench.load import Target
from bench.scale import PARIS, WHAT, WHOSE
from quartierlibre.domain.meetings.models import Meeting, ProgrammeItem, Topic
from quartierlibre.domain.meetings.states import ItemKind, MeetingKind, MeetingState
from quartierlibre.domain.places.models import Territory

MEETINGS, YEARS, AT_ONCE = 10_000, 6, 2_000
# A page is kept for readers without any cookie; with one, it is made again at each request.
READER = {"Cookie": "reader=1"}
BODY = '<p>Une après-midi pour se parler, avec <a href="/projets/">les projets aidés</a> sous les yeux.</p>' * 8
MOMENTS = (("Accueil", ItemKind.WELCOME, 0), ("Échanges", ItemKind.EXCHANGE, 30), ("Clôture", ItemKind.CLOSING, 180))


def fill(count: int) -> None:
    """Bring the meetings to `count`, four fifths of them past, the same every time."""
    missing = count - Meeting.objects.count()
    chance = random.Random(count)
    territories = [*Territory.objects.order_by("pk"), None]
    topics = [Topic.objects.get_or_create(slug=f"theme-{n}", defaults={"name": f"Thème {n}"})[0] for n in range(25)]
    made = Meeting.objects.bulk_create(
        [_meeting(chance, number, territories) for number in range(missing)], batch_size=AT_ONCE
    )
    link = Meeting.topics.through
    link.objects.bulk_create(
        [link(meeting=one, topic=topic) for one in made for topic in chance.sample(topics, 2)], batch_size=5_000
    )
    ProgrammeItem.objects.bulk_create(
        [
            ProgrammeItem(
                meeting=one, order=order, title=title, kind=kind, at=one.welcome_at + timedelta(minutes=after)
            )
            for one in made
            for order, (title, kind, after) in enumerate(MOMENTS, start=1)
        ],
        batch_size=5_000,
    )


def _meeting(chance: random.Random, number: int, territories: list) -> Meeting:
    days = chance.randrange(-365 * YEARS * 4 // 5, 365 * YEARS // 5)
    starts_at = datetime.combine(timezone.localdate() + timedelta(days=days), time(14), tzinfo=PARIS)
    return Meeting(
        title=f"{chance.choice(WHAT)} {chance.choice(WHOSE)} n° {number}",
        slug=f"mesure-{number}",
        kind=chance.choice(MeetingKind.values),
        state=MeetingState.PUBLISHED,
        territory=chance.choice(territories),
        organiser="Centre de ressources",
        welcome_at=starts_at - timedelta(minutes=30),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        venue_name="Maison des Briques",
        venue_address="6 rue des Filatures",
        town="Hautefosse-lez-Scarpe",
        summary="Une après-midi pour se parler, avec les projets aidés sous les yeux.",
        body=BODY,
        first_published_at=starts_at - timedelta(days=30),
    )


def targets(port: int) -> list[Target]:
    """Every page made for one reader, then the two most read, kept for anyone."""
    day = timezone.localdate()
    agenda, page = reverse("meet:agenda"), reverse("meet:meeting", args=["mesure-7"])
    made = (
        ("agenda, 20 rencontres", agenda),
        ("agenda passé, filtré", f"{agenda}?passe=1&theme=theme-3&genre=network"),
        ("agenda d’un mois", reverse("meet:month", args=[day.year, day.month])),
        ("page d’une rencontre", page),
    )
    return [
        *(Target(name, port, path, goal=3, queries_goal=8, headers=dict(READER)) for name, path in made),
        Target("agenda, gardé", port, agenda, goal=1, queries_goal=8),
        Target("page d’une rencontre, gardée", port, page, goal=1, queries_goal=8),
    ]
