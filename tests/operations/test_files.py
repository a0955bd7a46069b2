"""Receiving private files: kept clean, refused with words, counted, removed."""

import os
import stat
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import disk, operations, queries
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.files.states import FileState
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.support import hostile
from tests.support.clamd import fake_clamd

QUOTE = hostile.pdf()


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def store(content=QUOTE, name="devis.pdf", owner_key="application:1", by=None, **options):
    upload = hostile.Upload(content, name)
    return operations.store(upload=upload, owner_key=owner_key, purpose="quote", by=by, **options)


def bytes_on_disk(root):
    return sorted(path for path in root.rglob("*") if path.is_file())


def content_of(file, **options):
    with queries.open_content(file, **options) as content:
        return content.read()


@pytest.mark.parametrize("name", hostile.CORPUS)
def test_hostile_files_are_refused_or_made_harmless(name, files_root):
    case = hostile.CORPUS[name]()
    started = time.monotonic()
    if case.codes:
        with pytest.raises(Refused) as refused:
            store(case.content, case.name)
        assert refused.value.verdict.codes == case.codes
        assert all("%" not in str(refusal.message) for refusal in refused.value.verdict.refusals)
        assert bytes_on_disk(files_root) == []
        assert not StoredFile.objects.exists()
    else:
        file = store(case.content, case.name)
        kept = content_of(file)
        assert file.media_type in {"image/jpeg", "application/pdf"}
        assert b"<script" not in kept
        assert b"PK\x03\x04" not in kept
    assert time.monotonic() - started <= 5


def test_what_is_shown_as_a_picture_is_one(files_root):
    for content, seen in ((QUOTE, "(.pdf)"), (b"PK\x03\x04", "(.")):
        with pytest.raises(Refused) as refused:
            store(content, pictures_only=True)
        assert refused.value.verdict.codes == {"files.not_a_picture"}
        assert seen in str(refused.value.verdict.refusals[0].message)
    assert bytes_on_disk(files_root) == []
    assert store(hostile.tell_tale_png(), "logo.png", pictures_only=True).is_picture


def test_a_photo_is_kept_as_a_clean_jpeg_with_its_thumbnail():
    file = store(hostile.tell_tale_jpeg(orientation=6), "../../IMG_0001.HEIC")

    assert (file.original_name, file.media_type) == ("IMG_0001.jpg", "image/jpeg")
    assert (file.width, file.height) == (48, 64)
    for kept in (content_of(file), content_of(file, thumbnail=True)):
        assert [secret for secret in hostile.SECRETS if secret in kept] == []


def test_a_pdf_is_kept_as_it_came_under_a_random_private_name(files_root):
    file = store(name="Devis n° 3 \u202efdp.pdf")

    assert content_of(file) == QUOTE
    assert (file.original_name, file.size_bytes, file.width) == ("Devis n° 3 fdp.pdf", len(QUOTE), None)
    (kept,) = bytes_on_disk(files_root)
    assert "devis" not in str(kept.relative_to(files_root)).lower()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_the_size_announced_counts_for_nothing(settings):
    settings.UPLOAD_MAX_BYTES = 2_000
    liar = hostile.Upload(QUOTE + b" " * 2_000, size=3)
    with pytest.raises(Refused) as refused:
        operations.store(upload=liar, owner_key="application:1", purpose="quote", by=None)
    assert refused.value.verdict.codes == {"files.too_big"}


def test_an_upload_already_read_by_a_form_is_read_again():
    upload = hostile.Upload(QUOTE, None)
    upload.read()
    file = operations.store(upload=upload, owner_key="application:1", purpose="quote", by=None)
    assert (content_of(file), file.original_name) == (QUOTE, "fichier.pdf")


def test_a_dossier_has_a_quota_where_small_files_count_too(settings):
    settings.UPLOAD_QUOTA_BYTES = 120_000
    store()
    store()
    with pytest.raises(Refused) as refused:
        store()
    assert refused.value.verdict.codes == {"files.quota"}
    store(owner_key="application:2")


def test_a_person_has_one_quota_over_all_their_dossiers_but_not_for_those_they_help(settings):
    settings.UPLOAD_QUOTA_BYTES = 120_000
    amina = Person.objects.create_user("amina@example.org")
    store(owner_key="application:1", by=amina)
    store(owner_key="application:2", by=amina)
    with pytest.raises(Refused) as refused:
        store(owner_key="application:3", by=amina)
    assert refused.value.verdict.codes == {"files.quota"}
    helped = store(owner_key="application:3", by=amina, on_behalf=True)
    assert helped.owner_id is None


def test_a_removed_file_gives_its_place_back(settings, django_capture_on_commit_callbacks):
    settings.UPLOAD_QUOTA_BYTES = 60_000
    file = store()
    operations.remove(file=file, by=None)
    store()


