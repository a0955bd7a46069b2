"""Photos and quotes joined to a file."""

import pytest
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.states import AgreementKind, DocumentKind
from quartierlibre.foundation.files.models import StoredFile
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories
from tests.support import hostile


@pytest.fixture(autouse=True)
def files_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def join(application, by=None, kind=DocumentKind.QUOTE):
    upload = hostile.Upload(hostile.pdf(), "devis.pdf")
    return operations.add_document(by=by, application=application, upload=upload, kind=kind, label=" Sono ")


def test_a_quote_is_joined_to_its_file_only():
    draft = stories.draft()
    document = join(draft)
    assert (document.label, document.file.owner_key) == ("Sono", operations.owner_key_of(draft))
    assert Event.objects.get(name="applications.document.added").data == {"document": document.pk, "kind": "quote"}


def test_what_staff_join_counts_for_the_file_and_not_for_them():
    application = stories.submitted()
    thomas = personas.thomas(application.fund.territory)
    assert join(application, by=thomas).file.owner_id is None
    amina = personas.amina()
    assert join(stories.draft(application.fund, by=amina), by=amina).file.owner_id == amina.pk


def test_a_paper_leaves_a_draft_with_its_bytes():
    document = join(stories.draft())
    operations.remove_document(by=None, document=document)
    operations.remove_document(by=None, document=document)
    document.refresh_from_db()
    assert document.removed_at is not None
    assert not StoredFile.objects.kept().exists()
    assert Event.objects.filter(name="applications.document.removed").count() == 1


def test_a_paper_stays_with_what_was_filed():
    draft = stories.draft()
    document = join(draft)
    operations.submit_application(by=None, application=draft, accept_version=1)
    with pytest.raises(Refused) as refused:
        operations.remove_document(by=None, document=document)
    assert refused.value.verdict.codes == {"draft.already_filed"}
    assert draft.filed_versions.get().snapshot["documents"] == [{"kind": "quote", "sha256": document.file.sha256}]


def test_a_refused_paper_leaves_the_file_as_it_was():
    draft = stories.draft()
    with pytest.raises(Refused):
        operations.add_document(by=None, application=draft, upload=hostile.Upload(b"", "vide.pdf"))
    assert not draft.documents.exists()


def test_a_photo_of_the_signature_proves_an_agreement():
    draft = stories.draft()
    signature = join(draft, kind=DocumentKind.OTHER).file
    agreement = operations.record_agreement(
        by=None, application=draft, helper_name="Thomas", kind=AgreementKind.SIGNATURE, evidence=signature
    )
    assert agreement.evidence == signature


def test_a_signature_from_another_file_proves_nothing():
    fund = applications.fund()
    elsewhere = join(stories.draft(fund), kind=DocumentKind.OTHER).file
    with pytest.raises(Refused) as refused:
        operations.record_agreement(
            by=None,
            application=stories.draft(fund),
            helper_name="Thomas",
            kind=AgreementKind.SIGNATURE,
            evidence=elsewhere,
        )
    assert refused.value.verdict.codes == {"agreement.evidence"}


def test_the_scan_of_a_paper_sheet_stays_with_it():
    fund = applications.fund()
    application = operations.enter_paper_sheet(
        by=personas.thomas(fund.territory),
        fund=fund,
        answers=applications.answers(),
        received_on=timezone.localdate(stories.draft(fund).created_at),
        scan=hostile.Upload(hostile.pdf(), "fiche.pdf"),
    )
    assert application.documents.get().kind == DocumentKind.SCAN
