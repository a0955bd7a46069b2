"""The paper sheet: the same questions, printed; and one's own project on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.pagekit.projects.opened import own_file
from quartierlibre.web.apply.sheet import filled_sheet_pdf, sheet_pdf


@login_not_required
@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The blank sheet of a fund, to print and hand in."""
    fund = get_object_or_404(Fund.objects.visible_to(request.user).filter(is_reference=False), slug=slug)
    return _pdf(sheet_pdf(fund, current_regulation(fund)), _("fiche-%(fund)s.pdf") % {"fund": fund.slug})


@login_not_required
@never_cache
@require_safe
def my_sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own project, as typed so far, on the same sheet."""
    application = own_file(request, public_id)
    return _pdf(
        filled_sheet_pdf(application), _("mon-projet-%(number)s.pdf") % {"number": application.number or "brouillon"}
    )


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
