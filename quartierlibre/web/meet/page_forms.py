"""The page of a meeting as its organiser writes it: facts, words, programme, themes and funds; and its papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.meetings.facts import Facts, Item
from quartierlibre.domain.meetings.models import Meeting, Topic
from quartierlibre.domain.meetings.queries.facts import facts_of, items_of, times_of
from quartierlibre.domain.meetings.rules import times
from quartierlibre.domain.meetings.rules.moments import kind_of
from quartierlibre.domain.meetings.rules.times import Times
from quartierlibre.domain.meetings.states import MeetingKind, MeetingState, Mode, PaperMoment
from quartierlibre.domain.places.models import Territory
from quartierlibre.pagekit.articles.typed import as_html, as_typed
from quartierlibre.pagekit.forms import DateField, QLForm
from quartierlibre.pagekit.words import in_paris
from quartierlibre.web.meet.wizard_forms import WizardForm, hour_field

TIMED = re.compile(r"(\d{1,2}) ?[h:] ?(\d{2})?(?: ?[-:–] | )(.+)")
PLACE = ("venue_name", "venue_address", "town")
PLAIN = (*PLACE, "title", "organiser", "access_notes", "summary", "remote_url")


class ProgrammeField(forms.CharField):
    """One moment a line, its hour first when it has one: `14:00 Démarrage`. Gives (hour or None, title)."""

    widget = forms.Textarea({"rows": 7})
    default_error_messages = {"hour": _("« %(line)s » : cette heure n’existe pas.")}

    def clean(self, value: Any) -> list[tuple[time | None, str]]:
        return [self._read(line.strip()) for line in str(super().clean(value)).splitlines() if line.strip()]

    def _read(self, line: str) -> tuple[time | None, str]:
        found = TIMED.fullmatch(line.replace("\u00a0", " "))
        if not found:
            return None, line[:200]
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(self.error_messages["hour"], code="hour", params={"line": line})
        return time(hour, minute), found[3].strip()[:200]


class PageForm(WizardForm):
    """Everything the page says. What is left empty is not said; without a start, whole days."""

    categories = seats = tables = needs = contact = None  # type: ignore[assignment]
    title = forms.CharField(label=_("Titre"), max_length=200)
    start = hour_field(_("Début"), help_text=_("Vide : seul le jour est annoncé."))
    last_day = DateField(label=_("Dernier jour, si ce n’est pas le même"), required=False)
    mode = forms.ChoiceField(label=_("Comment y vient-on ?"), choices=Mode.choices)
    remote_url = forms.URLField(
        label=_("Lien pour suivre à distance"), required=False, max_length=500, assume_scheme="https"
    )
    access_notes = forms.CharField(
        label=_("Venir : bus, parking, accès"), widget=forms.Textarea({"rows": 2}), required=False, max_length=1000
    )
    partners = forms.CharField(
        label=_("Avec qui ? Un partenaire par ligne"), widget=forms.Textarea({"rows": 2}), required=False
    )
    summary = forms.CharField(
        label=_("En deux phrases"), widget=forms.Textarea({"rows": 2}), required=False, max_length=600
    )
    body = forms.CharField(
        label=_("Le texte de la page"),
        help_text=_(
            "Une ligne vide sépare les paragraphes. « ## » commence un titre, « - » une liste,"
            " [mots](adresse) fait un lien."
        ),
        widget=forms.Textarea({"rows": 10}),
        required=False,
        max_length=20_000,
    )
    programme = ProgrammeField(
        label=_("Le programme, un moment par ligne"),
        help_text=_("L’heure d’abord quand elle est connue : « 14:00 Démarrage des travaux »."),
        required=False,
        max_length=8000,
    )
    topics = forms.MultipleChoiceField(label=_("Thématiques"), widget=forms.CheckboxSelectMultiple(), required=False)
    funds = forms.MultipleChoiceField(label=_("Fonds concernés"), widget=forms.CheckboxSelectMultiple(), required=False)
    note = forms.CharField(
        label=_("Ce qui change, en une phrase"),
        help_text=_(
            "Elle s’affiche en haut de la page et part aux inscrits."
            " Vide, seul un changement de date ou de lieu leur est écrit."
        ),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        max_length=400,
    )

    QUESTIONS: Sequence[tuple[Any, Sequence[str]]] = (
        (_("Quoi"), ("kind", "title", "series", "new_series", "summary")),
        (_("Quand"), ("day", "welcome", "start", "end", "last_day")),
        (_("Où"), ("mode", *PLACE, "territory", "access_notes", "remote_url")),
        (_("Qui accueille"), ("organiser", "partners")),
        (_("Le texte"), ("body",)),
        (_("Le programme"), ("programme",)),
        (_("À relier"), ("topics", "funds")),
        (_("Pour qui a déjà lu la page"), ("note",)),
    )

    def __init__(self, *args: Any, meeting: Meeting, territories: Mapping[str, Territory], **kwargs: Any) -> None:
        self.meeting, self.before = meeting, facts_of(meeting)
        super().__init__(*args, territories=territories, initial=said_of(meeting), **kwargs)
        self.fields["town"].required = False
        self.known_topics = {str(each.pk): each for each in Topic.objects.order_by("name", "pk")}
        self.known_funds = {str(each.pk): each for each in _funds_of(meeting)}
        self._offer("topics", self.known_topics)
        self._offer("funds", self.known_funds)
        if self.meeting.state == MeetingState.DRAFT:
            del self.fields["note"]
        for name in ("body", "programme"):  # what this form cannot write, it leaves alone
            if self.initial[name] is None:
                del self.fields[name]

    def _offer(self, name: str, known: Mapping[str, Any]) -> None:
        if known:
            self.fields[name].choices = [(key, str(each)) for key, each in known.items()]  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("start") and (said.get("welcome") or said.get("end")):
            self.add_error("start", _("Indiquez l’heure du début, par exemple 14:00."))
        return said

    def facts(self) -> Facts:
        said = self.cleaned_data
        written = {name: said[name] for name in PLAIN}
        if any(written[name].strip() != getattr(self.before, name) for name in PLACE):
            written |= {"longitude": None, "latitude": None, "commune": None}
        if "body" in said:
            written["body"] = as_html(said["body"])
        if "territory" in said:
            written["territory"] = self.territories[said["territory"]]
        return replace(
            self.before,
            **written,
            times=self._times(),
            kind=MeetingKind(said["kind"]),
            series=self.known_series.get(said["series"]) if "series" in said else self.before.series,
            mode=Mode(said["mode"]),
            partners=tuple(said["partners"].splitlines()),
        )

    def _times(self) -> Times:
        said = self.cleaned_data
        last = said["last_day"] or said["day"]
        start = self._at("start")
        if start is None:
            return times.whole_days(said["day"], last)
        return Times(start, times.instant(last, said["end"]) if said["end"] else None, self._at("welcome"))

    def items(self) -> list[Item] | None:
        """Moments known by their title keep what they are, the others are what their words say; None when not asked."""
        if "programme" not in self.cleaned_data:
            return None
        kinds = {each.title: each.kind for each in items_of(self.meeting)}
        day = self.cleaned_data["day"]
        return [
            Item(title, kinds.get(title) or kind_of(title), times.instant(day, clock) if clock else None)
            for clock, title in self.cleaned_data["programme"]
        ]

    def chosen_topics(self) -> list[Topic]:
        return [self.known_topics[key] for key in self.cleaned_data.get("topics", ())]

    def chosen_funds(self) -> list[Fund]:
        return [self.known_funds[key] for key in self.cleaned_data.get("funds", ())]


def _funds_of(meeting: Meeting) -> Iterable[Fund]:
    """Those anyone may see, and those already linked."""
    visible = Fund.objects.visible_to(AnonymousUser()).values("pk")
    return Fund.objects.filter(Q(pk__in=visible) | Q(meetings=meeting)).distinct().order_by("name", "pk")


def said_of(meeting: Meeting) -> dict[str, Any]:
    """What the page says, as the form asks it; None for what it cannot write."""
    facts, when = facts_of(meeting), times_of(meeting)
    first, last = times.day_in_paris(when.starts_at), times.last_day(when)
    return {
        **{name: getattr(facts, name) for name in PLAIN},
        "kind": facts.kind,
        "series": facts.series.pk if facts.series else "",
        "territory": str(facts.territory.pk) if facts.territory else "",
        "mode": facts.mode,
        "partners": "\n".join(facts.partners),
        "day": first,
        "last_day": last if last != first else None,
        "welcome": _clock(when.welcome_at),
        "start": _clock(when.starts_at) if when.has_hour else None,
        "end": _clock(when.ends_at) if when.has_hour else None,
        "body": as_typed(facts.body),
        "programme": _programme_typed(items_of(meeting), first),
        "topics": [str(key) for key in meeting.topics.values_list("pk", flat=True)],
        "funds": [str(key) for key in meeting.funds.values_list("pk", flat=True)],
    }


def _clock(at: datetime | None) -> time | None:
    return in_paris(at).time() if at else None


def _programme_typed(items: Sequence[Item], day: date) -> str | None:
    """One line a moment; None when some are on another day, whose lines would lose it."""
    if any(each.at and times.day_in_paris(each.at) != day for each in items):
        return None
    return "\n".join(f"{in_paris(each.at):%H:%M} {each.title}" if each.at else each.title for each in items)


class PaperForm(QLForm):
    """A paper to join: a file or a link, and who may read it."""

    title = forms.CharField(label=_("Son titre"), max_length=200)
    moment = forms.ChoiceField(label=_("Pour quand ?"), choices=PaperMoment.choices, widget=forms.RadioSelect())
    file = forms.FileField(label=_("Un fichier"), required=False)
    url = forms.URLField(label=_("Ou une adresse"), required=False, max_length=500, assume_scheme="https")
    is_public = forms.BooleanField(label=_("Montrer ce document sur la page dès maintenant"), required=False)


class StateForm(QLForm):
    """Why it will not be held, or not on that day."""

    note = forms.CharField(
        label=_("Pourquoi, en une phrase"),
        help_text=_("Elle s’affiche en haut de la page et part aux inscrits."),
        widget=forms.Textarea({"rows": 2}),
        max_length=400,
        required=False,
    )
