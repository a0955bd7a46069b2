"""The minutes: read together, completed, signed, sealed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Minutes, Session
from quartierlibre.domain.committees.operations.actors import runs
from quartierlibre.domain.committees.rules.minutes import ROLES
from quartierlibre.domain.committees.states import MinutesState, SignatureKind
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit import files
from quartierlibre.pagekit.acting import acted
from quartierlibre.pagekit.committees.minutes_sheet import printed_draft, printed_minutes
from quartierlibre.pagekit.files import shown_pdf
from quartierlibre.pagekit.http import SignedInRequest
from quartierlibre.pagekit.once import once
from quartierlibre.web.deliberate import access
from quartierlibre.web.deliberate.record import RecordPage


@never_cache
@require_safe
def minutes(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The account of the evening, written by what was done; people add words to it."""
    return _page(request, access.session_to_read(request.user, session_id))


def _page(
    request: HttpRequest, session: Session, *, conflict: tuple[str, str] | None = None, status: int = 200
) -> HttpResponse:
    """`conflict` is a part and the words that somebody else's crossed: both are shown, nothing typed is lost."""
    person = access.person_of(request)
    page = RecordPage(session, person, may_write=runs(person, session), conflict=conflict)
    context = {"page": page, "session": session, "here": "minutes"}
    return render(request, "deliberate/minutes.html", context, status=status)


def _here(session: Session, part: str = "") -> str:
    return reverse("deliberate:minutes", args=[session.public_id]) + part


def _minutes_of(request: HttpRequest, session_id: UUID) -> Minutes:
    """The minutes this person keeps, begun now if they were not; 404 before the session opens."""
    by = access.person_of(request)
    session = access.session_to_run(by, session_id)
    try:
        found = operations.prepare_minutes(by=by, session=session)
    except Refused:
        raise Http404 from None
    found.session = session
    return found


@require_POST
@once("committees.add_remark")
def remark(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Words for one part, over the version that was read; written meanwhile by somebody else, both are shown."""
    by = access.person_of(request)
    found = _minutes_of(request, session_id)
    part, words = request.POST.get("part", ""), request.POST.get("words", "")
    seen = request.POST.get("revision", "")
    return acted(
        request,
        lambda: operations.add_remark(
            by=by, minutes=found, part=part, text=words, revision=int(seen) if seen.isdecimal() else 0
        ),
        then=_here(found.session, f"#{part}"),
        said=_("C’est écrit."),
        show=lambda status: _page(request, found.session, conflict=(part, words), status=status),
    )


@require_POST
@once("committees.ask_signatures")
def to_sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    by = access.person_of(request)
    found = _minutes_of(request, session_id)
    return acted(
        request,
        lambda: operations.ask_signatures(by=by, minutes=found),
        then=_here(found.session, "#signatures"),
        said=_("Le texte est prêt : la présidence et le secrétariat signent."),
        show=lambda status: _page(request, found.session, status=status),
    )


@require_POST
@once("committees.take_back_minutes")
def take_back(request: HttpRequest, session_id: UUID) -> HttpResponse:
    by = access.person_of(request)
    found = _minutes_of(request, session_id)
    return acted(
        request,
        lambda: operations.take_back(by=by, minutes=found),
        then=_here(found.session),
        said=_("Le texte est rouvert. Les signatures déjà données sont à refaire."),
        show=lambda status: _page(request, found.session, status=status),
    )


@require_POST
@once("committees.ask_signature_code")
def code(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A code leaves for the signer's own mailbox."""
    by = access.person_of(request)
    found = _minutes_of(request, session_id)
    role = request.POST.get("role", "")
    return acted(
        request,
        lambda: operations.ask_code(by=by, minutes=found, role=role),
        then=_here(found.session, f"#signature-{role if role in ROLES else ROLES[0]}"),
        said=_("Le code part dans la boîte aux lettres électronique de la personne qui signe. Il vaut une heure."),
        show=lambda status: _page(request, found.session, status=status),
    )


@require_POST
@once("committees.sign")
def sign(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """One signature; with the second one the minutes are printed, sealed and published at once."""
    by = access.person_of(request)
    found = _minutes_of(request, session_id)
    said = request.POST.get("kind", "")
    kind = said if said in SignatureKind.values else SignatureKind.CODE

    def give() -> None:
        operations.sign(
            by=by,
            minutes=found,
            role=request.POST.get("role", ""),
            kind=kind,
            drawing=request.POST.get("drawing", ""),
            code=request.POST.get("code", ""),
            scan=request.FILES.get("scan"),
        )
        if found.signatures.count() == len(ROLES):
            operations.seal(by=by, minutes=found, pdf=printed_minutes(found))

    return acted(
        request,
        give,
        then=_here(found.session, "#signatures"),
        said=_("C’est signé."),
        show=lambda status: _page(request, found.session, status=status),
    )


@never_cache
@require_safe
def printed(request: SignedInRequest, session_id: UUID) -> HttpResponseBase:
    """The sealed PDF as it was signed; before, a draft of it, to read or to sign by hand."""
    session = access.session_to_read(request.user, session_id)
    found = Minutes.objects.select_related("pdf").filter(session=session).first()
    if found is not None and found.state == MinutesState.SEALED and found.pdf is not None:
        territory = session.committee.fund.territory_id
        return files.serve(request, found.pdf, sensitive=True, territory=territory)
    if not runs(request.user, session) or session.opened_at is None:
        raise Http404
    return shown_pdf(printed_draft(session, found), _("proces-verbal-projet.pdf"))


@never_cache
@require_safe
def session_file(request: SignedInRequest, session_id: UUID) -> HttpResponse:
    """The published file of the session, that anybody can check with « quartierlibre verify_session »."""
    session = access.session_to_read(request.user, session_id)
    found = get_object_or_404(Minutes, session=session, state=MinutesState.SEALED)
    name = _("seance-%(number)s.json") % {"number": session.number or session.pk}
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(found.published_file, content_type="application/json", headers=headers)
