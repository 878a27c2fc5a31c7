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
        assert answer.status_code == 400, answer.content
        assert answer.json().keys() == KEYS[path]
        assert isinstance(next(iter(answer.json().values())), str)
        assert picture() == before

    return send


@pytest.mark.parametrize("path", KEYS)
@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS.keys())
def test_a_body_that_is_no_object_is_refused(refused, path, body):
    refused(path, body)


@pytest.mark.parametrize(("path", "field"), TEXTS)
@pytest.mark.parametrize("value", NO_TEXTS)
def test_a_field_that_is_no_text_is_refused(refused, path, field, value):
    if path == CREATE:
        body = order_body(transaction_id="tx2")
        body["metadata"][field] = value
    else:
        body = trigger_body(**{field: value})
    refused(path, body)


@pytest.mark.parametrize(("path", "field"), NUMBERS)
@pytest.mark.parametrize("value", NO_NUMBERS)
def test_a_field_that_is_no_number_is_refused(refused, path, field, value):
    good = order_body(transaction_id="tx2") if path == CREATE else trigger_body()
    refused(path, {**good, field: value})


@pytest.mark.parametrize("value", [[], "", "x", 7, True])
def test_metadata_that_is_no_object_is_refused(refused, value):
    refused(CREATE, {"amount": 200, "metadata": value})


@pytest.mark.parametrize("path", [*KEYS, WEBHOOK])
def test_a_body_that_is_too_long_is_refused(api, paid, path):
    before = picture()
    body = b'{"a":"' + b"x" * BODY_LIMIT + b'"}'
    assert api.send(path, body, headers=signed(body)).status_code == 413
    assert picture() == before


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS.keys())
def test_what_the_provider_has_signed_and_is_no_event_is_ignored(hear, paid, body):
    before = picture()
    assert hear(body) == (200, {"status": "ignored"})
    assert picture() == before


def test_unknown_fields_do_no_harm(api, call, order):
    order_id = order()
    assert call(VERIFY, {**proof(order_id, "pay_1"), "more": [1]}) == (
        *(200, {"message": "Payment verified"}),
    )
    assert call(TRIGGER, trigger_body(more={"a": 1})) == (200, {"status": "dispatch_sent"})
    assert sale_now().state == "dispensing"
