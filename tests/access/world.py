"""One small world for the access table: everyone of the cast, and one sample of each thing an address can name."""

import time
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client
from django.utils import timezone

from quartierlibre.domain.applications import operations, tokens
from quartierlibre.domain.applications.models import Application, Correction, Opinion
from quartierlibre.domain.applications.states import CorrectionReason, DocumentKind
from quartierlibre.domain.committees import operations as committees
from quartierlibre.domain.committees.models import Session
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.grants import operations as paid
from quartierlibre.domain.grants.links import link_of as statement_link
from quartierlibre.domain.grants.operations import yearly
from quartierlibre.domain.grants.operations.agreement import link_of as link_of_grant
from quartierlibre.domain.meetings import operations as meetings
from quartierlibre.domain.meetings.coming import link_of
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.money import Cents
from quartierlibre.foundation.outbox import operations as outbox
from quartierlibre.foundation.outbox.models import Message
from quartierlibre.pagekit import personas as cast
from tests.factories import (
    applications,
    consultations,
    grants,
    pages,
    payments,
    personas,
    published,
    registrations,
    stories,
)
from tests.factories import committees as sitting
from tests.factories import funds as money
from tests.factories import meetings as gatherings
from tests.factories.applications import MACHINE
from tests.factories.statements import camt, entry
from tests.factories.uploads import logo, photo

PDF = b"%PDF-1.7 a sheet"


@dataclass
class World:
    """People by their short name, what `{placeholders}` of a path stand for, and the cookies of who signed in."""

    people: dict[str, Person]
    samples: dict[str, str]
    cookies: dict[str, dict[str, str]]


def sign_in(client, person, *, second_factor=True):
    """As after a real sign-in: the code, then (for staff) the second factor."""
    client.force_login(person)
    if second_factor:
        session = client.session
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        session.save()


class SignedIn(Client):
    """The browser of a person who signs in at their first page: a world built until then stays remembered."""

    def __init__(self, person: Person, **how):
        super().__init__(**how)
        self.to_sign_in = person

    def request(self, **request):
        person, self.to_sign_in = self.to_sign_in, None
        if person is not None:
            sign_in(self, person)
        return super().request(**request)


def letter() -> Message:
    outbox.queue(to="amina@example.org", subject="Bonjour", text="Bonjour", html="<p>Bonjour</p>", key="monde")
    return Message.objects.get(key="monde")


def session_of(fund: Fund) -> Session:
    committee = committees.form_committee(by=None, fund=fund, name="Comité du fonds")
    return committees.plan_session(by=None, committee=committee, starts_at=timezone.now() + timedelta(days=40))


def screened(by: Person, filed: Application) -> tuple[Correction, Opinion]:
    """A correction asked of the holder, and an opinion given with a picture."""
    day = timezone.localdate() + timedelta(days=9)
    correction = operations.ask_correction(
        by=by,
        application=filed,
        reason=CorrectionReason.OTHER,
        text="Le prix de la sono ?",
        deadline=day,
        question="money",
    )
    opinion = operations.ask_opinion(
        by=by,
        application=filed,
        who="Nadia",
        organisation="Bailleur",
        email="nadia@example.org",
        question="Oui ?",
        expires_on=day,
    )
    return correction, operations.give_opinion(opinion=opinion, answer="yes", text="", upload=photo())


def evening_samples(fund: Fund, announced: Session, bruno: Person) -> dict[str, str]:
    """A committee where Bruno sits, one session open, one over, one announced."""
    committee = announced.committee
    seat = sitting.seat(committee, bruno)
    yvette = sitting.seat(committee, Person.objects.create_user(name="Yvette Carlier", phone="+33612345678"))
    link = committees.declare_link(by=bruno, person=bruno, nature="association", name="Les cousins du canal")
    over = sitting.session(committee, members=0, days=20)
    committees.close_session(by=MACHINE, session=sitting.opened(over, chair=yvette, secretary=yvette))
    evening = sitting.session(committee, members=2, days=30)
    cases = [
        sitting.case(evening, title=f"Fête {n}", group_name=f"Groupe {n}", contact_email=f"groupe-{n}@exemple.fr")
        for n in range(2)
    ]
    evening = sitting.opened(evening, chair=yvette, secretary=yvette)
    other = evening.attendances.exclude(seat=seat).order_by("pk").last().seat
    interest = committees.declare_interest(by=MACHINE, case=cases[0], seat=other, nature="family")
    round_ = committees.open_round(by=MACHINE, case=cases[1], mode="by_name")
    place = evening.attendances.get(seat=seat)
    return {
        "committee": str(committee.public_id),
        "seat": str(seat.public_id),
        "link": str(link.pk),
        "evening": str(evening.public_id),
        "evening_held": str(over.public_id),
        "evening_consulted": consulted_sample(),
        "case": str(cases[0].public_id),
        "case_voting": str(cases[1].public_id),
        "interest": str(interest.pk),
        "voice": str(round_.voters.get(attendance=place).pk),
        "card": committees.new_card(by=MACHINE, attendance=place),
    }


