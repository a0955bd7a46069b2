"""The answer of a committee to a holder, and the code that signs its minutes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from quartierlibre.domain.committees.models import Decision, Minutes
from quartierlibre.domain.committees.operations.minutes import signature_code, signer_of
from quartierlibre.domain.committees.queries.answers import answer_to
from quartierlibre.domain.committees.queries.minutes import account_of
from quartierlibre.domain.committees.states import LetterChannel
from quartierlibre.foundation.journal.models import Event
from quartierlibre.letters.writing import Letter, Writer, link


def on_answer_sent(event: Event) -> Iterator[Letter]:
    """By e-mail to who has one; the others receive the same words on paper, from the team."""
    if event.data.get("channel") != LetterChannel.EMAIL:
        return
    loaded = Decision.objects.select_related("case__application", "case__session__committee", "fund", "regulation")
    decision = loaded.get(pk=event.subject_id)
    address = decision.case.application.contact_email
    if address:
        context = {"answer": answer_to(decision), "resume_url": link("apply:resume")}
        yield Letter(address, "decisions/answer", context)


def on_code_asked(event: Event) -> Iterator[Letter]:
    """A code good for the text as it stands when the letter is written, and for an hour."""
    loaded = Minutes.objects.select_related(
        "session__committee", "session__chair__person", "session__secretary__person"
    )
    minutes = loaded.get(pk=event.subject_id)
    role = str(event.data["role"])
    seat = signer_of(minutes.session, role)
    if seat is None or not seat.person.email:
        return
    text = account_of(minutes.session, minutes).sha256
    code = signature_code(minutes, role, text_sha256=text, at=timezone.now())
    context = {"code": f"{code[:4]} {code[4:]}", "session": minutes.session, "person": seat.person}
    yield Letter(seat.person.email, "decisions/code", context, secret=True)


LETTERS: dict[str, Writer] = {
    "committees.answer.sent": on_answer_sent,
    "committees.minutes.code_asked": on_code_asked,
}
SILENT: dict[str, str] = {
    "committees.minutes.amended": "Le procès-verbal s’écrit ensemble, à l’écran.",
    "committees.minutes.to_sign": "Les deux signataires sont dans la salle.",
    "committees.minutes.taken_back": "La page le dit à qui tient le procès-verbal.",
    "committees.minutes.signed": "La page montre qui a signé.",
    "committees.minutes.sealed": "Le registre public l’annonce ; chaque porteur reçoit sa réponse.",
}
