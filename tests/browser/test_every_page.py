"""Every page of the access table in a real browser: axe, words, weight, width, console (trust.md B34, B47, B50-B52)."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.access.world import build_world, sign_in
from tests.browser import walking
from tests.browser.site import lay_down, running_site
from tests.browser.walking import Visit

STOPS = walking.stops()
ON_A_PHONE = {"viewport": {"width": 360, "height": 740}, "locale": "fr-FR", "reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def known(database, django_db_blocker):
    """The world of the access table: one open fund, as the table says."""
    with django_db_blocker.unblock(), transaction.atomic():
        return build_world()


@pytest.fixture(scope="module")
def site(known, statics, django_db_blocker, tmp_path_factory):
    """A site over that world, with the papers it was given."""
    var = tmp_path_factory.mktemp("var")
    (var / "files").symlink_to(settings.MEDIA_ROOT)
    with django_db_blocker.unblock():
        lay_down(var)
    with django_db_blocker.unblock(), running_site(var, statics) as address:
        yield address


@pytest.fixture(scope="module")
def readers(known, browser, site, django_db_blocker):
    """One browser window per reader, signed in once."""
    opened = {}

    def window(name):
        if name not in opened:
            opened[name] = browser.new_context(base_url=site, **ON_A_PHONE)
            if name != "anonymous":
                opened[name].add_cookies([{"name": "sessionid", "value": _session(known.people[name]), "url": site}])
        return opened[name]

    def _session(person):
        with django_db_blocker.unblock():
            client = Client()
            sign_in(client, person)
        return client.cookies["sessionid"].value

    for name in {stop.reader for stop in STOPS}:
        window(name)
    yield window
    for context in opened.values():
        context.close()


@pytest.fixture
def read(readers):
    """Open an address with an empty cache; gives the page and what happened on the way."""
    pages = []

    def opened(stop, path):
        context = readers(stop.reader)
        if kind := walking.not_a_page(context.request.head(path).headers):
            pytest.skip(kind)
        page, visit = context.new_page(), Visit()
        pages.append(page)
        network = context.new_cdp_session(page)
        network.send("Network.enable")  # without it the next order is taken and does nothing
        network.send("Network.setCacheDisabled", {"cacheDisabled": True})
        visit.attach(page)
        assert page.goto(path, wait_until="networkidle").status == 200
        return page, visit

    yield opened
    for page in pages:
        page.close()


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: f"{stop.name}-{stop.reader}")
def test_a_page_is_readable_light_narrow_and_quiet(stop, read, known, site, axe):
    page, visit = read(stop, stop.path.format(**known.samples))
    faults = [*walking.faults_of_words(page), *walking.faults_of_weight(visit, site)]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faults += [f"{scheme}: {fault}" for fault in axe(page)]
    faults += walking.faults_of_width(page)
    assert [*faults, *visit.complaints] == []
