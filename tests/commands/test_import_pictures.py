"""Pictures named in a page and lying beside it come with it, once, with the words that stand for them."""

import json
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image

from quartierlibre.cms.models import NewsPage, Picture

PAGE = """# Le jardin rouvre

Tout le monde est venu.

![Six habitants plantent un pommier](images/jardin.jpg)

On recommence %(day)s.

Type : Actualité
"""
HTML = """<html><body><header><img src="images/jardin.jpg" alt="Le logo"></header><main><h1>Le jardin rouvre</h1>
<p>Tout le monde est venu.</p>
<p><img src="https://ancien.example/sites/default/images/jardin.jpg" alt="Six habitants plantent un pommier"></p>
<p>On recommence dimanche.</p><p>Type : Actualité</p></main></body></html>"""


def drawn(colour="sienna"):
    content = BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return content.getvalue()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pages"
    (made / "images").mkdir(parents=True)
    (made / "images" / "jardin.jpg").write_bytes(drawn())
    (made / "page.md").write_text(PAGE % {"day": "dimanche"}, encoding="utf-8")
    return made


@pytest.fixture
def bring(folder, capsys):
    def run(*options, where=folder):
        call_command("import_page", "--folder", str(where), *options)
        return json.loads(capsys.readouterr().out)

    return run


def left_out(told):
    return {each["code"]: each["message"] for each in told["pages"][0]["left_out"]}


def test_a_picture_comes_with_its_words_where_it_stood(bring, client):
    told = bring("--publish")
    assert told["pages"][0]["pictures"] == [
        {"line": 5, "address": "images/jardin.jpg", "words": "Six habitants plantent un pommier"}
    ]
    assert (left_out(told), told["ignored"]) == ({}, [])
    page = NewsPage.objects.get()
    assert [block.block_type for block in page.body] == ["text", "picture", "text"]
    picture = Picture.objects.get()
    assert (page.body[1].value["picture"], picture.description) == (picture, "Six habitants plantent un pommier")
    assert 'alt="Six habitants plantent un pommier"' in client.get(page.get_url()).content.decode()


def test_the_same_again_is_the_same_and_a_file_that_changed_is_another(bring, folder):
    bring()
    assert bring()["counts"] == {"unchanged": 1}
    assert Picture.objects.count() == 1
    (folder / "page.md").write_text(PAGE % {"day": "lundi"}, encoding="utf-8")
    assert bring()["counts"] == {"updated": 1}
    assert Picture.objects.count() == 1, "the same file is the same picture"
    (folder / "images" / "jardin.jpg").write_bytes(drawn("olive"))
    assert bring()["counts"] == {"updated": 1}
    assert Picture.objects.count() == 2


def test_a_picture_that_comes_later_changes_its_page(bring, folder):
    away = folder / "images" / "jardin.jpg"
    content = away.read_bytes()
    away.unlink()
    assert "à ajouter à la main" in left_out(bring())["image"]
    away.write_bytes(content)
    assert bring()["counts"] == {"updated": 1}


def test_pictures_of_a_saved_page_lie_beside_it_and_those_of_the_frame_stay_out(bring, folder):
    (folder / "page.md").unlink()
    (folder / "page.html").write_text(HTML, encoding="utf-8")
    (folder / "images" / "jardin.jpg").rename(folder / "jardin.jpg")
    told = bring()
    assert [each["words"] for each in told["pages"][0]["pictures"]] == ["Six habitants plantent un pommier"]
    assert Picture.objects.get().description == "Six habitants plantent un pommier"


@pytest.mark.parametrize(
    ("words", "content", "why"),
    [
        ("", drawn(), "pas de texte de remplacement"),
        ("Le jardin", b"\xff\xd8\xff", "jardin.jpg laissée de côté"),
        ("Le jardin", drawn()[:-80], "abîmé"),
        ("Le jardin", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "jardin.jpg laissée de côté"),
    ],
    ids=["no words", "broken", "cut short", "not a picture"],
)
def test_a_refused_picture_is_named_and_its_page_comes_without_it(bring, folder, words, content, why):
    (folder / "images" / "jardin.jpg").write_bytes(content)
    text = (PAGE % {"day": "dimanche"}).replace("Six habitants plantent un pommier", words)
    (folder / "page.md").write_text(text, encoding="utf-8")
    told = bring("--publish")
    assert why in left_out(told)["image.refused"]
    assert not Picture.objects.exists()
    assert NewsPage.objects.get().live


@pytest.mark.parametrize("address", ["../secret.jpg", "%2e%2e/secret.jpg", "/../secret.jpg", "lien.jpg"])
def test_nothing_outside_the_folder_is_read(bring, folder, address):
    (folder.parent / "secret.jpg").write_bytes(drawn())
    (folder / "lien.jpg").symlink_to(folder.parent / "secret.jpg")
    text = (PAGE % {"day": "dimanche"}).replace("images/jardin.jpg", address)
    (folder / "page.md").write_text(text, encoding="utf-8")
    assert bring()["pages"][0]["pictures"] == []
    assert not Picture.objects.exists()


def test_a_dry_run_and_a_refusal_leave_no_file(bring, folder):
    def files():
        return (
            sorted(default_storage.listdir("original_images")[1]) if default_storage.exists("original_images") else []
        )

    before = files()
    assert bring("--dry-run")["pages"][0]["pictures"]
    assert (files(), Picture.objects.count()) == (before, 0)
    (folder / "page.md").write_text("# Une page\n\n![Le jardin](images/jardin.jpg)\n\nDates : 31/02/2017\n")
    with pytest.raises(CommandError):
        bring()
    assert (files(), Picture.objects.count()) == (before, 0)
