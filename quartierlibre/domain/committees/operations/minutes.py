"""Minutes: write them together, have them signed, seal them, and answer the holders."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierlibre.domain.committees.models import (
    Committee,
    Decision,
    DecisionLetter,
    Minutes,
    Seat,
    Session,
    Signature,
)
from quartierlibre.domain.committees.operations.actors import ensure_runs, lock_session
from quartierlibre.domain.committees.queries.minutes import (
    CLOSING,
    OPENING,
    account_of,
    part_of,
    remark_in,
    signatures_of,
    undecided_in,
)
from quartierlibre.domain.committees.queries.session_file import session_file
from quartierlibre.domain.committees.rules import minutes as rules
from quartierlibre.domain.committees.states import (
    MINUTES_MOVES,
    LetterChannel,
    MinutesState,
    SignatureKind,
)
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation import states
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.operations import Upload
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.personal_links import code_of, is_code
from quartierlibre.foundation.rows import has_read

SIGNATURE = "committees.signature"


class NamedBytes(BytesIO):
    """Bytes of our own making, handed over like an upload."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


@transaction.atomic
def prepare_minutes(*, by: Person, session: Session) -> Minutes:
    """The minutes of a session, begun the first time somebody opens them. Raises Refused before the session opens."""
    session = lock_session(session)
    ensure_runs(by, session)
    rules.may_begin(session_state=session.state).enforce()
    return Minutes.objects.get_or_create(session=session)[0]


@transaction.atomic
def add_remark(*, by: Person, minutes: Minutes, part: str, text: str, revision: int) -> Minutes:
    """Write the words of one part, over the `revision` of it that the writer read. Refused when it changed meanwhile.

    Words changed while the minutes are being signed send them back to writing: what was signed was another text.
    """
    minutes = _locked(minutes)
    ensure_runs(by, minutes.session)
    held, written_at = remark_in(minutes, part)
    text = text.replace("\r\n", "\n").strip()
    if text == held:
        return minutes
    rules.may_remark(
        state=minutes.state,
        known_part=part in _parts(minutes.session),
        length=len(text),
        changed_meanwhile=written_at != revision,
    ).enforce()
    if minutes.state == MinutesState.SIGNING:
        _take_back(by, minutes)
    minutes.revision += 1
    minutes.remarks = {**minutes.remarks, part: {"words": text, "revision": minutes.revision}}
    minutes.save(update_fields=["remarks", "revision"])
    _record("committees.minutes.amended", by, minutes, part=part, revision=minutes.revision)
    return minutes


@transaction.atomic
def ask_signatures(*, by: Person, minutes: Minutes) -> Minutes:
    """The text is read and agreed: chair and secretary may sign it."""
    minutes = _locked(minutes)
    session = minutes.session
    ensure_runs(by, session)
    states.may_move(MINUTES_MOVES, MinutesState(minutes.state), MinutesState.SIGNING).enforce()
    rules.may_ask_signatures(
        session_state=session.state,
        undecided=undecided_in(session),
        has_chair=session.chair_id is not None,
        has_secretary=session.secretary_id is not None,
    ).enforce()
    minutes.state = MinutesState.SIGNING
    minutes.save(update_fields=["state"])
    _record("committees.minutes.to_sign", by, minutes)
    return minutes


@transaction.atomic
def take_back(*, by: Person, minutes: Minutes) -> Minutes:
    """Return to writing before the seal; signatures already given fall, since they were for that text."""
    minutes = _locked(minutes)
    ensure_runs(by, minutes.session)
    states.may_move(MINUTES_MOVES, MinutesState(minutes.state), MinutesState.DRAFT).enforce()
    _take_back(by, minutes)
    return minutes


@transaction.atomic
def ask_code(*, by: Person, minutes: Minutes, role: str) -> None:
    """Send the signer a code good for this text and for an hour. Refused when they have no e-mail."""
    minutes = _locked(minutes)
    ensure_runs(by, minutes.session)
    rules.may_receive_code(
        state=minutes.state, role=role, has_email=bool(_email_of(signer_of(minutes.session, role)))
    ).enforce()
    _record("committees.minutes.code_asked", by, minutes, role=role)


@transaction.atomic
def sign(
    *, by: Person, minutes: Minutes, role: str, kind: str, drawing: str = "", code: str = "", scan: Upload | None = None
) -> Signature:
    """Chair or secretary agrees with the text that stands: by code, drawn here, or by hand on the printed sheet.

    `by` keeps the minutes, or is the signer: with their code, the signer may sign from anywhere.
    """
    minutes = _locked(minutes)
    ensure_runs(by, minutes.session)
    text = account_of(minutes.session, minutes).sha256
    seat = signer_of(minutes.session, role)
    rules.may_sign(
        rules.SigningFacts(
            state=minutes.state,
            role=role if seat else "",
            already_signed=minutes.signatures.filter(role=role).exists(),
            kind=kind,
            drawing=drawing,
            code_is_right=kind == SignatureKind.CODE and _code_is_right(minutes, role, text, code),
            has_scan=scan is not None,
        )
    ).enforce()
    if seat is None:
        raise AssertionError("the rule has refused")
    held = _keep_scan(by, minutes, scan) if kind == SignatureKind.PAPER and scan else None
    signature = Signature.objects.create(
        minutes=minutes,
        role=role,
        seat=seat,
        person=seat.person,
        kind=kind,
        drawing=drawing if kind == SignatureKind.DRAWN else "",
        scan=held,
        text_sha256=text,
    )
    _record("committees.minutes.signed", by, minutes, role=role, kind=kind)
    return signature


