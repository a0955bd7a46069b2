"""What waits this morning: every line is computed from the state of the files, nothing is ever typed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.desk import SHOWN_PER_ACTION, Task, filed_in, holder_of, next_actions
from quartierlibre.domain.applications.queries.screening import queue
from quartierlibre.domain.applications.states import UNDER_WAY
from quartierlibre.domain.committees.queries import NextSitting, next_sittings
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulations, funds_of
from quartierlibre.domain.grants.queries.due import Due, due_by_fund
from quartierlibre.domain.people.models import Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.foundation.money import Cents, format_euros
from quartierlibre.pagekit.words import NBSP, days_from, long_date
from quartierlibre.web.manage.grants import counted

NEAR = timedelta(days=10)
NOTHING = Cents(0)
ICONS = {"new": "letter", "tell": "phone", "sign": "pen", "complete": "hand"}
ANCHORS = {"tell": "#prevenir", "sign": "#completer", "complete": "#completer"}


@dataclass(frozen=True)
class Action:
    """One line: what it is about, what to know, and one link that is a verb."""

    title: str
    detail: str
    verb: str
    href: str
    said: str


@dataclass(frozen=True)
class Waiting:
    """One kind of thing to do, its first lines, and the way to the others."""

    key: str
    icon: str
    title: str
    count: int
    actions: Sequence[Action]
    more: str = ""


@dataclass(frozen=True)
class Figures:
    """Short counts of the files under way."""

    under_way: int = 0
    this_week: int = 0
    asked_cents: Cents = NOTHING


@dataclass(frozen=True)
class FundCard:
    """A fund as its team sees it in the morning."""

    fund: Fund
    is_open: bool
    sitting: NextSitting | None
    figures: Figures
    may_enter: bool
    may_plan: bool
    may_pay: bool
    may_read_books: bool


@dataclass(frozen=True)
class Morning:
    waiting: Sequence[Waiting]
    cards: Sequence[FundCard] = field(default=())

    @property
    def count(self) -> int:
        return sum(each.count for each in self.waiting)


def morning_of(person: Person, territories: Sequence[int], *, today: date) -> Morning:
    """Everything the first page shows. About ten queries, whatever the number of files."""
    cards = _cards(person, territories, today)
    files = [_task(task, today) for task in next_actions(person)]
    waiting = [*files, *_screening(person, today), *_grants(person, cards, today), *_payments(cards)]
    return Morning([*waiting, *_dates(cards, today)], cards)


def _task(task: Task, today: date) -> Waiting:
    actions = [_file_line(task.code, each, today) for each in task.files]
    more = f"{reverse('manage:files')}?{urlencode({'a-faire': task.code})}" if task.count > len(actions) else ""
    return Waiting(task.code, ICONS[task.code], str(task.title), task.count, actions, more)


def _file_line(code: str, file: Application, today: date) -> Action:
    href = reverse("manage:file", args=[file.public_id]) + ANCHORS.get(code, "")
    verbs = {"new": _("Lire"), "tell": _("Prévenir"), "sign": _("Faire signer"), "complete": _("Compléter")}
    title = file.title or _("Dossier sans titre")
    if code == "tell":
        return Action(
            file.holder_name or holder_of(file) or title,
            _details(code, file, today),
            verbs[code],
            href,
            f"{file.number} {title}",
        )
    return Action(title, _details(code, file, today), verbs[code], href, f"{file.number} {title}")


def _details(code: str, file: Application, today: date) -> str:
    if code == "tell":
        phone = readable_phone(file.contact_phone) if file.contact_phone else _("par courrier ou de vive voix")
        return " · ".join(part for part in (phone, file.number, file.title) if part)
    parts = [file.number, holder_of(file)]
    if code == "complete":
        count = len([name for name in file.missing if name != "signature"])
        parts.append(ngettext("%(count)s réponse manque", "%(count)s réponses manquent", count) % {"count": count})
    else:
        parts.append(_("reçu %(when)s") % {"when": days_from(file.filed_on, today)} if file.filed_on else "")
    return " · ".join(part for part in parts if part)


def _screening(person: Person, today: date) -> Iterator[Waiting]:
    """Files already read and whole whose next move is the team's, and those where their holder said something."""
    charge = person.territories_where(Permission.SCREEN_APPLICATIONS)
    found = queue(filed_in(charge), today=today).for_me if charge else []
    mine = [each for each in found if each.unread or each.answered or _is_ready(each.application)]
    if mine:
        lines = [_to_screen(each.application, each.days(today)) for each in mine[:SHOWN_PER_ACTION]]
        more = reverse("screen:queue") if len(mine) > len(lines) else ""
        yield Waiting("screen", "hand", _("Dossiers à instruire"), len(mine), lines, more)


def _is_ready(file: Application) -> bool:
    """What is not read, signed or complete is already named above, with what comes first."""
    return file.seen_at is not None and not file.missing


def _to_screen(file: Application, days: int) -> Action:
    waited = ngettext("attend depuis %(days)s jour", "attend depuis %(days)s jours", days) % {"days": days}
    title = file.title or _("Dossier sans titre")
    detail = " · ".join(part for part in (file.number, holder_of(file), waited if days else "") if part)
    return Action(
        title, detail, _("Instruire"), reverse("screen:file", args=[file.public_id]), f"{file.number} {title}"
    )


