import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from quartierlibre.foundation.verdicts import ALLOWED, refuse_if
from quartierlibre.pagekit.templatetags.pagekit_figures import Bar, share
from quartierlibre.pagekit.templatetags.pagekit_lists import Moment, Tab

HOSTILE = '"><script>alert(1)</script>'


def render(source, **context):
    return Template(source).render(Context(context))


def test_a_button_and_a_link_that_looks_like_one():
    assert render('{% button "Voter" name="choice" value="for" %}') == (
        '<button class="button button-primary" type="submit" name="choice" value="for">Voter</button>'
    )
    link = render('{% button "Lire" href=url tone="quiet" %}', url="/x/?a=1&b=2")
    assert link == '<a class="button button-quiet" href="/x/?a=1&amp;b=2">Lire</a>'


def test_attributes_pass_with_hyphens_and_empty_ones_are_left_out():
    made = render('{% button "X" data_hx_post="/y/" data_ql_copy="" disabled=True %}')
    assert 'data-hx-post="/y/"' in made
    assert "data-ql-copy" not in made
    assert " disabled>" in made


@pytest.mark.parametrize(
    "source",
    [
        "{% button h href=h %}",
        "{% button h name=h %}",
        "{% notice title=h %}{{ h }}{% endnotice %}",
        "{% card title=h href=h %}{{ h }}{% endcard %}",
        "{% badge h %}",
        "{% signature_pad h action=h %}{{ h }}{% endsignature_pad %}",
        "{% signature h h %}",
        "{% facts %}{% fact h %}{{ h }}{% endfact %}{% endfacts %}",
        "{% empty_state h %}{{ h }}{% endempty_state %}",
        "{% hero h %}{{ h }}{% endhero %}",
        "{% more h %}{{ h }}{% endmore %}",
        "{% table h stack=False %}{{ h }}{% endtable %}",
        "{% code_box h label=h %}",
        "{% file_item h href=h about=h %}",
        "{% breadcrumb h h h %}",
        "{% stepper h 1 %}",
        "{% timeline moments %}",
        "{% tabs tabs label=h %}",
        "{% verdict no_way no=h %}",
        "{% gauge label=h available=1 reserved=2 paid=3 %}",
        "{% bar_chart bars caption=h %}",
    ],
)
def test_what_people_typed_never_becomes_markup(source):
    made = render(
        source,
        h=HOSTILE,
        moments=[Moment(HOSTILE, None, HOSTILE)],
        tabs=[Tab(HOSTILE, HOSTILE)],
        no_way=refuse_if(True, "x", HOSTILE),
        bars=[Bar(HOSTILE, 1)],
    )
    assert "<script" not in made
    assert "script" in made


@pytest.mark.parametrize(
    "source", ['{% notice tone="red" %}x{% endnotice %}', '{% badge "x" tone="red" %}', '{% button "x" tone="red" %}']
)
def test_a_tone_nobody_drew_is_refused(source):
    with pytest.raises(ValueError, match="red"):
        render(source)


def test_a_verdict_gives_every_reason():
    both = refuse_if(True, "a", "Trop loin.") & refuse_if(True, "b", "Trop tard.")
    made = render("{% verdict v %}", v=both)
    assert "<li>Trop loin.</li><li>Trop tard.</li>" in made
    assert "tone-warning" in made
    assert "tone-success" in render("{% verdict v yes='Oui.' %}", v=ALLOWED)


def test_a_step_is_told_in_words_too():
    made = render('{% stepper "Je raconte|Je vérifie|C’est envoyé" 2 %}')
    assert "Étape 2 sur 3" in made
    assert made.count('aria-current="step"') == 1
    assert "Fait\u00a0:" in made


def test_a_code_is_cut_in_groups_and_copied_whole():
    made = render('{% code_box "K7M2-P9QX" label="Code" %}')
    assert "<span>K7M2</span> <span>P9QX</span>" in made
    assert 'data-ql-copy="K7M2-P9QX"' in made


def test_pages_keep_the_filters():
    request = RequestFactory().get("/", {"etat": "depose", "page": "2"})
    made = render("{% pagination page %}", page=Paginator(range(60), 20).page(2), request=request)
    assert 'href="?etat=depose&amp;page=1" rel="prev"' in made
    assert 'aria-current="page"' in made


def test_one_page_needs_no_pagination():
    request = RequestFactory().get("/")
    assert render("{% pagination page %}", page=Paginator(range(5), 20).page(1), request=request) == ""


def test_a_gauge_says_its_figures():
    made = render('{% gauge label="Enveloppe" available=842000 reserved=315000 paid=343000 %}')
    for figure in ("8\u202f420\u00a0€", "3\u202f150\u00a0€", "3\u202f430\u00a0€", "15\u202f000\u00a0€"):
        assert figure in made
    assert 'width="22.87%"' in made
    assert 'x="22.87%" width="21.00%"' in made


def test_an_empty_envelope_divides_nothing_by_zero():
    assert share(0, 0) == "0%"
    assert 'width="0%"' in render('{% gauge label="E" available=0 reserved=0 paid=0 %}')


def test_two_gauges_share_no_id():
    made = render("{% for n in l %}{% gauge label=n available=1 reserved=1 paid=1 %}{% endfor %}", l=["A", "B"])
    ids = [part.split('"')[0] for part in made.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 6


def test_an_error_message_of_django_takes_our_tone():
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message

    assert render("{{ m|message_tone }}", m=Message(constants.ERROR, "x")) == "danger"
    assert render("{{ m|message_tone }}", m=Message(constants.DEBUG, "x")) == "info"


def test_a_frame_to_sign_in_sends_nothing_unless_told_where():
    sample = render('{% signature_pad "Bruno" %}{% endsignature_pad %}')
    assert 'type="submit"' not in sample
    assert "action" not in sample.split("<form")[1].split(">")[0]
    real = render('{% signature_pad "Bruno" action="/signer/" %}<input name="role">{% endsignature_pad %}')
    assert '<form class="stack" action="/signer/" method="post" data-ql-signature hidden><input name="role">' in real
    assert real.count('type="submit"') == 1
    assert "il faut JavaScript" in real.split("</noscript>")[0]
