"""Every route is sent what nobody should send, made from what the contract says of its body, its
path and its query: a documented refusal in the envelope of the route, and nothing has changed.
"""

import json

import pytest
from devices.keys import key_create
from django.apps import apps
from django.db import connection
from django.utils import timezone
from testing.hostile import NO_IDS, NO_OBJECTS
from trolleys.models import Receipt
from walking import WALK
from world import JOHN

from suite.registry import BODY_LIMIT

pytestmark = pytest.mark.django_db

SIGNS = ["alive_until", "heard_at"]  # columns that a refused call may move: it is a sign of life
WITH_BODY = [each for each in WALK if each.fields]


def named(walked):
    return {"argnames": "walked", "argvalues": walked, "ids": [each.name for each in walked]}


@pytest.fixture
def known(full, make_payment, trolley):
    """The ids of John's session on the trolley, of its line, its payment, a receipt and a key."""
    payment = make_payment(full, status="paid", user_id=JOHN, paid_at=timezone.now())
    receipt = Receipt.objects.create(payment=payment, trolley_id=trolley.trolley_id)
    return {
        "session_id": str(full.session_id),
        "trolley_id": trolley.trolley_id,
        "payment_id": str(payment.payment_id),
        "receipt_id": str(receipt.receipt_id),
        "key_id": str(key_create(device=trolley.device)[0].pk),
        "line_id": full.cart.lines.get().pk,
    }


DIGEST = """
SELECT '{0}', md5(string_agg(row, ' ' ORDER BY row))
FROM (SELECT (to_jsonb({0}) - %s::text[])::text AS row FROM {0}) rows
"""


