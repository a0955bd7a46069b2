"""How a private file leaves, whichever page sends it. Who may ask is tested on the page of each journey."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone

from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import operations
from quartierlibre.foundation.journal.models import Event
from quartierlibre.pagekit import files
from tests.support import hostile


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def quote():
    upload = hostile.Upload(hostile.pdf(pages=200), "Devis été “50 €”.pdf")
    return operations.store(upload=upload, owner_key="application:1", purpose="quote", by=None)


@pytest.fixture
def photo():
    upload = hostile.Upload(hostile.picture(size=(800, 600)), "photo.png")
    return operations.store(upload=upload, owner_key="application:1", purpose="photo", by=None)


def ask(rf, view, file, verb="get", user=None, **options):
    request = getattr(rf, verb)("/fichiers/x/", headers={"accept-encoding": "gzip"})
    request.user = user or AnonymousUser()
    return GZipMiddleware(lambda asked: view(asked, file, **options))(request)


def body(response):
    """Read to the end and close the file; closing the response would also close the connection of this test."""
    content = b"".join(response.streaming_content)
    response.file_to_stream.close()
    return content


def test_a_file_is_sent_to_be_saved_and_can_do_nothing(rf, quote):
    response = ask(rf, files.serve, quote)

    assert body(response) == hostile.pdf(pages=200)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(quote.size_bytes)
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''Devis%20%C3%A9t%C3%A9%20%E2%80%9C50%20%E2%82%AC%E2%80%9D.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_policy_of_pages_does_not_replace_the_one_of_files(rf, quote, settings):
    from csp.middleware import CSPMiddleware

    request = rf.get("/fichiers/x/")
    request.user = AnonymousUser()
    response = CSPMiddleware(lambda asked: files.serve(asked, quote))(request)
    body(response)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_part_of_a_file_cannot_be_asked(rf, quote):
    request = rf.get("/fichiers/x/", headers={"range": "bytes=0-3"})
    request.user = AnonymousUser()
    response = files.serve(request, quote)
    assert response.status_code == 200
    assert len(body(response)) == quote.size_bytes


@pytest.mark.parametrize("view", [files.serve, files.serve_thumbnail])
def test_head_tells_as_much_and_sends_nothing(rf, photo, view):
    full, head = ask(rf, view, photo), ask(rf, view, photo, verb="head")
    body(full)
    assert head.content == b""
    told = {name: value for name, value in full.items() if name != "Vary"}  # added to long answers only
    assert dict(head.items()) == told


@pytest.mark.parametrize("verb", ["post", "put", "delete"])
def test_other_verbs_are_refused(rf, quote, verb):
    assert ask(rf, files.serve, quote, verb=verb).status_code == 405


def test_a_thumbnail_shows_in_the_page(rf, photo, quote):
    response = ask(rf, files.serve_thumbnail, photo)
    assert response["Content-Disposition"].startswith("inline")
    assert len(body(response)) == photo.thumbnail_bytes
    with pytest.raises(Http404):
        ask(rf, files.serve_thumbnail, quote)


def test_a_removed_file_is_not_found_even_while_its_bytes_are_there(rf, quote):
    with pytest.raises(Http404):
        ask(rf, files.serve, operations.remove(file=quote, by=None))


def test_missing_bytes_are_not_found_and_noticed(rf, quote, files_root, heard):
    log = heard(files.logger)
    (files_root / quote.path).unlink()
    with pytest.raises(Http404):
        ask(rf, files.serve, quote)
    assert str(quote.public_id) in log.text


def test_a_sensitive_download_leaves_a_line_with_its_reader(rf, quote):
    chloe = Person.objects.create_user("chloe@example.org")
    ask(rf, files.serve, quote, verb="head", user=chloe, sensitive=True)
    body(ask(rf, files.serve, quote, user=chloe))
    assert not Event.objects.filter(name="files.file.downloaded").exists()

    body(ask(rf, files.serve, quote, user=chloe, sensitive=True, territory=7))
    line = Event.objects.get(name="files.file.downloaded")
    assert (line.actor_id, line.subject_id, line.territory_id) == (chloe.pk, str(quote.pk), 7)
    assert line.at <= timezone.now()
