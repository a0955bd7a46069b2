"""What everyone can read follows the decisions, whoever writes them: the database keeps the copy and the counts."""

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from quartierlibre.domain.committees.models import (
    Decision,
    PublicationMark,
    PublishedDecision,
    PublishedFigure,
    PublishedPosting,
    PublishedTally,
)
from quartierlibre.domain.committees.queries import public
from quartierlibre.domain.committees.queries.public import Sieve
from tests.factories import applications
from tests.factories.published import decided

KEPT = (PublishedDecision, PublishedPosting, PublishedTally, PublishedFigure)


def kept():
    """Every row of the public tables, keys of rows apart."""
    found = {}
    for model in KEPT:
        columns = [field.attname for field in model._meta.fields if field.name != "id"]
        found[model.__name__] = sorted(map(repr, model.objects.order_by().values_list(*columns)))
    return found


def again():
    with connection.cursor() as cursor:
        cursor.execute("SELECT committees_publish_again()")


def copy_of(decision):
    return PublishedDecision.objects.get(pk=decision.pk)


def test_nothing_is_public_before_publication():
    decided(published_at=None)
    assert kept() == {model.__name__: [] for model in KEPT}
    assert public.counts(Sieve()).total == 0


def test_publication_copies_the_project_and_counts_it():
    decision = decided(amount=42_000, themes=["lien", "culture"], title="Fête des voisins")
    copy = copy_of(decision)
    assert (copy.title, copy.amount_cents, copy.holder) == ("Fête des voisins", 42_000, "Les voisins de la tour 3")
    assert copy.places == ["fonds:fonds-des-glycines", "quartier:QN05901M"]
    assert copy.where_words == "Les Glycines"
    found = public.counts(Sieve())
    assert (found.total, found.granted) == (1, 42_000)
    assert found.place == {"": 1, "fonds:fonds-des-glycines": 1, "quartier:QN05901M": 1}
    assert sorted(found.theme.values()) == [1, 1, 1]  # any theme, and each of its two: the project counts once in all


def test_a_decision_replaced_or_taken_back_leaves_everywhere():
    decision = decided()
    Decision.objects.filter(pk=decision.pk).update(superseded_at=timezone.now())
    assert kept() == {model.__name__: [] for model in KEPT}


def test_a_refusal_keeps_its_number_and_nothing_else():
    copy = copy_of(decided(outcome="refused", title="Secret", reason="Amina n’a pas convaincu."))
    said = (copy.title, copy.pitch, copy.holder, copy.reason, copy.where_words, copy.asked_cents, copy.public_id)
    assert said == ("", "", "", "", "", None, None)
    assert not PublishedPosting.objects.exists()


def test_the_database_refuses_a_refusal_that_tells():
    copy = copy_of(decided(outcome="refused"))
    with pytest.raises(IntegrityError, match="a_refusal_says_nothing_of_anyone"):
        PublishedDecision.objects.filter(pk=copy.pk).update(title="Le projet d’Amina")


def test_a_person_alone_is_not_named():
    copy = copy_of(decided(holder_kind="individual", group_name="", title="Le potager d’Amina Belkacem"))
    assert copy.holder == ""
    assert copy.title == "Le potager d’[nom retiré]"


def test_ways_to_reach_someone_are_taken_out_of_the_words():
    pitch = "Appelez Amina Belkacem au 06 12 34 56 78 ou +33612345678, amina@exemple.fr. Budget : 1 200 euros en 2026."
    copy = copy_of(decided(pitch=pitch))
    kept_words = "Appelez [nom retiré] au [numéro retiré] ou [numéro retiré], [adresse retirée]"
    assert copy.pitch == kept_words + " Budget : 1 200 euros en 2026."


def test_what_is_erased_in_the_file_is_erased_in_public_at_once():
    decision = decided(title="Fête chez moi")
    decision.case.application.__class__.objects.filter(pk=decision.case.application_id).update(title="—", group_name="")
    assert (copy_of(decision).title, copy_of(decision).holder) == ("—", "")


def test_the_mark_moves_with_each_publication_only():
    decision = decided(published_at=None)
    assert public.revision() == 0
    Decision.objects.filter(pk=decision.pk).update(published_at=timezone.now())
    first = public.revision()
    assert first > 0
    Decision.objects.filter(pk=decision.pk).update(superseded_at=timezone.now())
    assert public.revision() > first
    assert PublicationMark.objects.count() == 1


def test_counts_made_anew_are_the_counts_kept():
    fund, other = applications.fund(), applications.fund("Fonds du Canal")
    decisions = [
        decided(fund, amount=20_000),
        decided(fund, amount=70_000, themes=["culture"], on=date(2025, 3, 2)),
        decided(other, amount=120_000, themes=["lien", "culture"]),
        decided(other, outcome="refused"),
        decided(other, outcome="part", amount=5_000),
    ]
    Decision.objects.filter(pk=decisions[0].pk).update(superseded_at=timezone.now())
    before = kept()
    again()
    assert kept() == before
    assert len(before["PublishedDecision"]) == 4
