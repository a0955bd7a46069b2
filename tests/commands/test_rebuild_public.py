"""`rebuild_public` writes again what everyone can read, and changes nothing when nothing had changed."""

from django.core.management import call_command

from quartierlibre.domain.committees.models import PublishedDecision
from quartierlibre.domain.places.models import Neighbourhood
from tests.factories.published import decided


def test_a_corrected_name_reaches_the_public_copy(capsys):
    decision = decided()
    Neighbourhood.objects.update(name="Les Grandes Glycines")
    call_command("rebuild_public")
    assert "1 décisions publiées" in capsys.readouterr().out
    assert PublishedDecision.objects.get(pk=decision.pk).where_words == "Les Grandes Glycines"
