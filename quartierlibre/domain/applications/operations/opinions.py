"""Asking someone outside what they think of a project, by a personal link that answers once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartierlibre.domain.applications import codes, rules, tokens
from quartierlibre.domain.applications.contacts import normal_email
from quartierlibre.domain.applications.models import Application, Opinion
from quartierlibre.domain.applications.operations.codes import note_try, too_many_tries
from quartierlibre.domain.applications.operations.papers import owner_key_of
from quartierlibre.domain.applications.operations.screening import held, may_screen_in, record
from quartierlibre.domain.applications.queries import drafts as queries
from quartierlibre.domain.applications.reading import LONGEST_TEXT
from quartierlibre.domain.applications.states import ApplicationState, OpinionAnswer
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.files import operations as files
from quartierlibre.foundation.verdicts import ALLOWED, Verdict, refuse_if


@transaction.atomic
def ask_opinion(
    *, by: Person, application: Application, who: str, organisation: str, email: str, question: str, expires_on: date
) -> Opinion:
    """Ask one person what they think of a project; the letter with their link leaves by itself.

    Raises Refused without the right, a question, an address, or for a day that is past or more than six months away.
    """
    application = held(application)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    rules.may_say(question, code="question").enforce()
    email = normal_email(email)
    rules.may_ask_opinion(email=email, expires_on=expires_on, today=queries.today()).enforce()
    public_id = uuid4()
    opinion = Opinion.objects.create(
        public_id=public_id,
        application=application,
        who=who.strip()[:120],
        organisation=organisation.strip()[:160],
        email=email,
        question=question.strip(),
        token_hash=tokens.digest_of(tokens.token_of(public_id)),
        asked_by=by,
        asked_at=queries.now(),
        expires_on=expires_on,
    )
    record("applications.opinion.asked", by, application, opinion=opinion.pk, expires_on=expires_on.isoformat())
    return opinion


@transaction.atomic
def revoke_opinion(*, by: Person, opinion: Opinion) -> Opinion:
    """Take a question back: its link says so from now on. An answer already given stays."""
    opinion = _held_by_team(by, opinion)
    refuse_if(
        opinion.answered_at is not None, "opinion.answered", _("Cet avis est déjà donné : il reste au dossier.")
    ).enforce()
    if opinion.revoked_at is None:
        opinion.revoked_at = queries.now()
        opinion.save(update_fields=["revoked_at"])
        record("applications.opinion.revoked", by, opinion.application, opinion=opinion.pk)
    return opinion


@transaction.atomic
def remind_opinion(*, by: Person, opinion: Opinion) -> Opinion:
    """Send the link once more to somebody who has not answered. Raises Refused once answered, taken back or expired."""
    opinion = _held_by_team(by, opinion)
    refuse_if(
        not opinion.is_pending(queries.today()), "opinion.not_pending", _("Cet avis n’attend plus de réponse.")
    ).enforce()
    opinion.reminded_at = queries.now()
    opinion.save(update_fields=["reminded_at"])
    record("applications.opinion.reminded", by, opinion.application, opinion=opinion.pk)
    return opinion


def _held_by_team(by: Person, opinion: Opinion) -> Opinion:
    application = held(opinion.application)
    rules.may_follow(ApplicationState(application.state), has_right=may_screen_in(by, application)).enforce()
    opinion = application.opinions.select_for_update(of=("self",)).get(pk=opinion.pk)
    opinion.application = application
    return opinion


@dataclass(frozen=True)
class FoundOpinion:
    """What a link leads to; `verdict` says why it leads nowhere, never whether another link would."""

    opinion: Opinion | None
    verdict: Verdict


def opinion_of_token(*, token: str, address: str) -> FoundOpinion:
    """The question a personal link asks. After ten wrong links from one place in 15 minutes, even a right one waits.

    Never raises: a refused try must leave its trace.
    """
    source = codes.source_of(address)
    with transaction.atomic():
        slowed = too_many_tries(source)
        if not slowed:
            return FoundOpinion(None, slowed)
        found = Opinion.objects.filter(token_hash=tokens.digest_of(token)).select_related(
            "application__fund__territory", "application__regulation", "file"
        )
        opinion = found.exclude(application__state=ApplicationState.DRAFT).first()
        if opinion is None:
            note_try(source)
            unknown = _("Ce lien n’ouvre rien. Vérifiez qu’il est entier, ou écrivez à l’équipe du fonds.")
            return FoundOpinion(None, refuse_if(True, "opinion.unknown", unknown))
        return FoundOpinion(opinion, ALLOWED)


@transaction.atomic
def give_opinion(
    *, opinion: Opinion, answer: OpinionAnswer | str, text: str, upload: files.Upload | None = None
) -> Opinion:
    """Answer once. Raises Refused when already answered, taken back, past its day, or with a file we cannot keep."""
    application = held(opinion.application)
    opinion = application.opinions.select_for_update(of=("self",)).get(pk=opinion.pk)
    rules.may_answer_opinion(
        revoked=opinion.revoked_at is not None,
        expired=opinion.is_expired(queries.today()),
        answered=opinion.answered_at is not None,
        answer=answer,
    ).enforce()
    if answer != OpinionAnswer.YES:
        rules.may_say(text, code="text").enforce()
    if upload is not None:
        opinion.file = files.store(
            upload=upload, owner_key=owner_key_of(application), purpose="application.opinion", by=None
        )
    opinion.answer, opinion.text, opinion.answered_at = answer, text.strip()[:LONGEST_TEXT], queries.now()
    opinion.save(update_fields=["answer", "text", "file", "answered_at"])
    record("applications.opinion.answered", None, application, opinion=opinion.pk, answer=str(answer))
    return opinion