def _grants(person: Person, cards: Sequence[FundCard], today: date) -> Iterator[Waiting]:
    """Agreements to send, changes to answer, reports to check, by fund."""
    followed = set(person.territories_where(Permission.FOLLOW_GRANTS))
    found = counted([card.fund for card in cards if card.fund.territory_id in followed], today)
    if found:
        lines = [Action(each.fund.name, each.words, _("Suivre"), each.href, each.fund.name) for each in found]
        yield Waiting("grants", "hand", _("Projets aidés à suivre"), sum(each.count for each in found), lines)


def _payments(cards: Sequence[FundCard]) -> Iterator[Waiting]:
    """What is due to be paid, by fund, with the one page where it is paid."""
    paying = {card.fund.pk: card.fund for card in cards if card.may_pay}
    found = due_by_fund(paying.values()) if paying else {}
    if found:
        lines = [_to_pay(paying[key], due) for key, due in found.items()]
        yield Waiting("payments", "euro", _("De l’argent à payer"), sum(each.count for each in found.values()), lines)


def _to_pay(fund: Fund, due: Due) -> Action:
    words = []
    if due.ready:
        said = ngettext("%(n)d versement peut partir", "%(n)d versements peuvent partir", due.ready)
        words.append(f"{said % {'n': due.ready}}{NBSP}: {format_euros(due.cents)}")
    if due.stopped:
        said = ngettext("%(n)d attend un RIB confirmé", "%(n)d attendent un RIB confirmé", due.stopped)
        words.append(said % {"n": due.stopped})
    href = reverse("manage:payments", args=[fund.slug])
    return Action(fund.name, " · ".join(words), _("Payer"), href, fund.name)


def _dates(cards: Sequence[FundCard], today: date) -> Iterator[Waiting]:
    near = [_last_day(card, card.sitting.last_day, today) for card in cards if card.sitting and _is_near(card, today)]
    if near:
        yield Waiting("last-day", "clock", _("Dernier jour pour déposer"), len(near), near)
    dateless = [_no_date(card) for card in cards if card.is_open and card.may_plan and card.sitting is None]
    if dateless:
        yield Waiting("no-date", "calendar", _("Comité à annoncer"), len(dateless), dateless)


def _is_near(card: FundCard, today: date) -> bool:
    last_day = card.sitting.last_day if card.sitting else None
    return last_day is not None and last_day - today <= NEAR


def _last_day(card: FundCard, last_day: date | None, today: date) -> Action:
    day = last_day or today
    said = {"day": long_date(day), "when": days_from(day, today), "count": card.figures.under_way}
    detail = ngettext(
        "%(day)s, %(when)s · %(count)s dossier déposé",
        "%(day)s, %(when)s · %(count)s dossiers déposés",
        card.figures.under_way,
    )
    href = f"{reverse('manage:files')}?{urlencode({'fonds': card.fund.pk})}"
    return Action(card.fund.name, detail % said, _("Relire"), href, card.fund.name)


def _no_date(card: FundCard) -> Action:
    detail = _("Sans date, personne ne sait jusqu’à quand déposer.")
    return Action(
        card.fund.name, detail, _("Annoncer"), reverse("manage:sessions", args=[card.fund.slug]), card.fund.name
    )


def _cards(person: Person, territories: Sequence[int], today: date) -> list[FundCard]:
    funds = list(funds_of(territories).filter(is_reference=False))
    rights = (Permission.ENTER_PAPER, Permission.PLAN_SESSIONS, Permission.PREPARE_PAYMENTS, Permission.READ_BOOKS)
    enters, plans, pays, reads = (set(person.territories_where(each)) for each in rights)
    rulebooks = {key: each.rulebook for key, each in current_regulations([fund.pk for fund in funds], today).items()}
    sittings = next_sittings(funds, {fund.pk: rulebooks.get(fund.pk) for fund in funds}, today=today)
    figures = _figures(funds, today)
    return [
        FundCard(
            fund=fund,
            is_open=fund.is_open(today),
            sitting=sittings.get(fund.pk),
            may_enter=fund.territory_id in enters,
            may_plan=fund.territory_id in plans,
            may_pay=fund.territory_id in pays,
            may_read_books=fund.territory_id in reads,
            figures=figures.get(fund.pk, Figures()),
        )
        for fund in funds
    ]


def _figures(funds: Sequence[Fund], today: date) -> dict[int, Figures]:
    """Short counts by fund, in one query."""
    under_way = Application.objects.filter(fund__in=funds, state__in=UNDER_WAY)
    week_ago = today - timedelta(days=7)
    counted = under_way.values("fund_id").annotate(
        under_way=Count("pk"), this_week=Count("pk", filter=Q(filed_on__gt=week_ago)), asked=Sum("asked_cents")
    )
    return {row["fund_id"]: Figures(row["under_way"], row["this_week"], Cents(row["asked"] or 0)) for row in counted}


def greeting(person: Person) -> str:
    """« Bonjour Chloé »: by the first name, and good evening after 18 h."""
    word = _("Bonsoir") if timezone.localtime().hour >= 18 else _("Bonjour")
    first = person.name.split()[0] if person.name else ""
    return f"{word} {first}".strip()
