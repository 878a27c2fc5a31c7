"""Two tables that become one."""

import json

import pytest
from orders.actions import calls, cart, merging, orders, phones, sessions
from orders.models import CartLine, Order, OrderSession
from rooms import SESSIONS, seated, session_of
from testing.races import at_once
from world import ADD, CALL, CREATE, LOCATION, PLACE, SEND, answer, espresso, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("location")]


def merge(api, code, into, token):
    return api.send(SESSIONS.format("merge", code), {"into": into}, token=token)


@pytest.fixture
def two():
    """Two tables with guests: a phone each, an order each, a line in each cart."""
    codes = []
    for _ in range(2):
        _, code = seated()
        key, phone = phones.phone_join(code=code, key="")
        orders.order_create(code=code, line=line(guest_id=phone))
        cart.line_add(code=code, line=line(product_id=2), phone=phone)
        codes.append((code, key))
    return codes


def live(api, code):
    return answer(api.ask(f"/orders/sessions/live/{code}/"))["data"]


def test_all_of_it_is_at_the_other_table(api, owner, two):
    (code, _), (into, _) = two
    merged = answer(merge(api, code, into, owner))
    assert merged["code"] == into
    assert [(each["batch"], each["guest_id"]) for each in merged["orders"]] == [(2, 2), (1, 1)]
    now = live(api, into)
    assert sorted(each["guest_id"] for each in now["cart"]) == [1, 2]
    emptied = live(api, code)
    assert (emptied["state"], emptied["into"]) == ("CLOSED", into)
    assert (emptied["orders"], emptied["cart"]) == ([], [])
    assert (session_of(code).order_count, session_of(into).order_count) == (0, 2)


def test_batches_count_on(api, owner, two):
    (code, _), (into, _) = two
    answer(merge(api, code, into, owner))
    assert json.loads(orders.order_create(code=into, line=line()))["batch"] == 3


def test_again_is_the_same(api, owner, two, heard):
    (code, _), (into, _) = two
    first = answer(merge(api, code, into, owner))
    told = heard()
    assert answer(merge(api, code, into, owner)) == first
    assert heard() == told


def test_what_is_told(api, owner, two, heard):
    (code, _), (into, _) = two
    before = len(heard())
    answer(merge(api, code, into, owner))
    assert heard()[before:] == [
        "order.created",
        "line.added",
        "session.merged",
        "session.merged",
        "session.closed",
    ]


def test_a_phone_keeps_its_key_and_what_is_its_own(api, owner, two):
    (code, key), (into, _) = two
    answer(merge(api, code, into, owner))
    joined = answer(api.send(f"/orders/sessions/join/{code}/", {"guest_key": key}))
    assert joined == {"guest_key": key, "guest_id": 2}
    own = CartLine.objects.get(session__code=into, guest_id=2)
    body = {"session_code": code, "note": "warm"}
    changed = api.send(f"/orders/cart/change/{own.id}/", body, headers={"X-Guest-Key": key})
    assert answer(changed)["note"] == "warm"


def test_what_is_done_by_the_old_code_is_done_at_the_other_table(api, owner, two, sell):
    (code, _), (into, _) = two
    answer(merge(api, code, into, owner))
    sell(7, espresso(id=7))
    asked = {"session_code": code, "product_id": 7}
    assert answer(api.send(CREATE, asked))["code"] == into
    placed = answer(api.send(PLACE, {"session_code": code, "lines": [{"product_id": 7}]}))
    assert placed["orders"][0]["session"] == into
    assert answer(api.send(ADD, asked))["session"] == into
    assert answer(api.send(CALL, {"session_code": code, "kind": "bill"}))["session"] == into
    assert {each["session"] for each in _sent(api, code, sell)} == {into}


def _sent(api, code, sell):
    sell(1, espresso(id=1))
    sell(2, espresso(id=2, price="1.00"))
    lines = list(CartLine.objects.filter(product_id=7).values_list("id", flat=True))
    return answer(api.send(SEND, {"session_code": code, "lines": lines}))["orders"]


def test_one_call_of_a_kind_stays(api, owner, two):
    (code, _), (into, _) = two
    calls.call_make(code=into, kind="bill")
    for kind in ("bill", "waiter"):
        calls.call_make(code=code, kind=kind)
    answer(merge(api, code, into, owner))
    assert sorted(each["kind"] for each in live(api, into)["calls"]) == ["bill", "waiter"]


