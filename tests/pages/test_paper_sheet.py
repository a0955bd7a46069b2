"""The paper sheet: two accessible pages, the same questions as the screen, and words that stay words."""

import io
from datetime import UTC, date, datetime

import pikepdf
import pytest
from django.core.management import call_command

from quartierlibre.domain.applications.form import FieldKind, common_form
from quartierlibre.domain.applications.queries.drafts import form_for, reading_of
from quartierlibre.domain.applications.reading import Reading
from quartierlibre.domain.funds.models import Regulation, Theme
from quartierlibre.domain.funds.queries import current_regulation
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.apply.sheet import Sheet, data_of, filled_sheet_pdf, sheet_pdf
from tests.factories import applications, stories

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONG = "Un long thème qui parle de la transition des quartiers et de leurs habitants"


@pytest.fixture
def fund():
    return applications.fund(manager_name="Association des Glycines", contact_place="3, rue des Lilas")


def opened(written):
    return pikepdf.open(io.BytesIO(written))


def tags_in(pdf):
    def walk(node):
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield str(node.S)
            yield from walk(node.get("/K"))
        elif isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each)

    return list(walk(pdf.Root.StructTreeRoot.get("/K")))


def blank_data(fund):
    return data_of(Sheet(fund, current_regulation(fund), form_for(fund), {}, Reading({})))


def test_the_sheet_is_two_tagged_french_pages(fund):
    pdf = opened(sheet_pdf(fund, current_regulation(fund), at=NOON))
    assert len(pdf.pages) == 2
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("fr", True)
    with pdf.open_metadata() as about:
        assert (about["pdfuaid:part"], about["pdfaid:part"]) == ("1", "2")
    tags = tags_in(pdf)
    assert (tags.count("/H1"), tags.count("/H2"), tags.count("/Table")) == (1, 10, 2)


def test_the_sheet_asks_what_the_page_asks_in_the_same_order(fund):
    shown = blank_data(fund)["questions"]
    assert [each["label"] for each in shown] == [each.label for each in common_form().all_questions()]
    names = [field["label"] for question in shown for line in question["lines"] for field in line if field["label"]]
    asked = [field.label for field in common_form().fields() if field.name not in {"themes", "contact_kind"}]
    assert names == asked


def test_the_sheet_says_where_it_goes_and_what_the_rulebook_says(fund):
    data = blank_data(fund)
    assert data["hand_in"] == ["Association des Glycines", "3, rue des Lilas", "equipe@exemple.fr", "03 20 00 00 00"]
    said = " ".join(data["rules"])
    assert "15" in said
    assert "900" in said


def test_a_rule_left_unset_is_not_printed():
    data = blank_data(applications.fund(rules={"filing.lead_time": applications.RULES["filing.lead_time"]}))
    assert len(data["rules"]) == 1


def test_ten_themes_eight_neighbourhoods_and_many_rules_still_hold_on_two_pages():
    ceilings = [
        {"value": 10_000 * rank, "unit": "cents", "source": "text", "when": {"rank": rank}} for rank in range(1, 9)
    ]
    fund = applications.fund(rules={**applications.RULES, "amount.ceilings": ceilings})
    for rank in range(1, 8):
        fund.neighbourhoods.add(
            applications.square(f"QN0591{rank}M", west=3 + rank / 10, name=f"Le grand quartier {rank}")
        )
    for rank in range(8):
        Theme.objects.create(theme_set=applications.themes(), code=f"t{rank}", label=LONG[: 60 + rank], position=9)
    assert len(opened(sheet_pdf(fund, current_regulation(fund), at=NOON)).pages) == 2


def test_every_real_rulebook_prints_on_two_pages():
    call_command("load_theme_sets", stdout=io.StringIO())
    call_command("load_regulations", stdout=io.StringIO())
    printed = {}
    for regulation in Regulation.objects.select_related("fund__scheme", "fund__territory", "theme_set"):
        printed[str(regulation)] = len(opened(sheet_pdf(regulation.fund, regulation, at=NOON)).pages)
    assert len(printed) >= 5
    assert set(printed.values()) == {2}


def test_the_same_sheet_on_the_same_day_is_the_same_file(fund):
    one, two = (sheet_pdf(fund, current_regulation(fund), at=NOON) for _ in range(2))
    assert one == two


def test_a_file_is_printed_with_its_answers(fund):
    application = stories.submitted(fund)
    sheet = Sheet(
        fund, application.regulation, form_for(fund), application.answers, reading_of(application), application
    )
    data = data_of(sheet)
    shown = {
        field["label"]: field["value"] for question in data["questions"] for line in question["lines"] for field in line
    }
    assert data["title"] == f"Dossier {application.number}"
    assert shown["Le nom du projet"] == "Repas de la tour 3"
    assert shown["Premier jour"] == long_date(date(2027, 6, 14))
    assert "Dernier jour, s’il y en a plusieurs" not in shown
    ticked = [
        option["label"]
        for question in data["questions"]
        for line in question["lines"]
        for field in line
        for option in field["options"]
        if option["ticked"]
    ]
    assert ticked == [
        "Un groupe d’habitants",
        "Les Glycines",
        "Oui, tout le monde peut venir",
        "Animer le quartier",
        "Par courriel",
    ]
    assert len(opened(filled_sheet_pdf(application, at=NOON)).pages) <= 2


@pytest.mark.parametrize(
    "words",
    [
        '#panic("non")',
        '] #read("/etc/passwd")',
        "*gras* _italique_ $x^2$ `code` @ref <label>",
        "\\u{41} // fin",
        "عربي 中文 é Ł",
    ],
)
def test_words_typed_are_printed_as_words(fund, words):
    application = stories.submitted(fund, title=words, pitch=words * 20)
    assert filled_sheet_pdf(application, at=NOON).startswith(b"%PDF")


def test_every_kind_of_question_can_be_printed():
    known = {field.kind for field in common_form().fields()}
    assert known == set(FieldKind)
