"""The one way a private file leaves. A journey loads a stored one through its own `visible_to` scope, at every request:

file = get_object_or_404(StoredFile, public_id=public_id, documents__in=Document.objects.visible_to(request.user))
return files.serve(request, file)
"""

from __future__ import annotations

import logging

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from quartierlibre.foundation.files import operations, queries
from quartierlibre.foundation.files.models import StoredFile

HEADERS = {
    "Accept-Ranges": "none",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
logger = logging.getLogger(__name__)


@require_safe
def serve(
    request: HttpRequest, file: StoredFile, *, sensitive: bool = False, territory: int | None = None
) -> HttpResponseBase:
    """Send the file to be saved (it still shows in an `<img>`); a `sensitive` one leaves a line in the journal."""
    if sensitive and request.method == "GET":
        person = request.user if request.user.is_authenticated else None
        operations.note_download(file=file, by=person, territory=territory)
    return _sent(request, file, thumbnail=False)


@require_safe
def serve_thumbnail(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """Send the small picture (320 px) of a photo; 404 for a PDF."""
    return _sent(request, file, thumbnail=True)


def _sent(request: HttpRequest, file: StoredFile, *, thumbnail: bool) -> HttpResponseBase:
    try:
        content = queries.open_content(file, thumbnail=thumbnail)
    except FileNotFoundError as error:
        if file.removed_at is None and not thumbnail:
            logger.error("bytes of file %s are missing", file.public_id)
        raise Http404 from error
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # GZipMiddleware would squeeze a JPEG in vain and lose its length
    response = FileResponse(
        content, as_attachment=not thumbnail, filename=file.original_name, content_type=file.media_type, headers=HEADERS
    )
    if request.method != "HEAD":
        return response
    content.close()  # closing the response would announce the end of the request
    return HttpResponse(headers=dict(response.items()))


def saved(content: bytes, kind: str, name: str) -> HttpResponse:
    """What was made just now for one person, sent to be saved: kept by nobody on the way."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """What was made just now for one person, read in the browser: its reader of PDF does not work in a sandbox."""
    response = saved(content, "application/pdf", name)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    del response["Content-Security-Policy"]
    return response
