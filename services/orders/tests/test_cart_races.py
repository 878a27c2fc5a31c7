"""Several phones of one table at once: on real PostgreSQL, with real threads."""

from collections import Counter
from threading import Event as Signal

import orjson
import pytest
from django.db import connection
from kit.errors import ApiError
from orders import selectors
from orders.actions import calls, cart, cart_sending, orders, sessions
from orders.actions.cart import LineChange
from orders.clients import Product
from orders.models import Call, CartLine, Event, Order, OrderSession, Panel
from testing.client import ApiClient
from testing.races import at_once
from world import ADD, CALL, OWNER, PLACE, SEND, espresso, line

pytestmark = pytest.mark.django_db(transaction=True)

ESPRESSO = Product("Espresso", "2.40", is_active=True, listed=True)
PRODUCTS = {1: ESPRESSO}


def put(code, **changes):
    """Add a line without HTTP; gives its id."""
    return orjson.loads(cart.line_add(code=code, line=line(product=ESPRESSO, **changes)))["id"]


def send(code, lines, guest=""):
    """Send lines without HTTP; the ids of the orders, or why not."""
    try:
        lines = selectors.cart_lines(code, lines)
        sent = cart_sending.cart_send(code=code, lines=lines, products=PRODUCTS, guest=guest)
    except ApiError as refused:
        return refused.reason
    return [order["id"] for order in orjson.loads(sent.json)["orders"]]


def check_streams(code):
    """Every number of both streams was given once, and the counts are those of the rows."""
    session = OrderSession.objects.get(code=code)
    told = Event.objects.filter(session=session).order_by("seq").values_list("seq", flat=True)
    assert list(told) == list(range(session.seq + 1))
    panel = Event.objects.order_by("panel_seq").values_list("panel_seq", flat=True)
    assert list(panel) == list(range(1, Panel.objects.get().seq + 1))
    assert session.order_count == Order.objects.filter(session=session).count()


def test_two_phones_send_the_same_cart(table):
    for _ in range(10):
        lines = [put(table) for _ in range(3)]
        outcomes = at_once(lambda _: send(table, lines), 2)  # noqa: B023 - it ends in this round
        assert sorted(len(each) for each in outcomes if isinstance(each, list)) == [3]
        assert "cart_empty" in outcomes
    assert (Order.objects.count(), CartLine.objects.count()) == (30, 0)
    check_streams(table)


def test_many_phones_send_parts_that_overlap(table):
    lines = [put(table) for _ in range(20)]
    outcomes = at_once(lambda number: send(table, lines[number : number + 8]), 16)
    sent = [order for each in outcomes if isinstance(each, list) for order in each]
    assert len(sent) == len(set(sent)) == Order.objects.count()
    assert set(CartLine.objects.values_list("id", flat=True)) <= set(lines)
    assert len(sent) + CartLine.objects.count() == 20
    told = [orjson.loads(event.data) for event in Event.objects.filter(kind="cart.sent")]
    assert sum(len(each["lines"]) for each in told) == len(sent)
    assert sorted(each["batch"] for each in told) == list(range(1, len(told) + 1))
    check_streams(table)


def test_the_same_cart_is_sent_over_http_at_once(table, sell):
    sell(1, espresso())
    for number in range(4):
        put(table, note=str(number))
    outcomes = at_once(lambda _: ApiClient().send(SEND, {"session_code": table}).json(), 8)
    reasons = Counter(each.get("reason") for each in outcomes)
    assert reasons == {None: 1, "cart_empty": 7}
    notes = Order.objects.order_by("id").values_list("note", flat=True)
    assert list(notes) == ["0", "1", "2", "3"]
    check_streams(table)


@pytest.mark.parametrize(
    ("path", "more"), [(SEND, {}), (PLACE, {"lines": [{"product_id": 1}] * 3})]
)
def test_one_key_at_once_sends_once(table, sell, path, more):
    sell(1, espresso())
    for _ in range(3):
        put(table)
    headers = {"Idempotency-Key": "double tap"}
    body = {"session_code": table, **more}
    answers = at_once(lambda _: ApiClient().send(path, body, headers=headers), 12)
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert Order.objects.count() == 3
    check_streams(table)


def test_a_repeat_that_finds_the_cart_sent_meanwhile(table, sell, monkeypatch):
    """Its twin with the same key commits after it has looked for the key, before for lines."""
    sell(1, espresso())
    put(table)
    headers = {"Idempotency-Key": "double tap"}
    body = {"session_code": table}
    real, twins = selectors.cart_lines, []

    def late(*asked):
        if not twins:
            twins.append(None)
            twins[0] = at_once(lambda _: ApiClient().send(SEND, body, headers=headers).content, 1)
        return real(*asked)

    monkeypatch.setattr(selectors, "cart_lines", late)
    assert [ApiClient().send(SEND, body, headers=headers).content] == twins[0]
    assert Order.objects.count() == 1


def test_one_key_at_once_adds_one_line(table, sell):
    sell(1, espresso())
    headers = {"Idempotency-Key": "double tap"}
    body = {"session_code": table, "product_id": 1}
    answers = at_once(lambda _: ApiClient().send(ADD, body, headers=headers).content, 12)
    assert len(set(answers)) == CartLine.objects.count() == 1


def test_a_line_that_comes_while_another_sends_stays(table, sell, monkeypatch):
    """It comes after the sender's products were asked for, before the lines are taken."""
    sell(1, espresso())
    put(table, note="sent")
    real = cart_sending.cart_send

    def late(**values):
        at_once(lambda _: put(table, note="late"), 1)
        return real(**values)

    monkeypatch.setattr(cart_sending, "cart_send", late)
    assert ApiClient().send(SEND, {"session_code": table}).status_code == 200
    assert [order.note for order in Order.objects.all()] == ["sent"]
    assert [left.note for left in CartLine.objects.all()] == ["late"]
    check_streams(table)


