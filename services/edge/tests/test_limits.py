"""Who tries codes is told to slow down; who has the right one is not."""

from datetime import timedelta

import pytest
from customers import LOCK, everything, take
from django.db.models import F
from kit.errors import TooMany
from kit.models import FailureCount
from vending import limits
from vending.models import Feedback, Lock
from world import ALICE, BOB

pytestmark = pytest.mark.django_db

SLOW_DOWN = {"error": "Too many requests. Please slow down."}
NOT_FOUND = {"detail": "Code not found or expired"}
PRAISE = {"client_id": ALICE, "rating": 5}


def guess(api, address="203.0.113.7", client="stranger"):
    """A code that there is not."""
    body = {"client_id": client, "code": "000000"}
    return api.send(LOCK, body, headers={"X-Real-IP": address})


def minute_passes():
    FailureCount.objects.update(expires_at=F("expires_at") - timedelta(minutes=1))


def test_the_eleventh_wrong_code_of_a_minute_is_too_many(api, machine):
    answers = [guess(api, client=f"c{number}") for number in range(10)]
    assert {answer.status_code for answer in answers} == {400}
    assert answers[-1].json() == NOT_FOUND
    refused = guess(api, client="c11")
    assert (refused.status_code, refused.json()) == (429, SLOW_DOWN)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert guess(api, "203.0.113.8", "elsewhere").status_code == 400
    minute_passes()
    assert guess(api, client="c11").status_code == 400


def test_a_client_is_counted_wherever_it_calls_from(api, machine):
    for number in range(10):
        assert guess(api, f"203.0.113.{number}").status_code == 400
    assert guess(api, "203.0.113.99").json() == SLOW_DOWN
    assert guess(api, "203.0.113.99", "another").status_code == 400


def test_all_together_have_sixty_a_minute(api, machine):
    for number in range(60):
        assert guess(api, f"198.51.100.{number}", f"c{number}").status_code == 400
    assert guess(api, "198.51.100.99", "c99").json() == SLOW_DOWN


def test_the_right_code_is_never_throttled(api, machine, make_machine):
    for _ in range(11):
        guess(api)
    body = {"client_id": "stranger", "code": machine.display_code}
    answer = api.send(LOCK, body, headers={"X-Real-IP": "203.0.113.7"})
    assert answer.status_code == 200
    assert guess(api).status_code == 429


def test_right_codes_do_not_count(api, machine):
    for _ in range(15):
        assert take(api, machine)[0] == 200
        assert take(api, machine, BOB)[0] == 409
    assert not FailureCount.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        {"client_id": [], "code": "000000"},
        {"client_id": ALICE, "code": {}},
        {"client_id": ALICE, "code": True},
        {"client_id": ALICE, "code": 1.5},
        {"client_id": ALICE, "code": "1" * 201},
        {"client_id": ALICE, "code": 10**200},
        {"client_id": "x" * 201, "code": "000000"},
        {"client_id": ALICE, "code": "0\0"},
        {"client_id": ALICE, "code": "000000", "name": []},
    ],
)
def test_what_cannot_be_read_is_no_wrong_code(api, machine, body):
    before = everything()
    answer = api.send(LOCK, body)
    assert answer.status_code == 400
    assert answer.json().keys() == {"detail"}
    assert everything() == before
    assert not FailureCount.objects.exists()


def test_the_sixth_wrong_password_of_a_minute_is_too_many():
    for _ in range(5):
        limits.wrong_password("203.0.113.7")
    with pytest.raises(TooMany) as refused:
        limits.wrong_password("203.0.113.7")
    assert (refused.value.body, refused.value.status) == (SLOW_DOWN, 429)
    limits.wrong_password("203.0.113.8")


def test_an_address_has_twenty_feedbacks_a_minute_on_either_route(api, machine):
    for _ in range(15):
        assert api.send("/api/machine/M001/feedback", PRAISE).status_code == 201
    row = {"machine_id": "M001", "rating": 4}
    too_many = api.send("/rest/v1/feedback", [row] * 6)
    assert (too_many.status_code, too_many.json()) == (429, SLOW_DOWN)
    assert 1 <= int(too_many["Retry-After"]) <= 60
    assert Feedback.objects.count() == 15
    assert api.send("/rest/v1/feedback", [row] * 5).status_code == 201
    assert api.send("/api/machine/M001/feedback", PRAISE).json() == SLOW_DOWN
    elsewhere = {"X-Real-IP": "203.0.113.8"}
    assert api.send("/api/machine/M001/feedback", PRAISE, headers=elsewhere).status_code == 201
    assert Feedback.objects.count() == 21
    minute_passes()
    assert api.send("/api/machine/M001/feedback", PRAISE).status_code == 201


def test_feedback_that_is_refused_is_not_counted(api, machine):
    for _ in range(25):
        assert api.send("/api/machine/M001/feedback", {**PRAISE, "rating": 9}).status_code == 400
        assert api.send("/api/machine/M999/feedback", PRAISE).status_code == 404
    assert not FailureCount.objects.exists()
    assert not Lock.objects.exists()