@transaction.atomic
def seal(*, by: Person, minutes: Minutes, pdf: bytes) -> Minutes:
    """Both have signed: keep the printed minutes, publish the session file, chain it to the one before, for good.

    The decisions of the session become public at the same moment.
    """
    minutes = _locked(minutes)
    session = minutes.session
    ensure_runs(by, session)
    rules.may_seal(
        state=minutes.state,
        signed=[each.text_sha256 for each in signatures_of(minutes)],
        text_sha256=account_of(session, minutes).sha256,
    ).enforce()
    # One seal at a time in a committee, so that each has exactly one before it.
    Committee.objects.select_for_update(of=("self",)).get(pk=session.committee_id)
    now = timezone.now()
    Decision.objects.filter(case__session=session, superseded_at=None).update(published_at=now)
    minutes.previous_sha256 = last_seal(session)
    minutes.sealed_at = now
    minutes.published_file = session_file(session, previous_sha256=minutes.previous_sha256)
    minutes.sha256 = json.loads(minutes.published_file)["seal"]
    minutes.state = MinutesState.SEALED
    minutes.pdf = _keep(by, minutes, NamedBytes(pdf, _("proces-verbal.pdf")), "committees.minutes")
    minutes.save()
    _record("committees.minutes.sealed", by, minutes, sha256=minutes.sha256, previous_sha256=minutes.previous_sha256)
    return minutes


@transaction.atomic
def send_answers(*, by: Person, session: Session, printed: bytes = b"") -> list[DecisionLetter]:
    """Answer every holder of the session at once: by e-mail when they have one, else on paper (`printed`, one PDF)."""
    session = lock_session(session)
    ensure_runs(by, session)
    waiting = list(unanswered(session))
    minutes = Minutes.objects.filter(session=session).first()
    rules.may_answer(state=minutes.state if minutes else None, waiting=len(waiting)).enforce()
    held = _keep(by, minutes, NamedBytes(printed, _("reponses.pdf")), "committees.answers") if printed else None
    return [_answer(by, decision, held) for decision in waiting]


def unanswered(session: Session) -> list[Decision]:
    """Decisions of a session whose holder was not told yet, in the order of the evening."""
    found = Decision.objects.filter(case__session=session, superseded_at=None, letter=None)
    return list(found.select_related("case__application__fund", "fund", "regulation").order_by("case__position", "pk"))


def channel_of(decision: Decision) -> LetterChannel:
    """E-mail when the file has an address, paper otherwise."""
    return LetterChannel.EMAIL if decision.case.application.contact_email else LetterChannel.PRINTED


def signer_of(session: Session, role: str) -> Seat | None:
    """The seat that signs in this role."""
    match role:
        case "chair":
            return session.chair
        case "secretary":
            return session.secretary
    return None


def signature_code(minutes: Minutes, role: str, *, text_sha256: str, at: datetime) -> str:
    """Eight letters that only the server can make, for one text, one role and one hour: nothing is stored."""
    return code_of(SIGNATURE, f"{minutes.pk}:{role}:{text_sha256}", at=at)


def last_seal(session: Session) -> str:
    """The digest of the last sealed session file of the same committee, empty for the first."""
    sealed = Minutes.objects.filter(session__committee=session.committee_id, state=MinutesState.SEALED)
    last = sealed.order_by("-sealed_at", "-pk").first()
    return last.sha256 if last else ""


def _code_is_right(minutes: Minutes, role: str, text_sha256: str, code: str) -> bool:
    return is_code(SIGNATURE, f"{minutes.pk}:{role}:{text_sha256}", code, at=timezone.now())


def _email_of(seat: Seat | None) -> str:
    return (seat.person.email or "") if seat else ""


def _answer(by: Person, decision: Decision, printed: StoredFile | None) -> DecisionLetter:
    channel = channel_of(decision)
    letter = DecisionLetter.objects.create(
        decision=decision, channel=channel, file=printed if channel == LetterChannel.PRINTED else None, sent_by=by
    )
    territory = decision.fund.territory_id
    journal.record("committees.answer.sent", by=by, about=decision, territory=territory, channel=channel)
    return letter


def _parts(session: Session) -> set[str]:
    return {OPENING, CLOSING, *(part_of(case) for case in session.cases.all())}


def _take_back(by: Person, minutes: Minutes) -> None:
    minutes.signatures.all().delete()
    minutes.state = MinutesState.DRAFT
    minutes.save(update_fields=["state"])
    _record("committees.minutes.taken_back", by, minutes)


def _keep_scan(by: Person, minutes: Minutes, scan: Upload) -> StoredFile:
    return _keep(by, minutes, scan, "committees.signature")


def _keep(by: Person, minutes: Minutes | None, upload: Upload, purpose: str) -> StoredFile:
    owner = f"minutes:{minutes.pk}" if minutes else "minutes"
    return files.store(upload=upload, owner_key=owner, purpose=purpose, by=by, on_behalf=True)


def _locked(minutes: Minutes) -> Minutes:
    """Its session first, as everywhere in this room, then the minutes as they are now."""
    session = lock_session(minutes.session if has_read(minutes, "session") else Session(pk=minutes.session_id))
    held = Minutes.objects.select_for_update(of=("self",)).get(pk=minutes.pk)
    held.session = session
    return held


def _record(name: str, by: Person, minutes: Minutes, **data: object) -> None:
    journal.record(name, by=by, about=minutes, territory=minutes.session.committee.fund.territory_id, **data)
