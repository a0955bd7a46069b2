"""Everything said about a file, and one's own word."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.contacts import readable_phone
from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.queries.desk import said_holder
from quartierlibre.domain.applications.queries.screening import thread_of
from quartierlibre.domain.applications.states import MessageKind
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.once import once
from quartierlibre.web.screen.access import file_to_screen, person_of
from quartierlibre.web.screen.forms import MessageForm
from quartierlibre.web.screen.views.acting import form_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once("applications.write")
def thread(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Write to the holder, or keep a note, a call, a letter, a paper."""
    application = file_to_screen(person_of(request), public_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return form_page(request, "screen/thread.html", application, form, more=_more(application))
    try:
        _say(person_of(request), application, **form.cleaned_data)
    except Refused as refused:
        return form_page(request, "screen/thread.html", application, form, refused=refused, more=_more(application))
    messages.success(request, _("C’est gardé dans les échanges."))
    return redirect(reverse("screen:thread", args=[public_id]) + "#dernier")


def _say(by: Person, application: Application, kind: str, text: str) -> None:
    if kind == MessageKind.MESSAGE:
        operations.write_to_holder(by=by, application=application, text=text)
    else:
        operations.note(by=by, application=application, kind=MessageKind(kind), text=text)


def _more(application: Application) -> dict[str, object]:
    said = thread_of(application, for_holder=False)
    return {
        "said": said,
        "is_unread": any(each.is_unread for each in said),
        "holder": said_holder(application.holder_kind, application.group_name, application.holder_name),
        "phone": readable_phone(application.contact_phone) if application.contact_phone else "",
    }


@require_POST
@once("applications.read_thread")
def read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Nothing to answer: the file leaves the list of messages to read."""
    application = file_to_screen(person_of(request), public_id)
    operations.mark_thread_read(by=person_of(request), application=application)
    messages.success(request, _("Marqué comme lu."))
    return redirect("screen:thread", public_id)
