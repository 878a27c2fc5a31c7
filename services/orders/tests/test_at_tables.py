"""What a table's code leads to, who opens it, and what staff see of it."""

import json
import secrets
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from orders.actions import orders, places, seating, sessions
from orders.clients import Product
from orders.models import OrderSession, Table, TableCall
from rooms import TABLES, new_table, open_at, seated, session_of
from testing.races import at_once
from world import LOCATION, OWNER, STRANGER, answer, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]

FIND = "/orders/tables/find/?location_id={}"


def test_staff_see_each_table_with_who_sits_there(api, owner, order):
    free, (table, code) = new_table("A"), seated("B")
    orders.order_create(code=code, line=line(product=_priced("2.40"), quantity=3))
    gone = orders.order_create(code=code, line=line(product=_priced("9.00")))
    orders.order_move(
        order_id=json.loads(gone)["id"],
        to="cancelled",
        expected=None,
        reason="none left",
        user_id=OWNER,
    )
    api.send("/orders/calls/make/", {"session_code": code, "kind": "bill"})
    found = answer(api.ask(FIND.format(LOCATION), token=owner))
    opened = session_of(code).created_at.isoformat(timespec="microseconds")
    at_table = {
        "code": code,
        "state": "OPEN",
        "sum": "7.20",
        "open_calls": 1,
        "opened": opened,
        "word": None,
    }
    assert found == [{"table": free, "session": None}, {"table": table, "session": at_table}]


def _priced(price):
    return Product("Espresso", price, True, True)


def test_finding_is_for_staff(api, signer):
    for token in (None, signer.access(STRANGER)):
        path = FIND.format(LOCATION)
        assert refusal(api.ask(path, token=token)) == (403, "incorrect_credentials")


def test_finding_takes_few_questions(api, owner, django_assert_max_num_queries):
    for _ in range(12):
        seated()
    with django_assert_max_num_queries(3):
        assert len(answer(api.ask(FIND.format(LOCATION), token=owner))) == 12


def test_a_code_leads_to_the_table_in_any_case(api):
    table = new_table("Table 3")
    looked = answer(api.ask(TABLES.format(f"get/{table['code'].lower()}")))
    about = {"id": table["id"], "name": "Table 3", "location_id": LOCATION}
    assert looked == {"table": about, "session": None, "open_by": "staff", "call": None}


@pytest.mark.parametrize("code", ["22222222", "O0O0O0O0", "2222222", "x", "0" * 40, "%20", "é" * 8])
def test_slips_lead_nowhere(api, code):
    assert refusal(api.ask(TABLES.format(f"get/{code}"))) == (404, "table_not_found")


def test_staff_open_a_table(api, code, owner):
    table = new_table("Table 3")
    path = TABLES.format(f"open/{table['code']}")
    opened = answer(api.send(path, token=owner))
    assert (opened["code"], opened["name"], opened["state"]) == (code, "Table 3", "OPEN")
    assert (opened["table_id"], opened["orders"]) == (table["id"], [])
    assert answer(api.send(path, token=owner))["code"] == code
    assert OrderSession.objects.count() == 1


def test_guests_open_a_table_where_the_place_lets_them(api, code):
    table = new_table()
    path = TABLES.format(f"open/{table['code']}")
    assert refusal(api.send(path)) == (403, "not_allowed")
    assert not OrderSession.objects.exists()
    places.place_set(location_id=LOCATION, fields={"open_by": "guest"})
    assert answer(api.send(path, {}))["code"] == code


def test_an_open_table_is_answered_to_any_guest(api):
    table, code = seated()
    assert answer(api.send(TABLES.format(f"open/{table['code']}")))["code"] == code


def test_a_guest_is_not_taken_for_staff(api, signer, code):
    table = new_table()
    path = TABLES.format(f"open/{table['code']}")
    response = api.send(path, token=signer.access(STRANGER))
    assert refusal(response) == (403, "incorrect_credentials")


