"""What the small forms of screening share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartierlibre.domain.applications.models import Application
from quartierlibre.foundation.verdicts import Refused


def form_page(
    request: HttpRequest,
    template: str,
    application: Application,
    form: forms.Form,
    *,
    status: int = 0,
    refused: Refused | None = None,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A form about a file: 200 at first, 422 with its errors, 409 with the reasons of a rule. Nothing typed is lost."""
    refusals = refused.verdict.refusals if refused else ()
    found = 409 if refused else 422 if form.is_bound and form.errors else 200
    context = {"application": application, "form": form, "refusals": refusals, **(more or {})}
    return render(request, template, context, status=status or found)
