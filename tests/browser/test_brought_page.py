"""A page of the old site, brought over: each of its links is followed in a browser, then from paper made a file."""

import ctypes
import json
import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2
import pytest
from django.core.management import call_command
from pypdfium2 import raw

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "tests" / "unit" / "old_pages" / "01-same-structure.txt"
GIVEN = sorted((ROOT.parent / "shared" / "data" / "seed").glob("*.txt"))
NUMBERED = re.compile(r"^\[(\d)\] <(.+)>$", re.MULTILINE)


@pytest.fixture(scope="module", params=[OURS, *GIVEN], ids=lambda path: path.stem[:12])
def brought(request, world, django_db_blocker):
    """What the file says of its links, and what the command told."""
    told = StringIO()
    with django_db_blocker.unblock(), redirect_stdout(told):
        call_command("import_page", str(request.param), "--publish")
    return dict(NUMBERED.findall(request.param.read_text(encoding="utf-8"))), json.loads(told.getvalue())["item"]


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def followed_from(file):
    """Every address one may press in a PDF."""
    found, words, link = [], ctypes.create_string_buffer(1000), raw.FPDF_LINK()
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            at = ctypes.c_int(0)
            while raw.FPDFLink_Enumerate(page.raw, at, link):
                size = raw.FPDFAction_GetURIPath(document.raw, raw.FPDFLink_GetAction(link), words, len(words))
                found.append(words.raw[: max(size - 1, 0)].decode())
    return found


def test_the_four_links_lead_where_they_say(visit, brought):
    said, item = brought
    assert list(said) == ["1", "2", "3", "4"]
    page = visit(width=1280)
    page.goto(item["address"])
    mentions = page.locator(".article-body a")
    assert [each.get_attribute("href") for each in mentions.all()] == [said["1"]], "its own link, to the letter"
    for old, words in ((said["2"], "Actu pour l’agenda"), (said["3"], ""), (said["4"], "")):
        moved = page.request.get(urlsplit(old).path, max_redirects=0)
        assert moved.status == 301, "an address of the old site still leads somewhere"
        link = page.locator(f'.facts a[href="{path_of(moved.headers["location"])}"]')
        assert words in link.inner_text()
        link.click()
        page.wait_for_url(f"**{path_of(moved.headers['location'])}")
        page.get_by_role("link", name=item["title"]).click()
        page.wait_for_url(f"**{item['address']}")


def test_on_paper_the_foot_lists_them_and_each_may_be_pressed(visit, brought, tmp_path):
    said, item = brought
    page = visit(width=1280)
    page.goto(item["address"])
    facts = [each.get_attribute("href") for each in page.locator(".facts a:not(.no-print a)").all()]
    page.emulate_media(media="print")
    foot = page.locator(".article-links li")
    assert [each.inner_text()[:3] for each in foot.all()] == ["[1]", "[2]", "[3]", "[4]"]
    listed = [each.get_attribute("href") for each in foot.get_by_role("link").all()]
    assert listed[0] == said["1"]
    assert [path_of(each) for each in listed[1:]] == facts
    page.pdf(path=tmp_path / "printed.pdf", format="A4")
    assert set(listed) <= set(followed_from(tmp_path / "printed.pdf"))
    (tmp_path / "sheet.pdf").write_bytes(page.request.get(f"{item['address']}page.pdf").body())
    pressed = followed_from(tmp_path / "sheet.pdf")
    assert set(listed) <= set(pressed)
    source = page.locator(".article-source a").get_attribute("href")
    assert source in pressed
