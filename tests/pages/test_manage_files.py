"""The list of files: newest first, narrowed on demand, with the same few queries whatever its length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quartierlibre.domain.applications.models import Application
from quartierlibre.domain.applications.operations import mark_seen
from quartierlibre.pagekit import kept
from tests.access.world import SignedIn
from tests.factories import applications, personas, stories

FILES = "/gerer/dossiers/"


@pytest.fixture
def fund():
    return applications.fund()


@pytest.fixture
def desk(fund):
    """A browser in which Chloé has signed in, second factor included."""
    return SignedIn(personas.chloe(fund.territory))


@pytest.fixture
def as_served(settings):
    """Parts that belong to nobody are kept, as they are where pages are served."""
    settings.KEPT_PARTS = 300
    kept.forget()
    yield
    kept.forget()


def copies(file, count):
    """Many files like this one: rows alone, for lists."""
    year, number = file.filing_year, file.filing_number
    fields = {each.attname: getattr(file, each.attname) for each in Application._meta.concrete_fields}
    skipped = {"id", "public_id", "filing_number"}
    fields = {name: value for name, value in fields.items() if name not in skipped}
    rows = [Application(**{**fields, "filing_number": number + each}) for each in range(1, count + 1)]
    Application.objects.bulk_create(rows)
    links = Application.neighbourhoods.through
    names = list(file.neighbourhoods.all())
    made = Application.objects.filter(fund=file.fund, filing_year=year).exclude(pk=file.pk)
    links.objects.bulk_create(links(application=each, neighbourhood=name) for each in made for name in names)


def titles(page):
    return [row.title for row in page.context["page"].list.rows]


def test_the_last_filed_comes_first_with_what_one_needs_to_choose(desk, fund):
    stories.on_paper(fund, title="Ancien", received_on=timezone.localdate().replace(day=1))
    stories.submitted(fund, title="Repas de la tour 3")
    page = desk.get(FILES)
    assert titles(page)[0] == "Repas de la tour 3"
    said = page.content.decode()
    for words in ("-002", "Les voisins de la tour 3", "Les Glycines", "150\u00a0€", "En ligne", "Nouveau"):
        assert words in said, words


def test_ten_or_sixty_rows_cost_the_same_five_queries(desk, fund, as_served):
    copies(stories.submitted(fund, by=personas.amina()), 65)
    desk.get(FILES)
    counts = {}
    for size in (10, 60):
        with CaptureQueriesContext(connection) as queries:
            page = desk.get(FILES, {"par": size})
        assert len(page.context["page"].list.rows) == size
        counts[size] = len(queries)
    assert counts[10] == counts[60] == 5


def test_pages_follow_each_other_and_keep_what_was_chosen(desk, fund):
    copies(stories.submitted(fund), 20)
    first = desk.get(FILES, {"par": "10", "q": "tour"})
    assert (first.context["page"].list.total, first.context["page"].list.pages) == (21, 3)
    assert "?par=10&amp;q=tour&amp;page=2" in first.content.decode()
    last = desk.get(FILES, {"par": "10", "page": "99"})
    assert (last.context["page"].list.page, len(titles(last))) == (3, 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "chorale"}, {"Chorale"}),
        ({"q": "Voisins de la TOUR"}, {"Repas", "Fiche"}),
        ({"canal": "paper"}, {"Fiche"}),
        ({"a-faire": "new"}, {"Chorale"}),
        ({"a-faire": "sign"}, {"Fiche"}),
        ({"etat": "withdrawn"}, set()),
        ({"etat": "draft"}, {"Chorale", "Repas", "Fiche"}),
        ({"canal": "' or 1=1", "fonds": "999", "page": "-1", "par": "5000"}, {"Chorale", "Repas", "Fiche"}),
    ],
)
def test_the_list_is_narrowed_by_what_is_offered_and_nothing_else(desk, fund, asked, found):
    repas = stories.submitted(fund, title="Repas")
    mark_seen(by=personas.chloe(fund.territory), application=repas)
    stories.submitted(fund, title="Chorale", group_name="Les voix du canal")
    stories.on_paper(fund, title="Fiche", signed=False)
    assert set(titles(desk.get(FILES, asked))) == found


def test_by_its_number(desk, fund):
    stories.submitted(fund, title="Premier")
    second = stories.submitted(fund, title="Second")
    assert titles(desk.get(FILES, {"q": second.number})) == ["Second"]


def test_by_fund_neighbourhood_and_theme(desk, fund):
    other = applications.fund("Fonds du Canal")
    other.neighbourhoods.set([applications.square("QN05902M", west=3.02, name="Cité du Canal")])
    there = stories.submitted(other, title="Au canal", lon="3.025", themes=["culture"])
    stories.submitted(fund, title="Aux glycines")
    place, theme = there.neighbourhoods.get(), there.themes.get()
    for asked in ({"fonds": other.pk}, {"quartier": place.pk}, {"theme": theme.pk}):
        assert titles(desk.get(FILES, asked)) == ["Au canal"], asked


def test_a_file_of_another_territory_is_never_in_the_list(desk, fund):
    elsewhere = applications.fund("Fonds voisin", within=applications.territory("Autre ville"))
    stories.submitted(elsewhere, title="Chez les autres")
    page = desk.get(FILES, {"q": "Chez les autres"})
    assert titles(page) == []
    assert "Aucun dossier ne correspond" in page.content.decode()
    assert "Fonds voisin" not in page.content.decode()


def test_an_empty_list_says_what_will_come(desk):
    assert "Pas encore de dossier" in desk.get(FILES).content.decode()


def test_a_search_of_a_hostile_text_is_shown_as_text(desk):
    said = desk.get(FILES, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in said


def test_a_resident_who_holds_a_file_has_no_desk(fund):
    amina = personas.amina()
    file = stories.submitted(fund, by=amina)
    client = SignedIn(amina)
    for address in (FILES, "/gerer/", reverse("manage:file", args=[file.public_id])):
        assert client.get(address).status_code == 404