def consulted_sample() -> str:
    """An evening without its quorum, whose members are asked in writing; one of them has no e-mail."""
    written = sitting.rules(**consultations.WRITTEN)
    (case,) = consultations.lacking(of=applications.fund(name="Fonds des absents", rules=written))
    consultations.opened(case.session)
    fund = case.session.committee.fund_id  # one fund only takes projects in this world
    Fund.objects.filter(pk=fund).update(opened_on=date(2024, 1, 1), closed_on=date(2024, 12, 31))
    Person.objects.filter(pk=case.session.attendances.earliest("pk").seat.person_id).update(email=None)
    return str(case.session.public_id)


def public_samples() -> dict[str, str]:
    """A project granted whose minutes are sealed."""
    decision = published.decided(applications.fund("Fonds du Marais"))
    published.sealed(decision)
    # Over: one fund only is open, so that filing a project needs no choice.
    Fund.objects.filter(pk=decision.fund_id).update(opened_on=date(2024, 1, 1), closed_on=date(2024, 12, 31))
    return {
        "project": str(decision.case.application.public_id),
        "sealed_session": str(decision.case.session.public_id),
    }


def grant_samples(amina: Person, bruno: Person) -> dict[str, str]:
    """In a fund that is over, decided where Bruno sits: a report sent, an agreement to answer, another to send."""
    fund = grants.fund(grants.CHECKED_TWICE)
    reported = grants.running(fund, by=amina, title="Aide racontée")
    paid.association_of(by=MACHINE, grant=reported)
    report = grants.written(reported, 12_000)
    shot = grants.operations.add_photo(by=None, report=report, upload=photo())
    grants.operations.describe_photo(photo=shot, words="La fête.", shows_people=False, shows_minors=False)
    grants.operations.give_consent(by=None, photo=shot, uses=["site"], given_by="Amina")
    grants.operations.send_report(by=None, report=report, said_by="Amina")
    sitting.seat(reported.decision.case.session.committee, bruno)
    asked = grants.opened(fund, by=amina, title="Aide à accepter")
    grants.operations.send_agreement(by=MACHINE, grant=asked, pdf=PDF)
    published.decided(fund, title="Aide sans convention")
    Fund.objects.filter(pk=fund.pk).update(opened_on=date(2024, 1, 1), closed_on=date(2024, 12, 31))
    return {
        "grant_fund": fund.slug,
        "grant_session": str(reported.decision.case.session.public_id),
        "reported": str(reported.application.public_id),
        "reported_grant": str(reported.public_id),
        "grant_photo": str(shot.pk),
        "grant_photo_file": str(shot.file.public_id),
        "to_agree": str(asked.application.public_id),
        "to_agree_grant": str(asked.public_id),
        "to_agree_token": link_of_grant(asked),
    }


def meeting_samples(fund: Fund) -> dict[str, str]:
    """A meeting of the territory, published with a paper."""
    topic = gatherings.topic()
    made = gatherings.published(territory=fund.territory, topics=[topic])
    paper = meetings.attach_paper(by=MACHINE, meeting=made, title="Plan", upload=photo())
    desk = registrations.desk(made, seats=20)
    coming = registrations.registered(desk)
    return {
        "registration": str(coming.public_id),
        "registration_token": link_of(coming),
        "participant": str(coming.people.get().public_id),
        "meeting": made.slug,
        "meeting_topic": topic.slug,
        "meeting_territory": fund.territory.slug,
        "meeting_paper": str(paper.public_id),
    }


