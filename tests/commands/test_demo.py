"""`quartierlibre demo` and `demo_links`: a whole invented world, made once by the operations, the same every time."""

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from quartierlibre.console.demo import cast, clock, ground, pictures, story
from quartierlibre.console.verify_session import verify
from quartierlibre.domain.applications.models import Application, Correction, FiledVersion, Opinion
from quartierlibre.domain.applications.operations import open_draft
from quartierlibre.domain.applications.states import ApplicationState, Channel, HolderKind
from quartierlibre.domain.committees.models import Consultation, Decision, Minutes, Round, Session, Voter, WaitingPlace
from quartierlibre.domain.committees.queries.consultations import who_answered
from quartierlibre.domain.committees.states import CaseState, SessionState
from quartierlibre.domain.funds.models import Contribution, Fund, Funder, FunderLogo, Regulation
from quartierlibre.domain.funds.queries import fund_figures, open_year_of
from quartierlibre.domain.people.models import Mandate, Person
from quartierlibre.domain.people.permissions import Permission
from quartierlibre.domain.places.models import Neighbourhood, Territory
from quartierlibre.foundation.journal.models import Event
from quartierlibre.foundation.verdicts import Refused
from quartierlibre.pagekit.personas import BY_SLUG, PERSONAS

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
OURS = {"pic-hautefosse", "pic-saint-ame", "fph-entre-leuze-et-gare"}


WEEKS = 20  # of the past: enough for every mechanism; the two years are played by `make demo`


def run(command="demo", **options):
    output = io.StringIO()
    call_command(command, stdout=output, stderr=output, **options)
    return output.getvalue()


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once for the module, on a Tuesday of May; what it printed. Sealed as at a commit, then undone."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        with clock.at(NOW):
            printed = run(weeks=WEEKS)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield printed
        transaction.set_rollback(True)


def person(slug):
    return Person.objects.get(email=BY_SLUG[slug].email)


def test_it_says_each_step_in_french(world):
    assert "Personnages" in world
    assert "PIC de Hautefosse : règlement, argent, comités, 34 projets" in world
    assert "déjà là" not in world


def test_a_second_run_changes_nothing():
    before = Event.objects.count(), Application.objects.count()
    printed = run(weeks=WEEKS)
    assert printed.count("déjà là") == len(printed.splitlines())
    assert (Event.objects.count(), Application.objects.count()) == before


def test_books_and_journal_are_right():
    assert "Les livres sont justes" in run("check_books")
    assert "rien à redire" in run("verify_journal")


def test_the_officer_of_the_region_reads_the_books_of_the_funds_it_pays_and_nothing_else():
    farid = person("farid")
    paid = set(Contribution.objects.filter(funder__kind="region").values_list("fund_year__fund__territory", flat=True))
    assert len(paid) == len(OURS)
    assert paid <= set(farid.territories_where(Permission.READ_BOOKS))
    others = set(Permission) - {Permission.READ_BOOKS}
    assert not any(farid.territories_where(each) for each in others)


def test_the_past_is_lived_in_order():
    for territory in Territory.objects.values_list("pk", flat=True):
        dates = list(Event.objects.filter(territory_id=territory).order_by("sequence").values_list("at", flat=True))
        assert dates == sorted(dates)
        assert dates[-1] <= NOW


def test_three_invented_funds_and_five_real_rulebooks_to_read():
    assert set(Fund.objects.open_on(NOW.date()).values_list("slug", flat=True)) == OURS
    references = Fund.objects.filter(is_reference=True)
    assert len(references) == 5
    assert not any(fund.is_open(NOW.date()) for fund in references)
    assert Regulation.objects.published().filter(fund__slug="pic-hautefosse").count() == 2
    assert Neighbourhood.objects.filter(is_invented=False).count() == 0


def test_one_fund_has_five_sectors_and_their_pots():
    fund = Fund.objects.get(slug="pic-hautefosse")
    figures = fund_figures(open_year_of(fund))
    assert [part.sector_name[:4] for part in figures.sectors] == ["Nord", "Est ", "Cent", "Sud ", "Oues"]
    assert figures.received == 29_000_00
    assert 0 < figures.of_sector(fund.sectors.get(slug="sud").pk).available < 500_00  # a pot that soon bounds a grant


