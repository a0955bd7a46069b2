"""Give and end mandates; know a person by the address they gave."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from quartierlibre.domain.people import rules
from quartierlibre.domain.people.models import Mandate, Person
from quartierlibre.domain.people.permissions import Role
from quartierlibre.domain.places.models import Territory
from quartierlibre.foundation.journal import operations as journal
from quartierlibre.foundation.journal.operations import Machine


@transaction.atomic
def person_for(*, email: str, name: str = "", phone: str = "") -> Person:
    """The one person behind an e-mail address, whatever its case; made known if they were not.

    An address alone proves nothing: the name and phone already held are never overwritten.
    """
    known = Person.objects.filter(email__iexact=email.strip()).first()
    return known or Person.objects.create_user(email=email.strip(), name=name, phone=phone)


@transaction.atomic
def person_without_address(*, name: str, phone: str) -> Person:
    """Somebody reached by phone or by letter only. A new person each time: a phone is shared, a name too."""
    return Person.objects.create_user(name=name.strip(), phone=phone)


@transaction.atomic
def give_mandate(
    *,
    by: Person | Machine | None,
    person: Person,
    role: Role,
    territory: Territory,
    starts_on: date,
    ends_on: date | None = None,
) -> Mandate:
    """A person holds a role in a territory from one day to another, both included. Raises Refused on reversed dates."""
    rules.may_hold(starts_on=starts_on, ends_on=ends_on).enforce()
    mandate = Mandate.objects.create(
        person=person, role=role, territory=territory, starts_on=starts_on, ends_on=ends_on
    )
    person.forget_mandates()
    journal.record("people.mandate.given", by=by, about=mandate, territory=territory, role=role)
    return mandate


@transaction.atomic
def end_mandate(*, by: Person, mandate: Mandate, last_day: date | None = None) -> Mandate:
    """A mandate stops after its last day (today when not said); it is kept, for what was done under it."""
    mandate = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    mandate.ends_on = last_day or timezone.localdate()
    rules.may_hold(starts_on=mandate.starts_on, ends_on=mandate.ends_on).enforce()
    mandate.save(update_fields=["ends_on"])
    mandate.person.forget_mandates()
    journal.record("people.mandate.ended", by=by, about=mandate, territory=mandate.territory)
    return mandate
