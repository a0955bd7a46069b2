"""What one request writes in the journal carries its number, never one a visitor chose."""

import pytest

from quartierlibre.foundation.journal import operations as journal


@pytest.mark.urls("tests.support.once_urls")
def test_each_request_has_a_number_of_its_own(client):
    numbers = {client.get("/tests/number/", headers={"X-Request-ID": "choisi"}).content.decode() for _ in range(3)}
    assert len(numbers) == 3
    assert all(len(number) == 16 and int(number, 16) for number in numbers)


def test_outside_a_request_there_is_none():
    assert journal._request_id.get() == ""
