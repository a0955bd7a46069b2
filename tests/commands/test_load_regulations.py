"""Loading rulebooks: the five shipped ones, twice, changed, broken."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from quartierlibre.console.management.commands.load_regulations import SHIPPED
from quartierlibre.domain.funds.models import Fund, Regulation, Sector, Theme, ThemeMapping, ThemeSet
from quartierlibre.foundation.journal.models import Event

FILE = """
[territory]
slug = "ici"
name = "Ici"

[scheme]
slug = "pic"
name = "Projets d’initiative citoyenne"

[fund]
slug = "pic-ici"
name = "PIC d’ici"

[regulation]
version = 1
title = "Règlement"

[sources.R]
title = "Le texte"

[rules."filing.lead_time"]
value = 7
unit = "calendar_days"
source = "R"

[[rules."amount.ceilings"]]
value = 90000
unit = "cents"
source = "R"
"""


@pytest.fixture
def load(tmp_path, capsys):
    def run(text=None, *options, name="regle.toml"):
        path = tmp_path / name
        if text is not None:
            path.write_text(text, encoding="utf-8")
        call_command("load_regulations", *([path] if text is not None else []), *options)
        return capsys.readouterr().out

    return run


def everything():
    models = (Fund, Regulation, Sector, ThemeSet, Theme, ThemeMapping, Event)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_the_shipped_rulebooks_load_and_publish(load):
    said = load(None, "--publish")
    assert said.count("enregistré, publié") == 6
    found = {(row.fund.slug, row.version) for row in Regulation.objects.published().select_related("fund")}
    assert found == {
        ("pic-croix", 1),
        ("pic-mericourt", 1),
        ("pic-guesnain", 1),
        ("pic-roubaix", 1),
        ("pic-roubaix", 2),
        ("fph-noyelles-godault", 1),
    }
    assert not Fund.objects.filter(is_reference=False).exists()


def test_loading_again_changes_nothing(load):
    load(None, "--publish")
    before = everything()
    assert load(None, "--publish").count("inchangé") == 6
    assert everything() == before


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_each_shipped_rulebook_says_what_is_not_known_and_where_it_comes_from(path, load):
    load(None)
    for regulation in Regulation.objects.all():
        assert regulation.unknown
        used = {clause.source.key for clause in regulation.rulebook}
        assert used == set(regulation.sources)
        assert all(source["site"] and source["read"] for source in regulation.sources.values())


def test_values_of_the_sources_are_carried_over(load):
    load(None)
    books = {(row.fund.slug, row.version): row.rulebook for row in Regulation.objects.select_related("fund")}
    assert books["pic-croix", 1].value("payment.instalments") == [80, 20]
    assert [clause.value for clause in books["pic-mericourt", 1].all("amount.ceilings")] == [90000, 40000]
    assert books["pic-guesnain", 1].value("filing.lead_time") == 15
    assert books["pic-guesnain", 1].value("session.holder_presence") == "required"
    assert books["pic-roubaix", 2].value("committee.minimum_size") == 7
    assert books["fph-noyelles-godault", 1].one("filing.lead_time").unit == "months"
    for rulebook in books.values():
        assert rulebook.value("session.quorum") is None
        assert rulebook.value("session.majority") is None
        assert rulebook.value("report.deadline") is None


def test_theme_sets_say_how_much_of_them_is_known(load):
    load(None)
    known = {row.slug: (row.announced_count, row.themes.count()) for row in ThemeSet.objects.all()}
    assert known == {"pic-2017": (10, 10), "roubaix-2022": (11, 1), "region-2024": (4, 4)}
    assert ThemeSet.objects.get(slug="roubaix-2022").unknown
    assert all("Notre choix" in note for note in ThemeMapping.objects.values_list("note", flat=True))


def test_a_file_of_ones_own(load):
    assert "enregistré" in load(FILE)
    regulation = Regulation.objects.get()
    assert not regulation.is_published
    assert load(FILE.replace("= 7", "= 8")).rstrip().endswith("modifié")
    regulation.refresh_from_db()
    assert regulation.rules["filing.lead_time"]["value"] == 8


def test_a_changed_file_for_a_frozen_version_names_the_difference(load):
    load(FILE, "--publish")
    changed = FILE.replace("= 7", "= 8").replace('"Règlement"', '"Autre"')
    with pytest.raises(CommandError) as refused:
        load(changed, "--publish")
    said = str(refused.value)
    assert "rules.filing.lead_time.value" in said
    assert "publié\u00a0: 7, fichier\u00a0: 8" in said
    assert "regulation.title" in said
    assert Regulation.objects.get().rules["filing.lead_time"]["value"] == 7


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("value = 7", "value = 7 7", "ligne 22"),
        ("filing.lead_time", "filing.leed_time", "ligne 21, rules.filing.leed_time"),
        ("value = 7", "value = -7", "ligne 22, rules.filing.lead_time.value"),
        ('unit = "cents"', 'unit = "euros"', "ligne 28, rules.amount.ceilings[1].unit"),
        ('slug = "ici"', 'slugg = "ici"', "ligne 3, territory.slugg"),
        ("version = 1", 'version = "1"', "ligne 15, regulation.version"),
        ("version = 1", "", "ligne 14, regulation.version"),
        ("[fund]", "[funds]", "funds\u00a0: section inconnue"),
        ('title = "Règlement"', 'title = "R"\ntheme_set = "none"', "load_theme_sets"),
    ],
)
def test_a_bad_file_is_refused_whole_with_the_line_and_the_key(load, old, new, expected):
    with pytest.raises(CommandError) as refused:
        load(FILE.replace(old, new, 1))
    assert expected in str(refused.value)
    assert not Regulation.objects.exists()
    assert not Fund.objects.exists()


def test_one_bad_file_stops_the_others(load, tmp_path):
    (tmp_path / "bon.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "mauvais.toml").write_text(FILE.replace("= 7", "= 0"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"mauvais\.toml"):
        call_command("load_regulations", tmp_path / "bon.toml", tmp_path / "mauvais.toml")
    assert not Fund.objects.exists()


def test_a_missing_or_unreadable_file_is_told_plainly(tmp_path):
    (tmp_path / "latin.toml").write_bytes("é".encode("latin-1"))
    for name in ("absent.toml", "latin.toml"):
        with pytest.raises(CommandError):
            call_command("load_regulations", Path(tmp_path / name))


def test_a_fund_already_there_is_not_overwritten(load):
    load(FILE)
    with pytest.raises(CommandError, match=r"fund\.name"):
        load(FILE.replace("PIC d’ici", "Autre nom"), name="autre.toml")


def test_theme_sets_already_there_must_be_the_same(tmp_path):
    sets = '[[sets]]\nslug = "a"\nname = "A"\nowner = "B"\n[[themes]]\nset = "a"\ncode = "1"\nlabel = "%s"\n'
    path = tmp_path / "themes.toml"
    path.write_text(sets % "Un", encoding="utf-8")
    call_command("load_theme_sets", path)
    path.write_text(sets % "Deux", encoding="utf-8")
    with pytest.raises(CommandError, match=r"themes\[1\]\.label"):
        call_command("load_theme_sets", path)
    assert Theme.objects.get().label == "Un"
