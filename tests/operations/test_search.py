"""What is found: in French, whatever the accents, in the transaction of what is published."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from quartierlibre.domain.meetings import operations
from quartierlibre.foundation.search import operations as search
from quartierlibre.foundation.search.documents import Document, words_of
from quartierlibre.foundation.search.marks import unaccent
from quartierlibre.foundation.search.models import SearchDocument
from quartierlibre.foundation.search.queries import MOST, found, parse
from tests.factories import applications, meetings
from tests.factories.published import decided, sealed


def tell(title, text="", *, kind="news", key="", day=None, territories=()):
    search.index(Document(kind, key or title[:60], title, text, f"/{key or 'x'}/", day, territories))


def titles(question, **narrow):
    return ["".join(piece.text for piece in hit.title) for hit in found(question, **narrow).hits]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("reunion", "La Réunion publique"),
        ("RÉUNION", "les reunions de quartier"),
        ("coeur", "Au cœur des quartiers, des cœurs battent"),
        ("cœurs", "le coeur"),
        ("FÊTE", "une fête"),
        ("fete", "des Fêtes"),
        ("jardins partages", "Un jardin partagé"),
        ("jardins partagés", "jardin partage"),
        ("l’école", "École des devoirs"),
        ("association accordée", "accordé à une association"),
        ("associatio", "Associations du quartier"),
        ("jardin parta", "jardins partagés"),
        ('"fête des voisins"', "la fête des voisins, un soir"),
        ("ete", "l'ete", ),
    ],
)  # fmt: skip
def test_words_are_found_as_people_write_them(question, text):
    tell(text, key="x")
    assert titles(question) == [text]


@pytest.mark.parametrize(
    ("question", "text"),
    [("piscine", "École"), ("école -piscine", "École, piscine"), ('"voisins fête"', "la fête des voisins")],
)
def test_other_words_are_not(question, text):
    tell("Titre", text, key="x")
    assert titles(question) == []


def test_the_beginning_of_a_word_is_enough_in_a_text_too():
    tell("Titre", "Un tournoi de pétanque", key="x")
    assert titles("petanq") == ["Titre"]


@pytest.mark.parametrize("question", ["", "   ", "le la", "-", '"', "!!", "\x00", "%s %(x)s", "((", "a" * 5000, "-x"])
def test_a_question_without_a_word_is_answered_by_nothing(question):
    tell("Autre chose", key="x")
    assert not found(question).hits


def test_a_title_counts_more_than_a_text_and_the_newest_comes_first():
    tell("Budget", "on parle du jardin", key="a", day=date(2026, 3, 1))
    tell("Jardin neuf", key="b", day=date(2024, 3, 1))
    tell("Jardin vieux", key="c", day=date(2020, 3, 1))
    assert titles("jardin") == ["Jardin neuf", "Jardin vieux", "Budget"]


def test_what_is_found_is_shown_with_its_accents():
    tell("La Réunion au cœur", "Un cœur, une réunion, des cœurs.", key="x")
    [hit] = found("coeur reunions").hits
    assert [piece.text for piece in hit.title if piece.is_found] == ["Réunion", "cœur"]
    assert [piece.text for piece in hit.excerpt if piece.is_found] == ["cœur", "réunion", "cœurs"]
    assert "".join(piece.text for piece in hit.excerpt) == "Un cœur, une réunion, des cœurs."


def test_kinds_and_territories_narrow_and_counts_tell_of_all_kinds():
    tell("Fête ici", key="a", territories=[1])
    tell("Fête ailleurs", key="b", territories=[2])
    tell("Fête partout", key="c")
    tell("Fête projet", kind="project", territories=[1])
    assert sorted(titles("fete", territory=1)) == ["Fête ici", "Fête partout", "Fête projet"]
    answer = found("fete", territory=1, kind="news")
    assert (answer.counts, answer.total, len(answer.hits)) == ({"news": 2, "project": 1}, 2, 2)


def test_more_than_five_hundred_is_said_so_and_pages_stop_there():
    search.rebuild("news", (Document("news", str(n), "Fête", "", "/x/", date(2026, 1, 1)) for n in range(MOST + 40)))
    tell("Fête projet", kind="project")
    answer = found("fete", page=10_000)
    assert (answer.is_many, answer.counts, answer.pages, answer.page, len(answer.hits)) == (True, {}, 25, 25, 20)
    assert found("fete", kind="project").total == 1


def test_told_again_it_is_found_once_and_forgotten_it_is_not():
    tell("Fête", key="x")
    tell("Bal", key="x")
    assert (titles("fete"), titles("bal")) == ([], ["Bal"])
    search.forget(kind="news", key="x")
    search.forget(kind="news", key="never")
    assert titles("bal") == []


def test_a_rebuild_forgets_what_is_not_told_any_more_and_refuses_another_kind():
    tell("Vieux", key="old")
    tell("Projet", kind="project")
    assert search.rebuild("news", [Document("news", "n", "Neuf", "", "/n/")]) == 1
    assert sorted(SearchDocument.objects.values_list("key", flat=True)) == ["Projet", "n"]
    with pytest.raises(ValueError, match="project"):
        search.rebuild("news", [Document("project", "p", "", "", "")])


@pytest.mark.django_db(transaction=True)
def test_only_in_the_transaction_of_what_is_published():
    with pytest.raises(RuntimeError):
        tell("Fête", key="x")
    with pytest.raises(RuntimeError):
        search.forget(kind="news", key="x")
    with transaction.atomic():
        tell("Fête", key="x")
        transaction.set_rollback(True)
    assert titles("fete") == []


def test_signs_nobody_sees_are_put_aside():
    tell("Fête\x00 \x01du\x02 canal", "a\x00b\x02", key="x")
    [hit] = found("fete").hits
    assert "".join(piece.text for piece in hit.title) == "Fête du canal"


@pytest.mark.parametrize(
    "text", ["Œuvre d’ÆGIR", "e\u0301te\u0301", "Ångström ñandú ǆ ﬁ", "한국어", "ⅷ İstanbul ß", "עברית שָׁלוֹם"]
)
def test_python_and_the_database_put_the_same_accents_aside(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ql_unaccent(%s)", [text])
        assert cursor.fetchone()[0] == unaccent(text)


def test_the_last_word_may_be_unfinished_unless_it_is_left_out_or_quoted():
    assert ":*" in parse("fete du can")
    assert all(":*" not in parse(question) for question in ("fete -canal", 'fete "du canal"', "la fete de l’an", ""))


def test_a_project_is_found_once_published_and_a_refusal_never():
    fund = applications.fund("Fonds du Marais")
    granted = decided(fund, title="Bal du canal")
    sealed(granted)
    decided(fund, title="Bal refusé", outcome="refused")
    [hit] = found("bal marais").hits
    assert (hit.kind, hit.url) == ("project", f"/projets/{granted.case.application.public_id}/")
    assert found("bal", territory=fund.territory_id).total == 1
    SearchDocument.objects.all().delete()
    call_command("rebuild_search")
    assert found("bal").total == 1


def test_a_fund_is_found_once_open():
    fund = applications.fund("Fonds des Glycines")
    assert found("glycines").total == 1
    assert SearchDocument.objects.get(kind="fund", key=fund.slug).url == f"/fonds/{fund.slug}/"


def test_a_meeting_is_found_while_its_page_may_be_read():
    meeting = meetings.draft(title="PIC Lab du Bief", town="Rouvelinghem")
    assert found("bief").total == 0
    operations.publish_meeting(by=meetings.TESTS, meeting=meeting)
    [hit] = found("rouvelinghem").hits
    assert (hit.kind, hit.url) == ("meeting", f"/agenda/{meeting.slug}/")
    SearchDocument.objects.all().delete()
    call_command("rebuild_search")
    assert found("bief").total == 1
    operations.take_back(by=meetings.TESTS, meeting=meeting)
    assert found("bief").total == 0


def test_a_word_with_a_tag_inside_stays_one_word():
    assert words_of("<p>Le c<em>œ</em>ur du quartier</p><ul><li>bal</li><li>repas</li></ul>") == (
        "Le cœur du quartier bal repas"
    )
