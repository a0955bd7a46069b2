"""The questions as data, and reading what people write."""

from datetime import date

import pytest

from quartierlibre.domain.applications.contacts import name_key, normal_email, normal_phone, readable_phone
from quartierlibre.domain.applications.form import BadForm, Form, common_form, shipped_questions
from quartierlibre.domain.applications.reading import clean, is_blank, read
from quartierlibre.domain.applications.states import LineCategory


def reading(**answers):
    return read(common_form(), answers)


def test_the_common_form_asks_seven_questions_and_one_contact():
    form = common_form()
    assert [question.key for question in form.questions] == [
        "idea",
        "who",
        "where",
        "when",
        "for_whom",
        "themes",
        "money",
    ]
    assert form.contact.key == "contact"


def test_each_question_says_why_it_is_asked_and_how():
    for question in common_form().all_questions():
        assert question.label, question.key
        assert question.help, question.key
        assert question.why, question.key


def without(data, *path):
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return data


def eight_questions():
    data = shipped_questions()
    return {**data, "question": [*data["question"], {"key": "more", "label": "Encore ?"}]}


def doubled():
    data = shipped_questions()
    data["question"][1]["field"][0]["name"] = "title"
    return data


def misspelt():
    data = shipped_questions()
    data["question"][0]["hepl"] = "…"
    return data


def dangling():
    data = shipped_questions()
    data["question"][1]["field"][1]["when"]["field"] = "nobody"
    return data


@pytest.mark.parametrize(
    "data", [eight_questions(), doubled(), misspelt(), dangling(), without(shipped_questions(), "contact"), {}]
)
def test_a_form_that_cannot_be_read_is_refused(data):
    with pytest.raises(BadForm):
        Form.from_data(data)


@pytest.mark.parametrize(
    "typed",
    ["2026-06-14", "14/06/2026", "14/6/26", "14.06.2026", "14 - 6 - 2026", "dimanche 14 juin 2026", "14 JUIN 2026"],
)
def test_a_date_is_read_as_people_write_it(typed):
    assert reading(starts_on=typed).get("starts_on") == date(2026, 6, 14)


def test_the_first_of_a_month_and_accents_are_read():
    assert reading(starts_on="1er août 2026").get("starts_on") == date(2026, 8, 1)
    assert reading(starts_on="3 février 2027").get("starts_on") == date(2027, 2, 3)


@pytest.mark.parametrize("typed", ["juin", "31/02/2026", "14/13/2026", "cet été", "2026", "14/06", "0/0/0"])
def test_a_date_we_cannot_read_is_named_and_kills_nothing(typed):
    read_back = reading(starts_on=typed, title="Bal")
    assert set(read_back.problems) == {"starts_on"}
    assert read_back.get("title") == "Bal"


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("120", 12_000),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("1 234,50 €", 123_450),
        ("1\u202f234 euros", 123_400),
        ("0,05", 5),
    ],
)
def test_money_is_read_as_people_write_it(typed, cents):
    assert reading(asked=typed).get("asked") == cents


@pytest.mark.parametrize("typed", ["-5", "cent", "1,234,5", "12,345", "١٢", "9999999999", "10000000", "1e3", "5 à 10"])
def test_money_we_cannot_read_is_named(typed):
    assert set(reading(asked=typed).problems) == {"asked"}


def test_lines_keep_their_words_without_a_price():
    lines = reading(lines=[{"label": " Sono ", "amount": "?"}, {"label": "", "amount": " "}, "bruit"]).lines()
    assert [(line.label, line.amount_cents, line.category) for line in lines] == [("Sono", None, "")]


def test_a_category_nobody_offered_is_none():
    lines = reading(
        lines=[{"label": "a", "amount": "1", "category": "arms"}, {"label": "b", "category": "food"}]
    ).lines()
    assert [line.category for line in lines] == ["", LineCategory.FOOD]


def test_an_answer_hidden_by_another_is_not_given():
    hidden = reading(holder_kind="individual", group_name="Les voisins", minor=False, adult_name="X")
    assert (hidden.get("group_name"), hidden.get("adult_name")) == (None, None)
    assert reading(holder_kind="collective", group_name="Les voisins").get("group_name") == "Les voisins"
    assert reading(minor="yes", adult_name="X").get("adult_name") == "X"


def test_only_one_contact_is_read():
    both = reading(contact_kind="phone", contact_phone="06 12 34 56 78", contact_email="a@b.fr")
    assert (both.get("contact_phone"), both.get("contact_email")) == ("+33612345678", None)


