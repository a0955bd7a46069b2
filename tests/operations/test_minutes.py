"""Minutes: written by what was done, completed together, signed, chained, printed."""

import io
import json

import pikepdf
import pytest
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Decision, DecisionLetter, Minutes, Session
from quartierlibre.domain.committees.operations.minutes import signature_code
from quartierlibre.domain.committees.queries.minutes import account_of
from quartierlibre.domain.committees.rules.session_file import seal_of
from quartierlibre.domain.committees.states import MinutesState, Outcome
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files.queries import open_content
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.personal_links import CODE_LIVES
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.committees.minutes_sheet import printed_minutes
from tests.factories import committees, votes
from tests.factories.applications import MACHINE
from tests.factories.uploads import photo
from tests.pages import deliberate_kit as kit
from tests.support.documents import words_of

DRAWN = "M10 10 L40 90 L80 20 L120 95 M10 120 L300 130"


@pytest.fixture
def evening():
    return kit.closed()


def begun(evening):
    return operations.prepare_minutes(by=evening.chloe, session=evening.session)


def to_sign(evening):
    return operations.ask_signatures(by=evening.chloe, minutes=begun(evening))


def signed(evening, minutes, *roles):
    for role in roles or ("chair", "secretary"):
        operations.sign(by=evening.chloe, minutes=minutes, role=role, kind="drawn", drawing=DRAWN)


def sealed(evening):
    minutes = to_sign(evening)
    signed(evening, minutes)
    return operations.seal(by=evening.chloe, minutes=minutes, pdf=printed_minutes(minutes))


def refused(act, *codes):
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.verdict.codes == set(codes)


def remark(evening, minutes, text, part="opening", revision=0):
    return operations.add_remark(by=evening.chloe, minutes=minutes, part=part, text=text, revision=revision)


# Written by the system.


def test_the_account_tells_presence_votes_sums_and_reasons(evening):
    account = account_of(evening.session, None)
    first, second = account.cases
    assert (account.present, len(account.roll)) == (3, 3)
    assert (first.rounds[0].votes_for, first.rounds[0].votes_against) == (3, 0)
    assert first.decision.reason == "Un projet utile à tous."
    assert account.granted_cents == 15_000
    assert second.state == "adjourned"
    assert account.undecided == 0


def test_it_says_who_left_and_never_why():
    evening = kit.opened()
    operations.declare_interest(by=evening.bruno, case=evening.case, seat=evening.seat, nature="landlord")
    account = account_of(evening.session, None)
    assert account.cases[0].left_room == ("Bruno Caron",)
    assert "landlord" not in repr(account)
    assert "ailleur" not in repr(account)


def test_a_vote_by_name_tells_names():
    taken = account_of(kit.voted().session, None).cases[0].rounds[0]
    assert [choice for _name, choice in taken.voices] == ["Pour"] * 3


def test_a_secret_vote_tells_no_name_and_no_total_that_would_tell():
    taken = account_of(kit.voted(session__ballot=kit.SECRET).session, None).cases[0].rounds[0]
    assert taken.voices == ()
    assert taken.votes_for is None, "three secret voices of one mind would tell who voted what"


def test_an_open_vote_tells_nothing():
    evening = kit.voting()
    votes.cast(votes.voters(evening.case.rounds.get())[0])
    assert account_of(evening.session, None).cases[0].rounds == ()


def test_there_is_nothing_to_write_before_the_session_opens():
    evening = kit.prepared()
    refused(lambda: begun(evening), "minutes.not_begun")


def test_a_stranger_writes_nothing(evening):
    minutes = begun(evening)
    refused(
        lambda: operations.add_remark(by=evening.bruno, minutes=minutes, part="opening", text="x", revision=0),
        "committee.no_right",
    )


def test_the_account_costs_the_same_for_two_files_and_for_six(django_assert_max_num_queries):
    evening = kit.opened(files=6, members=8)
    with django_assert_max_num_queries(11):
        account_of(evening.session, None)


# Completed together.