def everything():
    """A digest of each table of the service and its devices, without signs of life."""
    models = [
        *apps.get_app_config("trolleys").get_models(),
        *apps.get_app_config("devices").get_models(),
    ]
    digests = [DIGEST.format(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(digests), [SIGNS] * len(digests))
        return dict(cursor.fetchall())


@pytest.fixture
def unchanged(known):
    """Whether everything is as it was."""
    before = everything()
    return lambda: everything() == before


@pytest.fixture
def refused(api, token, known):
    """Make a call that has to be refused with this status; gives its body."""

    def call(walked, status, body=None, *, path="", **headers):
        path = path or walked.path(known)
        bearer = {} if walked.caller is None else {"token": token(walked.caller)}
        answer = api.call(walked.method, path, body, headers=headers, **bearer)
        where = f"{path[:150]} {str(body)[:150]}: {answer.content[:300]!r}"
        assert answer.status_code == status, where
        said = answer.json()
        check_shape(walked.envelope, said, where)
        return said

    return call


def check_shape(envelope, said, where):
    """Hold a refusal against the envelope of its route."""
    if envelope == "message":
        assert said["success"] is False, where
    else:
        assert said["error"], where
    assert said["message"], where


@pytest.mark.parametrize(**named(WITH_BODY))
def test_bodies_that_are_no_objects(refused, unchanged, walked):
    for raw in NO_OBJECTS.values():
        if raw or walked.needs_body:
            refused(walked, 400, raw)
    assert unchanged()


# Of no type that a field has: an array in an array, an object, a fraction, a negative and a huge
# number, and a truth, which is no number.
ODD_VALUES = ([[]], {"a": {}}, 1.5, -1, 10**30, True)


@pytest.mark.parametrize(**named(WITH_BODY))
def test_fields_of_another_type(refused, unchanged, known, walked):
    for field, schema in walked.fields.items():
        for value in ODD_VALUES:
            if value is True and schema.get("type") == "boolean":
                continue
            said = refused(walked, 400, {**walked.body(known), field: value})
            titles = {said.get("error", said["message"])}
            assert titles <= {"Invalid request", "Validation failed", "Verification failed"}
            assert field in json.dumps(said) or field.startswith("razorpay_") or "data" not in said
    assert unchanged()


NO_SESSION_MEANT = "POST /api/session/qr-scan/ session_id"  # what a scan says to have besides
NEW_NAME = "POST /api/trolleys/ trolley_id"


@pytest.mark.parametrize(**named(WITH_BODY))
def test_texts_that_are_no_ids(refused, unchanged, known, walked):
    for field in {"session_id", "trolley_id"} & {*walked.fields}:
        refused(walked, 400, {**walked.body(known), field: "a\0b"})
        if f"{walked.name} {field}" not in (NO_SESSION_MEANT, NEW_NAME):
            for text in ("", "x", "9" * 300, "é", "\u202e", "../x"):
                refused(walked, 404, {**walked.body(known), field: text})
    assert unchanged()


@pytest.mark.parametrize(**named([each for each in WALK if each.parameters("path")]))
def test_odd_parts_of_paths(refused, unchanged, known, walked):
    for name in walked.parameters("path"):
        for text in (*NO_IDS, "%00", "%C0%80", "x" * 3000):
            said = refused(walked, 404, walked.body(known), path=walked.path({**known, name: text}))
            assert said["error"].lower().endswith("not found")
            assert len(str(said)) < 300, "what was sent is not told again"
    assert unchanged()


ODD_NUMBERS = ("x", "-1", "1.5", "9" * 30, "1e3", "%C2%B2", "%00")
ODD_DAYS = (
    *("x", "1", "2026-13-45", "2026-1-1", "20260101", "2026-01-01T00:00:00", "9" * 30, "%00"),
    *("0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59"),
)
ODD_QUERIES = {
    **dict.fromkeys(("limit", "offset", "since", "location_id", "user_id"), ODD_NUMBERS),
    **dict.fromkeys(("status", "active", "refund"), ("x", "2", "-1", "%00")),
    **dict.fromkeys(("from", "to"), ODD_DAYS),
}


@pytest.mark.parametrize(**named([each for each in WALK if each.parameters("query")]))
def test_odd_queries(refused, unchanged, known, walked):
    for name in walked.parameters("query"):
        for text in ODD_QUERIES.get(name, ("%00",)):
            refused(walked, 400, path=f"{walked.path(known)}?{name}={text}")
    assert unchanged()


def test_odd_tokens(api, unchanged, known):
    for walked in (each for each in WALK if each.caller is not None):
        for text in ("", "x", "a.b.c", "x" * 7000, "é"):
            headers = {"Authorization": f"Bearer {text}"}
            path, body = walked.path(known), walked.body(known)
            answer = api.call(walked.method, path, body, headers=headers)
            assert (answer.status_code, walked.envelope) == (401, "error"), walked.name
            assert answer.json()["error"] == "Authentication required"
    assert unchanged()


def test_odd_idempotency_keys(refused, unchanged, known):
    for walked in (each for each in WALK if "422" in each.described["responses"]):
        for key in ("x" * 201, "a\tb", "\x7f"):
            refused(walked, 400, walked.body(known), **{"Idempotency-Key": key})
    assert unchanged()


def test_bodies_that_are_too_large(refused, unchanged, known):
    for walked in WITH_BODY:
        refused(walked, 413, {**walked.body(known), "x": "a" * BODY_LIMIT})
    assert unchanged()


def test_who_wants_a_problem_gets_one(api, token, known):
    for walked in WITH_BODY:
        path, headers = walked.path(known), {"Accept": "application/problem+json"}
        bearer = {} if walked.caller is None else {"token": token(walked.caller)}
        answer = api.call(walked.method, path, b"[]", headers=headers, **bearer)
        assert answer.headers["Content-Type"] == "application/problem+json", walked.name
        expected = {"title": "Invalid request", "status": 400, "code": "malformed_json"}
        assert expected.items() <= answer.json().items(), walked.name


def test_other_verbs(api, unchanged, known):
    for path in {each.path(known) for each in WALK}:
        walked = [each for each in WALK if each.path(known) == path]
        taken = {each.method for each in walked}
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"} - taken:
            answer = api.call(method, path, {})
            assert answer.status_code == 405, f"{method} {path}"
            assert taken <= {*answer.headers["Allow"].split(", ")}
            said = answer.json()
            assert said.get("error", said["message"]) == "Method not allowed"
    assert unchanged()