@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_time_do_not_pass_the_quota(settings, monkeypatch):
    def keep_slowly(*args, keep=disk.keep):
        keep(*args)
        time.sleep(0.3)  # between the count and the row, where another upload could slip in

    monkeypatch.setattr(disk, "keep", keep_slowly)
    settings.UPLOAD_QUOTA_BYTES = 170_000
    outcomes, start = [], threading.Barrier(6)

    def send():
        start.wait()
        try:
            store()
            outcomes.append("kept")
        except Refused as refused:
            outcomes.extend(refused.verdict.codes)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sorted(outcomes) == ["files.quota"] * 3 + ["kept"] * 3
    assert StoredFile.objects.kept().count() == 3


def test_what_is_undone_leaves_no_row_and_only_bytes_to_sweep(files_root):
    with transaction.atomic():  # a step after it went wrong
        store()
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert len(bytes_on_disk(files_root)) == 1

    assert operations.sweep(now=timezone.now()).orphans == 0
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert operations.sweep(now=later).orphans == 1
    assert bytes_on_disk(files_root) == []
    assert operations.sweep(now=later).orphans == 0


def test_a_row_that_cannot_be_written_takes_its_bytes_away(files_root, monkeypatch):
    def broken(*args, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(StoredFile, "save", broken)
    with pytest.raises(IntegrityError):
        store(hostile.picture(), "photo.jpg")
    assert bytes_on_disk(files_root) == []


def test_bytes_go_after_the_removal_is_certain(files_root, django_capture_on_commit_callbacks):
    file = store(hostile.picture(), "photo.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        removed = operations.remove(file=file, by=None)
        assert len(bytes_on_disk(files_root)) == 2

    assert bytes_on_disk(files_root) == []
    assert (removed.state, removed.original_name) == (FileState.REMOVED, "")
    assert Event.objects.filter(name="files.file.removed", subject_id=str(file.pk)).count() == 1
    with pytest.raises(FileNotFoundError):
        queries.open_content(removed)
    with pytest.raises(Refused):
        operations.remove(file=file, by=None)


def test_a_file_past_its_date_is_removed_once(django_capture_on_commit_callbacks):
    file = store(kept_until=date(2026, 3, 1))
    kept = store(kept_until=None)
    day_after = timezone.make_aware(timezone.datetime(2026, 3, 2))

    assert operations.sweep(now=timezone.make_aware(timezone.datetime(2026, 3, 1))).expired == 0
    assert operations.sweep(now=day_after).expired == 1
    assert operations.sweep(now=day_after).expired == 0
    file.refresh_from_db()
    assert file.state == FileState.REMOVED
    assert list(StoredFile.objects.of("application:1")) == [kept]
    assert Event.objects.get(name="files.file.removed").machine == "sweep_files"


def test_bytes_of_a_removal_cut_by_a_crash_are_swept(files_root):
    file = store(hostile.picture(), "photo.jpg")
    operations.remove(file=file, by=None)  # no commit in this test: as if the process had died just after
    assert len(bytes_on_disk(files_root)) == 2

    assert operations.sweep(now=timezone.now() + timedelta(days=2)).orphans == 1
    assert bytes_on_disk(files_root) == []


def test_an_upload_cut_by_a_crash_is_swept(files_root):
    left = files_root / "arriving" / "tmp123"
    left.mkdir(parents=True)
    (left / "received").write_bytes(b"half")
    os.utime(left, (0, 0))

    operations.sweep(now=timezone.now())

    assert not left.exists()


def test_a_row_whose_bytes_are_gone_or_cut_is_told(files_root):
    gone, cut = store(), store()
    (files_root / gone.path).unlink()
    (files_root / cut.path).write_bytes(b"x")
    assert operations.sweep(now=timezone.now()).missing == [str(gone.public_id), str(cut.public_id)]


def test_a_wanted_antivirus_looks_at_the_sent_bytes_and_closes_the_door_when_away(settings):
    with fake_clamd() as settings.CLAMD, pytest.raises(Refused) as refused:
        store(hostile.picture(comment=hostile.EICAR), "photo.jpg")
    assert refused.value.verdict.codes == {"files.virus"}

    with fake_clamd() as settings.CLAMD:
        store()

    settings.CLAMD = "/nowhere/clamd.sock"
    with pytest.raises(Refused) as refused:
        store()
    assert refused.value.verdict.codes == {"files.antivirus_down"}


def test_the_message_names_what_was_recognised():
    with pytest.raises(Refused) as refused:
        store(hostile.zip_bomb(), "devis.pdf")
    (refusal,) = refused.value.verdict.refusals
    assert "(.docx)" in str(refusal.message) or "(.zip)" in str(refusal.message)


def test_the_folder_of_private_files_is_served_by_no_address(settings):
    assert not settings.MEDIA_URL.strip("/")
    assert Path(settings.MEDIA_ROOT) != Path(settings.STATIC_ROOT)
