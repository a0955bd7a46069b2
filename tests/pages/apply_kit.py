"""What the pages of filing are tested with: a visitor who starts a draft, and what a form sends."""

import re

from django.test import Client
from django.urls import reverse

from quartierlibre.domain.applications.models import Application
from tests.factories import applications, stories


def url(name, application, *more):
    return reverse(f"apply:{name}", args=[application.public_id, *more])


def once_key(page):
    return re.search(r'name="once_key" value="([^"]+)"', page.content.decode())[1]


def start(client, fund, **answers):
    """Press the button of the fund's page, as a visitor does."""
    begin = reverse("apply:begin", args=[fund.slug])
    data = {"who": "me", "once_key": once_key(client.get(begin)), **answers}
    response = client.post(begin, data)
    return Application.objects.latest("pk"), response


def opened_by(application):
    """A browser that has this file open, as after typing its code."""
    client = Client()
    client.cookies.clear()
    session = client.session
    session["opened_applications"] = [str(application.public_id)]
    session.save()
    return client


def draft_open(fund=None, **answers):
    """A complete draft and the browser that has it open."""
    application = stories.draft(fund, **answers)
    return application, opened_by(application)


def typed(**changed):
    """What screen 1 sends for a complete file: rows of money as their boxes, lists repeated."""
    answers = applications.answers(**changed)
    data = {name: value for name, value in answers.items() if not isinstance(value, list) and name not in EXTRAS}
    for name in ("lines", "resources"):
        for number, row in enumerate(answers[name]):
            data.update({f"{name}-{number}-{part}": value for part, value in row.items()})
    return {**data, "themes": answers["themes"], "revision": "0", "device": "page"}


EXTRAS = {"lon", "lat", "location_method"}


def saved(application):
    return Application.objects.get(pk=application.pk)


def accepting(client, application, **changed):
    """Screen 2 as sent by somebody who accepts everything."""
    page = client.get(url("check", application))
    version = re.search(r'name="accept_version" value="(\d*)"', page.content.decode())
    return {"accept": "on", "accept_version": version[1] if version else "", "once_key": once_key(page), **changed}
