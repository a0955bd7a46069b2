"""The committee's answer to a holder, word for word, by e-mail and on paper; and the code that signs the minutes."""

import pytest
from django.utils import timezone

from quartierlibre.domain.committees import operations
from quartierlibre.domain.committees.models import Decision
from quartierlibre.domain.committees.queries.answers import answer_to
from quartierlibre.domain.committees.queries.minutes import account_of
from quartierlibre.domain.committees.states import Outcome
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.letters.operations import write_due
from quartierlibre.pagekit.committees.minutes_sheet import printed_minutes
from quartierlibre.pagekit.words import long_date
from quartierlibre.web.deliberate import printing
from tests.factories import votes
from tests.factories.applications import MACHINE
from tests.factories.committees import choice
from tests.pages import deliberate_kit as kit
from tests.support.documents import words_of

DRAWN = "M10 10 L40 90 L80 20 L120 95 M10 120 L300 130"
GOLDEN = """Bonjour,

Le comité « Comité des tests » a examiné votre projet « Repas de la tour 0 » (dossier {number}) le {day}.

Bonne nouvelle : le comité accorde 100 € à votre projet, sur 150 € demandés.

La raison donnée par le comité :
Un projet utile à tous.

Pourquoi cette somme
- Les règles du fonds permettaient davantage : cette somme est le choix du comité.

Et maintenant ?
- L’équipe du fonds vous contacte pour préparer le versement.
- Gardez vos devis et vos factures : ils serviront au bilan.
- Dites-lui si le projet reste possible avec cette somme, ou ce qu’il faudrait changer.

Comprendre ou contester
- Le règlement du fonds ne dit pas comment demander un nouvel examen.
- Pour comprendre ou contester cette décision, adressez-vous à l’équipe du fonds : 03 20 00 00 00, equipe@exemple.fr.
"""


def answered(outcome=Outcome.PART, *, evening=None, printed=b"", **said):
    """Decided, closed, signed, sealed, answered."""
    evening = evening or kit.voted()
    votes.decide(evening.case, outcome, **said)
    evening.session = operations.close_session(by=MACHINE, session=evening.session)
    minutes = operations.prepare_minutes(by=evening.chloe, session=evening.session)
    operations.ask_signatures(by=evening.chloe, minutes=minutes)
    for role in ("chair", "secretary"):
        operations.sign(by=evening.chloe, minutes=minutes, role=role, kind="drawn", drawing=DRAWN)
    operations.seal(by=evening.chloe, minutes=minutes, pdf=printed_minutes(minutes))
    operations.send_answers(by=evening.chloe, session=evening.session, printed=printed)
    return evening


def written(to):
    write_due()
    return list(Message.objects.filter(to=to).order_by("pk"))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_answer_word_for_word():
    evening = answered(amount=10_000)
    (letter,) = [each for each in written("tour-0@exemple.fr") if "Réponse" in each.subject]
    number = evening.case.application.number
    day = answer_to(loaded()).decided_at
    assert letter.subject == f"Réponse du comité à votre dossier {number}"
    assert plain(letter.text).startswith(plain(GOLDEN.format(number=number, day=long_date(day))))


def loaded():
    return Decision.objects.select_related("case__application", "case__session__committee", "fund", "regulation").get()


def test_no_subject_tells_the_decision():
    answered(amount=10_000)
    for letter in written("tour-0@exemple.fr"):
        assert "accord" not in letter.subject.lower()
        assert "Repas" not in letter.subject


def test_what_bound_the_amount_is_told():
    evening = kit.voted()
    votes.decide(evening.case, Outcome.PART, amount=10_000)
    decision = loaded()
    decision.bounds = [{"key": "x", "cents": 10_000, "reason": "Il reste 100 € dans le fonds", "source": ""}]
    assert answer_to(decision).amount == ("Ce qui limite la somme\u00a0: il reste 100 € dans le fonds.",)


def test_a_rulebook_that_says_how_to_ask_again_is_quoted():
    evening = kit.voted(
        session__reexamination=choice("committee"),
        session__reexamination_within={"value": 30, "unit": "calendar_days", "source": "text"},
    )
    votes.decide(evening.case, Outcome.PART, amount=10_000)
    first, second, whom = answer_to(loaded()).appeal
    assert first == "Le porteur peut demander au comité de réexaminer sa décision."
    assert "30\u00a0jours" in second
    assert "equipe@exemple.fr" in whom


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [
        (Outcome.GRANTED, "Bonne nouvelle : le comité accorde 150 € à votre projet."),
        (Outcome.CONDITIONS, "Le comité accorde 150 € à votre projet, sous conditions."),
    ],
)
def test_each_outcome_has_its_words(outcome, verdict):
    evening = kit.voted()
    votes.decide(evening.case, outcome, amount=15_000, conditions="Avec un devis.")
    assert plain(answer_to(loaded()).verdict) == verdict


def test_a_refusal_is_plain_and_offers_help():
    evening = kit.voting()
    vote = evening.case.rounds.get()
    for voter in votes.voters(vote):
        votes.cast(voter, votes.AGAINST)
    operations.close_round(by=MACHINE, round=vote)
    votes.decide(evening.case, Outcome.REFUSED, reason="Le budget ne se comprend pas.")
    answer = answer_to(loaded())
    assert answer.verdict == "Le comité n’a pas retenu votre projet."
    assert answer.amount == ()
    assert "préparer un autre projet" in answer.next_steps[0]


def test_the_same_words_on_paper():
    evening = kit.voted()
    votes.decide(evening.case, Outcome.PART, amount=10_000)
    content = printing.answers(evening.session, [loaded()])
    words = plain(words_of(content))
    answer = answer_to(loaded())
    for expected in (answer.subject, answer.verdict, answer.reason, *answer.amount, *answer.next_steps, *answer.appeal):
        assert plain(expected) in words


def test_a_holder_without_address_is_written_nothing_by_e_mail():
    evening = kit.voted()
    case = evening.case
    type(case.application).objects.filter(pk=case.application_id).update(contact_email="", contact_phone="+33612345678")
    answered(evening=evening, amount=10_000)
    assert [each for each in Message.objects.all() if "Réponse" in each.subject] == []
    write_due()
    assert [each for each in Message.objects.all() if "Réponse" in each.subject] == []


def test_the_code_goes_to_the_signer_and_signs():
    evening = kit.closed()
    minutes = operations.prepare_minutes(by=evening.chloe, session=evening.session)
    operations.ask_signatures(by=evening.chloe, minutes=minutes)
    operations.ask_code(by=evening.chloe, minutes=minutes, role="chair")
    chair = evening.session.chair.person
    (letter,) = [each for each in written(chair.email) if "signer" in each.subject]
    assert letter.is_secret
    code = next(line for line in letter.text.splitlines() if len(line) == 9 and line[4] == " ")
    given = operations.sign(by=evening.chloe, minutes=minutes, role="chair", kind="code", code=code)
    assert given.text_sha256 == account_of(evening.session, minutes).sha256
    assert given.signed_at <= timezone.now()
