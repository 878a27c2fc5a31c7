"""Guests who move to another table, are split, renamed, and closed by mistake."""

import json
import secrets
from datetime import timedelta

import pytest
from django.utils import timezone
from orders.actions import orders, sessions
from orders.models import OrderSession, Table
from rooms import SESSIONS, new_table, open_at, seated, session_of
from testing.races import at_once
from world import LOCATION, STRANGER, answer, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]


def act(api, name, code, token, /, **body):
    return api.send(SESSIONS.format(name, code), body, token=token)


def ordered(code, **changes):
    return json.loads(orders.order_create(code=code, line=line(**changes)))["id"]


# Whatever is done to sessions is for the place's staff alone, and changes nothing else.

ACTS = {
    "move": lambda: {"table_id": new_table()["id"]},
    "merge": lambda: {"into": seated()[1]},
    "split": lambda: {"orders": [1], "table_id": new_table()["id"]},
    "rename": lambda: {"name": "Terrace"},
    "reopen": dict,
}


@pytest.mark.parametrize("name", ACTS)
def test_it_is_for_staff(api, table, signer, name, heard):
    body = ACTS[name]()
    before = heard()
    for token in (None, signer.access(STRANGER)):
        response = act(api, name, table, token, **body)
        assert refusal(response) == (403, "incorrect_credentials")
    assert heard() == before


@pytest.mark.parametrize("name", ACTS)
def test_an_unknown_session(api, owner, name):
    body = ACTS[name]()
    for code in ("0" * 40, "x", "é"):
        assert refusal(act(api, name, code, owner, **body)) == (404, "session_not_found")


@pytest.mark.parametrize("name", ["move", "merge", "split", "rename"])
def test_bodies_that_say_nothing(api, table, owner, name, heard):
    for body in ({}, {"table_id": "x", "into": 7, "orders": [], "name": ""}, {"table_id": None}):
        assert refusal(act(api, name, table, owner, **body)) == (400, "malformed_json")
    assert heard() == []


@pytest.mark.parametrize("name", ["move", "split", "rename", "merge"])
def test_what_is_closed_stays_where_it_was(api, table, owner, name, codes):
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": "3" * 40}})
    body = ACTS[name]()
    sessions.session_close(code=table)
    assert refusal(act(api, name, table, owner, **body)) == (400, "session_closed")


# ---- moving


def test_guests_move_and_keep_all_they_have(api, table, owner, order, heard):
    order()
    there = new_table("Window")
    moved = answer(act(api, "move", table, owner, table_id=there["id"]))
    assert (moved["code"], moved["name"], moved["table_id"]) == (table, "Window", there["id"])
    assert len(moved["orders"]) == 1
    assert answer(act(api, "move", table, owner, table_id=there["id"])) == moved
    assert heard().count("session.moved") == 1


def test_the_table_that_was_left_is_free(api, owner):
    (first, code), second = seated(), new_table()
    answer(act(api, "move", code, owner, table_id=second["id"]))
    assert answer(api.ask(f"/orders/tables/get/{first['code']}/"))["session"] is None
    assert answer(api.ask(f"/orders/tables/get/{second['code']}/"))["session"] == code


def test_an_occupied_table_takes_nobody(api, owner):
    (_, code), (there, _) = seated(), seated()
    response = act(api, "move", code, owner, table_id=there["id"])
    assert refusal(response) == (409, "table_occupied")
    assert session_of(code).table_id != there["id"]


def test_a_table_of_another_place(api, owner, table):
    there = new_table(location_id=LOCATION + 1)
    response = act(api, "move", table, owner, table_id=there["id"])
    assert refusal(response) == (403, "incorrect_credentials")


def test_tables_that_are_off_or_gone_or_never_were(api, owner, table):
    off, gone = new_table(), new_table()
    Table.objects.filter(id=off["id"]).update(is_active=False)
    Table.objects.filter(id=gone["id"]).update(removed_at=timezone.now())
    for table_id in (off["id"], gone["id"], 10**9):
        response = act(api, "move", table, owner, table_id=table_id)
        assert refusal(response) == (404, "table_not_found")


