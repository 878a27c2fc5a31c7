"""Customers' routes are sent what nobody should send: a 400 in their envelope, and nothing has
changed.
"""

import pytest
from customers import LOCK, everything, take
from testing.hostile import NO_OBJECTS
from world import ALICE

from suite.registry import BODY_LIMIT

pytestmark = pytest.mark.django_db

UNLOCK, FEEDBACK = "/api/machine/M001/unlock", "/api/machine/M001/feedback"
ROUTES = (LOCK, UNLOCK, FEEDBACK)
GOOD: dict[str, dict[str, object]] = {
    LOCK: {"client_id": ALICE, "code": "123456", "name": "Ann"},
    UNLOCK: {"client_id": ALICE},
    FEEDBACK: {"client_id": ALICE, "transaction_id": "tx1", "rating": 5, "comment": "Crisp."},
}
NO_TEXTS = ([], ["x"], {}, {"a": 1}, True, 1.5, "x" * 501, "\0", "a\0b")
FIELDS = [(path, field) for path, body in GOOD.items() for field in body]


@pytest.fixture(autouse=True)
def _locked(api, machine):
    take(api, machine)


def refused(api, path, body):
    before = everything()
    answer = api.send(path, body)
    assert answer.status_code == 400, body
    assert answer.json().keys() == {"detail"}, body
    assert isinstance(answer.json()["detail"], str)
    assert everything() == before, body


@pytest.mark.parametrize("path", ROUTES)
def test_a_body_that_is_no_object_is_refused(api, path):
    for body in NO_OBJECTS.values():
        refused(api, path, body)


@pytest.mark.parametrize(("path", "field"), FIELDS)
def test_a_field_that_is_no_text_is_refused(api, path, field):
    for value in NO_TEXTS:
        refused(api, path, {**GOOD[path], field: value})


@pytest.mark.parametrize("path", ROUTES)
def test_a_huge_body_is_refused(api, path):
    before = everything()
    answer = api.send(path, {**GOOD[path], "more": "x" * BODY_LIMIT})
    assert answer.status_code == 413
    assert answer.json().keys() == {"detail"}
    assert everything() == before


@pytest.mark.parametrize("path", ROUTES)
def test_unknown_fields_are_ignored(api, path):
    answer = api.send(path, {**GOOD[path], "id": 5, "locked_by": "me", "expires_at": "2099"})
    expected = {
        LOCK: (400, "Code not found or expired"),
        UNLOCK: (200, None),
        FEEDBACK: (201, None),
    }
    assert (answer.status_code, answer.json().get("detail")) == expected[path]
