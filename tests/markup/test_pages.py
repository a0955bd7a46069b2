"""Every page of the access table passes outside checkers: HTML by Nu, data for machines by schema.org's vocabulary."""

import re

import pytest
from django.db import transaction
from django.test import Client

from tests.access.world import build_world
from tests.browser.walking import not_a_page, stops
from tests.markup import checkers

BAD_PAGE = b"<!doctype html><html lang=fr><head><title>Titre</title></head><body><p><div>bloc</div></p></body></html>"


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """Each page as served to its most telling reader."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        yield dict(_served(world))
        transaction.set_rollback(True)


def _served(world):
    for stop in stops():
        client = Client()
        client.cookies.load(world.cookies.get(stop.reader, {}))
        answer = client.get(stop.path.format(**world.samples))
        content = answer.getvalue()
        if not not_a_page(answer.headers):
            yield f"{stop.name} ({stop.reader})", content


def test_every_page_is_sound_html(pages, tmp_path):
    assert len(pages) > 80
    faults = checkers.faults_of_html(pages, tmp_path)
    assert not faults, "\n".join(faults)


def test_a_fault_of_html_is_seen(tmp_path):
    (fault,) = checkers.faults_of_html({"faute": BAD_PAGE}, tmp_path)
    assert "faute:1" in fault


def test_what_machines_are_told_is_of_the_vocabulary(pages, tmp_path):
    told = {name: data for name, content in pages.items() for data in checkers.data_of(content)}
    assert {data["@type"] for data in told.values()} >= {"Event", "NewsArticle"}
    assert checkers.faults_of_data(told, tmp_path) == []


def test_faults_of_data_are_seen(tmp_path):
    right = {"@context": "https://schema.org", "@type": "Event", "name": "PIC Lab"}
    wrong = [{"@type": "Rencontre"}, {"startsAt": "2017-09-28"}, {"eventStatus": "tomorrow"}, {"location": 3}]
    told = {"0 juste": right} | {f"{number} faux": right | fault for number, fault in enumerate(wrong, start=1)}
    faults = checkers.faults_of_data(told, tmp_path)
    lines = {int(found.group(1)) for fault in faults if (found := re.match(r"told\.ts\((\d+),", fault))}
    assert lines == {3, 4, 5, 6}, faults  # the first one is on line 2