def test_an_answered_call_goes_along_and_is_told(api, owner, two, heard):
    (code, _), (into, _) = two
    for kind in ("bill", "waiter"):
        calls.call_answer(call_id=calls.call_make(code=code, kind=kind), user_id=7)
    calls.call_answer(call_id=calls.call_make(code=into, kind="waiter"), user_id=7)
    before = len(heard())
    answer(merge(api, code, into, owner))
    assert heard()[before:].count("call.answered") == 1  # that of the bill: the waiter's is older
    assert [each["kind"] for each in live(api, into)["answered"]] == ["bill", "waiter"]


def test_who_called_for_the_same_is_not_answered_by_merging(api, owner, two):
    (code, _), (into, _) = two
    for one in (code, into):
        calls.call_make(code=one, kind="bill")
    answer(merge(api, code, into, owner))
    now = live(api, into)
    assert [each["kind"] for each in now["calls"]] == ["bill"]
    assert now["answered"] == []


def test_chains_lead_to_the_last_one(api, owner, two, sell):
    (code, _), (middle, _) = two
    _, last = seated()
    answer(merge(api, code, middle, owner))
    answer(merge(api, middle, last, owner))
    sell(7, espresso(id=7))
    assert answer(api.send(CREATE, {"session_code": code, "product_id": 7}))["code"] == last
    assert len(live(api, last)["orders"]) == 3


def test_into_itself_and_into_what_is_closed(api, owner, two, heard):
    (code, _), (into, _) = two
    told = heard()
    assert refusal(merge(api, code, code, owner)) == (400, "erroneous_value")
    assert refusal(merge(api, code, "0" * 40, owner)) == (404, "session_not_found")
    assert heard() == told
    sessions.session_close(code=into)
    assert refusal(merge(api, code, into, owner)) == (400, "session_closed")
    assert session_of(code).state == "OPEN"


def test_into_a_session_of_another_place(api, owner, two):
    (code, _), _ = two
    sessions.session_create(code="1" * 40, location_id=LOCATION + 1, name="far")
    assert refusal(merge(api, code, "1" * 40, owner)) == (403, "incorrect_credentials")
    assert Order.objects.filter(session__code=code).count() == 1


def test_past_the_limit_nothing_moves(api, owner, two, settings, heard):
    (code, _), (into, _) = two
    settings.MAX_ORDERS_PER_SESSION = 1
    told = heard()
    assert refusal(merge(api, code, into, owner)) == (400, "session_full")
    assert heard() == told
    assert Order.objects.filter(session__code=code).count() == 1


def test_what_was_merged_is_not_opened_again(api, owner, two):
    (code, _), (into, _) = two
    answer(merge(api, code, into, owner))
    response = api.send(SESSIONS.format("reopen", code), token=owner)
    assert refusal(response) == (400, "session_closed")


@pytest.mark.django_db(transaction=True)
def test_orders_that_come_while_tables_are_merged_are_at_one_of_them_once(location):
    tables = [seated()[1] for _ in range(4)]

    def work(number):
        if number % 4:
            try:
                orders.order_create(code=tables[number % 4], line=line(note=str(number)))
            except Exception as refused:
                return str(refused)
            return "ordered"
        for code in tables[1:]:
            merging.session_merge(code=code, into=tables[0])
        return "merged"

    done = at_once(work, 24)
    ordered = [str(number) for number, what in enumerate(done) if what == "ordered"]
    placed = sorted(Order.objects.values_list("note", flat=True))
    assert placed == sorted(ordered)
    assert set(Order.objects.values_list("session__code", flat=True)) <= {tables[0]}
    assert session_of(tables[0]).order_count == len(ordered)
    assert OrderSession.objects.filter(state="OPEN").count() == 1


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_merged_crosswise_end_as_one(location):
    first, second = seated()[1], seated()[1]

    def work(number):
        code, into = (first, second) if number % 2 else (second, first)
        try:
            merging.session_merge(code=code, into=into)
        except Exception as refused:
            return str(refused)
        return "merged"

    assert at_once(work, 8).count("merged") >= 1
    assert OrderSession.objects.filter(state="OPEN").count() == 1
