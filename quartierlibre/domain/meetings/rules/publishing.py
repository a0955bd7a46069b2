"""What a page needs before anyone reads it, and who may write it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.meetings.states import Mode
from quartierlibre.foundation.verdicts import Verdict, refuse_if


def may_organise(allowed: bool) -> Verdict:
    """Meetings are prepared by those who organise in their territory."""
    return refuse_if(not allowed, "meeting.no_right", _("Vous n’organisez pas de rencontres ici."))


def may_write(*, title: str, mode: str, remote_url: str) -> Verdict:
    """A meeting has a name; an address to join from afar belongs to a meeting one may join from afar."""
    return refuse_if(
        not title.strip(),
        "meeting.no_title",
        _("Donnez un titre à la rencontre, par exemple « PIC Lab à Hautefosse »."),
    ) & refuse_if(
        mode == Mode.ON_SITE and bool(remote_url),
        "meeting.remote_address_unused",
        _("La rencontre est sur place : retirez le lien pour la suivre, ou choisissez « Sur place et à distance »."),
    )


def may_publish(*, mode: str, has_place: bool) -> Verdict:
    """Whoever reads the page knows where to go."""
    return refuse_if(
        mode != Mode.REMOTE and not has_place,
        "meeting.no_place",
        _("Dites où se tient la rencontre : un lieu, une adresse ou une ville."),
    )


def may_schedule(*, at: datetime, now: datetime) -> Verdict:
    """A publication is announced for later; for now, one publishes."""
    return refuse_if(
        at <= now, "meeting.publication_is_past", _("Cette date est passée : choisissez-en une à venir, ou publiez.")
    )


def may_wait(*, is_draft: bool) -> Verdict:
    """Only what nobody reads yet may wait for its day."""
    return refuse_if(not is_draft, "meeting.already_read", _("Cette page est déjà publiée."))


def may_say_why(note: str) -> Verdict:
    """Whoever planned to come is told why they will not."""
    return refuse_if(
        not note.strip(), "meeting.no_reason", _("Dites pourquoi en une phrase : elle s’affichera en haut de la page.")
    )


def may_attach(*, title: str, has_link: bool, has_file: bool) -> Verdict:
    """A paper has a title people understand, and is a file or a link."""
    return refuse_if(
        not title.strip(), "paper.no_title", _("Donnez un titre au document : c’est le texte du lien.")
    ) & refuse_if(
        has_link == has_file, "paper.file_or_link", _("Joignez un fichier ou donnez une adresse, l’un des deux.")
    )
