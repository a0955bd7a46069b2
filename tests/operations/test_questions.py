"""Objects found by a question written by hand are those Django would have found (foundation.questions)."""

from django.forms.models import model_to_dict

from quartierlibre.domain.applications.models import Application, FormVersion
from quartierlibre.domain.funds.models import Fund
from quartierlibre.domain.people.models import Person
from quartierlibre.foundation.questions import objects
from quartierlibre.web.account.backend import PersonBackend
from tests.factories import applications, personas, stories

JOINED = """
FROM applications_application file JOIN funds_fund fund ON fund.id = file.fund_id
JOIN applications_formversion form ON form.id = file.form_version_id WHERE file.id = %(file)s
"""


def test_each_table_gives_its_object_whole_in_the_order_named(django_assert_num_queries):
    key = stories.submitted().pk
    with django_assert_num_queries(1):
        [(form, file, fund)] = objects(JOINED, {"file": key}, form=FormVersion, file=Application, fund=Fund)
    for found in (form, file, fund):
        known = type(found).objects.get(pk=found.pk)
        assert not found.get_deferred_fields()
        assert not found._state.adding
        assert model_to_dict(found) == model_to_dict(known)
    assert isinstance(file.answers, dict), "what Django converts is converted"


def test_nothing_found_is_no_row():
    applications.fund()
    assert objects(JOINED, {"file": 0}, file=Application) == []


def test_a_person_who_left_is_nobody(django_assert_num_queries):
    person = personas.person("Bruno")
    with django_assert_num_queries(1):
        assert PersonBackend().get_user(person.pk) == person
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert PersonBackend().get_user(person.pk) is None
    assert PersonBackend().get_user(0) is None
