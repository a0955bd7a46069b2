"""A person's word on each point of a file, then admissible or not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from quartierlibre.domain.applications import operations
from quartierlibre.domain.applications.models import Application, Overruling
from quartierlibre.domain.applications.queries.screening import history_of, screening_of
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from tests.factories import applications, personas, stories

STRICT = {
    **applications.RULES,
    "holder.kinds_allowed": {"value": ["association"], "unit": "choices", "source": "text"},
    "holder.residence": {"value": "in_town", "unit": "choice", "source": "text"},
}


@pytest.fixture
def fund():
    return applications.fund(rules=STRICT)


@pytest.fixture
def chloe(fund):
    return personas.chloe(fund.territory)


@pytest.fixture
def file(fund):
    """Asked by a group in a fund for associations: one blocking finding."""
    return stories.submitted(fund)


def checklist(file):
    return screening_of(fresh(file), today=timezone.localdate(), next_session=None).checklist


def fresh(file):
    return Application.objects.get(pk=file.pk)


def events(name):
    return Event.objects.filter(name=f"applications.{name}")


def test_overruling_keeps_the_machine_s_word_the_person_and_the_reason(chloe, file):
    assert [each.code for each in checklist(file).blocking] == ["holder.kind_refused"]
    operations.overrule(
        by=chloe, application=file, code="holder.kind_refused", verdict="ok", reason="Le centre social les porte."
    )
    point = checklist(file).point("holder.kind_refused")
    assert (point.tone, point.automatic) == ("ok", "blocking")
    assert (point.said.who, point.said.reason) == ("Chloe Dubois", "Le centre social les porte.")
    assert "centre social" not in str(events("check.overruled").get().data)


def test_the_latest_word_wins_and_the_former_stay_readable(chloe, file):
    for verdict, reason in (("ok", "Un partenaire les porte."), ("not_ok", "Le partenaire a renoncé.")):
        operations.overrule(by=chloe, application=file, code="holder.kind_refused", verdict=verdict, reason=reason)
    assert checklist(file).point("holder.kind_refused").said.reason == "Le partenaire a renoncé."
    operations.withdraw_overruling(by=chloe, application=file, code="holder.kind_refused")
    assert not checklist(file).point("holder.kind_refused").is_overruled
    assert [withdrawn for _said, withdrawn in history_of(file, "holder.kind_refused")] == [True, True]


def test_overruling_needs_a_reason_the_right_and_a_file_under_way(fund, chloe, file):
    eve = personas.eve(applications.territory("Autre ville"))
    for by, reason in ((chloe, "  "), (eve, "Parce que."), (personas.thomas(fund.territory), "Parce que.")):
        with pytest.raises(Refused):
            operations.overrule(by=by, application=file, code="holder.kind_refused", verdict="ok", reason=reason)
    operations.withdraw_application(by=None, application=file)
    with pytest.raises(Refused):
        operations.overrule(by=chloe, application=file, code="holder.kind_refused", verdict="ok", reason="Oui.")
    assert Overruling.objects.count() == 0


def test_the_database_refuses_an_overruling_without_a_reason(chloe, file):
    with pytest.raises(IntegrityError, match="overruling_says_why"), transaction.atomic():
        Overruling.objects.create(application=file, code="x", verdict="ok", reason="", by=chloe)


def test_a_check_by_hand_is_answered_and_a_no_says_why(chloe, file):
    assert [each.code for each in checklist(file).to_check] == ["hand.residence"]
    with pytest.raises(Refused):
        operations.answer_check(by=chloe, application=file, code="hand.residence", answer="no")
    operations.answer_check(by=chloe, application=file, code="hand.residence", answer="no", note="Elle a déménagé.")
    assert checklist(file).point("hand.residence").is_blocking
    operations.answer_check(by=chloe, application=file, code="hand.residence", answer="yes")
    assert checklist(file).point("hand.residence").tone == "ok"
    assert len(history_of(file, "hand.residence")) == 2


def test_admissible_names_what_blocks_then_accepts_a_person_s_word(chloe, file):
    with pytest.raises(Refused) as refused:
        operations.declare_admissible(by=chloe, application=file)
    assert refused.value.verdict.codes == {"screening.blocking"}
    assert "pas par" in str(refused.value.verdict.messages[0])
    operations.overrule(
        by=chloe, application=file, code="holder.kind_refused", verdict="ok", reason="Accord du comité."
    )
    for _twice in range(2):
        done = operations.declare_admissible(by=chloe, application=file)
    assert (done.state, fresh(file).screened_by, fresh(file).seen_at is not None) == ("admissible", chloe, True)
    assert events("application.admitted").get().data["unknown"] == ["hand.residence"]


def test_admissible_waits_for_open_corrections(chloe, file):
    operations.overrule(
        by=chloe, application=file, code="holder.kind_refused", verdict="ok", reason="Accord du comité."
    )
    asked = operations.ask_correction(
        by=chloe, application=file, reason="other", text="Un devis ?", deadline=timezone.localdate() + timedelta(5)
    )
    with pytest.raises(Refused, match=r"screening\.correction_open"):
        operations.declare_admissible(by=chloe, application=file)
    operations.cancel_correction(by=chloe, correction=asked)
    assert operations.declare_admissible(by=chloe, application=file).state == "admissible"


def test_inadmissible_says_why_and_can_be_examined_again(chloe, file):
    with pytest.raises(Refused):
        operations.declare_inadmissible(by=chloe, application=file, reason=" ")
    operations.declare_inadmissible(by=chloe, application=file, reason="Le fonds aide les associations.")
    assert (fresh(file).state, fresh(file).screening_reason) == ("inadmissible", "Le fonds aide les associations.")
    with pytest.raises(Refused):
        operations.declare_admissible(by=chloe, application=file)
    operations.screen_again(by=chloe, application=file, reason="Un centre social les porte.")
    assert (fresh(file).state, fresh(file).screening_reason) == ("submitted", "")


def test_only_the_team_of_the_territory_decides(fund, file):
    for person in (personas.eve(applications.territory("Autre ville")), personas.bruno(fund.territory)):
        for act in (operations.declare_inadmissible, operations.screen_again):
            with pytest.raises(Refused):
                act(by=person, application=file, reason="Non.")
        with pytest.raises(Refused):
            operations.declare_admissible(by=person, application=file)
    assert fresh(file).state == "submitted"