def test_a_clause_may_allow_forbid_or_be_unknown():
    assert set(Contribution.objects.values_list("regrant_allowed", flat=True)) == {True, False, None}


def test_funders_have_a_drawn_logo_in_each_fund_and_some_none():
    region = FunderLogo.objects.filter(funder__kind="region").select_related("file")
    assert {each.fund.slug for each in region} == OURS
    assert len({each.file.sha256 for each in region}) == 1  # the same drawing, given three times
    without = Funder.objects.filter(logos=None).values_list("kind", flat=True)
    assert set(without) == {"epci", "landlord"}


def test_each_manager_has_their_own_territory():
    chloe, eve = (set(person(slug).territories_where(Permission.SCREEN_APPLICATIONS)) for slug in ("chloe", "eve"))
    assert chloe
    assert eve
    assert not chloe & eve
    assert not Mandate.objects.filter(person__in=[person("amina"), person("driss")]).exists()


def test_every_committee_sits_soon():
    coming = Session.objects.filter(state=SessionState.PLANNED)
    assert {session.committee.fund.slug for session in coming} == OURS
    assert all(session.starts_at > NOW for session in coming)


def test_tonight_bruno_may_vote_at_once():
    tonight = Session.objects.get(state=SessionState.OPEN, consultations=None)
    assert tonight.starts_at < NOW
    assert [case.state for case in tonight.cases.order_by("position")] == ["decided", "voting", "waiting", "waiting"]
    voter = Voter.objects.get(
        round__state="open", round__case__session=tonight, attendance__seat__person=person("bruno")
    )
    assert not voter.has_voted


def test_members_were_asked_in_writing_once_and_bruno_is_asked_now():
    former, now_asked = Consultation.objects.order_by("opened_at")
    assert set(former.rounds.values_list("case__state", flat=True)) == {CaseState.DECIDED}
    assert Minutes.objects.get(session=former.session).state == "sealed"
    assert now_asked.last_day > NOW.date()
    mine = Voter.objects.filter(round__consultation=now_asked, attendance__seat__person=person("bruno"))
    assert list(mine.values_list("has_voted", flat=True)) == [False, False]
    assert 0 < len([each for each in who_answered(now_asked) if each.cast]) < len(who_answered(now_asked))


def test_every_sealed_session_proves_itself():
    sealed = Minutes.objects.filter(state="sealed")
    assert sealed.exists()
    for minutes in sealed:
        assert verify(minutes.published_file)


def test_committees_decided_in_every_way():
    assert {"granted", "part", "conditions", "refused"} <= set(Decision.objects.values_list("outcome", flat=True))
    assert set(Minutes.objects.values_list("state", flat=True)) == {"draft", "signing", "sealed"}
    assert WaitingPlace.objects.filter(ended_at=None).count() == 1
    assert Decision.objects.exclude(overridden_because="").count() == 1
    assert Round.objects.filter(state="annulled").exists()


def test_projects_are_of_every_sort():
    every = Application.objects.all()
    assert set(every.values_list("state", flat=True)) == set(ApplicationState)
    assert set(every.values_list("channel", flat=True)) == set(Channel)
    assert set(every.exclude(holder_kind="").values_list("holder_kind", flat=True)) == set(HolderKind)
    assert every.filter(minor=True).exclude(adult_name="").exists()
    assert every.filter(location_status="edge").exists()
    assert max(one.neighbourhoods.count() for one in every) == 2
    assert "money.above_what_is_allowed" in {each["code"] for one in every for each in one.findings}


def test_every_moment_of_screening_has_a_file():
    """Counted one by one, so that a page that shows one of them is never looked at empty."""
    under_way = Application.objects.filter(state=ApplicationState.SUBMITTED)
    asked = under_way.filter(corrections__in=Correction.objects.open())
    moments = {
        "new": under_way.filter(seen_at=None),
        "a correction is asked": asked.filter(corrections__said_done_at=None),
        "the holder says it is done": asked.exclude(corrections__said_done_at=None),
        "an opinion is awaited": under_way.filter(opinions__in=Opinion.objects.filter(answered_at=None)),
        "an opinion is given": under_way.filter(opinions__answered_at__isnull=False),
        "presented again": under_way.filter(filed_versions__version__gte=2, cases__state=CaseState.ADJOURNED),
        "admissible, on an agenda": Application.objects.filter(
            state=ApplicationState.ADMISSIBLE,
            cases__state=CaseState.WAITING,
            cases__session__state=SessionState.PLANNED,
        ),
        "inadmissible, with a reason": Application.objects.filter(state=ApplicationState.INADMISSIBLE).exclude(
            screening_reason=""
        ),
        "voted, waits for money": Application.objects.filter(cases__waiting_place__ended_at=None).exclude(
            cases__waiting_place=None
        ),
        "withdrawn": Application.objects.filter(state=ApplicationState.WITHDRAWN),
    }
    assert [moment for moment, files in moments.items() if not files.exists()] == []


