"""The pages to measure, each with the session of somebody who may see it, opened the way people open it."""

import time
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from quartierlibre.cms import shown
from quartierlibre.console.demo import story
from quartierlibre.domain.applications.operations import open_draft
from quartierlibre.domain.funds.models import Fund
from quartierlibre.pagekit import kept
from quartierlibre.pagekit.personas import BY_SLUG, sign

FUND = "pic-hautefosse"
MANY = "chloe"  # the manager of 10,000 files


def address(name: str, *args: object) -> str | None:
    """None while the page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def client() -> Client:
    return Client(SERVER_NAME="127.0.0.1", HTTP_ACCEPT_ENCODING="gzip", raise_request_exception=True)


def persona(slug: str) -> dict[str, str]:
    """The cookie of a persona, through their demo link."""
    browser = client()
    answer = browser.get(reverse("demo:enter", args=[sign(BY_SLUG[slug])]))
    if answer.status_code != 302:
        raise RuntimeError(f"{slug} cannot enter: {answer.status_code}")
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"}


def draft() -> tuple[str, dict[str, str]]:
    """A draft fully answered, and the cookie of the browser that typed it, without an account."""
    answers = story.shipped()[0]["projects"][0]["answers"]
    application = open_draft(by=None, fund=Fund.objects.get(slug=FUND), answers=answers).application
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["opened_applications"] = [str(application.public_id)]
    session.create()
    path = reverse("apply:say", args=[application.public_id])
    return path, {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def queries(path: str, headers: dict[str, str], warm: int = 2) -> tuple[int, int]:
    """Queries of one page once asked for `warm` times, and the milliseconds Django took in all."""
    browser = client()
    if "Cookie" in headers:
        name, _, value = headers["Cookie"].partition("=")
        browser.cookies[name] = value
    for _warm in range(warm):
        _ask(browser, path)
    counted: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        counted.append(sql)
        return execute(sql, params, many, context)

    start = time.perf_counter()
    with connection.execute_wrapper(note):
        _ask(browser, path)
    return len(counted), round((time.perf_counter() - start) * 1000)


def counted(path: str, headers: dict[str, str]) -> tuple[int, int]:
    """Queries of a page the first time this process shows anything, then as everyone gets it."""
    kept.forget()
    shown.forget()
    first, _milliseconds = queries(path, headers, warm=0)
    steady, _milliseconds = queries(path, headers)
    return first, steady


def _ask(browser: Client, path: str) -> None:
    status = browser.get(path).status_code
    if status != 200:
        raise RuntimeError(f"{path} answered {status}")
