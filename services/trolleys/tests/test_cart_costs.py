"""What a call on a cart costs: queries, calls to products, and none of it grows with history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from trolleys.models import Cart, CartAudit, CartLine, Payment
from world import JOHN, goods

pytestmark = pytest.mark.django_db

CART = "/api/cart/"
CHECKOUT = 28  # statements
DRAW = 3  # more of a session's first one, which draws whether there is a spot check


@pytest.fixture
def stocked(api, john, session, shop):
    """A session and John have been shopping: everything is known, each has two lines."""
    shop(goods(), goods(11, barcode=None))
    for body in ({"product_id": 10}, {"product_id": 11}):
        api.send(f"{CART}add/", body, token=john)
        api.send(f"{CART}add/", {"session_id": str(session.session_id), **body})


def cost(work):
    """How many statements it runs, without BEGIN and the like."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert work().status_code < 300
    begins = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "PREPARE")
    return sum(not each["sql"].startswith(begins) for each in captured.captured_queries)


@pytest.mark.parametrize(
    ("method", "name", "of_user", "of_session"),
    [
        ("POST", "add/", 3, 4),
        ("PATCH", "update/", 3, 4),
        ("GET", "", 2, 2),
        ("GET", "summary/", 1, 1),
        ("GET", "validate/", 2, 2),
    ],
)
def test_each_call_is_few_statements(
    api, john, session, stocked, method, name, of_user, of_session
):
    def work(query, body, **options):
        quantity = {} if method == "GET" else {"product_id": 10, "quantity": 7}
        sent = None if method == "GET" else {**quantity, **body}
        return api.call(method, f"{CART}{name}{query}", sent, **options)

    session_id = str(session.session_id)
    query = f"?session_id={session_id}" if method == "GET" else ""
    assert cost(lambda: work("", {}, token=john)) == of_user
    assert cost(lambda: work(query, {"session_id": session_id})) == of_session


def test_a_heartbeat_is_one_statement(api, session):
    body = {"session_id": str(session.session_id)}
    assert cost(lambda: api.send("/api/session/heartbeat/", body)) == 1


def test_a_checkout_is_as_many_statements_whatever_is_in_the_cart(
    api, session, provider_process, shelves
):
    shelves.put(goods(11, barcode=None))
    found = []
    for products in ((10,), (10,), (10, 11)):
        for number in products:
            body = {"session_id": str(session.session_id), "product_id": number}
            assert api.send(f"{CART}add/", body).status_code < 300
        body = {"session_id": str(session.session_id)}
        found.append(cost(lambda body=body: api.send("/api/session/checkout/", body)))
        payment = Payment.objects.latest("pk")
        api.send(f"/api/payments/{payment.payment_id}/cancel", body)
    assert found == [CHECKOUT + DRAW, CHECKOUT, CHECKOUT]


def test_a_read_of_50_lines_is_as_many_statements_as_one_of_two(api, john, stocked, shop):
    few = cost(lambda: api.ask(CART, token=john))
    cart = Cart.objects.get(user_id=JOHN)
    shop(*(goods(number, barcode=None) for number in range(10, 60)))
    row = {"cart": cart, "quantity": 1, "price_at_addition": 1, "seller_id": 1}
    CartLine.objects.bulk_create(CartLine(product_id=number, **row) for number in range(12, 60))
    assert cost(lambda: api.ask(CART, token=john)) == few


def test_the_summary_asks_nobody(api, john, stocked, products, verification):
    before = len(products.received), len(verification.received)
    products.broken = True
    assert api.ask(f"{CART}summary/", token=john).json()["data"]["total_items"] == 2
    assert (len(products.received), len(verification.received)) == before


def buffers(work):
    """The pages that the statements of a call touch, by PostgreSQL's own count."""
    with CaptureQueriesContext(connection) as captured:
        assert work().status_code == 200
    touched = 0
    for each in captured.captured_queries:
        if each["sql"].startswith(("SELECT", "EXECUTE")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {each['sql']}")
                plan = cursor.fetchone()[0][0]["Plan"]
            touched += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return touched


def history(cart, rows):
    """The cart has been changed and paid so often before."""
    now = timezone.now()
    CartAudit.objects.bulk_create(
        CartAudit(cart=cart, action="ADD", changes={"quantity": 1}, timestamp=now)
        for _ in range(rows)
    )
    Payment.objects.bulk_create(
        Payment(
            cart=cart,
            status="paid",
            amount=1,
            currency="EUR",
            lines=[],
            expires_at=now,
            settled_at=now,
        )
        for _ in range(rows // 10)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trolleys_cartaudit, trolleys_payment")


def test_a_cart_costs_the_same_however_much_has_happened_to_it(api, john, stocked):
    cart = Cart.objects.get(user_id=JOHN)

    def costs():
        return {
            name: buffers(lambda name=name: api.ask(f"{CART}{name}", token=john))
            for name in ("", "summary/", "audit-logs/", "validate/")
        }

    history(cart, 100)
    few = costs()
    history(cart, 10_000)
    assert {name: many for name, many in costs().items() if many > few[name] + 15} == {}