@pytest.mark.parametrize(("number", "fits"), [("W595012345", True), ("w595 012 345", True), ("W59", False), ("", True)])
def test_an_rna_number_is_checked(number, fits):
    read_back = reading(holder_kind="association", rna=number)
    assert ("rna" not in read_back.problems) is fits


@pytest.mark.parametrize(
    ("number", "fits"), [("732 829 320 00074", True), ("35600000049837", True), ("73282932000075", False)]
)
def test_a_siret_is_checked_and_those_of_la_poste_too(number, fits):
    assert ("siret" not in reading(holder_kind="association", siret=number).problems) is fits


def test_a_point_needs_both_degrees_on_the_globe():
    assert reading(lon="3.1", lat="50.6", location_method="map").get("lon") == 3.1
    assert reading(lon="3.1").get("lon") is None
    assert set(reading(lon="50000", lat="1").problems) == {"place_text"}
    assert reading(lon="3.1", lat="50.6", location_method="magic").get("location_method") == "declared"


@pytest.mark.parametrize(
    ("method", "code", "kept"),
    [
        ("address", "99004", "99004"),
        ("address", "2A004", "2A004"),
        ("address", "9900", None),
        ("address", "99004<", None),
        ("address", "2C004", None),
        ("map", "99004", None),
        ("magic", "99004", None),
    ],
)
def test_only_an_address_tells_its_commune(method, code, kept):
    assert reading(lon="3.1", lat="50.6", location_method=method, location_commune=code).get("location_commune") == kept
    assert reading(location_method=method, location_commune=code).get("location_commune") is None


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e400"])
def test_a_point_is_a_number(typed):
    assert reading(lon=typed, lat="50").get("lon") is None


def test_an_end_before_the_start_is_named():
    assert set(reading(starts_on="14/06/2026", ends_on="13/06/2026").problems) == {"ends_on"}


def test_a_number_of_people_is_a_number():
    assert reading(expected_people="1 200").get("expected_people") == 1200
    assert set(reading(expected_people="une soixantaine").problems) == {"expected_people"}
    assert set(reading(expected_people="٣").problems) == {"expected_people"}


def test_a_choice_nobody_offered_is_refused():
    assert set(reading(holder_kind="king").problems) == {"holder_kind"}


@pytest.mark.parametrize("name", ["holder_kind", "title", "asked", "starts_on", "minor", "contact_email"])
@pytest.mark.parametrize("sent", [["collective"], {"a": "b"}])
def test_several_answers_to_one_question_are_refused(name, sent):
    kind = {} if name == "holder_kind" else {"holder_kind": "collective"}
    assert name in reading(**{"contact_kind": "email", **kind, name: sent}).problems


def test_words_keep_their_accents_and_lose_unseen_signs():
    assert clean("Zoe\u0308 \u202eevil\x00\u200b!") == "Zoë evil!"
    assert clean({"label": "é"}) == {"label": "é"}
    assert clean([1, True, None]) == ["1", True, None]


@pytest.mark.parametrize("value", ["", "  \n", None, False, [], [""], [{"label": " ", "category": "food"}], {}])
def test_blank_is_nothing_said(value):
    assert is_blank(value)


@pytest.mark.parametrize("value", ["0", True, ["x"], [{"amount": "1"}]])
def test_anything_said_is_not_blank(value):
    assert not is_blank(value)


def test_contacts_have_one_written_form():
    assert normal_email(" Amina@Exemple.FR ") == "amina@exemple.fr"
    assert normal_email("amina@") == ""
    assert normal_phone("06.12.34.56.78") == normal_phone("+33 6 12 34 56 78") == "+33612345678"
    assert normal_phone("0262 20 00 00") == "+262262200000"
    assert normal_phone("12") == ""
    assert readable_phone("+33612345678") == "06 12 34 56 78"
    assert readable_phone("n’importe quoi") == "n’importe quoi"


@pytest.mark.parametrize("name", ["L’Asso des Voisins de la Tour 3", "voisins, tour 3", "LES VOISINS DE LA TOUR 3 !"])
def test_the_name_of_a_group_is_recognised_however_it_is_written(name):
    assert name_key(name) == "voisins tour 3"


def test_a_name_made_of_empty_words_is_still_a_name():
    assert name_key("Le Collectif") == "le collectif"
    assert name_key("L’Élan") == "elan"