def test_filed_projects_went_through_the_operations():
    filed = Application.objects.filed()
    told = Event.objects.filter(name__in=["applications.application.submitted", "applications.application.entered"])
    assert sorted(told.values_list("subject_id", flat=True)) == sorted(str(one.pk) for one in filed)
    assert FiledVersion.objects.values("application").distinct().count() == filed.count()


def test_a_file_of_this_morning_waits_for_chloe():
    newest = Application.objects.filter(fund__slug="pic-hautefosse").filed().order_by("-submitted_at").first()
    assert newest.filed_on == NOW.date()
    assert newest.seen_at is None
    assert newest.documents.count() == 1


def test_the_second_project_of_an_association_meets_the_lower_ceiling():
    assert Application.objects.get(title__startswith="Tournoi de pétanque").allowed_cents == 400_00


def test_a_story_is_the_same_every_time():
    """Told twice from nothing: same words, same dates, same sums."""
    first, second = _retold(), _retold()
    assert first == second
    assert len(first) == 3


def _retold():
    data = story.shipped(weeks=0)[1]
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        other = ground.rulebook(ground.DATA / "invented" / data["rulebooks"][0])
        other.fund["slug"], other.territory["slug"] = "autre", "autre"
        patch.setattr(story, "rulebook", lambda path: other)
        assert story.tell(data, now=NOW)
        found = [_facts(one) for one in Application.objects.filter(fund__slug="autre").order_by("filing_number")]
        transaction.set_rollback(True)
    return found


def _facts(one):
    papers = [paper.file.sha256 for paper in one.documents.all()]
    return one.number, one.answers, one.created_at, one.submitted_at, one.allowed_cents, papers


def test_links_open_the_site_as_each_persona():
    lines = [line.split("\t") for line in run("demo_links").splitlines()]
    assert [line[0] for line in lines] == ["Amina", "Bruno", "Chloé", "Driss", "Ève", "Farid", "Gaëlle"]
    for persona, (_name, role, address) in zip(PERSONAS, lines, strict=True):
        client = Client()
        assert client.get(address.removeprefix("http://127.0.0.1:8000")).status_code == 302
        assert client.session["_auth_user_id"] == str(person(persona.slug).pk)
        assert role == persona.role


@pytest.mark.parametrize("command", ["demo", "demo_links"])
def test_a_real_site_is_never_peopled_with_inventions(command, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="pas une démonstration"):
        run(command)


def test_nobody_files_under_a_reference():
    reference = Fund.objects.filter(is_reference=True).first()
    with pytest.raises(Refused, match=r"fund\.closed"):
        open_draft(by=None, fund=reference)


@pytest.mark.parametrize("scene", sorted(pictures.SCENES))
def test_pictures_are_drawn_the_same_every_time(scene):
    answers = {
        "title": "T",
        "holder_name": "H",
        "place_text": "P",
        "asked": "1",
        "lines": [{"label": "L", "amount": "1"}],
    }
    assert pictures.draw(scene, answers) == pictures.draw(scene, answers)


def test_the_clock_goes_back_to_the_present_even_after_trouble():
    past = datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/Paris"))
    with clock.at(past):
        assert timezone.now() == Event().at == past
        with pytest.raises(ZeroDivisionError), clock.at(NOW):
            assert timezone.now() == Event().at == 1 / 0
        assert timezone.now() == Event().at == past
    assert timezone.now() > past
    assert Event().at > past


def test_everyone_can_be_played():
    assert cast.gather() is False
    assert all(person(persona.slug).name == persona.name for persona in PERSONAS)