def test_words_written_meanwhile_by_somebody_else_are_never_erased(evening):
    minutes = begun(evening)
    remark(evening, minutes, "La salle est trop petite.")
    refused(lambda: remark(evening, minutes, "Il fait froid."), "minutes.changed_meanwhile")
    minutes.refresh_from_db()
    assert minutes.remarks["opening"]["words"] == "La salle est trop petite."
    remark(
        evening, minutes, "La salle est trop petite. Il fait froid.", revision=minutes.remarks["opening"]["revision"]
    )


def test_two_people_write_two_parts_at_once(evening):
    minutes = begun(evening)
    remark(evening, minutes, "Bonsoir.")
    remark(evening, minutes, "Merci à tous.", part="closing")
    minutes.refresh_from_db()
    assert set(minutes.remarks) == {"opening", "closing"}


def test_words_go_to_a_part_of_these_minutes(evening):
    refused(lambda: remark(evening, begun(evening), "x", part="case.0"), "minutes.no_such_part")


# Signed.


def test_an_open_session_is_not_signed():
    evening = kit.decided()
    refused(lambda: to_sign(evening), "minutes.session_not_over", "minutes.undecided")


def test_a_word_changed_after_a_signature_takes_it_back(evening):
    minutes = to_sign(evening)
    signed(evening, minutes, "chair")
    remark(evening, minutes, "Encore un mot.")
    minutes.refresh_from_db()
    assert (minutes.state, minutes.signatures.count()) == (MinutesState.DRAFT, 0)
    minutes = operations.ask_signatures(by=evening.chloe, minutes=minutes)
    signed(evening, minutes)
    assert minutes.signatures.count() == 2


def test_a_signature_for_another_text_seals_nothing(evening):
    """The facts themselves moved under a signature: the digest tells."""
    minutes = to_sign(evening)
    signed(evening, minutes)
    Session.objects.filter(pk=evening.session.pk).update(place="Ailleurs")
    refused(lambda: operations.seal(by=evening.chloe, minutes=minutes, pdf=b""), "minutes.changed_since")


def test_one_signature_is_not_enough(evening):
    minutes = to_sign(evening)
    signed(evening, minutes, "chair")
    refused(lambda: operations.seal(by=evening.chloe, minutes=minutes, pdf=b""), "minutes.not_signed")


@pytest.mark.parametrize(
    "drawing", ["", "M1 1", "M1 1 L2 2 <script>", "M1 1 L2 2 L3 3 url(x)", "M9999 1 L2 2 L3 3 L4 4"]
)
def test_a_drawing_is_strokes_and_nothing_else(evening, drawing):
    minutes = to_sign(evening)
    refused(
        lambda: operations.sign(by=evening.chloe, minutes=minutes, role="chair", kind="drawn", drawing=drawing),
        "signature.no_drawing",
    )


def code_for(minutes, role="chair", at=None):
    text = account_of(minutes.session, minutes).sha256
    return signature_code(minutes, role, text_sha256=text, at=at or timezone.now())


def sign_by_code(evening, minutes, code):
    return operations.sign(by=evening.chloe, minutes=minutes, role="chair", kind="code", code=code)


def test_a_code_signs_this_text_for_an_hour(evening):
    minutes = to_sign(evening)
    code = code_for(minutes)
    assert sign_by_code(evening, minutes, f"{code[:4]} {code[4:].lower()}").kind == "code"


def test_a_code_of_the_other_role_or_of_yesterday_signs_nothing(evening):
    minutes = to_sign(evening)
    for code in (code_for(minutes, "secretary"), code_for(minutes, at=timezone.now() - 3 * CODE_LIVES), "", "AAAAAAAA"):
        refused(lambda code=code: sign_by_code(evening, minutes, code), "signature.wrong_code")


def test_a_code_of_a_text_that_changed_signs_nothing(evening):
    minutes = to_sign(evening)
    code = code_for(minutes)
    remark(evening, minutes, "Un mot.")
    operations.ask_signatures(by=evening.chloe, minutes=minutes)
    refused(lambda: sign_by_code(evening, minutes, code), "signature.wrong_code")


def test_a_sheet_signed_by_hand_is_proved_by_its_photo(evening):
    minutes = to_sign(evening)
    refused(lambda: operations.sign(by=evening.chloe, minutes=minutes, role="chair", kind="paper"), "signature.no_scan")
    given = operations.sign(by=evening.chloe, minutes=minutes, role="chair", kind="paper", scan=photo())
    assert given.scan.is_picture