def test_a_name_that_is_taken_by_others(api, owner, table):
    _, code = seated()
    there = new_table("Table 1")  # as the session without a table is called
    response = act(api, "move", code, owner, table_id=there["id"])
    assert refusal(response) == (400, "duplicate_session")
    assert session_of(code).table_id != there["id"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_move_to_one_table_one_gets_it(location, api, owner):
    there, coming = new_table(), [seated()[1] for _ in range(6)]

    def move(number):
        return act(api, "move", coming[number], owner, table_id=there["id"]).status_code

    assert sorted(at_once(move, len(coming))) == [200] + [409] * 5
    assert OrderSession.objects.filter(table_id=there["id"], state="OPEN").count() == 1


# ---- splitting off


@pytest.fixture
def new_code(codes):
    value = secrets.token_hex(20)
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": value}})
    return value


def test_some_orders_go_to_a_table_of_their_own(api, owner, new_code, heard):
    (_, code), there = seated(), new_table("Window")
    stays, first, second = ordered(code), ordered(code, guest="Ann", guest_id=1), ordered(code)
    body = {"orders": [second, first], "table_id": there["id"]}
    split = answer(act(api, "split", code, owner, **body))
    assert (split["code"], split["name"], split["table_id"]) == (new_code, "Window", there["id"])
    shown = [(each["id"], each["batch"], each["guest"]) for each in split["orders"]]
    assert shown == [(first, 1, "Ann"), (second, 2, "")]
    assert [each["guest_id"] for each in split["orders"]] == [None, None]
    left = answer(api.ask(f"/orders/sessions/get/{code}/"))["orders"]
    assert [each["id"] for each in left] == [stays]
    assert [session_of(each).order_count for each in (code, new_code)] == [1, 2]
    assert heard()[-3:] == ["session.split", "order.created", "order.created"]


def test_what_comes_after_a_split_counts_on(api, owner, new_code):
    (_, code), there = seated(), new_table()
    only = ordered(code)
    answer(act(api, "split", code, owner, orders=[only], table_id=there["id"]))
    assert json.loads(orders.order_create(code=new_code, line=line()))["batch"] == 2


def test_orders_of_others_are_not_split_off(api, owner, new_code):
    (_, code), (_, other), there = seated(), seated(), new_table()
    mine, theirs = ordered(code), ordered(other)
    for ids in ([theirs], [mine, theirs], [10**9]):
        response = act(api, "split", code, owner, orders=ids, table_id=there["id"])
        assert refusal(response) == (404, "order_not_found")
    assert not OrderSession.objects.filter(code=new_code).exists()
    assert session_of(code).order_count == 1


def test_a_repeated_split_is_one(api, owner, new_code, codes):
    (_, code), there = seated(), new_table()
    body, headers = {"orders": [ordered(code)], "table_id": there["id"]}, {"Idempotency-Key": "k"}
    path = SESSIONS.format("split", code)
    first, again = (answer(api.send(path, body, token=owner, headers=headers)) for _ in range(2))
    assert first == again
    without = api.send(path, body, token=owner)
    assert refusal(without) == (409, "table_occupied")


# ---- renaming


def test_a_session_without_a_table_is_renamed(api, owner, table, heard):
    renamed = answer(act(api, "rename", table, owner, name="Terrace"))
    assert (renamed["name"], renamed["table_id"]) == ("Terrace", None)
    assert answer(act(api, "rename", table, owner, name="Terrace")) == renamed
    assert heard() == ["session.moved"]


def test_one_at_a_table_is_called_like_it(api, owner):
    _, code = seated("Table 3")
    assert refusal(act(api, "rename", code, owner, name="X")) == (409, "table_occupied")


def test_it_does_not_get_the_name_of_another(api, owner, table):
    seated("Window")
    response = act(api, "rename", table, owner, name="window")
    assert refusal(response) == (400, "duplicate_session")
    assert session_of(table).name == "Table 1"


# ---- taking a closing back


def test_a_table_that_was_closed_by_mistake_is_open_again(api, owner, heard):
    there, code = seated("Window")
    ordered(code)
    sessions.session_close(code=code)
    again = answer(act(api, "reopen", code, owner))
    assert (again["state"], again["table_id"], len(again["orders"])) == ("OPEN", there["id"], 1)
    assert answer(act(api, "reopen", code, owner)) == again
    assert heard()[-2:] == ["session.closed", "session.reopened"]
    assert answer(api.ask(f"/orders/tables/get/{there['code']}/"))["session"] == code


def test_not_while_others_sit_there(api, owner):
    there, code = seated()
    sessions.session_close(code=code)
    open_at(there)
    assert refusal(act(api, "reopen", code, owner)) == (409, "table_occupied")
    assert session_of(code).state == "CLOSED"


def test_not_while_another_is_called_so(api, owner, table):
    sessions.session_close(code=table)
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="TABLE 1")
    assert refusal(act(api, "reopen", table, owner)) == (400, "duplicate_session")


def test_not_after_twelve_hours(api, owner, table):
    sessions.session_close(code=table)
    OrderSession.objects.update(closed_at=timezone.now() - timedelta(hours=12, minutes=1))
    assert refusal(act(api, "reopen", table, owner)) == (400, "session_closed")
