"""Orders, payments and triggers are sent what nobody should send: a 400 in their envelope, and
nothing has changed.
"""

import pytest
from selling import (
    CREATE,
    VERIFY,
    WEBHOOK,
    order_body,
    picture,
    proof,
    sale_now,
    signed,
    trigger_body,
    trigger_path,
)
from testing.hostile import NO_OBJECTS

from suite.registry import BODY_LIMIT

pytestmark = pytest.mark.django_db

TRIGGER = trigger_path()
KEYS = {CREATE: {"error"}, VERIFY: {"error"}, TRIGGER: {"detail"}}
NO_TEXTS = ([], ["x"], {}, {"a": 1}, True, 1.5, "x" * 201, "\0", "a\0b")
NO_NUMBERS = ([], ["1"], {}, True, 1.5, "", "x", "2", 2**31, -(2**63), 10**30)
TEXTS = [
    *((CREATE, field) for field in order_body()["metadata"]),
    *((TRIGGER, field) for field in ("client_id", "access_code", "transaction_id")),
]
NUMBERS = [
    *((CREATE, field) for field in ("amount", "quantity")),
    *((TRIGGER, field) for field in ("amount", "quantity")),
]


@pytest.fixture
def refused(api, paid):
    """Alice has paid; a 400 leaves that as it is."""

    def send(path, body):
        before = picture()
        answer = api.send(path, body)
        assert answer.status_code == 400, (body, answer.content)
        assert answer.json().keys() == KEYS[path]
        assert isinstance(next(iter(answer.json().values())), str)
        assert picture() == before, body

    return send


@pytest.mark.parametrize("path", KEYS)
def test_a_body_that_is_no_object_is_refused(refused, path):
    for body in NO_OBJECTS.values():
        refused(path, body)


@pytest.mark.parametrize(("path", "field"), TEXTS)
def test_a_field_that_is_no_text_is_refused(refused, path, field):
    for value in NO_TEXTS:
        body = order_body(transaction_id="tx2")
        body["metadata"][field] = value
        refused(path, body if path == CREATE else trigger_body(**{field: value}))


@pytest.mark.parametrize(("path", "field"), NUMBERS)
def test_a_field_that_is_no_number_is_refused(refused, path, field):
    good = order_body(transaction_id="tx2") if path == CREATE else trigger_body()
    for value in NO_NUMBERS:
        refused(path, {**good, field: value})


def test_metadata_that_is_no_object_is_refused(refused):
    for value in ([], "", "x", 7, True):
        refused(CREATE, {"amount": 200, "metadata": value})


@pytest.mark.parametrize("path", [*KEYS, WEBHOOK])
def test_a_body_that_is_too_long_is_refused(api, paid, path):
    before = picture()
    body = b'{"a":"' + b"x" * BODY_LIMIT + b'"}'
    assert api.send(path, body, headers=signed(body)).status_code == 413
    assert picture() == before


def test_what_the_provider_has_signed_and_is_no_event_is_ignored(hear, paid):
    before = picture()
    for body in NO_OBJECTS.values():
        assert hear(body) == (200, {"status": "ignored"}), body
    assert picture() == before


def test_unknown_fields_do_no_harm(api, call, order):
    order_id = order()
    assert call(VERIFY, {**proof(order_id, "pay_1"), "more": [1]}) == (
        *(200, {"message": "Payment verified"}),
    )
    assert call(TRIGGER, trigger_body(more={"a": 1})) == (200, {"status": "dispatch_sent"})
    assert sale_now().state == "dispensing"