def test_a_signer_without_address_gets_no_code(evening):
    Person.objects.filter(pk=evening.session.chair.person_id).update(email=None)
    minutes = to_sign(evening)
    refused(lambda: operations.ask_code(by=evening.chloe, minutes=minutes, role="chair"), "signature.no_email")


# Sealed.


def test_sealing_publishes_the_decisions_and_the_session_file(evening):
    assert not Decision.objects.filter(published_at__isnull=False).exists()
    minutes = sealed(evening)
    content = json.loads(minutes.published_file)
    assert content["seal"] == seal_of(content) == minutes.sha256
    assert Decision.objects.get().published_at == minutes.sealed_at
    assert Event.objects.filter(name="committees.minutes.sealed", subject_id=str(minutes.pk)).count() == 1


def test_each_seal_holds_the_one_before_it():
    first = kit.closed()
    minutes = sealed(first)
    session = committees.session(first.committee, members=0, days=60)
    committees.case(session, title="Fête du four à pain", contact_email="four@exemple.fr", group_name="Les fourniers")
    chair, secretary = first.session.chair, first.session.secretary
    session = committees.opened(session, chair=chair, secretary=secretary)
    session = operations.close_session(by=MACHINE, session=session)
    second = sealed(kit.Evening(session, [], first.chloe, first.bruno, first.seat))
    assert minutes.previous_sha256 == ""
    assert second.previous_sha256 == minutes.sha256
    assert json.loads(second.published_file)["previous"] == minutes.sha256


def test_sealed_minutes_take_no_word_any_more(evening):
    minutes = sealed(evening)
    refused(lambda: remark(evening, minutes, "Trop tard."), "minutes.sealed")
    refused(lambda: operations.take_back(by=evening.chloe, minutes=minutes), "state.forbidden_move")


def test_the_sealed_pdf_is_tagged_french_and_says_everything(evening):
    remark(evening, begun(evening), "Une minute de silence a été observée.")
    minutes = sealed(evening)
    with open_content(minutes.pdf) as file:
        content = file.read()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "fr" in str(pdf.Root.Lang)
        with pdf.open_metadata() as said:
            assert said.get("pdfuaid:part") == "1"
    words = words_of(content)
    for expected in (
        "Procès-verbal",
        "Bruno Caron",
        "Repas de la tour 0",
        "Un projet utile à tous.",
        "150 €",
        "Une minute de silence a été observée.",
        "Signé le",
        "Ajourné",
        account_of(evening.session, minutes).sha256[:20],
    ):
        assert expected in words, expected


# Answers.


def test_answers_wait_for_the_seal_and_leave_once(evening):
    refused(lambda: operations.send_answers(by=evening.chloe, session=evening.session), "answers.minutes_not_sealed")
    sealed(evening)
    letters = operations.send_answers(by=evening.chloe, session=evening.session)
    assert [each.channel for each in letters] == ["email"]
    refused(lambda: operations.send_answers(by=evening.chloe, session=evening.session), "answers.all_sent")
    assert DecisionLetter.objects.count() == 1


def test_a_holder_without_address_is_answered_on_paper():
    evening = kit.voted()
    case = evening.case
    type(case.application).objects.filter(pk=case.application_id).update(contact_email="", contact_phone="+33612345678")
    votes.decide(case, Outcome.PART, amount=10_000)
    evening.session = operations.close_session(by=MACHINE, session=evening.session)
    sealed(evening)
    (letter,) = operations.send_answers(by=evening.chloe, session=evening.session, printed=minimal_pdf())
    assert letter.channel == "printed"
    assert letter.file.media_type == "application/pdf"


def minimal_pdf():
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(held)
    return held.getvalue()


def test_the_journal_learns_no_name_and_no_reason(evening):
    remark(evening, begun(evening), "Amina a pleuré.")
    sealed(evening)
    told = json.dumps([each.data for each in Event.objects.filter(name__startswith="committees.minutes")])
    assert "Amina" not in told
    assert Minutes.objects.get().state == MinutesState.SEALED