def test_what_was_changed_while_another_sends_is_sent_as_changed(table, sell, monkeypatch):
    sell(1, espresso())
    changed, removed = put(table), put(table)
    real = cart_sending.cart_send

    def late(**values):
        at_once(lambda _: cart.line_remove(code=table, line_id=removed), 1)
        change = LineChange(quantity=5, note="new")
        at_once(lambda _: cart.line_change(code=table, line_id=changed, change=change), 1)
        return real(**values)

    monkeypatch.setattr(cart_sending, "cart_send", late)
    assert ApiClient().send(SEND, {"session_code": table}).status_code == 200
    assert [(order.quantity, order.note) for order in Order.objects.all()] == [(5, "new")]
    assert not CartLine.objects.exists()


def test_closing_while_the_cart_is_sent(table):
    """Whoever comes first wins; nothing is half sent."""
    for number in range(10):
        code = f"{number:040x}"
        sessions.session_create(code=code, location_id=16, name=f"T {number}")
        lines = [put(code) for _ in range(3)]

        def either(who, code=code, lines=lines):
            return sessions.session_close(code=code) if who else send(code, lines)

        sent, _ = at_once(either, 2)
        left = CartLine.objects.filter(session__code=code).count()
        assert (sent, left) == ("session_closed", 3) or (len(sent), left) == (3, 0)
        assert Event.objects.filter(session__code=code).latest("seq").kind == "session.closed" or (
            sent == "session_closed"
        )


def test_changing_removing_and_sending_at_once(table):
    lines = [put(table) for _ in range(12)]

    def anything(number):
        try:
            if number % 3 == 0:
                return send(table, lines)
            if number % 3 == 1:
                return cart.line_remove(code=table, line_id=lines[number % 12])
            change = LineChange(quantity=2)
            return cart.line_change(code=table, line_id=lines[number % 12], change=change)
        except ApiError as refused:
            return refused.reason

    at_once(anything, 36)
    gone = Event.objects.filter(kind="line.removed").count()
    assert Order.objects.count() + gone == 12
    assert not CartLine.objects.exists()
    check_streams(table)


def test_a_cart_never_holds_more_than_its_limit(table, monkeypatch):
    monkeypatch.setattr(cart, "MAX_LINES", 10)

    def add(_):
        try:
            return put(table) and "added"
        except ApiError as refused:
            return refused.reason

    assert Counter(at_once(add, 40)) == {"added": 10, "cart_full": 30}
    check_streams(table)


def test_batches_at_once_never_pass_the_limit(table, settings):
    settings.MAX_ORDERS_PER_SESSION = 20

    def place(_):
        try:
            orders.orders_place(code=table, lines=[line()] * 3, staff_id=None)
        except ApiError as refused:
            return refused.reason
        return "placed"

    assert Counter(at_once(place, 24)) == {"placed": 6, "session_full": 18}
    batches = Counter(Order.objects.values_list("batch", flat=True))
    assert batches == dict.fromkeys(range(1, 7), 3)
    check_streams(table)


def test_orders_batches_carts_and_calls_at_once(table):
    def anything(number):
        if number % 4 == 0:
            orders.order_create(code=table, line=line())
        elif number % 4 == 1:
            orders.orders_place(code=table, lines=[line()] * 4, staff_id=OWNER)
        elif number % 4 == 2:
            send(table, [put(table)])
        else:
            call = calls.call_make(code=table, kind="bill")
            calls.call_answer(call_id=call, user_id=number)

    at_once(anything, 80)
    assert Order.objects.count() == 20 + 80 + 20
    assert OrderSession.objects.get().batch == 60
    made = Event.objects.filter(kind="call.made").count()
    assert made == Event.objects.filter(kind="call.answered").count() == Call.objects.count()
    check_streams(table)


def test_twenty_calls_at_once_are_one(table):
    body = {"session_code": table, "kind": "waiter"}
    answers = at_once(lambda _: ApiClient().send(CALL, body), 20)
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == Call.objects.count() == 1
    assert Event.objects.filter(kind="call.made").count() == 1


def test_two_waiters_answer_at_once(table):
    call = calls.call_make(code=table, kind="waiter")
    told = at_once(lambda number: calls.call_answer(call_id=call, user_id=number + 1), 12)
    assert len(set(told)) == 1
    assert Event.objects.filter(kind="call.answered").count() == 1
    check_streams(table)


def test_who_dies_while_sending_leaves_the_cart_and_its_lock(table, monkeypatch):
    """The connection breaks between the orders and the commit, as when the process is killed."""
    lines = [put(table), put(table)]
    reached, gone = Signal(), Signal()

    def die(*_):
        reached.set()
        connection.connection.close()  # PostgreSQL rolls back
        gone.set()
        raise KeyboardInterrupt

    def either(number):
        if number == 0:
            with monkeypatch.context() as dying:
                dying.setattr(cart_sending, "_sent", die)
                with pytest.raises(KeyboardInterrupt):
                    send(table, lines)
            connection.close()
            return "died"
        assert reached.wait(5)
        assert gone.wait(5)
        return put(table)

    died, late = at_once(either, 2)
    assert (died, Order.objects.count()) == ("died", 0)
    assert set(CartLine.objects.values_list("id", flat=True)) == {*lines, late}
    assert len(send(table, lines)) == 2
    check_streams(table)