def books_samples(fund: Fund) -> dict[str, str]:
    """The accounts of a year: an agreement with its call and its contact, a grant to end, a month that was sent."""
    year = money.operations.prepare_year(by=MACHINE, fund=fund, year=2025)
    contribution = money.operations.record_contribution(
        by=MACHINE, fund_year=year, funder=money.funder(), amount_cents=100_000, purpose="engineering"
    )
    money.operations.call_funds(by=MACHINE, contribution=contribution, amount=Cents(500), on=date(2025, 2, 1))
    contact = money.operations.note_contact(
        by=MACHINE, fund=fund, funder=contribution.funder, email="fonds@region.example"
    )
    money.operations.set_funder_logo(by=MACHINE, contribution=contribution, upload=logo())
    sent = yearly.send_statement(by=MACHINE, fund_year=year, month=date(2025, 1, 1))
    return {
        "contribution": str(contribution.pk),
        "funder": str(contribution.funder_id),
        "contact": str(contact.pk),
        "statement_token": statement_link(sent.copies.order_by("pk").first()),
    }


def paid_samples() -> dict[str, str]:
    """A fund whose payments live all their lives: one gone and on a statement, one due, one without account."""
    paying = applications.fund("Fonds des paiements", rules=grants.EIGHTY_TWENTY)
    gone, due = (payments.payable(paying, number=number) for number in (1, 2))
    batch, _file = paid.export_batch(by=MACHINE, batch=payments.batch(gone))
    unpaid = grants.running(paying, group_name="Sans RIB")
    content = camt(entry(-24_000, end_to_end=gone.orders.get().reference))
    statement, _read = paid.import_statement(by=MACHINE, fund=paying, name="mai.xml", content=content)
    Fund.objects.filter(pk=paying.pk).update(opened_on=date(2024, 1, 1), closed_on=date(2024, 12, 31))
    return {
        "paying": paying.slug,
        "part": str(payments.first(due).pk),
        "order": str(gone.orders.get().public_id),
        "batch": str(batch.number),
        "payee": str(gone.payee.public_id),
        "unpaid": str(unpaid.public_id),
        "bank_account": str(gone.payee.accounts.get().pk),
        "bank_statement": str(statement.pk),
    }


def written_samples() -> dict[str, str]:
    """A published page with its picture, and a paper to download."""
    page = pages.news("Les fonds ouvrent", picture=pages.picture())
    small = page.picture.get_rendition("width-480|format-webp")
    return {"written": page.get_url(), "photo": small.file.name, "paper_of_site": pages.paper().url}


def build_world() -> World:
    fund = applications.fund()
    elsewhere = applications.territory("Autre ville")
    people = {
        "amina": personas.amina(),
        "driss": personas.driss(),
        "bruno": personas.bruno(fund.territory),
        "chloe": personas.chloe(fund.territory),
        "eve": personas.eve(elsewhere),
        "farid": personas.farid(applications.territory("Région")),
    }
    played = cast.PERSONAS[0]
    Person.objects.create_user(email=played.email, name=played.name)
    draft = stories.draft(fund, by=people["amina"])
    filed = stories.submitted(fund, by=people["amina"], title="Tournoi de la cour")
    paper = operations.add_document(by=people["amina"], application=draft, upload=photo(), kind=DocumentKind.PHOTO)
    of_filed = operations.add_document(by=people["amina"], application=filed, upload=photo(), kind=DocumentKind.PHOTO)
    correction, opinion = screened(people["chloe"], filed)
    announced = session_of(fund)
    samples = {
        **public_samples(),
        **written_samples(),
        **paid_samples(),
        "correction": str(correction.public_id),
        "opinion": str(opinion.public_id),
        "opinion_token": tokens.token_for(opinion.public_id, opinion.token_hash),
        "fund": fund.slug,
        "draft": str(draft.public_id),
        "application": str(filed.public_id),
        "document": str(paper.public_id),
        "filed_document": str(of_filed.public_id),
        "session": str(announced.public_id),
        **evening_samples(fund, announced, people["bruno"]),
        **meeting_samples(fund),
        **books_samples(fund),
        **grant_samples(people["amina"], people["bruno"]),
        "persona": cast.sign(played),
        "letter": str(letter().public_id),
    }
    return World(people, samples, {name: signed_in(person) for name, person in people.items()})


def signed_in(person: Person) -> dict[str, str]:
    client = Client()
    sign_in(client, person)
    return {name: cookie.value for name, cookie in client.cookies.items()}
