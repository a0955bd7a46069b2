"""A browser, the real site, and one fund to file in: a world for each module. Each test is a visitor of its own."""

import functools
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.browser.site import collect_statics, running_site
from tests.support.database import another_database

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"]


def pytest_collection_modifyitems(items):
    """Without a browser the journeys are not tested: said aloud on a machine of ours, a failure in CI."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def statics(tmp_path_factory):
    """The site's styles and scripts, hashed and compressed once."""
    return collect_statics(tmp_path_factory.mktemp("statics"))


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """A database for this module alone: what one journey writes for good changes no page of another."""
    with django_db_blocker.unblock(), another_database():
        yield


@pytest.fixture(scope="module")
def world(database, django_db_blocker):
    """A fund over two neighbourhoods, its rulebook and a committee to come, written for good."""
    from tests.browser.world import build

    with django_db_blocker.unblock():
        yield build(session_on=timezone.localdate() + timedelta(days=40))


@pytest.fixture(scope="module")
def site(world, statics, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), running_site(tmp_path_factory.mktemp("var"), statics) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import Locator, sync_playwright

    # Playwright runs an event loop in this thread, which Django would take for an async view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        for act in ("click", "press"):
            patch.setattr(Locator, act, _until_it_is_there(getattr(Locator, act)))
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def _until_it_is_there(act):
    """A click returns when the next page begins to arrive: what counts its lines at once would count half a page."""

    @functools.wraps(act)
    def patient(locator, *args, **kwargs):
        done = act(locator, *args, **kwargs)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state()
        return done

    return patient


@pytest.fixture
def visit(browser, site):
    """Open the site as a new visitor: `visit(width=360, dark=True, scripts=False)`. An error in a page's log fails."""
    contexts, troubles = [], []

    def opened(*, width=360, height=740, dark=False, scripts=True):
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said) else None)
        contexts.append(context)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


def _is_trouble(said):
    """What a page must never say: a script error, or something the content security policy had to stop."""
    return said.type == "error" and "Failed to load resource" not in said.text


@pytest.fixture(scope="session")
def axe():
    """`axe(page)`: every fault found by axe-core on the page, as readable lines; none is what is wanted."""
    source = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")

    def examine(page):
        page.evaluate(source)  # by the debugger, which the page's policy does not stop
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary'][:200]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    return examine
