"""The demo's letters can be read by anyone, and nowhere else than in the demo."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox.models import Message

STYLED = "<style>p{color:red}</style><p>Bonjour</p><script>alert(1)</script>"


@pytest.fixture
def letter():
    text = "Bonjour <b>Amina</b>,\n\nvotre dossier : http://127.0.0.1:8000/dossier/abc/\nÀ bientôt"
    outbox.queue(to="amina@example.org", subject="Votre dossier", text=text, html=STYLED, key="1")
    return Message.objects.get()


def address(name, letter):
    return reverse(f"demo:{name}", args=[letter.public_id])


def test_letters_are_listed_newest_first(client, letter):
    outbox.queue(to="bruno@example.org", subject="Après", text="x", key="2")
    page = client.get(reverse("demo:mailbox")).content.decode()
    assert page.index("Après") < page.index("Votre dossier")
    assert "bruno@example.org" in page
    assert "En attente d’envoi" in page


def test_an_empty_mailbox_says_what_to_do(client):
    assertContains(client.get(reverse("demo:mailbox")), "Aucun courriel pour l’instant")


def test_a_long_mailbox_is_read_by_pages_in_a_steady_number_of_queries(client, django_assert_max_num_queries):
    for n in range(60):
        outbox.queue(to="a@example.org", subject=f"Lettre {n}", text="x")
    with django_assert_max_num_queries(4):
        first = client.get(reverse("demo:mailbox"))
    assertContains(first, "Lettre 59")
    assertNotContains(first, "Lettre 5<")
    assertContains(client.get(reverse("demo:mailbox"), {"page": 2}), "Lettre 5<")


def test_a_letter_is_shown_as_text_with_its_links(client, letter):
    page = client.get(address("letter", letter))
    assertContains(page, 'href="http://127.0.0.1:8000/dossier/abc/"')
    assertContains(page, "&lt;b&gt;Amina&lt;/b&gt;")


def test_the_html_part_runs_and_loads_nothing(client, letter):
    policy = client.get(address("letter_html", letter))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "unsafe" not in policy
    assert re.search(r"style-src 'sha256-[\w+/=]{44}';", policy)


def test_a_letter_without_html_has_no_html_page(client, letter):
    Message.objects.update(html="")
    assert client.get(address("letter_html", letter)).status_code == 404
    assertNotContains(client.get(address("letter", letter)), "mise en forme")


def test_a_code_sent_for_good_is_said_to_be_forgotten(client, letter):
    Message.objects.update(text="", is_secret=True)
    assertContains(client.get(address("letter", letter)), "effacé après l’envoi")


def test_outside_the_demo_there_is_no_mailbox(client, letter, settings):
    settings.DEMO = False
    for there in (reverse("demo:mailbox"), address("letter", letter), address("letter_html", letter)):
        assert client.get(there).status_code == 404