def test_guests_open_a_table_five_times_in_ten_minutes(api, codes, owner):
    places.place_set(location_id=LOCATION, fields={"open_by": "guest"})
    table = new_table()
    path = TABLES.format(f"open/{table['code']}")
    for _ in range(5):
        value = secrets.token_hex(20)
        codes.on("GET", "/codes/new/", {"success": True, "response": {"value": value}})
        opened = answer(api.send(path))["code"]
        answer(api.send(path))  # an open one costs nothing
        sessions.session_close(code=opened)
    value = secrets.token_hex(20)
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": value}})
    refused = api.send(path)
    assert refusal(refused) == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    assert answer(api.send(path, token=owner))["code"] == value


def test_an_open_session_of_the_name_is_taken_over(api, code, owner, order, table):
    order()
    placed = new_table("table 1")
    opened = answer(api.send(TABLES.format(f"open/{placed['code']}"), token=owner))
    assert (opened["code"], opened["name"]) == (table, "table 1")
    assert (opened["table_id"], len(opened["orders"])) == (placed["id"], 1)


def test_the_next_guests_see_nothing_of_the_last(api):
    table, code = seated("Table 3")
    orders.order_create(code=code, line=line())
    sessions.session_close(code=code)
    assert answer(api.ask(TABLES.format(f"get/{table['code']}")))["session"] is None
    after = open_at(table)
    assert after != code
    assert answer(api.ask(f"/orders/sessions/get/{after}/"))["orders"] == []


def test_the_database_keeps_one_session_at_a_table(api):
    _, code = seated()
    one = session_of(code)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderSession.objects.create(
            code="2" * 40, location_id=LOCATION, name="other", table_id=one.table_id
        )


@pytest.mark.django_db(transaction=True)
def test_of_guests_who_open_at_once_all_sit_together(location):
    table = new_table()

    def guest(_):
        code = secrets.token_hex(20)
        return seating.table_open(table_code=table["code"], code=code, user_id=None)

    assert len(set(at_once(guest, 8))) == 1
    assert OrderSession.objects.count() == 1


def test_a_free_table_calls_once_until_somebody_answers(api, owner, heard):
    table = new_table()
    path = TABLES.format(f"call/{table['code']}")
    first, again = (answer(api.send(path)) for _ in range(2))
    assert first == again
    assert (first["table_id"], first["code"]) == (table["id"], table["code"])
    for _ in range(2):
        assert api.send(TABLES.format(f"answer/{table['id']}"), token=owner).json() == {
            "success": True
        }
    later = answer(api.send(path))
    assert later["timestamp"] > first["timestamp"]


def test_guests_at_a_free_table_read_that_their_call_was_seen(api, owner):
    table = new_table()
    look_up = partial(api.ask, TABLES.format(f"get/{table['code']}"))
    assert answer(look_up())["call"] is None
    called = answer(api.send(TABLES.format(f"call/{table['code']}")))
    assert answer(look_up())["call"] == {"timestamp": called["timestamp"], "answered": None}
    api.send(TABLES.format(f"answer/{table['id']}"), token=owner)
    seen = answer(look_up())["call"]
    assert (seen["timestamp"], seen["answered"] > called["timestamp"]) == (
        called["timestamp"],
        True,
    )


def test_a_call_of_guests_before_is_no_news(api, owner):
    table = new_table()
    look_up = partial(api.ask, TABLES.format(f"get/{table['code']}"))
    for _ in range(2):
        api.send(TABLES.format(f"call/{table['code']}"))
        api.send(TABLES.format(f"answer/{table['id']}"), token=owner)
    long_ago = timezone.now() - timedelta(minutes=11)
    TableCall.objects.update(answered_at=long_ago)
    assert answer(look_up())["call"] is None
    called = answer(api.send(TABLES.format(f"call/{table['code']}")))
    assert answer(look_up())["call"] == {"timestamp": called["timestamp"], "answered": None}
    open_at(table)
    assert answer(look_up())["call"] is None


def test_opening_answers_the_call(api):
    table = new_table()
    answer(api.send(TABLES.format(f"call/{table['code']}")))
    open_at(table)
    assert not Table.objects.get().calls.filter(answered_at=None).exists()
    response = api.send(TABLES.format(f"call/{table['code']}"))
    assert refusal(response) == (409, "table_occupied")
