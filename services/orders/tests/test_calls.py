"""Calling for a waiter or the bill over HTTP."""

import pytest
from django.db import IntegrityError, transaction
from orders.actions import sessions
from orders.models import Call, OrderSession
from testing.hostile import NO_IDS, NO_OBJECTS
from world import CALL, OWNER, STRANGER, WAITER, answer, refusal

pytestmark = pytest.mark.django_db

ANSWER = "/orders/calls/answer/{}/"


def asked(table, kind="waiter"):
    return {"session_code": table, "kind": kind}


def open_calls(api, table):
    """As a page sees them."""
    return answer(api.ask(f"/orders/sessions/live/{table}/"))["data"]["calls"]


def test_a_table_calls(api, table, heard):
    call = answer(api.send(CALL, asked(table)))
    stamp = Call.objects.get().created_at.isoformat(timespec="microseconds")
    assert call == {
        "id": Call.objects.get().id,
        "session": table,
        "kind": "waiter",
        "timestamp": stamp,
        "answered": None,
        "pay": None,
        "split": None,
    }
    assert open_calls(api, table) == [call]
    assert heard() == ["call.made"]


def test_one_call_of_a_kind_is_open(api, table, heard):
    first, again = (answer(api.send(CALL, asked(table))) for _ in range(2))
    bill = answer(api.send(CALL, asked(table, "bill")))
    assert first == again
    assert open_calls(api, table) == [first, bill]
    assert heard() == ["call.made", "call.made"]


def test_the_database_keeps_it_so(table):
    session = OrderSession.objects.get()
    Call.objects.create(session=session, kind="bill")
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(session=session, kind="bill")


def test_staff_answer(api, table, signer, heard):
    call = answer(api.send(CALL, asked(table)))
    path = ANSWER.format(call["id"])
    first = answer(api.send(path, token=signer.access(WAITER)))
    again = answer(api.send(path, token=signer.access(OWNER)))
    assert first == again == {**call, "answered": first["answered"]}
    assert first["answered"] > call["timestamp"]
    assert Call.objects.get().answered_by == WAITER
    assert open_calls(api, table) == []
    assert heard() == ["call.made", "call.answered"]
    assert answer(api.send(CALL, asked(table)))["id"] != call["id"]


def test_staff_may_sign_with_a_session_key(api, table, location, verification):
    found = {"user_id": OWNER, "username": "owner", "roles": []}
    verification.on("POST", "/internal/verify/", {"success": True, "response": found})
    call = answer(api.send(CALL, asked(table)))
    body = {"session_key": "k" * 32, "user_id": OWNER}
    assert answer(api.send(ANSWER.format(call["id"]), body))["answered"]


def test_answering_is_for_staff(api, table, signer):
    call = answer(api.send(CALL, asked(table)))
    path = ANSWER.format(call["id"])
    assert refusal(api.send(path, token=signer.access(STRANGER))) == (403, "incorrect_credentials")
    assert refusal(api.send(path, {})) == (403, "incorrect_credentials")
    assert refusal(api.send(path)) == (400, "malformed_json")
    assert open_calls(api, table) == [call]


def test_answering_while_locations_is_down(api, table, locations, owner):
    call = answer(api.send(CALL, asked(table)))
    locations.broken = True
    response = api.send(ANSWER.format(call["id"]), token=owner)
    assert refusal(response) == (503, "locations_service_unavailable")


@pytest.mark.parametrize("call_id", [*NO_IDS, "999"])
def test_only_who_has_signed_in_learns_that_there_is_no_such_call(api, db, signer, call_id):
    path = ANSWER.format(call_id)
    assert refusal(api.send(path, {})) == (403, "incorrect_credentials")
    assert refusal(api.send(path, token=signer.access(STRANGER))) == (404, "call_not_found")


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_object(api, db, body):
    assert refusal(api.send(CALL, body)) == (400, "malformed_json")


@pytest.mark.parametrize("kind", ["", None, "police", 1, ["waiter"], "Waiter", "bill "])
def test_other_kinds(api, table, kind):
    assert refusal(api.send(CALL, asked(table, kind))) == (400, "malformed_json")
    assert not Call.objects.exists()


def test_nobody_comes_to_a_closed_table(api, table, heard, owner):
    call = answer(api.send(CALL, asked(table)))
    sessions.session_close(code=table)
    assert refusal(api.send(CALL, asked(table))) == (400, "session_closed")
    assert refusal(api.send(CALL, asked(table, "bill"))) == (400, "session_closed")
    assert open_calls(api, table) == []
    assert heard() == ["call.made", "session.closed"]
    assert answer(api.send(ANSWER.format(call["id"]), token=owner))["answered"]


def test_an_unknown_table(api, db):
    assert refusal(api.send(CALL, asked("0" * 40))) == (404, "session_not_found")
    assert refusal(api.send(CALL, asked("x"))) == (404, "session_not_found")


def test_a_repeat_after_the_answer_calls_nobody_again(api, table, owner):
    headers = {"Idempotency-Key": "tap"}
    call = answer(api.send(CALL, asked(table), headers=headers))
    answer(api.send(ANSWER.format(call["id"]), token=owner))
    again = answer(api.send(CALL, asked(table), headers=headers))
    assert again["id"] == call["id"]
    assert again["answered"]
    other = api.send(CALL, asked(table, "bill"), headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")
    assert Call.objects.count() == 1


def bill(table, **said):
    return {**asked(table, "bill"), **said}


def test_the_bill_says_how_it_is_paid(api, table, heard):
    call = answer(api.send(CALL, bill(table, pay="card")))
    assert (call["pay"], call["split"]) == ("card", None)
    later = answer(api.send(CALL, bill(table, pay="cash", split="separately")))
    assert later == {**call, "pay": "cash", "split": "separately"}
    assert answer(api.send(CALL, bill(table))) == later  # nothing new is said
    assert open_calls(api, table) == [later]
    assert heard() == ["call.made", "call.made"]


@pytest.mark.parametrize(
    "said", [{"pay": "cheque"}, {"pay": 1}, {"split": "half"}, {"split": ["together"]}], ids=str
)
def test_other_ways_to_pay(api, table, said):
    assert refusal(api.send(CALL, bill(table, **said))) == (400, "malformed_json")
    assert not Call.objects.exists()


def test_only_a_bill_is_paid(api, table):
    response = api.send(CALL, {**asked(table), "pay": "cash"})
    assert refusal(response) == (400, "malformed_json")


def test_what_was_answered_is_seen_after_a_reload(api, table, owner):
    def seen():
        return answer(api.ask(f"/orders/sessions/live/{table}/"))["data"]["answered"]

    assert seen() == []
    answered = []
    for _ in range(2):
        call = answer(api.send(CALL, asked(table)))
        answered.append(answer(api.send(ANSWER.format(call["id"]), token=owner)))
    other = answer(api.send(CALL, bill(table, pay="card")))
    paid = answer(api.send(ANSWER.format(other["id"]), token=owner))
    assert seen() == [answered[-1], paid]
    sessions.session_close(code=table)
    assert seen() == []
