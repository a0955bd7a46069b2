"""Photos and quotes: joined, shown, taken back. What is typed beside them is kept with them."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierlibre.domain.applications.models import Application, Document
from quartierlibre.domain.applications.operations import papers
from quartierlibre.domain.applications.queries.drafts import papers_of
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit import files
from quartierlibre.pagekit.projects.opened import own_file, person_of
from quartierlibre.web.apply.keeping import keep_answers, keep_papers, say_received, say_refused


@login_not_required
@never_cache
@require_POST
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Join papers. A script gets the list again; without one, the page comes back with what was typed kept."""
    application = own_file(request, public_id)
    _keep_words_too(request, application)
    received = keep_papers(request, application)
    if "X-Ql-Fragment" not in request.headers:
        say_received(request, received)
        return _back(application)
    context = {"application": application, "documents": papers_of(application), "received": received}
    return render(request, "apply/papers.html#papers", context, status=422 if received.refused else 200)


def _keep_words_too(request: HttpRequest, application: Application) -> None:
    if "revision" in request.POST and application.is_draft:
        try:
            keep_answers(request, application)
        except Refused as refused:
            say_refused(request, refused)


def _back(application: Application) -> HttpResponse:
    """To the papers of the page they belong to."""
    name = "apply:say" if application.is_draft else "apply:sent"
    return HttpResponseRedirect(reverse(name, args=[application.public_id]) + "#papers")


@login_not_required
@never_cache
@require_POST
def remove(request: HttpRequest, public_id: UUID, document_id: UUID) -> HttpResponse:
    application = own_file(request, public_id)
    document = _paper(application, document_id)
    _keep_words_too(request, application)
    try:
        papers.remove_document(by=person_of(request), document=document)
    except Refused as refused:
        say_refused(request, refused)
        context = {"application": application, "title": _("Cette pièce reste dans le dossier")}
        return render(request, "apply/refused.html", context, status=409)
    return _back(application)


def _paper(application: Application, document_id: UUID) -> Document:
    kept = application.documents.filter(removed_at=None).select_related("file")
    return get_object_or_404(kept, public_id=document_id)


@login_not_required
@require_safe
def download(request: HttpRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
    return files.serve(request, _paper(own_file(request, public_id), document_id).file)


@login_not_required
@require_safe
def thumbnail(request: HttpRequest, public_id: UUID, document_id: UUID) -> HttpResponseBase:
    return files.serve_thumbnail(request, _paper(own_file(request, public_id), document_id).file)
